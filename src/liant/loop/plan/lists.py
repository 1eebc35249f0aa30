"""The plan that is there at once: requests placed one after the other, in the best of three orders."""

from __future__ import annotations

from collections.abc import Callable

from liant.loop.plan.grid import Grid
from liant.loop.plan.problem import Plan, Problem, Request, chain_weeks


def list_plan(problem: Problem) -> Plan:
    """Plan visits, then each request as early as it fits, in three orders; return the cheapest.

    The orders: weight for the hours; date; slack between the length of the chain and its date. Same problem, same plan,
    whatever the order its parts are given in. Cost O(steps x people x weeks).
    """
    grids = [fill(problem, order) for order in (_by_worth, _by_date, _by_slack)]
    return min(grids, key=lambda grid: grid.cost()).plan("list")


def fill(problem: Problem, order: Callable[[Problem, Request], tuple[float, ...]]) -> Grid:
    """Fill an empty grid: visits, the hardest first, then requests in an order."""
    grid = Grid(problem)
    place_visits(grid)
    promised_first = sorted(
        range(len(problem.requests)),
        key=lambda r: (
            not problem.requests[r].is_promised,
            *order(problem, problem.requests[r]),
            problem.requests[r].rank,
            problem.requests[r].id,
        ),
    )
    for r in promised_first:
        place_if_worth(grid, r)
    return grid


def place_visits(grid: Grid) -> None:
    """Make every visit that can be made, those with the fewest possible half-days first, each as early as possible."""
    visits, people = grid.problem.visits, grid.problem.people
    waiting = [v for v, spot in enumerate(grid.made) if spot is None]
    for v in sorted(waiting, key=lambda v: (len(grid.spots_of_visit(v)), visits[v].id)):
        spots = grid.spots_of_visit(v)
        if spots:
            grid.put_visit(v, min(spots, key=lambda spot: (spot[1], people[spot[0]].rank, people[spot[0]].id)))


def place_if_worth(grid: Grid, r: int) -> None:
    """Place a request as early as it fits, unless it would be so late that leaving it out costs less."""
    chain = grid.fit(r)
    if chain is not None and grid.chain_cost(r, chain) < grid.out_costs[r]:
        grid.put(r, chain)


def _by_worth(_problem: Problem, request: Request) -> tuple[float, ...]:
    return (-request.weight / sum(step.hours for step in request.steps),)


def _by_date(problem: Problem, request: Request) -> tuple[float, ...]:
    return (problem.n_weeks if request.due_week is None else request.due_week, -request.weight)


def _by_slack(problem: Problem, request: Request) -> tuple[float, ...]:
    due = problem.n_weeks if request.due_week is None else request.due_week
    return (due - chain_weeks(request) - max(request.from_week, problem.now), -request.weight)
