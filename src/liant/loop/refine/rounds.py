"""A round of ideas: first alone and in silence, then grouped, then dots, then ideas that somebody works on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from liant.loop.values.errors import Conflict

MAX_GUESTS = 30
MAX_DOTS = 10
MAX_ITEMS_EACH = 12
ITEM_LENGTH = 400
#: An idea comes from no more notes than this.
MAX_TOGETHER = 12

Key = TypeVar("Key", bound=Hashable)


class Phase(StrEnum):
    """Name the phases of a round, in their order."""

    SILENT = "silent"  #: each writes alone; nobody reads the others
    GROUPING = "grouping"  #: all is read; the host puts together what says the same
    VOTING = "voting"
    CLOSED = "closed"


#: The phase that follows each; a round only goes forward, so that nobody writes after having read the others.
NEXT = {Phase.SILENT: Phase.GROUPING, Phase.GROUPING: Phase.VOTING, Phase.VOTING: Phase.CLOSED}


def check_phase(phase: str, wanted: Phase) -> None:
    """Refuse what belongs to another phase.

    Raises
    ------
    Conflict : ``refine.other_phase``.
    """
    if phase != wanted:
        raise Conflict(
            "The round has moved on to another phase.",
            code="refine.other_phase",
            hint="Open it again: it shows what can be done now.",
        )


def group_items(themes: Mapping[Key, str | None]) -> list[list[Key]]:
    """Put together the items of one theme; those of none stay alone.

    Parameters
    ----------
    themes : theme of each item, in the order in which they were written; None for no theme.

    Returns
    -------
    Groups in the order of their first item, of ``MAX_TOGETHER`` items at most.
    """
    groups: dict[object, list[Key]] = {}
    for key, theme in themes.items():
        groups.setdefault(("theme", theme) if theme else ("alone", key), []).append(key)
    return [
        keys[first : first + MAX_TOGETHER] for keys in groups.values() for first in range(0, len(keys), MAX_TOGETHER)
    ]


def by_dots(dots: Mapping[Key, int], n_people: Mapping[Key, int], order: Sequence[Key]) -> list[Key]:
    """Order groups by dots, then by the number of people who gave one, then as they stood."""
    place = {key: i for i, key in enumerate(order)}
    return sorted(order, key=lambda key: (-dots.get(key, 0), -n_people.get(key, 0), place[key]))
