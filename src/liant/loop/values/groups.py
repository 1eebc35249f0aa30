"""Counts by group that single nobody out: small groups are told together, never by subtraction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

#: Fewer people than this are never told apart.
LEAST_PEOPLE = 5
#: What one person did is kept under their name for this long, then only counted.
KEPT_BY_PERSON = timedelta(days=90)


@dataclass(frozen=True, kw_only=True, order=True)
class Tally:
    """How many of a group did something: ``0 <= n_done <= n_people``."""

    name: str
    n_people: int
    n_done: int


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """Counts that may be shown.

    Attributes
    ----------
    groups : those of ``LEAST_PEOPLE`` or more, by name.
    n_people, n_done : everybody together.
    is_small : fewer than ``LEAST_PEOPLE`` in all: the count itself is not to be shown either.
    """

    groups: tuple[Tally, ...]
    n_people: int
    n_done: int

    @property
    def is_small(self) -> bool:
        """Tell whether everybody together is too few to be counted out."""
        return self.n_people < LEAST_PEOPLE

    @property
    def is_complete(self) -> bool:
        """Tell whether everybody did."""
        return self.n_done == self.n_people


def break_down(tallies: Iterable[Tally]) -> Breakdown:
    """Choose which groups may be told apart.

    Notes
    -----
    What is not told is everybody minus what is told: it holds nobody, or ``LEAST_PEOPLE`` and more, else the smallest
    group told is kept back as well.
    """
    everybody = sorted(tallies, key=lambda t: (t.n_people, t.name))
    kept_back = [t for t in everybody if t.n_people < LEAST_PEOPLE]
    told = everybody[len(kept_back) :]
    while told and 0 < sum(t.n_people for t in kept_back) < LEAST_PEOPLE:
        kept_back.append(told.pop(0))
    return Breakdown(
        # One group that is everybody says nothing more than the total.
        groups=tuple(sorted(told)) if len(everybody) > 1 else (),
        n_people=sum(t.n_people for t in everybody),
        n_done=sum(t.n_done for t in everybody),
    )
