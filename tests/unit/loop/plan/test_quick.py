from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.plan.lists import list_plan
from liant.loop.plan.problem import Plan, Problem, Step
from liant.loop.plan.quick import Version, what_can_exist
from tests.unit.loop.plan.problems import problems
from tests.unit.loop.plan.test_lists import a_person, a_request

FULL = Version(id="full", steps=(Step(skill="writing", hours=8), Step(skill="layout", hours=6)))
SHEET = Version(id="sheet", steps=(Step(skill="writing", hours=3),))
TEAM = (a_person("lea", "writing"), a_person("tom", "layout"))


def test_a_sheet_exists_by_thursday_and_the_full_version_later() -> None:
    problem = Problem(n_weeks=6, people=TEAM, requests=())
    sheet, full = what_can_exist(problem, Plan(), (FULL, SHEET), by_week=0, share_of_week=0.8)
    assert (sheet.version, sheet.week, sheet.is_in_time, sheet.bookings[0].person) == ("sheet", 0, True, "lea")
    assert (full.version, full.week, full.is_in_time) == ("full", 1, False)


def test_the_fullest_version_in_time_comes_alone() -> None:
    problem = Problem(n_weeks=6, people=TEAM, requests=())
    (only,) = what_can_exist(problem, Plan(), (FULL, SHEET), by_week=1)
    assert (only.version, only.is_in_time) == ("full", True)


def test_the_days_up_to_the_one_asked_for_are_counted() -> None:
    problem = Problem(n_weeks=6, people=TEAM, requests=())
    by_monday = what_can_exist(problem, Plan(), (SHEET,), by_week=0, share_of_week=0.2)
    assert [(one.week, one.is_in_time) for one in by_monday] == [(0, False)]


def test_nothing_is_moved_for_it() -> None:
    lea = a_person("lea", "writing", hours=(10.0, 10.0))
    problem = Problem(
        n_weeks=2, people=(lea,), requests=(a_request("r", ("writing", 8, 1)), a_request("s", ("writing", 8, 1)))
    )
    assert what_can_exist(problem, list_plan(problem), (SHEET,), by_week=0) == ()


@given(problem=problems(), by_week=st.integers(0, 6), share=st.sampled_from((0.2, 0.6, 1.0)))
@settings(max_examples=300, deadline=None)
def test_what_is_in_time_is_the_fullest_and_is_told_first(problem: Problem, by_week: int, share: float) -> None:
    versions = (FULL, Version(id="text", steps=FULL.steps[:1]), SHEET)
    found = what_can_exist(problem, list_plan(problem), versions, by_week=by_week, share_of_week=share)
    assert [one.is_in_time for one in found].count(True) <= 1
    assert all(one.week > by_week or one.is_in_time or share < 1.0 for one in found)
    if found and found[0].is_in_time:
        places = [version.id for version in versions]
        assert all(places.index(one.version) < places.index(found[0].version) for one in found[1:])
