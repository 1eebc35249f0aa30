"""What can exist by a day: a quick version now, the full one later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from liant.loop.plan.grid import Grid
from liant.loop.plan.problem import Booking, Plan, Problem, Request, Step, capacity_of

#: Id of what is asked for, while nothing has been asked for yet.
ASKED = "?"


@dataclass(frozen=True, kw_only=True)
class Version:
    """One way to answer a wish: a sheet of paper, a page, a film."""

    id: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Possible:
    """When a version can exist as the plan stands, and who would do it.

    Attributes
    ----------
    week : in which it ends.
    is_in_time : it exists by the day asked for.
    bookings : to add to the plan if it is accepted, under the request id :data:`ASKED`.
    """

    version: str
    week: int
    is_in_time: bool
    bookings: tuple[Booking, ...]


def what_can_exist(
    problem: Problem, plan: Plan, versions: Sequence[Version], *, by_week: int, share_of_week: float = 1.0
) -> tuple[Possible, ...]:
    """Tell for each version when it can exist, without moving anything: the fullest in time, then the fuller ones later.

    Parameters
    ----------
    versions : the fullest first.
    by_week : in which it must end to be in time.
    share_of_week : of the working days of that week, those up to the day asked for; 0.8 for a Thursday. Whoever does it
        does it before her other work of that week, which she ends by Friday.

    Returns
    -------
    The fullest version that exists by the day, if any, then the fuller ones by order of end; versions that fit nowhere in
    the calendar are left out.
    """
    later: list[Possible] = []
    for version in versions:
        in_time = _fit(problem, plan, version, by_week, share_of_week)
        if in_time is not None and in_time.week <= by_week:
            return in_time, *_by_end(later)
        possible = _fit(problem, plan, version, by_week, 1.0)
        if possible is not None:
            later.append(replace(possible, is_in_time=False))
    return tuple(_by_end(later))


def _by_end(found: list[Possible]) -> list[Possible]:
    return sorted(found, key=lambda one: one.week)


def _fit(problem: Problem, plan: Plan, version: Version, by_week: int, share: float) -> Possible | None:
    asked = Request(id=ASKED, steps=version.steps, from_week=problem.now)
    grid = Grid(replace(problem, requests=(*problem.requests, asked)))
    grid.load(plan)
    if 0 <= by_week < problem.n_weeks:
        for row, person in zip(grid.free, problem.people, strict=True):
            row[by_week] = min(row[by_week], capacity_of(person.hours[by_week] * share))
    r = grid.request_at[ASKED]
    chain = grid.fit(r)
    if chain is None:
        return None
    week = grid.end_of(r, chain)
    bookings = tuple(
        Booking(request=ASKED, step=k, person=problem.people[p].id, start=start) for k, (p, start) in enumerate(chain)
    )
    return Possible(version=version.id, week=week, is_in_time=week <= by_week, bookings=bookings)
