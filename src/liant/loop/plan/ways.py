"""What would keep a promise that cannot be kept as things are: each way, carried out, keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from liant.loop.plan.grid import Chain, Grid, Spot
from liant.loop.plan.problem import TENTHS, Plan, Problem, Request

#: Nobody is asked to add more than this to a week, in hours.
MOST_EXTRA_HOURS = 10.0


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


@dataclass(frozen=True)
class Ask:
    """A promise in its problem: the place of its request, ``r``, and the last week in which it is kept, ``due``."""

    problem: Problem
    plan: Plan
    r: int
    due: int

    @property
    def request(self) -> Request:
        return self.problem.requests[self.r]


def full_grid(ask: Ask) -> Grid:
    """Return the grid with everything booked but the request itself."""
    grid = Grid(ask.problem)
    grid.load(ask.plan)
    grid.take(ask.r)
    return grid


def in_time(grid: Grid, ask: Ask) -> Chain | None:
    """Find places that keep the promise beside what a grid holds; None when there are none."""
    chain = grid.fit(ask.r)
    return chain if chain is not None and grid.end_of(ask.r, chain) <= ask.due else None


def ways_out(ask: Ask, full: Grid, params: Mapping[str, object]) -> tuple[WayOut, ...]:
    """Find at most one way of each kind, in the order of :class:`Way`.

    Parameters
    ----------
    full : the grid of :func:`full_grid`.
    params : of the refusal; what is in the way, ``requests`` and ``visits``, where it is a conflict.
    """
    moves = _moves(ask, params) if "requests" in params else None
    ways = [way for way in (moves, _hours(ask, full), _later(ask, full)) if way is not None]
    return tuple(sorted(ways, key=lambda way: list(Way).index(way.way)))


def _moves(ask: Ask, conflict: Mapping[str, object]) -> WayOut:
    """Let what is in the way be done at another time, its own dates kept; where it cannot be, it is left out."""
    grid = full_grid(ask)
    names, visits = conflict["requests"], conflict["visits"]
    assert isinstance(names, tuple)
    assert isinstance(visits, tuple)
    old = {grid.request_at[name]: grid.take(grid.request_at[name]) for name in names}
    for name in visits:
        grid.take_visit(grid.visit_at[name])
    chain = in_time(grid, ask)
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


def _due(ask: Ask, r: int) -> int:
    due = ask.problem.requests[r].due_week
    return ask.problem.n_weeks if due is None else due


def _hours(ask: Ask, grid: Grid) -> WayOut | None:
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


def _later(ask: Ask, grid: Grid) -> WayOut | None:
    chain = grid.fit(ask.r)
    if chain is None:
        return None
    end = grid.end_of(ask.r, chain)
    return WayOut(way=Way.LATER, params={"week": end, "weeks": end - ask.due})
