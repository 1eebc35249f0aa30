"""Why a promise cannot be kept, in plain reasons; ``ways`` tells what would keep it.

A promise is a request with the week by which it was or would be told to end. Reasons are looked for in the order in which
people can do something about them; the first that is true is told. Each way out, carried out, keeps the promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from liant.loop.plan.grid import Grid
from liant.loop.plan.problem import TENTHS, Plan, Problem, Request, chain_weeks
from liant.loop.plan.ways import Ask, WayOut, full_grid, in_time, ways_out


class Reason(StrEnum):
    """Why a promise cannot be kept; the parameters of each are listed in :class:`Refused`."""

    NO_SKILL = "no_skill"
    TOO_LONG = "too_long"
    TOO_MUCH = "too_much"
    SKILL_SHORT = "skill_short"
    CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why a promise cannot be kept as the plan stands, and what would keep it.

    Attributes
    ----------
    params : ``no_skill``: ``step``, ``skill``. ``too_long``: ``weeks_needed``, ``weeks_left``. ``too_much``, nothing else
        booked: the first ``step`` that breaks, its ``skill``, the ``hours`` it needs in each of ``weeks`` between
        ``first_week`` and ``last_week``, the ``person`` who comes nearest and her ``best_hours``. ``skill_short``:
        ``skill``, ``first_week``, ``last_week``, ``hours`` promised inside, ``hours_there``. ``conflict``: as ``too_much``
        with what is booked, and ``requests`` and ``visits``, ids: without them it fits, with any one of them it does not.
    ways : at most one of each kind, in the order of :class:`Way`; empty when only a new person could help.
    """

    reason: Reason
    params: Mapping[str, object]
    ways: tuple[WayOut, ...]


def refusal_of(problem: Problem, plan: Plan, request: Request) -> Refused | None:
    """Tell why a request cannot end by its ``due_week`` as the plan stands; None when it can.

    Parameters
    ----------
    plan : what is booked; bookings of the request itself do not count.
    request : new, or another version of one of the problem; ``due_week`` is set.

    Raises
    ------
    ValueError : when the request has no ``due_week``.

    Notes
    -----
    Cost O(requests x steps x people x weeks), a few milliseconds for five hundred requests.
    """
    if request.due_week is None:
        raise ValueError("a promise has a week")
    others = tuple(other for other in problem.requests if other.id != request.id)
    ask = Ask(replace(problem, requests=(*others, request)), plan, len(others), request.due_week)
    full = full_grid(ask)
    if in_time(full, ask) is not None:
        return None
    reason, params = _no_skill(ask) or _too_long(ask) or _too_much(ask) or _skill_short(ask) or _conflict(ask, full)
    return Refused(reason=reason, params=params, ways=ways_out(ask, full, params))


def _no_skill(ask: Ask) -> tuple[Reason, dict[str, object]] | None:
    known = {skill for person in ask.problem.people for skill in person.skills}
    fixed = _fixed_steps(ask)
    for k, step in enumerate(ask.request.steps):
        if step.skill not in known and k not in fixed:
            return Reason.NO_SKILL, {"step": k, "skill": step.skill}
    return None


def _too_long(ask: Ask) -> tuple[Reason, dict[str, object]] | None:
    fixed = _fixed_steps(ask)
    steps = [step for k, step in enumerate(ask.request.steps) if k not in fixed]
    needed = sum(step.weeks for step in steps)
    first = max(ask.request.from_week, ask.problem.now)
    left = max(0, min(ask.due, ask.problem.n_weeks - 1) - first + 1)
    if needed <= left:
        return None
    return Reason.TOO_LONG, {"weeks_needed": needed, "weeks_left": left}


def _too_much(ask: Ask) -> tuple[Reason, dict[str, object]] | None:
    """Find what breaks where nothing but what is fixed is booked."""
    grid = Grid(ask.problem)
    if in_time(grid, ask) is not None:
        return None
    broken = _broken_step(grid, ask)
    if broken is None:  # something fixed comes too late, or too early for what is before it
        return Reason.TOO_LONG, {"weeks_needed": chain_weeks(ask.request), "weeks_left": 0}
    return Reason.TOO_MUCH, broken


def _broken_step(grid: Grid, ask: Ask) -> dict[str, object] | None:
    """Find the first step that does not fit in its stretch of weeks, and who comes nearest to it."""
    ready = grid.ready[ask.r]
    last_ends = _last_ends(grid, ask)
    for k, (load, weeks, able) in enumerate(grid.loads[ask.r]):
        fixed = grid.fixed[ask.r].get(k)
        spot = grid.earliest(load, weeks, able, ready) if fixed is None else fixed
        if fixed is None and (spot is None or spot[1] + weeks > last_ends[k]):
            best, who = _nearest(grid, able, ready, last_ends[k], weeks)
            return {
                "step": k,
                "skill": ask.request.steps[k].skill,
                "weeks": weeks,
                "hours": load / TENTHS,
                "first_week": ready,
                "last_week": last_ends[k] - 1,
                "person": who,
                "best_hours": best / TENTHS,
            }
        assert spot is not None
        ready = max(ready, spot[1] + weeks)
    return None


