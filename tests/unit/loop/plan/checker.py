"""Check a plan against the rules, read from their words: nothing of the engine is used but the values themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from liant.loop.plan.problem import Plan, Problem

GRID = Decimal("0.1")


def violations(problem: Problem, plan: Plan) -> list[str]:
    """List every broken rule, in words; empty for a plan that can be carried out."""
    return [
        *_wrong_bookings(problem, plan),
        *_wrong_chains(problem, plan),
        *_wrong_visits(problem, plan),
        *_overbooked(problem, plan),
    ]


def _wrong_bookings(problem: Problem, plan: Plan) -> list[str]:
    requests = {request.id: request for request in problem.requests}
    people = {person.id: person for person in problem.people}
    wrong = []
    for booking in plan.bookings:
        request = requests[booking.request]
        step = request.steps[booking.step]
        if booking in problem.fixed:
            continue
        if step.skill not in people[booking.person].skills:
            wrong.append(f"{booking}: cannot do {step.skill}")
        if booking.start < problem.now or booking.start < request.from_week:
            wrong.append(f"{booking}: too early")
        if booking.start + step.weeks > problem.n_weeks:
            wrong.append(f"{booking}: after the calendar")
    wrong += [f"{fixed}: was moved" for fixed in problem.fixed if fixed not in plan.bookings]
    twice = Counter((booking.request, booking.step) for booking in plan.bookings)
    return wrong + [f"{key}: booked {n} times" for key, n in twice.items() if n > 1]


def _wrong_chains(problem: Problem, plan: Plan) -> list[str]:
    starts: dict[str, dict[int, int]] = defaultdict(dict)
    for booking in plan.bookings:
        starts[booking.request][booking.step] = booking.start
    fixed: dict[str, set[int]] = defaultdict(set)
    for booking in problem.fixed:
        fixed[booking.request].add(booking.step)
    wrong = []
    for request in problem.requests:
        start = starts[request.id]
        if set(start) == fixed[request.id] and len(start) < len(request.steps):
            continue
        if len(start) != len(request.steps):
            wrong.append(f"{request.id}: half planned")
            continue
        for k in range(1, len(request.steps)):
            if start[k] < start[k - 1] + request.steps[k - 1].weeks:
                wrong.append(f"{request.id}: step {k} starts before the end of the one before")
    return wrong


def _wrong_visits(problem: Problem, plan: Plan) -> list[str]:
    visits = {visit.id: visit for visit in problem.visits}
    people = {person.id: person for person in problem.people}
    sellers = {seller.id: seller for seller in problem.sellers}
    taken: Counter[tuple[str, str, int]] = Counter()
    wrong = [f"{fixed}: was moved" for fixed in problem.fixed_visits if fixed not in plan.visits]
    for booking in plan.visits:
        visit = visits[booking.visit]
        halves = range(booking.half_day, booking.half_day + visit.half_days)
        is_fixed = booking in problem.fixed_visits
        for half in halves:
            for who in (("marketer", booking.marketer), ("seller", visit.seller)):
                if not is_fixed:
                    taken[(*who, half)] += 1
        for fixed in problem.fixed_visits:
            other = visits[fixed.visit]
            meets = fixed.marketer == booking.marketer or other.seller == visit.seller
            if not is_fixed and meets and set(halves) & set(range(fixed.half_day, fixed.half_day + other.half_days)):
                wrong.append(f"{booking}: during {fixed}")
        if is_fixed:
            continue
        week, last = booking.half_day // 10, problem.n_weeks - 1 if visit.due_week is None else visit.due_week
        if not max(problem.now, visit.from_week) <= week <= min(last, problem.n_weeks - 1):
            wrong.append(f"{booking}: outside its weeks")
        if visit.half_days == 2 and booking.half_day % 2:
            wrong.append(f"{booking}: over two days")
        marketer = people[booking.marketer]
        if (visit.skill and visit.skill not in marketer.skills) or (
            visit.marketers and marketer.id not in visit.marketers
        ):
            wrong.append(f"{booking}: not a marketer for it")
        if not set(halves) <= marketer.free_half_days & sellers[visit.seller].free_half_days:
            wrong.append(f"{booking}: one of them is busy")
    wrong += [f"{who}: twice in a half-day" for who, n in taken.items() if n > 1]
    return wrong + [f"{id_}: made {n} times" for id_, n in Counter(b.visit for b in plan.visits).items() if n > 1]


def _overbooked(problem: Problem, plan: Plan) -> list[str]:
    requests = {request.id: request for request in problem.requests}
    visits = {visit.id: visit for visit in problem.visits}
    moving: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    fixed: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for booking in plan.bookings:
        step = requests[booking.request].steps[booking.step]
        a_week = (Decimal(str(step.hours)) / step.weeks).quantize(GRID, ROUND_CEILING)
        for week in range(booking.start, booking.start + step.weeks):
            (fixed if booking in problem.fixed else moving)[booking.person, week] += a_week
    for made in plan.visits:
        hours = Decimal(str(visits[made.visit].hours)).quantize(GRID, ROUND_CEILING)
        (fixed if made in problem.fixed_visits else moving)[made.marketer, made.half_day // 10] += hours
    wrong = []
    for person in problem.people:
        for week, hours in enumerate(person.hours):
            key = (person.id, week)
            there = Decimal(str(hours)).quantize(GRID, ROUND_FLOOR)
            if moving[key] and moving[key] + fixed[key] > there:
                wrong.append(f"{key}: {moving[key]} + {fixed[key]} hours of {there}")
    return wrong
