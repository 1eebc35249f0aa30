"""Small random problems, for properties that hold for all of them."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from liant.loop.plan.problem import Booking, Person, Problem, Request, Seller, Step, Visit, VisitBooking

SKILLS = ("writing", "layout", "web")
N_WEEKS = 7


def invent(seed: int, n_people: int, n_requests: int, n_visits: int, *, with_fixed: bool = True) -> Problem:
    """Invent a calendar of seven weeks with a few people, requests and visits, some of them fixed."""
    rng = random.Random(seed)
    people = tuple(_person(rng, i) for i in range(n_people))
    requests = tuple(_request(rng, i) for i in range(n_requests))
    visits = tuple(_visit(rng, i) for i in range(n_visits))
    fixed = [
        Booking(request=request.id, step=0, person=rng.choice(people).id, start=rng.randrange(4))
        for request in requests[:2]
        if with_fixed and rng.random() < 0.5
    ]
    fixed_visits = [
        VisitBooking(visit=visit.id, marketer="m0", half_day=2 * rng.randrange(20))
        for visit in visits[:1]
        if with_fixed and rng.random() < 0.5
    ]
    return Problem(
        n_weeks=N_WEEKS,
        people=people,
        sellers=tuple(Seller(id=f"s{i}", free_half_days=_half_days(rng)) for i in range(2)),
        requests=requests,
        visits=visits,
        now=rng.randrange(3),
        fixed=tuple(fixed),
        fixed_visits=tuple(fixed_visits),
    )


def problems(*, with_fixed: bool = True, n_requests: int = 7) -> st.SearchStrategy[Problem]:
    """Draw such problems; what fails is made smaller in its numbers of people, requests and visits."""
    return st.builds(
        lambda *sizes: invent(*sizes, with_fixed=with_fixed),
        st.integers(0, 2**32),
        st.integers(1, 3),
        st.integers(0, n_requests),
        st.integers(0, 3),
    )


def _half_days(rng: random.Random) -> frozenset[int]:
    return frozenset(half for half in range(N_WEEKS * 10) if rng.random() < 0.3)


def _person(rng: random.Random, i: int) -> Person:
    return Person(
        id=f"m{i}",
        skills=frozenset(rng.sample(SKILLS, rng.choice((1, 2)))),
        hours=tuple(rng.choice((0.0, 4.99, 10.0, 15.04, 20.0)) for _ in range(N_WEEKS)),
        free_half_days=_half_days(rng),
    )


def _request(rng: random.Random, i: int) -> Request:
    steps = tuple(
        Step(skill=rng.choice(SKILLS), hours=rng.randint(1, 1800) / 100, weeks=rng.choice((1, 1, 2)))
        for _ in range(rng.randint(1, 3))
    )
    return Request(
        id=f"r{i}",
        steps=steps,
        weight=rng.choice((0.5, 1.0, 3.0)),
        due_week=rng.choice((None, rng.randint(-1, N_WEEKS))),
        from_week=rng.choice((0, 0, 1, 3)),
        is_promised=rng.random() < 0.5,
    )


def _visit(rng: random.Random, i: int) -> Visit:
    return Visit(
        id=f"v{i}",
        seller=rng.choice(("s0", "s1")),
        skill=rng.choice(("", *SKILLS)),
        marketers=rng.choice((frozenset[str](), frozenset({"m0"}))),
        half_days=rng.choice((1, 2)),
        hours=rng.choice((3.0, 6.0)),
        from_week=rng.randrange(4),
        due_week=rng.choice((None, rng.randint(2, 6))),
    )
