from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings

from liant.loop.plan.bill import bill_of
from liant.loop.plan.lists import list_plan
from liant.loop.plan.problem import (
    Booking,
    Person,
    Plan,
    Problem,
    Request,
    Seller,
    Step,
    Visit,
    VisitBooking,
    capacity_of,
    load_of,
)
from tests.unit.loop.plan.checker import violations
from tests.unit.loop.plan.problems import problems


def a_person(name: str, *skills: str, hours: tuple[float, ...] = (10.0,) * 6, free: set[int] | None = None) -> Person:
    return Person(id=name, skills=frozenset(skills), hours=hours, free_half_days=frozenset(free or ()))


def a_request(name: str, *steps: tuple[str, float, int], **more: object) -> Request:
    return Request(id=name, steps=tuple(Step(skill=s, hours=h, weeks=w) for s, h, w in steps), **more)  # type: ignore[arg-type]


def starts(plan: Plan) -> list[tuple[str, int, str, int]]:
    return [(b.request, b.step, b.person, b.start) for b in plan.bookings]


def test_a_step_starts_in_the_week_after_the_one_before_it_has_ended() -> None:
    problem = Problem(
        n_weeks=6,
        people=(a_person("lea", "writing"), a_person("tom", "layout")),
        requests=(a_request("r", ("writing", 12, 2), ("layout", 4, 1)),),
    )
    assert starts(list_plan(problem)) == [("r", 0, "lea", 0), ("r", 1, "tom", 2)]


def test_the_person_who_can_do_least_else_is_taken_first() -> None:
    problem = Problem(
        n_weeks=6,
        people=(a_person("ana", "writing", "web"), a_person("zoe", "writing")),
        requests=(a_request("r", ("writing", 4, 1)),),
    )
    assert starts(list_plan(problem)) == [("r", 0, "zoe", 0)]


def test_what_would_be_later_than_worth_it_is_left_out() -> None:
    away = (0.0,) * 16 + (10.0,)
    problem = Problem(
        n_weeks=17,
        people=(a_person("lea", "writing", hours=away),),
        requests=(a_request("r", ("writing", 4, 1), due_week=1),),
    )
    assert bill_of(problem, list_plan(problem)).left_out == ("r",)


def test_started_work_stays_and_the_rest_of_its_chain_follows() -> None:
    started = Booking(request="r", step=0, person="lea", start=1)
    problem = Problem(
        n_weeks=6,
        people=(a_person("lea", "writing", hours=(10, 10, 0, 10, 10, 10)),),
        requests=(a_request("r", ("writing", 12, 2), ("writing", 8, 1)), a_request("s", ("writing", 1, 1))),
        now=2,
        fixed=(started,),
    )
    assert starts(list_plan(problem)) == [("r", 0, "lea", 1), ("r", 1, "lea", 3), ("s", 0, "lea", 3)]


def test_a_visit_takes_a_half_day_of_both_and_hours_of_the_marketer() -> None:
    problem = Problem(
        n_weeks=6,
        people=(a_person("lea", "writing", free={3, 14}),),
        sellers=(Seller(id="max", free_half_days=frozenset({3, 14})),),
        requests=(a_request("r", ("writing", 5, 1)),),
        visits=(Visit(id="v", seller="max", skill="writing"), Visit(id="w", seller="max", from_week=1)),
    )
    plan = list_plan(problem)
    assert {(b.visit, b.half_day) for b in plan.visits} == {("v", 3), ("w", 14)}
    assert starts(plan) == [("r", 0, "lea", 2)]


def test_a_visit_with_travel_takes_a_whole_day() -> None:
    problem = Problem(
        n_weeks=6,
        people=(a_person("lea", free={1, 2, 4, 5}),),
        sellers=(Seller(id="max", free_half_days=frozenset(range(10))),),
        requests=(),
        visits=(Visit(id="v", seller="max", half_days=2),),
    )
    assert list_plan(problem).visits == (VisitBooking(visit="v", marketer="lea", half_day=4),)


@pytest.mark.parametrize(
    ("hours", "weeks", "load"), [(0.3, 3, 1), (1.0, 3, 4), (2.1, 3, 7), (0.01, 1, 1), (35, 1, 350)]
)
def test_loads_are_rounded_up_to_a_tenth_of_an_hour(hours: float, weeks: int, load: int) -> None:
    assert load_of(hours, weeks) == load


@pytest.mark.parametrize(("hours", "tenths"), [(0.3, 3), (29.75, 297), (2.3, 23), (0.09, 0)])
def test_capacities_are_rounded_down_to_a_tenth_of_an_hour(hours: float, tenths: int) -> None:
    assert capacity_of(hours) == tenths


def test_what_fits_exactly_is_booked_and_a_tenth_more_is_not() -> None:
    problem = Problem(
        n_weeks=1,
        people=(a_person("lea", "writing", hours=(2.3,)),),
        requests=(a_request("r", ("writing", 1.1, 1)), a_request("s", ("writing", 1.2, 1))),
    )
    assert not bill_of(problem, list_plan(problem)).left_out
    longer = replace(problem, requests=(problem.requests[0], a_request("s", ("writing", 1.21, 1))))
    assert bill_of(longer, list_plan(longer)).left_out == ("s",)


@given(problem=problems())
@settings(max_examples=300, deadline=None)
def test_a_list_plan_breaks_no_rule(problem: Problem) -> None:
    assert violations(problem, list_plan(problem)) == []


@given(problem=problems())
@settings(max_examples=300, deadline=None)
def test_the_order_in_which_things_are_given_changes_nothing(problem: Problem) -> None:
    rng = random.Random(1)
    shuffled = replace(
        problem,
        people=tuple(rng.sample(problem.people, len(problem.people))),
        requests=tuple(rng.sample(problem.requests, len(problem.requests))),
        visits=tuple(rng.sample(problem.visits, len(problem.visits))),
    )
    assert list_plan(shuffled) == list_plan(problem)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("requests", (a_request("r", ("writing", 0, 1)),)),
        ("requests", (a_request("r", ("writing", 1, 1)), a_request("r", ("writing", 1, 1)))),
        ("requests", (a_request("r", ("writing", 1, 1), weight=0),)),
        ("people", (a_person("lea", "writing", hours=(1.0,)),)),
        ("visits", (Visit(id="v", seller="nobody"),)),
        ("fixed", (Booking(request="nothing", step=0, person="lea", start=0),)),
        ("fixed_visits", (VisitBooking(visit="nothing", marketer="lea", half_day=0),)),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(field: str, value: object) -> None:
    problem = Problem(n_weeks=6, people=(a_person("lea", "writing"),), requests=())
    with pytest.raises(ValueError, match=r"."):
        replace(problem, **{field: value})
