from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.plan.lists import list_plan
from liant.loop.plan.problem import Plan, Problem, Seller, Visit
from liant.loop.plan.visits import CLOSE_DAYS, Made, Opening, closeness, proposals
from tests.unit.loop.plan.checker import violations
from tests.unit.loop.plan.problems import problems
from tests.unit.loop.plan.test_lists import a_person

TODAY = date(2026, 3, 12)
SELLERS = (Seller(id="max", free_half_days=frozenset({2, 3, 4})),)
TEAM = (a_person("ana", "web", free={2, 4, 5}), a_person("lea", free={3, 4}))


def an_opening(account: str = "dupont", **more: object) -> Opening:
    return Opening(**{"account": account, "theme": "delays", "seller": "max", "weight": 2.0, **more})  # type: ignore[arg-type]


def a_calendar() -> Problem:
    return Problem(n_weeks=6, people=TEAM, sellers=SELLERS, requests=())


def test_both_are_free_and_the_theme_is_the_reason() -> None:
    (found,) = proposals(a_calendar(), Plan(), (an_opening(),), (), most=5)
    assert (found.opening.theme, found.booking.marketer, found.booking.half_day, found.is_first) == (
        "delays",
        "ana",
        2,
        True,
    )


def test_a_marketer_who_has_not_been_out_with_this_seller_is_preferred() -> None:
    made = (Made(seller="max", marketer="ana", on=TODAY),)
    (found,) = proposals(a_calendar(), Plan(), (an_opening(),), made, most=5)
    assert (found.booking.marketer, found.is_first) == ("lea", True)
    (found,) = proposals(a_calendar(), Plan(), (an_opening(skill="web"),), made, most=5)
    assert (found.booking.marketer, found.is_first) == ("ana", False)


def test_travel_takes_the_whole_day_which_both_must_have() -> None:
    free = frozenset({4, 5})
    problem = replace(a_calendar(), sellers=(Seller(id="max", free_half_days=free),))
    (found,) = proposals(problem, Plan(), (an_opening(needs_travel=True),), (), most=5)
    assert (found.booking.marketer, found.booking.half_day, found.half_days) == ("ana", 4, 2)
    assert proposals(a_calendar(), Plan(), (an_opening(needs_travel=True),), (), most=5) == ()


def test_an_account_is_visited_once_for_its_heaviest_theme() -> None:
    openings = (an_opening(), an_opening(theme="prices", weight=5.0), an_opening("martin", weight=1.0))
    found = proposals(a_calendar(), Plan(), openings, (), most=5)
    assert [(one.opening.account, one.opening.theme) for one in found] == [("dupont", "prices"), ("martin", "delays")]
    assert len(proposals(a_calendar(), Plan(), openings, (), most=1)) == 1


def test_no_theme_comes_twice_while_another_one_waits() -> None:
    openings = [an_opening(f"a{i}", weight=9.0 - i) for i in range(3)]
    openings += [an_opening("b", theme="prices", weight=1.0), an_opening("a0", theme="papers", weight=0.5)]
    team = tuple(replace(person, hours=(40.0,) * 6) for person in TEAM)
    free = (Seller(id="max", free_half_days=frozenset({2, 4, 5})),)
    problem = replace(a_calendar(), people=team, sellers=free)
    found = proposals(problem, Plan(), openings, (), most=3)
    assert [(one.opening.account, one.opening.theme) for one in found] == [
        ("a0", "delays"),
        ("b", "prices"),
        ("a1", "delays"),
    ]


@given(problem=problems(with_fixed=False), seed=st.integers(0, 1000))
@settings(max_examples=300, deadline=None)
def test_proposals_fit_beside_the_plan_and_do_not_depend_on_the_order(problem: Problem, seed: int) -> None:
    rng = random.Random(seed)
    openings = [
        an_opening(f"a{i % 4}", seller=rng.choice(("s0", "s1")), weight=rng.choice((1.0, 2.0)), theme=f"t{i}",
                   needs_travel=rng.random() < 0.3)
        for i in range(6)
    ]  # fmt: skip
    plan = list_plan(problem)
    found = proposals(problem, plan, openings, (), most=4)
    shuffled = rng.sample(openings, len(openings))
    assert [one.opening for one in proposals(problem, plan, shuffled, (), most=4)] == [one.opening for one in found]
    visits = tuple(Visit(id=one.booking.visit, seller=one.opening.seller, half_days=one.half_days) for one in found)
    together = replace(plan, visits=(*plan.visits, *(one.booking for one in found)))
    assert violations(replace(problem, visits=(*problem.visits, *visits)), together) == []


def test_closeness_tells_how_many_people_it_rests_on_and_never_who() -> None:
    teams = {"west": frozenset({"max", "eva", "luc"}), "east": frozenset({"tim"})}
    made = (
        Made(seller="max", marketer="ana", on=TODAY),
        Made(seller="max", marketer="ana", on=TODAY - timedelta(days=10)),
        Made(seller="eva", marketer="ana", on=TODAY - timedelta(days=CLOSE_DAYS)),
        Made(seller="tim", marketer="lea", on=TODAY),
    )
    east, west = closeness(teams, {"content": frozenset({"ana", "lea", "zoe"})}, made, TODAY)
    assert (west.n_visits, west.n_sellers_met, west.n_sellers, west.n_marketers_met) == (2, 1, 3, 1)
    assert (east.sales_team, east.n_visits, east.n_sellers_met) == ("east", 1, None)
