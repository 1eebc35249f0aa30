"""Where one booked step could go while everything else stays: what a person sees before moving it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from liant.loop.plan.grid import Grid
from liant.loop.plan.problem import TENTHS, Problem


class SpotKind(StrEnum):
    """Tell whether a step fits somewhere, or what stands in the way."""

    FREE = "free"
    FULL = "full"  # other work leaves too few hours
    AWAY = "away"  # nothing can be booked of that person in one of the weeks
    BEFORE = "before"  # the step before is not over
    AFTER = "after"  # the step after has begun


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One person and first week.

    Attributes
    ----------
    free_hours : left in the week that has the fewest of those the step takes, 0 at the least.
    """

    person: str
    start: int
    kind: SpotKind
    free_hours: float


def spots_of(problem: Problem, request: str, step: int, n_weeks: int) -> tuple[Spot, ...]:
    """List where a step could go in the next weeks, for everybody who can make it.

    Parameters
    ----------
    problem : with everything fixed but this step.
    n_weeks : looked at, from the first in which something may start.

    Notes
    -----
    In the order of people, then weeks. Cost O(people x weeks).
    """
    grid = Grid(problem)
    r = grid.request_at[request]
    load, weeks, able = grid.loads[r][step]
    others = {k: (start, grid.loads[r][k][1]) for k, (_p, start) in grid.fixed[r].items() if k != step}
    earliest = max((start + length for k, (start, length) in others.items() if k < step), default=0)
    latest = min((start for k, (start, _length) in others.items() if k > step), default=problem.n_weeks)
    found = []
    for p in sorted(able):
        for start in range(problem.now, min(problem.now + n_weeks, problem.n_weeks - weeks + 1)):
            free = min(grid.free[p][start : start + weeks])
            worked = min(problem.people[p].hours[start : start + weeks])
            if start < earliest:
                kind = SpotKind.BEFORE
            elif start + weeks > latest:
                kind = SpotKind.AFTER
            elif worked <= 0:
                kind = SpotKind.AWAY
            else:
                kind = SpotKind.FREE if free >= load else SpotKind.FULL
            found.append(Spot(person=problem.people[p].id, start=start, kind=kind, free_hours=max(0, free) / TENTHS))
    return tuple(found)
