"""Why a promise cannot be kept, in plain reasons, and the cheapest ways out.

A promise is a request with the week by which it was or would be told to end. Reasons are looked for in the order in which
people can do something about them; the first that is true is told. Each way out, carried out, keeps the promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from liant.loop.plan.grid import Chain, Grid, Spot
from liant.loop.plan.problem import TENTHS, Plan, Problem, Request, chain_weeks

#: Nobody is asked to add more than this to a week, in hours.
MOST_EXTRA_HOURS = 10.0


class Reason(StrEnum):
    """Why a promise cannot be kept; the parameters of each are listed in :class:`Refused`."""

    NO_SKILL = "no_skill"
    TOO_LONG = "too_long"
    TOO_MUCH = "too_much"
    SKILL_SHORT = "skill_short"
    CONFLICT = "conflict"


class Way(StrEnum):
    """What would keep a promise."""

    MOVES = "moves"
    HOURS = "hours"
    LATER = "later"
    INSTEAD = "instead"


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """Something that makes a promise possible.

    Attributes
    ----------
    params : ``moves``: ``requests``, ids of what gives way and keeps its own dates, ``visits``, ids of what is made at
        another moment, ``weeks`` more that work without a date waits, and the ``plan`` that results. ``hours``:
        ``person``, ``week``, ``hours`` to add. ``later``: ``week`` of the end, ``weeks`` of delay. ``instead``: as
        ``moves``, with ``left_out``, ids of what has no other place.
    """

    way: Way
    params: Mapping[str, object]


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


@dataclass(frozen=True)
class _Ask:
    """A promise in its problem: the place of its request and its week."""

    problem: Problem
    plan: Plan
    r: int
    due: int

    @property
    def request(self) -> Request:
        return self.problem.requests[self.r]


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
    ask = _Ask(replace(problem, requests=(*others, request)), plan, len(others), request.due_week)
    full = _full_grid(ask)
    if _in_time(full, ask) is not None:
        return None
    reason, params = _no_skill(ask) or _too_long(ask) or _too_much(ask) or _skill_short(ask) or _conflict(ask, full)
    moves = _moves(ask, params) if reason is Reason.CONFLICT else None
    ways = [way for way in (moves, _hours(ask, full), _later(ask, full)) if way is not None]
    return Refused(reason=reason, params=params, ways=tuple(sorted(ways, key=lambda way: list(Way).index(way.way))))


def _full_grid(ask: _Ask) -> Grid:
    grid = Grid(ask.problem)
    grid.load(ask.plan)
    grid.take(ask.r)
    return grid


def _in_time(grid: Grid, ask: _Ask) -> Chain | None:
    chain = grid.fit(ask.r)
    return chain if chain is not None and grid.end_of(ask.r, chain) <= ask.due else None


# -- reasons -----------------------------------------------------------------------------------------------------------


def _no_skill(ask: _Ask) -> tuple[Reason, dict[str, object]] | None:
    known = {skill for person in ask.problem.people for skill in person.skills}
    fixed = _fixed_steps(ask)
    for k, step in enumerate(ask.request.steps):
        if step.skill not in known and k not in fixed:
            return Reason.NO_SKILL, {"step": k, "skill": step.skill}
    return None


def _too_long(ask: _Ask) -> tuple[Reason, dict[str, object]] | None:
    fixed = _fixed_steps(ask)
    steps = [step for k, step in enumerate(ask.request.steps) if k not in fixed]
    needed = sum(step.weeks for step in steps)
    first = max(ask.request.from_week, ask.problem.now)
    left = max(0, min(ask.due, ask.problem.n_weeks - 1) - first + 1)
    if needed <= left:
        return None
    return Reason.TOO_LONG, {"weeks_needed": needed, "weeks_left": left}


def _too_much(ask: _Ask) -> tuple[Reason, dict[str, object]] | None:
    """Find what breaks where nothing but what is fixed is booked."""
    grid = Grid(ask.problem)
    if _in_time(grid, ask) is not None:
        return None
    broken = _broken_step(grid, ask)
    if broken is None:  # something fixed comes too late, or too early for what is before it
        return Reason.TOO_LONG, {"weeks_needed": chain_weeks(ask.request), "weeks_left": 0}
    return Reason.TOO_MUCH, broken


def _broken_step(grid: Grid, ask: _Ask) -> dict[str, object] | None:
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


def _last_ends(grid: Grid, ask: _Ask) -> list[int]:
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


def _skill_short(ask: _Ask) -> tuple[Reason, dict[str, object]] | None:
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


def _stretches(grid: Grid, ask: _Ask) -> dict[tuple[int, int], tuple[str, int, int, int]]:
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


def _conflict(ask: _Ask, full: Grid) -> tuple[Reason, dict[str, object]]:
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


def _in_the_way(ask: _Ask, full: Grid, order: list[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    grid = Grid(ask.problem)
    visits, requests = ask.problem.visits, ask.problem.requests
    names: list[str] = []
    visit_names: list[str] = []
    for v in sorted(range(len(visits)), key=lambda v: (-visits[v].weight, visits[v].id)):
        spot = full.made[v]
        if spot is None or v in grid.fixed_visits:
            continue
        grid.put_visit(v, spot)
        if _in_time(grid, ask) is None:
            grid.take_visit(v)
            visit_names.append(visits[v].id)
    for r in order:
        chain = full.placed[r]
        assert chain is not None
        grid.put(r, chain)
        if _in_time(grid, ask) is None:
            grid.take(r)
            names.append(requests[r].id)
    return tuple(names), tuple(visit_names)


def _hours_of(request: Request) -> float:
    return sum(step.hours for step in request.steps)


def _fixed_steps(ask: _Ask) -> set[int]:
    return {booking.step for booking in ask.problem.fixed if booking.request == ask.request.id}


# -- ways out ----------------------------------------------------------------------------------------------------------


def _moves(ask: _Ask, conflict: Mapping[str, object]) -> WayOut:
    """Let what is in the way be done at another time, its own dates kept; where it cannot be, it is left out."""
    grid = _full_grid(ask)
    names, visits = conflict["requests"], conflict["visits"]
    assert isinstance(names, tuple)
    assert isinstance(visits, tuple)
    old = {grid.request_at[name]: grid.take(grid.request_at[name]) for name in names}
    for name in visits:
        grid.take_visit(grid.visit_at[name])
    chain = _in_time(grid, ask)
    assert chain is not None
    grid.put(ask.r, chain)
    left_out = []
    for name in visits:
        spots = grid.spots_of_visit(grid.visit_at[name])
        if spots:
            grid.put_visit(grid.visit_at[name], spots[0])
        else:
            left_out.append(name)
    weeks = 0
    for r in sorted(old, key=lambda r: (_due(ask, r), r)):
        new, was = grid.fit(r), old[r]
        assert was is not None
        if new is None or grid.end_of(r, new) > max(_due(ask, r), grid.end_of(r, was)):
            left_out.append(ask.problem.requests[r].id)
        else:
            grid.put(r, new)
            weeks += (
                max(0, grid.end_of(r, new) - grid.end_of(r, was)) if ask.problem.requests[r].due_week is None else 0
            )
    params = {"requests": names, "visits": visits, "weeks": weeks, "plan": grid.plan("list")}
    if left_out:
        return WayOut(way=Way.INSTEAD, params={**params, "left_out": tuple(left_out)})
    return WayOut(way=Way.MOVES, params=params)


def _due(ask: _Ask, r: int) -> int:
    due = ask.problem.requests[r].due_week
    return ask.problem.n_weeks if due is None else due


def _hours(ask: _Ask, grid: Grid) -> WayOut | None:
    """Find the least to add to one week of one person who works then.

    Steps of one chain never share a week, so one step has the addition: those before it end as early, those after it start
    as late as the plan lets them.
    """
    readies, afters = _readies(grid, ask.r), _afters(grid, ask.r, ask.due)
    best: tuple[int, int, int, Spot] | None = None
    for k, (load, weeks, able) in enumerate(grid.loads[ask.r]):
        ready, after = readies[k], afters[k]
        if ready is None or after is None or k in grid.fixed[ask.r]:
            continue
        for p in able:
            for start in range(ready, after - weeks + 1):
                short = [week for week in range(start, start + weeks) if grid.free[p][week] < load]
                if len(short) != 1 or not ask.problem.people[p].hours[short[0]]:
                    continue
                extra = load - grid.free[p][short[0]]
                if best is None or (extra, k, start) < best[:3]:
                    best = extra, k, start, (p, short[0])
    if best is None or best[0] > MOST_EXTRA_HOURS * TENTHS:
        return None
    p, week = best[3]
    params = {"person": ask.problem.people[p].id, "week": week, "hours": best[0] / TENTHS}
    return WayOut(way=Way.HOURS, params=params)


def _readies(grid: Grid, r: int) -> list[int | None]:
    """Return by step the first week it may start in, those before it as early as they fit; None after one that does not."""
    ready: int | None = grid.ready[r]
    readies: list[int | None] = []
    for k, (load, weeks, able) in enumerate(grid.loads[r]):
        readies.append(ready)
        if ready is not None:
            fixed = grid.fixed[r].get(k)
            spot = grid.earliest(load, weeks, able, ready) if fixed is None else fixed
            ready = None if spot is None else max(grid.ready[r], spot[1] + weeks)
    return readies


def _afters(grid: Grid, r: int, due: int) -> list[int | None]:
    """Return by step the week before which it must end, those after it as late as they fit; None where one does not."""
    after: int | None = min(due, grid.n_weeks - 1) + 1
    afters: list[int | None] = []
    for k in range(len(grid.loads[r]) - 1, -1, -1):
        load, weeks, able = grid.loads[r][k]
        afters.append(after)
        if after is not None:
            fixed = grid.fixed[r].get(k)
            spot = grid.latest(load, weeks, able, grid.ready[r], after) if fixed is None else fixed
            after = None if spot is None else spot[1]
    return afters[::-1]


def _later(ask: _Ask, grid: Grid) -> WayOut | None:
    chain = grid.fit(ask.r)
    if chain is None:
        return None
    end = grid.end_of(ask.r, chain)
    return WayOut(way=Way.LATER, params={"week": end, "weeks": end - ask.due})
