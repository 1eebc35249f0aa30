from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings

from liant.loop.plan.bill import Bill, MoveBill, moves_between
from liant.loop.plan.lists import list_plan
from liant.loop.plan.problem import Booking, Plan, Problem, week_of
from liant.loop.plan.replan import Offer, OfferKind, fingerprint_of, is_worth_telling, keep, offers
from tests.unit.loop.plan.checker import violations
from tests.unit.loop.plan.problems import invent, problems
from tests.unit.loop.plan.test_lists import a_person, a_request, starts

CHANGED = problems(with_fixed=False)
MONDAY = date(2026, 3, 9)


def a_week_later(problem: Problem) -> tuple[Problem, Plan]:
    """Plan, let a week pass, and let the first person be away for two."""
    problem = replace(problem, now=0)
    known = list_plan(problem)
    away = replace(problem.people[0], hours=(*problem.people[0].hours[:1], 0.0, 0.0, *problem.people[0].hours[3:]))
    after = replace(
        problem,
        now=1,
        people=(away, *problem.people[1:]),
        fixed=tuple(b for b in known.bookings if b.start < 1),
        fixed_visits=tuple(b for b in known.visits if week_of(b.half_day) < 1),
    )
    return after, known


@given(problem=CHANGED)
@settings(max_examples=300, deadline=None)
def test_no_offer_breaks_a_rule_or_touches_what_has_started(problem: Problem) -> None:
    after, known = a_week_later(problem)
    for offer in offers(after, known, n_rounds=40):
        assert violations(after, offer.plan) == []
        assert set(after.fixed) <= set(offer.plan.bookings)


@given(problem=CHANGED)
@settings(max_examples=300, deadline=None)
def test_touching_nothing_moves_only_what_no_longer_fits(problem: Problem) -> None:
    after, known = a_week_later(problem)
    fits = replace(after, people=problem.people)
    assert moves_between(fits, known, keep(fits, known)).n_moved == 0
    moved = moves_between(after, known, keep(after, known))
    assert moved.n_moved <= moved.n_bookings


@given(problem=CHANGED)
@settings(max_examples=300, deadline=None)
def test_dropping_a_promise_counts_as_moving_all_of_it(problem: Problem) -> None:
    known = list_plan(problem)
    for request in {b.request for b in known.bookings}:
        own = [b for b in known.bookings if b.request == request]
        left = replace(known, bookings=tuple(b for b in known.bookings if b.request != request))
        moves = moves_between(problem, known, left)
        assert (moves.n_moved, moves.dropped) == (len(own), (request,))
        assert moves.points >= len(own)


def test_a_move_counts_thrice_when_it_is_near() -> None:
    problem = Problem(n_weeks=6, people=(a_person("lea", "writing"),), requests=(a_request("r", ("writing", 1, 1)),))
    for start, points, n_near in ((2, 3, 1), (3, 1, 0)):
        known = Plan(bookings=(Booking(request="r", step=0, person="lea", start=start),))
        moves = moves_between(problem, known, list_plan(problem))
        assert (moves.points, moves.n_near) == (points, n_near)


def test_few_moves_make_room_for_what_is_urgent() -> None:
    people = (a_person("lea", "writing", hours=(10, 10, 0, 0, 0, 10)),)
    old = a_request("old", ("writing", 10, 1), due_week=5, weight=1.0)
    known = Plan(bookings=(Booking(request="old", step=0, person="lea", start=1),))
    urgent = a_request("new", ("writing", 10, 1), due_week=1, weight=30.0, from_week=1)
    problem = Problem(n_weeks=6, people=people, requests=(old, urgent), now=1)
    kept, few, best = offers(problem, known, n_rounds=400)
    assert [offer.kind for offer in (kept, few, best)] == [OfferKind.KEEP, OfferKind.FEW, OfferKind.BEST]
    assert (kept.moves.n_moved, kept.bill.late_weeks) == (0, 4)
    assert (few.moves.n_moved, few.bill.late_weeks) == (1, 0)
    assert starts(few.plan) == [("new", 0, "lea", 1), ("old", 0, "lea", 5)]
    assert best.bill.cost <= few.bill.cost <= kept.bill.cost


def test_the_same_seed_gives_the_same_offers() -> None:
    after, known = a_week_later(invent(7, 3, 7, 3, with_fixed=False))
    assert offers(after, known, n_rounds=300, seed=3) == offers(after, known, n_rounds=300, seed=3)


def an_offer(late_weeks: int, left_out: tuple[str, ...], cost: float) -> Offer:
    bill = Bill(
        n_on_time=0, n_late=0, late_weeks=late_weeks, waited_weeks=0, left_out=left_out, missed_visits=(), cost=cost
    )
    moves = MoveBill(n_bookings=0, n_moved=0, n_near=0, dropped=(), points=0)
    return Offer(kind=OfferKind.BEST, plan=Plan(), bill=bill, moves=moves)


def test_an_offer_is_told_of_when_people_see_what_it_brings() -> None:
    kept = an_offer(4, ("a",), 100)
    assert is_worth_telling(kept, an_offer(3, ("a",), 90))
    assert is_worth_telling(kept, an_offer(4, (), 90))
    assert not is_worth_telling(kept, an_offer(4, ("a",), 90))  # only weights: nobody sees it
    assert not is_worth_telling(kept, an_offer(2, ("a", "b"), 90))  # one thing for another is for a person to choose
    assert not is_worth_telling(kept, an_offer(3, ("a",), 100))


def test_ranks_decide_between_equals_whatever_the_ids() -> None:
    for names in (("x", "y"), ("y", "x")):
        requests = tuple(replace(a_request(name, ("writing", 10, 1)), rank=place) for place, name in enumerate(names))
        problem = Problem(n_weeks=4, people=(a_person("lea", "writing", hours=(10,) * 4),), requests=requests)
        for plan in (list_plan(problem), keep(problem, Plan())):
            assert [b.request for b in sorted(plan.bookings, key=lambda b: b.start)] == list(names)


@given(problem=CHANGED)
@settings(max_examples=100, deadline=None)
def test_a_fingerprint_knows_the_content_and_not_its_order(problem: Problem) -> None:
    known = list_plan(problem)
    mark = fingerprint_of(problem, known, MONDAY)
    turned = replace(problem, people=problem.people[::-1], requests=problem.requests[::-1])
    assert fingerprint_of(turned, known, MONDAY) == mark
    heavier = replace(problem, requests=tuple(replace(r, weight=r.weight + 1) for r in problem.requests))
    assert fingerprint_of(heavier, known, MONDAY) == mark
    assert fingerprint_of(problem, known, MONDAY + timedelta(days=7)) != mark
    assert fingerprint_of(replace(problem, now=problem.now + 1), known, MONDAY) != mark
    if problem.requests:
        asked = replace(problem.requests[0], due_week=(problem.requests[0].due_week or 0) + 1)
        assert fingerprint_of(replace(problem, requests=(asked, *problem.requests[1:])), known, MONDAY) != mark
    if known.bookings:
        assert fingerprint_of(problem, replace(known, bookings=known.bookings[1:]), MONDAY) != mark
