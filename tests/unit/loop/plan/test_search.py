from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.plan.bill import bill_of
from liant.loop.plan.lists import list_plan
from liant.loop.plan.problem import Booking, Plan, Problem
from liant.loop.plan.search import ROUNDS_A_LOOK, improve
from tests.unit.loop.plan.checker import violations
from tests.unit.loop.plan.problems import problems
from tests.unit.loop.plan.test_lists import a_person, a_request, starts


def test_a_date_is_kept_by_moving_what_can_wait() -> None:
    problem = Problem(
        n_weeks=6,
        people=(a_person("lea", "writing"),),
        requests=(
            a_request("wait", ("writing", 10, 1), weight=2.0, due_week=3),
            a_request("soon", ("writing", 10, 1), weight=1.9, due_week=0),
        ),
    )
    poor = Plan(
        bookings=(
            Booking(request="soon", step=0, person="lea", start=1),
            Booking(request="wait", step=0, person="lea", start=0),
        )
    )
    assert bill_of(problem, poor).late_weeks == 1
    better = improve(problem, poor, n_rounds=200)
    assert bill_of(problem, better).late_weeks == 0
    assert better.method == "search"


@given(problem=problems())
@settings(max_examples=300, deadline=None)
def test_a_search_breaks_no_rule_and_never_costs_more_than_what_it_was_given(problem: Problem) -> None:
    first = list_plan(problem)
    plan = improve(problem, first, n_rounds=40)
    assert violations(problem, plan) == []
    assert bill_of(problem, plan).cost <= bill_of(problem, first).cost + 1e-6


@given(problem=problems(n_requests=5), seed=st.integers(0, 1000))
@settings(max_examples=300, deadline=None)
def test_one_seed_gives_one_plan(problem: Problem, seed: int) -> None:
    first = list_plan(problem)
    assert improve(problem, first, n_rounds=30, seed=seed) == improve(problem, first, n_rounds=30, seed=seed)


@given(problem=problems())
@settings(max_examples=300, deadline=None)
def test_what_has_started_is_never_touched(problem: Problem) -> None:
    plan = improve(problem, list_plan(problem), n_rounds=30)
    assert set(problem.fixed) <= set(plan.bookings)
    assert set(problem.fixed_visits) <= set(plan.visits)


def test_a_search_stops_when_its_time_is_used() -> None:
    problem = Problem(n_weeks=6, people=(a_person("lea", "writing"),), requests=(a_request("r", ("writing", 4, 1)),))
    looks = iter((0.0, 0.5, 1.0))
    plan = improve(problem, Plan(), n_rounds=100 * ROUNDS_A_LOOK, share_used=lambda: next(looks))
    assert starts(plan) == [("r", 0, "lea", 0)]
    assert next(looks, None) is None


def test_nothing_to_plan_gives_an_empty_plan() -> None:
    assert improve(Problem(n_weeks=6, people=(), requests=()), Plan(), n_rounds=10).bookings == ()


def test_a_request_that_nobody_can_do_is_left_out() -> None:
    problem = Problem(n_weeks=6, people=(a_person("lea", "writing"),), requests=(a_request("r", ("web", 4, 1)),))
    assert bill_of(problem, improve(problem, Plan(), n_rounds=50)).left_out == ("r",)


def test_a_person_who_has_left_gives_her_work_to_another() -> None:
    people = (a_person("lea", "writing"), a_person("tom", "writing"))
    problem = Problem(n_weeks=6, people=people, requests=(a_request("r", ("writing", 4, 1)),))
    plan = list_plan(problem)
    assert starts(plan) == [("r", 0, "lea", 0)]
    assert starts(improve(replace(problem, people=people[1:]), plan, n_rounds=10)) == [("r", 0, "tom", 0)]
