"""The hours that are left, and how a chain or a visit fits in them: what lists and searches fill.

The grid is the only mutable thing here. It holds integers and small lists and knows people and requests by their place,
since a search fits a request thousands of times a second.
"""

from __future__ import annotations

from collections.abc import Sequence

from liant.loop.plan.bill import end_cost, left_out_cost, missed_cost
from liant.loop.plan.problem import (
    HALF_DAYS_A_DAY,
    HALF_DAYS_A_WEEK,
    Booking,
    Plan,
    Problem,
    VisitBooking,
    capacity_of,
    load_of,
)

#: Person and first week of each step of a chain, by place.
Spot = tuple[int, int]
Chain = tuple[Spot, ...]


class Grid:
    """Hours left by person and week, half-days left by person and seller, and what is placed in them.

    Attributes
    ----------
    free : tenths of an hour by person and week; negative where fixed work alone exceeds the week.
    holders : by person and week, the requests that hold hours there, fixed steps apart.
    placed : chain of each request, None when it is not planned.
    made : marketer and half-day of each visit, None when it is missed.
    loads : tenths a week, weeks and people who can, for each step of each request. The people who can do least else come
        first.
    end_costs : by request, what ending in each week costs; ``out_costs``, what leaving it out costs.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.n_weeks = problem.n_weeks
        self.person_at = {person.id: i for i, person in enumerate(problem.people)}
        self.request_at = {request.id: i for i, request in enumerate(problem.requests)}
        self.visit_at = {visit.id: i for i, visit in enumerate(problem.visits)}
        self.seller_at = {seller.id: i for i, seller in enumerate(problem.sellers)}
        self.free = [[capacity_of(hours) for hours in person.hours] for person in problem.people]
        self.holders: list[list[dict[int, None]]] = [[{} for _ in person.hours] for person in problem.people]
        self.open_days = [_mask(person.free_half_days) for person in problem.people]
        self.seller_days = [_mask(seller.free_half_days) for seller in problem.sellers]
        self.placed: list[Chain | None] = [None] * len(problem.requests)
        self.made: list[Spot | None] = [None] * len(problem.visits)
        self._index_requests()
        self._index_visits()
        self._put_fixed()

    def _index_requests(self) -> None:
        problem = self.problem
        able: dict[str, tuple[int, ...]] = {}
        people = problem.people
        order = sorted(range(len(people)), key=lambda p: (len(people[p].skills), people[p].rank, people[p].id))
        for skill in {step.skill for request in problem.requests for step in request.steps}:
            able[skill] = tuple(p for p in order if skill in people[p].skills)
        self.loads = [
            tuple((load_of(step.hours, step.weeks), step.weeks, able[step.skill]) for step in request.steps)
            for request in problem.requests
        ]
        self.ready = [max(request.from_week, problem.now) for request in problem.requests]
        self.end_costs = [[end_cost(request, week) for week in range(self.n_weeks)] for request in problem.requests]
        self.out_costs = [left_out_cost(request) for request in problem.requests]
        self.fixed: list[dict[int, Spot]] = [{} for _ in problem.requests]

    def _index_visits(self) -> None:
        problem = self.problem
        last = problem.n_weeks - 1
        self.visit_people: list[tuple[int, ...]] = []
        self.visit_window: list[int] = []
        self.visit_load = [load_of(visit.hours) for visit in problem.visits]
        self.missed_costs = [missed_cost(visit) for visit in problem.visits]
        for visit in problem.visits:
            able = (p for p in problem.people if not visit.skill or visit.skill in p.skills)
            self.visit_people.append(
                tuple(self.person_at[p.id] for p in able if not visit.marketers or p.id in visit.marketers)
            )
            first_week = max(visit.from_week, problem.now)
            last_week = last if visit.due_week is None else min(visit.due_week, last)
            n_bits = max(0, last_week - first_week + 1) * HALF_DAYS_A_WEEK
            self.visit_window.append(((1 << n_bits) - 1) << (first_week * HALF_DAYS_A_WEEK))
        n_days = problem.n_weeks * HALF_DAYS_A_WEEK // HALF_DAYS_A_DAY
        self.mornings = sum(1 << (HALF_DAYS_A_DAY * day) for day in range(n_days))

    def _put_fixed(self) -> None:
        for booking in self.problem.fixed:
            r, p = self.request_at[booking.request], self.person_at[booking.person]
            load, weeks, _able = self.loads[r][booking.step]
            self.fixed[r][booking.step] = (p, booking.start)
            for week in range(booking.start, min(booking.start + weeks, self.n_weeks)):
                self.free[p][week] -= load
        self.fixed_visits = set()
        for visit in self.problem.fixed_visits:
            v = self.visit_at[visit.visit]
            self.put_visit(v, (self.person_at[visit.marketer], visit.half_day))
            self.fixed_visits.add(v)

    # -- work ----------------------------------------------------------------------------------------------------------

    def fit(self, r: int, home: Chain | None = None) -> Chain | None:
        """Find the places of a chain that end it as early as possible; None when it does not fit.

        Given a home, each step that can stay where it was there does. Since a step starts after the one before has ended,
        ending each as early as possible ends the chain as early as possible. Cost O(steps x people x weeks).
        """
        first = ready = self.ready[r]
        after = 0
        chain: list[Spot] = []
        fixed = self.fixed[r]
        for k, (load, weeks, able) in enumerate(self.loads[r]):
            if k in fixed:
                spot = fixed[k]
                if spot[1] < after:
                    return None
                chain.append(spot)
                after = spot[1] + weeks
                ready = max(first, after)
                continue
            if home is not None and home[k][1] >= ready and self._has_room(home[k], load, weeks, able):
                chain.append(home[k])
                ready = after = home[k][1] + weeks
                continue
            earliest = self.earliest(load, weeks, able, ready)
            if earliest is None:
                return None
            chain.append(earliest)
            ready = after = earliest[1] + weeks
        return tuple(chain)

    def earliest(self, load: int, weeks: int, able: tuple[int, ...], ready: int) -> Spot | None:
        """Find who can start a step first, from a week on; of several, the one who comes first."""
        best, who = self.n_weeks - weeks + 1, -1
        for p in able:
            row = self.free[p]
            run = 0
            for week in range(ready, best + weeks - 1):
                if row[week] >= load:
                    run += 1
                    if run == weeks:
                        best, who = week - weeks + 1, p
                        break
                else:
                    run = 0
        return None if who < 0 else (who, best)

    def fit_late(self, r: int, end: int) -> Chain | None:
        """Find the places of a chain that start each step as late as possible, the last week being ``end`` at most."""
        chain: list[Spot] = []
        fixed, first = self.fixed[r], self.ready[r]
        after = min(end, self.n_weeks - 1) + 1
        for k in range(len(self.loads[r]) - 1, -1, -1):
            load, weeks, able = self.loads[r][k]
            if k in fixed:
                if fixed[k][1] + weeks > after:
                    return None
                chain.append(fixed[k])
                after = fixed[k][1]
                continue
            latest = self.latest(load, weeks, able, first, after)
            if latest is None:
                return None
            chain.append(latest)
            after = latest[1]
        return tuple(reversed(chain))

    def latest(self, load: int, weeks: int, able: tuple[int, ...], first: int, after: int) -> Spot | None:
        """Find who can start a step last, not before ``first`` and ending before ``after``."""
        best, who = first - 1, -1
        for p in able:
            row = self.free[p]
            run = 0
            for week in range(after - 1, best, -1):
                if row[week] >= load:
                    run += 1
                    if run == weeks:
                        best, who = week, p
                        break
                else:
                    run = 0
        return None if who < 0 else (who, best)

    def holds(self, r: int, chain: Chain) -> bool:
        """Tell whether a chain fits in the hours that are left, after the first week in which it may start."""
        after, fixed = 0, self.fixed[r]
        for k, ((p, start), (load, weeks, able)) in enumerate(zip(chain, self.loads[r], strict=True)):
            if start < after:
                return False
            after = start + weeks
            if k in fixed:
                if fixed[k] != (p, start):
                    return False
                continue
            if start < self.ready[r] or not self._has_room((p, start), load, weeks, able):
                return False
        return True

    def _has_room(self, spot: Spot, load: int, weeks: int, able: tuple[int, ...]) -> bool:
        p, start = spot
        return p in able and start + weeks <= self.n_weeks and min(self.free[p][start : start + weeks]) >= load

    def end_of(self, r: int, chain: Chain) -> int:
        """Return the last week of a chain."""
        return chain[-1][1] + self.loads[r][-1][1] - 1

    def chain_cost(self, r: int, chain: Chain | None) -> float:
        """Return what a chain costs by its end, or what leaving the request out costs."""
        if chain is None:
            return self.out_costs[r]
        return self.end_costs[r][min(self.end_of(r, chain), self.n_weeks - 1)]

    def put(self, r: int, chain: Chain) -> None:
        """Place a chain and take its hours."""
        self.placed[r] = chain
        fixed = self.fixed[r]
        for k, ((p, start), (load, weeks, _able)) in enumerate(zip(chain, self.loads[r], strict=True)):
            if k in fixed:
                continue  # its hours were taken once for all
            row, holders = self.free[p], self.holders[p]
            for week in range(start, start + weeks):
                row[week] -= load
                holders[week][r] = None

    def take(self, r: int) -> Chain | None:
        """Remove a request and give its hours back; return the chain it had."""
        chain = self.placed[r]
        if chain is not None:
            self.placed[r] = None
            fixed = self.fixed[r]
            for k, ((p, start), (load, weeks, _able)) in enumerate(zip(chain, self.loads[r], strict=True)):
                if k in fixed:
                    continue
                row, holders = self.free[p], self.holders[p]
                for week in range(start, start + weeks):
                    row[week] += load
                    del holders[week][r]
        return chain

    # -- visits --------------------------------------------------------------------------------------------------------

    def spots_of_visit(self, v: int) -> list[Spot]:
        """List every marketer and half-day of a visit where both are free and the week has the hours left."""
        visit = self.problem.visits[v]
        both = self.seller_days[self.seller_at[visit.seller]] & self.visit_window[v]
        load, found = self.visit_load[v], []
        for p in self.visit_people[v]:
            days = self.open_days[p] & both
            if visit.half_days == HALF_DAYS_A_DAY:
                days &= (days >> 1) & self.mornings
            row = self.free[p]
            while days:
                low = days & -days
                half_day = low.bit_length() - 1
                if row[half_day // HALF_DAYS_A_WEEK] >= load:
                    found.append((p, half_day))
                days ^= low
        return found

    def put_visit(self, v: int, spot: Spot) -> None:
        """Place a visit and take its half-days and hours."""
        self.made[v] = spot
        self._count_visit(v, spot, -1)

    def take_visit(self, v: int) -> Spot | None:
        """Remove a visit and give its half-days and hours back; return where it was."""
        spot = self.made[v]
        if spot is not None:
            self.made[v] = None
            self._count_visit(v, spot, 1)
        return spot

    def _count_visit(self, v: int, spot: Spot, sign: int) -> None:
        p, half_day = spot
        visit = self.problem.visits[v]
        seller = self.seller_at[visit.seller]
        bits = ((1 << visit.half_days) - 1) << half_day
        if sign < 0:
            self.open_days[p] &= ~bits
            self.seller_days[seller] &= ~bits
        else:
            self.open_days[p] |= bits
            self.seller_days[seller] |= bits
        self.free[p][half_day // HALF_DAYS_A_WEEK] += sign * self.visit_load[v]

    # -- the whole -----------------------------------------------------------------------------------------------------

    def cost(self) -> float:
        """Return the cost of what is placed and of what is not."""
        work = sum(self.chain_cost(r, chain) for r, chain in enumerate(self.placed))
        return work + sum(self.missed_costs[v] for v, spot in enumerate(self.made) if spot is None)

    def load(self, plan: Plan) -> None:
        """Place what still fits of a plan.

        Visits first, since a customer is involved, then requests by weight: where hours went away, the heavy ones stay.
        """
        for visit in plan.visits:
            v = self.visit_at.get(visit.visit)
            if v is None or v in self.fixed_visits:
                continue
            spot = (self.person_at.get(visit.marketer, -1), visit.half_day)
            if spot in self.spots_of_visit(v):
                self.put_visit(v, spot)
        requests = self.problem.requests
        chains = self.chains_of(plan).items()
        for r, chain in sorted(
            chains, key=lambda item: (-requests[item[0]].weight, requests[item[0]].rank, requests[item[0]].id)
        ):
            if self.holds(r, chain):
                self.put(r, chain)

    def chains_of(self, plan: Plan) -> dict[int, Chain]:
        """Return the chain of each request wholly planned in a plan; a person who has left is at place -1."""
        spots: dict[int, dict[int, Spot]] = {}
        for booking in plan.bookings:
            r = self.request_at.get(booking.request)
            if r is not None:
                spots.setdefault(r, {})[booking.step] = (self.person_at.get(booking.person, -1), booking.start)
        return {
            r: tuple(by_step[k] for k in range(len(self.loads[r])))
            for r, by_step in spots.items()
            if set(by_step) == set(range(len(self.loads[r])))
        }

    def plan(self, method: str) -> Plan:
        """Return what is placed as a plan; of a request left out, what is fixed."""
        people, requests, visits = self.problem.people, self.problem.requests, self.problem.visits
        bookings = [
            Booking(request=requests[r].id, step=k, person=people[p].id, start=start)
            for r, chain in enumerate(self.placed)
            for k, (p, start) in (enumerate(chain) if chain is not None else sorted(self.fixed[r].items()))
        ]
        made = [
            VisitBooking(visit=visits[v].id, marketer=people[spot[0]].id, half_day=spot[1])
            for v, spot in enumerate(self.made)
            if spot is not None
        ]
        return Plan(bookings=tuple(sorted(bookings)), visits=tuple(sorted(made)), method=method)


def _mask(half_days: Sequence[int] | frozenset[int]) -> int:
    return sum(1 << half_day for half_day in half_days)
