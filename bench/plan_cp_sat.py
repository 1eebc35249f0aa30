"""The rival of our search: the same neighbourhoods, solved by CP-SAT instead of being filled by lists."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable

from ortools.sat.python import cp_model

from liant.loop.plan.grid import Chain, Grid
from liant.loop.plan.problem import Plan, Problem

#: Requests freed in a round, and the time it may take.
FREED, ROUND_SECONDS = 15, 2.5
CENTS = 100


def improve_by_cp_sat(problem: Problem, plan: Plan, seed: int, share_used: Callable[[], float]) -> Plan:
    """Free a few requests around a dear one, solve them exactly beside the rest, keep what is not worse."""
    rng = random.Random(seed)
    grid = Grid(problem)
    grid.load(plan)
    while share_used() < 1.0:
        freed = _around_a_dear_one(grid, rng)
        old = {r: grid.take(r) for r in freed}
        before = sum(grid.chain_cost(r, chain) for r, chain in old.items())
        new = _solve(grid, freed, old)
        after = sum(grid.chain_cost(r, chain) for r, chain in new.items())
        for r, chain in (new if after <= before + 1e-9 else old).items():
            if chain is not None:
                grid.put(r, chain)
    return grid.plan("search")


def _around_a_dear_one(grid: Grid, rng: random.Random) -> list[int]:
    n = len(grid.placed)
    first = max((rng.randrange(n) for _ in range(5)), key=lambda r: grid.chain_cost(r, grid.placed[r]))
    able = rng.choice(grid.loads[first])[2]
    centre = rng.randrange(grid.ready[first], grid.n_weeks)
    freed = {first: None}
    for _ in range(60):
        week = centre + rng.randrange(-4, 5)
        if able and 0 <= week < grid.n_weeks:
            freed.update(grid.holders[rng.choice(able)][week])
        if len(freed) >= FREED:
            break
    return list(freed)[:FREED]


def _solve(grid: Grid, freed: list[int], hint: dict[int, Chain | None]) -> dict[int, Chain | None]:
    model = cp_model.CpModel()
    use: dict[tuple[int, int], list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
    spots: dict[int, list[dict[tuple[int, int], cp_model.IntVar]]] = {}
    cost = []
    for r in freed:
        planned = model.new_bool_var("")
        cost.append(round(CENTS * grid.out_costs[r]) * (1 - planned))
        spots[r], ends_before = [], None
        for load, weeks, able in grid.loads[r]:
            options = {
                (p, start): model.new_bool_var("")
                for p in able
                for start in range(grid.ready[r], grid.n_weeks - weeks + 1)
                if min(grid.free[p][start : start + weeks]) >= load
            }
            model.add(sum(options.values()) == planned)
            start_week = sum(start * chosen for (_p, start), chosen in options.items())
            if ends_before is not None:
                model.add(start_week >= ends_before)
            ends_before = start_week + weeks * planned
            for (p, start), chosen in options.items():
                for week in range(start, start + weeks):
                    use[p, week].append((chosen, load))
            for spot, chosen in options.items():
                old = hint[r]
                model.add_hint(chosen, int(old is not None and spot == old[len(spots[r])]))
            spots[r].append(options)
        last_weeks = grid.loads[r][-1][1]
        cost += [
            round(CENTS * grid.end_costs[r][start + last_weeks - 1]) * chosen
            for (_p, start), chosen in spots[r][-1].items()
        ]
    for (p, week), taken in use.items():
        model.add(sum(chosen * load for chosen, load in taken) <= grid.free[p][week])
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = ROUND_SECONDS
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return hint
    return {
        r: None
        if not all(any(solver.value(chosen) for chosen in options.values()) for options in steps)
        else tuple(next(spot for spot, chosen in options.items() if solver.value(chosen)) for options in steps)
        for r, steps in spots.items()
    }