def _last_ends(grid: Grid, ask: Ask) -> list[int]:
    """Return by step the week before which it must have ended for those after it to have their length."""
    after = min(ask.due, grid.n_weeks - 1) + 1
    ends = []
    for k in range(len(grid.loads[ask.r]) - 1, -1, -1):
        ends.append(after)
        fixed = grid.fixed[ask.r].get(k)
        after = after - grid.loads[ask.r][k][1] if fixed is None else fixed[1]
    return ends[::-1]


def _nearest(grid: Grid, able: tuple[int, ...], ready: int, last: int, weeks: int) -> tuple[int, str]:
    """Return the most that one person has in each week of a stretch, and who; nobody when there is no stretch."""
    found = [
        (min(grid.free[p][start : start + weeks]), grid.problem.people[p].id)
        for p in able
        for start in range(ready, last - weeks + 1)
    ]
    best, who = max(found, key=lambda one: one[0], default=(0, ""))
    return max(0, best), who


def _skill_short(ask: Ask) -> tuple[Reason, dict[str, object]] | None:
    """Find the window in which the promises that must lie inside need more of a skill than there is.

    However everything else is moved, they cannot all be kept: this is told before any conflict with the plan as it stands.
    """
    grid = Grid(ask.problem)
    inside = _stretches(grid, ask)
    shortest: tuple[int, dict[str, object]] | None = None
    for k, step in enumerate(ask.request.steps):
        mine = inside.get((ask.r, k))
        if mine is None:
            continue
        same = [one for one in inside.values() if one[0] == step.skill]
        able = grid.loads[ask.r][k][2]
        for first in sorted({one[1] for one in same if one[1] <= mine[1]}):
            for last in sorted({one[2] for one in same if one[2] >= mine[2]}):
                need = sum(one[3] for one in same if first <= one[1] and one[2] <= last)
                there = sum(max(0, hours) for p in able for hours in grid.free[p][first : last + 1])
                if need > there and (shortest is None or need - there > shortest[0]):
                    found = {"skill": step.skill, "first_week": first, "last_week": last}
                    shortest = need - there, {**found, "hours": need / TENTHS, "hours_there": there / TENTHS}
    return None if shortest is None else (Reason.SKILL_SHORT, shortest[1])


def _stretches(grid: Grid, ask: Ask) -> dict[tuple[int, int], tuple[str, int, int, int]]:
    """Return skill, first week, last week and hours of each step of the promises that the plan keeps, and of this one."""
    found = {}
    chains = grid.chains_of(ask.plan)
    for r, request in enumerate(ask.problem.requests):
        due = request.due_week
        if due is None or grid.fixed[r] or (r != ask.r and (r not in chains or grid.end_of(r, chains[r]) > due)):
            continue
        first, last = grid.ready[r], min(due, grid.n_weeks - 1) - chain_weeks(request)
        for k, step in enumerate(request.steps):
            last += step.weeks
            found[r, k] = (step.skill, first, last, grid.loads[r][k][0] * step.weeks)
            first += step.weeks
    return found


def _conflict(ask: Ask, full: Grid) -> tuple[Reason, dict[str, object]]:
    """Add what is booked back: what cannot be added beside the promise is in its way.

    Twice, the heaviest first, so that the light gives way, then the shortest first, so that few names are told; the list
    with the fewest names is kept.
    """
    requests = ask.problem.requests
    placed = [r for r in range(ask.r) if full.placed[r] is not None]
    by_weight = sorted(placed, key=lambda r: (requests[r].due_week is None, -requests[r].weight, requests[r].id))
    by_hours = sorted(placed, key=lambda r: (requests[r].due_week is None, _hours_of(requests[r]), requests[r].id))
    found = [_in_the_way(ask, full, order) for order in (by_weight, by_hours)]
    names, visits = min(found, key=lambda one: len(one[0]) + len(one[1]))
    return Reason.CONFLICT, {**(_broken_step(full, ask) or {}), "requests": names, "visits": visits}


def _in_the_way(ask: Ask, full: Grid, order: list[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    grid = Grid(ask.problem)
    visits, requests = ask.problem.visits, ask.problem.requests
    names: list[str] = []
    visit_names: list[str] = []
    for v in sorted(range(len(visits)), key=lambda v: (-visits[v].weight, visits[v].id)):
        spot = full.made[v]
        if spot is None or v in grid.fixed_visits:
            continue
        grid.put_visit(v, spot)
        if in_time(grid, ask) is None:
            grid.take_visit(v)
            visit_names.append(visits[v].id)
    for r in order:
        chain = full.placed[r]
        assert chain is not None
        grid.put(r, chain)
        if in_time(grid, ask) is None:
            grid.take(r)
            names.append(requests[r].id)
    return tuple(names), tuple(visit_names)


def _hours_of(request: Request) -> float:
    return sum(step.hours for step in request.steps)


def _fixed_steps(ask: Ask) -> set[int]:
    return {booking.step for booking in ask.problem.fixed if booking.request == ask.request.id}
