"""An invented company for the bench of plans: requests, marketers, sellers and visits, from a seed."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from liant.loop.plan.problem import Person, Plan, Problem, Request, Seller, Step, Visit

SKILLS = ("writing", "layout", "web", "video", "events", "data")
#: Deliverables: share, then skill, hours and weeks of each step.
KINDS = (
    (5, (("writing", 5.0, 1),)),
    (4, (("writing", 6.0, 1), ("layout", 4.0, 1))),
    (4, (("writing", 10.0, 1), ("layout", 7.5, 1), ("web", 3.0, 1))),
    (3, (("data", 8.0, 1), ("writing", 8.0, 1), ("layout", 6.0, 1))),
    (3, (("web", 14.0, 2),)),
    (2, (("writing", 4.0, 1), ("video", 24.0, 2), ("web", 2.5, 1))),
    (2, (("events", 20.0, 4), ("layout", 8.0, 1), ("events", 12.0, 1))),
    (2, (("data", 12.0, 2),)),
    (1, (("writing", 12.0, 2), ("web", 20.0, 3), ("data", 5.0, 1))),
    (2, (("layout", 5.0, 1), ("web", 4.0, 1))),
)


def invent(
    seed: int, *, n_requests: int = 500, n_weeks: int = 26, n_people: int = 12, n_sellers: int = 40, n_visits: int = 60
) -> Problem:
    """Invent a half-year in which about a third more work is asked than there are hours for."""
    rng = random.Random(seed)
    return Problem(
        n_weeks=n_weeks,
        people=tuple(_person(rng, i, n_weeks) for i in range(n_people)),
        sellers=tuple(
            Seller(id=f"s{i:02}", free_half_days=_free(rng, range(n_weeks * 10), 0.3)) for i in range(n_sellers)
        ),
        requests=tuple(_request(rng, i, n_weeks) for i in range(n_requests)),
        visits=tuple(_visit(rng, i, n_weeks, n_sellers) for i in range(n_visits)),
    )


def _person(rng: random.Random, i: int, n_weeks: int) -> Person:
    weekly = 35.0 * rng.choice((1.0, 1.0, 1.0, 0.8, 0.6)) * 0.85 * rng.uniform(0.6, 0.9)
    away = {rng.randrange(n_weeks) for _ in range(rng.randrange(4))}
    hours = tuple(0.0 if week in away else round(weekly * rng.choice((1, 1, 1, 0.8)), 2) for week in range(n_weeks))
    skills = {SKILLS[i % len(SKILLS)], *rng.sample(SKILLS, rng.choice((1, 1, 2)))}
    open_days = [half for half in range(n_weeks * 10) if half // 10 not in away]
    return Person(id=f"m{i:02}", skills=frozenset(skills), hours=hours, free_half_days=_free(rng, open_days, 0.5))


def _request(rng: random.Random, i: int, n_weeks: int) -> Request:
    kind = rng.choices(KINDS, weights=[share for share, _steps in KINDS])[0][1]
    stretch = rng.choice((0.7, 1.0, 1.0, 1.3))
    steps = tuple(Step(skill=skill, hours=round(hours * stretch, 1), weeks=weeks) for skill, hours, weeks in kind)
    from_week = rng.choice((0, 0, rng.randrange(n_weeks - 6)))
    length = sum(step.weeks for step in steps)
    is_dated = rng.random() < 0.45
    due = min(n_weeks - 1, from_week + length - 1 + rng.randrange(1, 14)) if is_dated else None
    pipeline = math.exp(rng.gauss(math.log(40_000), 1.2))
    weight = min(30.0, max(1.0, math.sqrt(pipeline) / 25))
    return Request(id=f"r{i:03}", steps=steps, weight=round(weight, 2), due_week=due, from_week=from_week)


def _visit(rng: random.Random, i: int, n_weeks: int, n_sellers: int) -> Visit:
    first = rng.randrange(n_weeks - 3)
    return Visit(
        id=f"v{i:02}",
        seller=f"s{rng.randrange(n_sellers):02}",
        skill=rng.choice(SKILLS),
        weight=round(rng.uniform(1, 10), 1),
        half_days=rng.choice((1, 1, 2)),
        from_week=first,
        due_week=min(n_weeks - 1, first + rng.randrange(2, 9)),
    )


def _free(rng: random.Random, half_days: range | list[int], share: float) -> frozenset[int]:
    return frozenset(half for half in half_days if rng.random() < share)


def disturb(problem: Problem, plan: Plan, seed: int, *, now: int = 6) -> Problem:
    """Invent what happens by a week: eight urgent requests, somebody away for two weeks, ten dates moved."""
    rng = random.Random(seed + 1_000)
    urgent = [
        replace(
            _request(rng, len(problem.requests) + i, problem.n_weeks),
            due_week=now + rng.randrange(2, 5),
            from_week=now,
            weight=round(rng.uniform(10, 20), 2),
        )
        for i in range(8)
    ]
    start_by_request: dict[str, int] = {}
    for booking in plan.bookings:
        start_by_request[booking.request] = min(booking.start, start_by_request.get(booking.request, booking.start))
    waiting = [r.id for r in problem.requests if r.due_week is not None and start_by_request.get(r.id, 0) >= now]
    moved = set(rng.sample(waiting, 10))
    requests = [
        replace(r, due_week=max(now + 1, r.due_week + rng.choice((-3, -2, -1, 2, 4))))
        if r.id in moved and r.due_week is not None
        else r
        for r in problem.requests
    ]
    away = rng.randrange(len(problem.people))
    people = [
        replace(
            person,
            hours=tuple(0.0 if week in (now, now + 1) else hours for week, hours in enumerate(person.hours)),
            free_half_days=frozenset(h for h in person.free_half_days if h // 10 not in (now, now + 1)),
        )
        if i == away
        else person
        for i, person in enumerate(problem.people)
    ]
    return replace(
        problem,
        now=now,
        people=tuple(people),
        requests=(*requests, *urgent),
        fixed=tuple(booking for booking in plan.bookings if booking.start < now),
        fixed_visits=tuple(booking for booking in plan.visits if booking.half_day // 10 < now),
    )
