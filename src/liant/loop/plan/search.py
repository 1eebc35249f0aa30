"""A better plan by ruin and recreate: take a few things that compete out, put them back otherwise, keep what is better.

Worse is kept too, the less so the further the search is (annealing). No solver is needed. The search can be stopped at any
moment, and gives the same plan for the same seed and number of rounds.

References
----------
G. Schrimpf et al., *Record breaking optimization results using the ruin and recreate principle*, 2000.
J. Christiaens, G. Vanden Berghe, *Slack induction by string removals*, 2020 (small ruins that free neighbouring hours).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from liant.loop.plan.bill import BROKEN_PROMISE, move_points
from liant.loop.plan.grid import Chain, Grid, Spot
from liant.loop.plan.problem import Plan, Problem, week_of

#: Taken out in a round, at most: small ruins win, since a round is cheap.
MOST_OUT = 12
#: Weeks around a chosen one in which others are taken out, at most.
MOST_APART = 4
#: Share of rounds that move visits too, and how many of them.
VISIT_SHARE, VISITS_OUT = 0.1, 3
#: Share of dated requests put as late as their date allows, which leaves the earlier hours to others.
LATE_SHARE = 0.3
#: A dated request looks late here, in weeks.
NO_DATE = 10**6
#: What may be lost in one round at the beginning and at the end, as a multiple of the mean weight.
HOT, COLD = 10.0, 0.1
#: Rounds between two looks at the clock.
ROUNDS_A_LOOK = 64
TINY = 1e-9


def improve(
    problem: Problem,
    plan: Plan,
    *,
    n_rounds: int,
    seed: int = 0,
    share_used: Callable[[], float] | None = None,
    heat: float = HOT,
    known: Plan | None = None,
    move_price: float = 0.0,
) -> Plan:
    """Improve a plan; what does not fit in the problem any more is placed anew first, if it can be.

    Parameters
    ----------
    n_rounds : after which the search stops; the only limit that gives the same plan twice. A second is ten thousand.
    share_used : tells which share of the time has been used; the search stops when it reaches 1. Asked every
        ``ROUNDS_A_LOOK`` rounds.
    heat : what may be lost in one round at the beginning, as a multiple of the mean weight.
    known, move_price : the plan that people know, and what one point of moving something in it costs (see ``bill``).

    Returns
    -------
    The best plan met, never dearer than the one given.
    """
    rng = random.Random(seed)  # noqa: S311
    search = _Search(problem, plan, rng, known or Plan(), move_price)
    if not search.n_things:
        return search.best_plan()
    progress = 0.0
    for n in range(n_rounds):
        if n % ROUNDS_A_LOOK == 0:
            progress = max(n / n_rounds, share_used() if share_used is not None else 0.0)
            if progress >= 1.0:
                break
            search.cool(heat, progress)
        search.round()
    return search.best_plan()


class _Search:
    """One search: the grid as it is now, and the best there was."""

    def __init__(self, problem: Problem, plan: Plan, rng: random.Random, known: Plan, move_price: float) -> None:
        self.rng = rng
        self.grid = Grid(problem)
        self._index(problem)
        self._set_homes(problem, known, move_price)
        self.grid.load(plan)
        self._place_the_rest()
        grid = self.grid
        self.costs = [self.cost_of(r, chain) for r, chain in enumerate(grid.placed)]
        self.cost = sum(self.costs) + sum(self.visit_cost(v, spot) for v, spot in enumerate(grid.made))
        self.best, self.best_placed, self.best_made = self.cost, list(grid.placed), list(grid.made)
        self.heat = 0.0

    def _index(self, problem: Problem) -> None:
        requests = problem.requests
        self.n_things = len(requests) + len(problem.visits)
        self.weights = [request.weight for request in requests]
        self.worths = [request.weight / sum(step.hours for step in request.steps) for request in requests]
        self.dues = [NO_DATE if request.due_week is None else request.due_week for request in requests]
        self.mean_weight = sum(self.weights) / max(1, len(requests))
        self.free_visits = [v for v in range(len(problem.visits)) if v not in self.grid.fixed_visits]

    def _set_homes(self, problem: Problem, known: Plan, move_price: float) -> None:
        """Note where everything is in the plan that people know, and what moving it costs."""
        grid = self.grid
        self.homes: list[Chain | None] = [None] * len(problem.requests)
        self.prices: list[list[float]] = [[] for _ in problem.requests]
        self.out_costs = list(grid.out_costs)
        for r, chain in grid.chains_of(known).items():
            if not problem.requests[r].is_promised:
                self.out_costs[r] *= BROKEN_PROMISE
            if move_price:
                self.homes[r] = chain
                self.prices[r] = [
                    0.0 if k in grid.fixed[r] else move_price * move_points(start, problem.now)
                    for k, (_p, start) in enumerate(chain)
                ]
                self.out_costs[r] += sum(self.prices[r])
        self.visit_homes: list[Spot | None] = [None] * len(problem.visits)
        self.visit_prices = [0.0] * len(problem.visits)
        self.missed_costs = list(grid.missed_costs)
        for booking in known.visits:
            v = grid.visit_at.get(booking.visit)
            if v is not None:
                self.visit_homes[v] = (grid.person_at.get(booking.marketer, -1), booking.half_day)
                points = move_points(week_of(booking.half_day), problem.now, is_visit=True)
                self.visit_prices[v] = move_price * points
                self.missed_costs[v] = self.missed_costs[v] * BROKEN_PROMISE + self.visit_prices[v]

    def _place_the_rest(self) -> None:
        grid = self.grid
        for v in self.free_visits:
            if grid.made[v] is None:
                self.put_visit(v)
        waiting = [r for r, chain in enumerate(grid.placed) if chain is None]
        for r in sorted(waiting, key=lambda r: -self.worths[r]):
            self.put(r)

    # -- costs ---------------------------------------------------------------------------------------------------------

    def cost_of(self, r: int, chain: Chain | None) -> float:
        """Return what a chain costs, moves included, or what leaving the request out costs."""
        if chain is None:
            return self.out_costs[r]
        cost = self.grid.chain_cost(r, chain)
        home = self.homes[r]
        if home is not None and home != chain:
            cost += sum(price for spot, old, price in zip(chain, home, self.prices[r], strict=True) if spot != old)
        return cost

    def visit_cost(self, v: int, spot: Spot | None) -> float:
        """Return what making a visit there costs, or what missing it costs."""
        if spot is None:
            return self.missed_costs[v]
        return 0.0 if spot == self.visit_homes[v] else self.visit_prices[v]

    # -- a round -------------------------------------------------------------------------------------------------------

    def cool(self, heat: float, progress: float) -> None:
        """Set what may be lost in one round."""
        self.heat = self.mean_weight * heat * (COLD / heat) ** progress

    def round(self) -> None:
        """Take some out and put them back; undo when it is not worth it."""
        rng, grid = self.rng, self.grid
        out = self.competitors() if grid.placed else []
        old = [(r, grid.take(r)) for r in out]
        old_visits: list[tuple[int, Spot | None]] = []
        if self.free_visits and (not out or rng.random() < VISIT_SHARE):
            n = min(VISITS_OUT, len(self.free_visits))
            old_visits = [(v, grid.take_visit(v)) for v in rng.sample(self.free_visits, n)]
        before = sum([self.costs[r] for r in out]) + sum(self.visit_cost(v, spot) for v, spot in old_visits)
        limit = before - self.heat * math.log(1.0 - rng.random()) + TINY
        after, new = self._recreate(out, old_visits, limit)
        if after > limit:
            self._undo(out, old, old_visits)
            return
        for r, cost in new:
            self.costs[r] = cost
        self.cost += after - before
        if self.cost < self.best - TINY:
            self.best, self.best_placed, self.best_made = self.cost, grid.placed[:], grid.made[:]

    def competitors(self) -> list[int]:
        """Choose a request, a dear one rather, and others that hold hours it could use."""
        rng, grid = self.rng, self.grid
        n = len(self.costs)
        first = int(rng.random() * n)
        for _ in range(rng.choice((0, 2, 5))):
            other = int(rng.random() * n)
            if self.costs[other] > self.costs[first]:
                first = other
        loads = grid.loads[first]
        k = int(rng.random() * len(loads))
        able = loads[k][2]
        chain, ready = grid.placed[first], min(grid.ready[first], grid.n_weeks - 1)
        centre = rng.randint(ready, max(ready, chain[k][1]) if chain is not None else grid.n_weeks - 1)
        apart = rng.randint(0, MOST_APART)
        most = rng.randint(2, MOST_OUT)
        out = {first: None}
        for _ in range(most if able else 0):
            p = able[int(rng.random() * len(able))]
            week = centre + int((2 * rng.random() - 1) * apart)
            if 0 <= week < grid.n_weeks:
                out.update(grid.holders[p][week])
            if len(out) >= most:
                break
        return list(out)

    def _recreate(
        self, out: list[int], visits: list[tuple[int, Spot | None]], limit: float
    ) -> tuple[float, list[tuple[int, float]]]:
        """Put back what was taken out, in one of several orders; stop as soon as it cannot be worth it."""
        after, new = 0.0, []
        for v, _spot in visits:
            after += self.put_visit(v)
        for r in self._in_some_order(out):
            cost = self.put(r)
            new.append((r, cost))
            after += cost
            if after > limit:
                break
        return after, new

    def _in_some_order(self, out: list[int]) -> list[int]:
        if not out:
            return out
        way = int(self.rng.random() * 5)
        if way == 0:
            return sorted(out, key=self.worths.__getitem__, reverse=True)
        if way == 1:
            return sorted(out, key=self.dues.__getitem__)
        if way == 2:
            return sorted(out, key=self.weights.__getitem__, reverse=True)
        rest = out[1:]
        self.rng.shuffle(rest)
        if way == 3:
            return [out[0], *rest]
        rest.insert(int(self.rng.random() * len(out)), out[0])
        return rest

    def put(self, r: int) -> float:
        """Place a request where it costs little, or leave it out; return its cost."""
        grid, due = self.grid, self.dues[r]
        home = self.homes[r]
        chain = None
        if home is not None:
            chain = grid.fit(r, home)
            early = grid.fit(r)
            if chain is None or (early is not None and self.cost_of(r, early) < self.cost_of(r, chain)):
                chain = early
        else:
            if due != NO_DATE and self.rng.random() < LATE_SHARE:
                chain = grid.fit_late(r, due)
            if chain is None:
                chain = grid.fit(r)
        cost = self.cost_of(r, chain)
        if chain is None or cost >= self.out_costs[r]:
            return self.out_costs[r]
        grid.put(r, chain)
        return cost

    def put_visit(self, v: int) -> float:
        """Make a visit where it was known to be, or anywhere; return its cost."""
        spots = self.grid.spots_of_visit(v)
        if not spots:
            return self.missed_costs[v]
        home = self.visit_homes[v]
        spot = home if home in spots and self.rng.random() < 0.8 else self.rng.choice(spots)
        assert spot is not None
        self.grid.put_visit(v, spot)
        return self.visit_cost(v, spot)

    def _undo(
        self, out: list[int], old: list[tuple[int, Chain | None]], old_visits: list[tuple[int, Spot | None]]
    ) -> None:
        grid = self.grid
        for r in out:
            grid.take(r)
        for v, _spot in old_visits:
            grid.take_visit(v)
        for v, spot in old_visits:
            if spot is not None:
                grid.put_visit(v, spot)
        for r, chain in old:
            if chain is not None:
                grid.put(r, chain)

    def best_plan(self) -> Plan:
        """Return the best plan met."""
        self.grid.placed, self.grid.made = self.best_placed, self.best_made
        return self.grid.plan("search")
