"""A pitch built line by line by several people: who wrote what, through every rewording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LineStatus(StrEnum):
    """Name where a line of a pitch stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    #: Another wording took its place.
    REPLACED = "replaced"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One wording of a line: its author, and the wording that it replaces, if any."""

    author: int
    replaces: int | None


def authors_of(key: int, wordings: Mapping[int, Wording]) -> tuple[int, ...]:
    """List who wrote a line: the author of its first wording first, then whoever reworded it, each once.

    Parameters
    ----------
    wordings : by key; a wording replaces an older one, so that the way back ends.

    Notes
    -----
    Rewording adds an author and never takes one away: whoever said it first stays first. A wording that is not among
    those given ends the way back.
    """
    backwards: list[int] = []
    step: int | None = key
    while step is not None and step in wordings:
        backwards.append(wordings[step].author)
        step = wordings[step].replaces
    return tuple(dict.fromkeys(reversed(backwards)))
