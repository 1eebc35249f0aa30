from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.plan.bill import bill_of
from liant.loop.plan.lists import list_plan
from liant.loop.plan.problem import Person, Plan, Problem, Request, ends_by_request
from liant.loop.plan.search import improve
from liant.loop.plan.ways import Way
from liant.loop.plan.why import Reason, Refused, refusal_of
from tests.unit.loop.plan.checker import violations
from tests.unit.loop.plan.problems import SKILLS, problems
from tests.unit.loop.plan.test_lists import a_person, a_request

LEA, TOM = a_person("lea", "writing"), a_person("tom", "layout", hours=(4.9,) * 6)


def a_problem(*requests: Request) -> Problem:
    return Problem(n_weeks=6, people=(LEA, TOM), requests=requests)


def refused(request: Request, *others: Request) -> Refused:
    problem = a_problem(*others)
    found = refusal_of(problem, list_plan(problem), request)
    assert found is not None
    return found


def ways(found: Refused) -> dict[str, dict[str, object]]:
    return {way.way: dict(way.params) for way in found.ways}


def test_what_fits_is_not_refused() -> None:
    problem = a_problem()
    assert refusal_of(problem, Plan(), a_request("r", ("writing", 10, 1), ("layout", 4.9, 1), due_week=1)) is None


def test_nobody_has_the_skill() -> None:
    found = refused(a_request("r", ("writing", 1, 1), ("video", 1, 1), due_week=4))
    assert (found.reason, found.params, found.ways) == (Reason.NO_SKILL, {"step": 1, "skill": "video"}, ())


def test_the_chain_is_longer_than_the_time_left() -> None:
    found = refused(a_request("r", ("writing", 1, 2), ("layout", 1, 1), due_week=1))
    assert (found.reason, found.params) == (Reason.TOO_LONG, {"weeks_needed": 3, "weeks_left": 2})
    assert ways(found) == {Way.LATER: {"week": 2, "weeks": 1}}


def test_nobody_has_the_hours_even_alone() -> None:
    found = refused(a_request("r", ("writing", 1, 1), ("layout", 10, 1), due_week=2))
    assert found.reason == Reason.TOO_MUCH
    assert dict(found.params) == {
        "step": 1, "skill": "layout", "weeks": 1, "hours": 10.0, "person": "tom", "best_hours": 4.9,
        "first_week": 1, "last_week": 2,
    }  # fmt: skip
    assert ways(found) == {Way.HOURS: {"person": "tom", "week": 1, "hours": 5.1}}


def test_the_promises_of_a_stretch_need_more_of_a_skill_than_there_is() -> None:
    others = (a_request("a", ("writing", 9, 1), due_week=1), a_request("b", ("writing", 9, 1), due_week=1))
    found = refused(a_request("r", ("writing", 4, 1), due_week=1), *others)
    assert found.reason == Reason.SKILL_SHORT
    assert dict(found.params) == {
        "skill": "writing", "first_week": 0, "last_week": 1, "hours": 22.0, "hours_there": 20.0,
    }  # fmt: skip
    assert ways(found) == {
        Way.HOURS: {"person": "lea", "week": 0, "hours": 3.0},
        Way.LATER: {"week": 2, "weeks": 1},
    }


def test_what_is_in_the_way_is_named_and_gives_way_when_it_keeps_its_own_date() -> None:
    wait = a_request("wait", ("writing", 8, 1), due_week=4)
    found = refused(a_request("r", ("writing", 4, 1), due_week=0), wait)
    assert (found.reason, found.params["requests"], found.params["visits"]) == (Reason.CONFLICT, ("wait",), ())
    assert (found.params["step"], found.params["person"], found.params["best_hours"]) == (0, "lea", 2.0)
    assert [way.way for way in found.ways] == [Way.MOVES, Way.HOURS, Way.LATER]


def test_what_has_no_other_place_is_named_before_anybody_says_yes() -> None:
    others = tuple(a_request(f"w{i}", ("writing", 10, 1)) for i in range(6))
    found = refused(a_request("r", ("writing", 10, 1), due_week=0), *others)
    assert (found.reason, found.params["requests"]) == (Reason.CONFLICT, ("w0",))
    assert ways(found)[Way.INSTEAD]["left_out"] == ("w0",)


def test_a_promise_has_a_week() -> None:
    with pytest.raises(ValueError, match="week"):
        refusal_of(a_problem(), Plan(), a_request("r", ("writing", 1, 1)))


SITUATIONS = st.tuples(problems(n_requests=8), st.integers(0, 6))


def situation(problem: Problem, due: int) -> tuple[Problem, Plan, Request, Refused | None]:
    """Ask for the last request of a problem by a week, beside the plan of the others."""
    *others, last = problem.requests or (a_request("r9", ("writing", 8, 1)),)
    fixed = tuple(booking for booking in problem.fixed if booking.request != last.id)
    rest = replace(problem, requests=tuple(others), fixed=fixed)
    plan, asked = list_plan(rest), replace(last, due_week=due)
    return rest, plan, asked, refusal_of(rest, plan, asked)


def helped(problem: Problem) -> Problem:
    """Add somebody who can do everything and has time for it."""
    everybody = Person(id="zz", skills=frozenset(SKILLS), hours=(100.0,) * problem.n_weeks)
    return replace(problem, people=(*problem.people, everybody))


@given(drawn=SITUATIONS)
@settings(max_examples=300, deadline=None)
def test_every_reason_is_true_and_without_it_the_promise_is_possible(drawn: tuple[Problem, int]) -> None:
    problem, plan, asked, found = situation(*drawn)
    if found is None:
        return
    params = found.params
    if found.reason is Reason.TOO_LONG:
        assert refusal_of(helped(problem), Plan(), asked) is not None
        longer = replace(asked, due_week=max(problem.now, asked.from_week) + int(str(params["weeks_needed"])) - 1)
        assert longer.due_week is not None
        assert longer.due_week >= problem.n_weeks or refusal_of(helped(problem), plan, longer) is None
        return
    still = refusal_of(helped(problem), plan, asked)
    assert still is None or (found.reason is Reason.NO_SKILL and still.reason is Reason.TOO_LONG)
    if found.reason is Reason.NO_SKILL:
        assert not any(params["skill"] in person.skills for person in problem.people)
    elif found.reason is Reason.TOO_MUCH:
        assert refusal_of(problem, Plan(visits=()), asked) is not None
    elif found.reason is Reason.SKILL_SHORT:
        kept = {r.id for r in problem.requests if ends_by_request(problem, plan).get(r.id, 99) <= (r.due_week or -9)}
        together = replace(problem, requests=(*problem.requests, asked))
        ends = ends_by_request(together, improve(together, plan, n_rounds=60))
        late = [r for r in (*problem.requests, asked) if r.due_week is not None and ends.get(r.id, 99) > r.due_week]
        assert [r for r in late if r.id in kept or r.id == asked.id]


@given(drawn=SITUATIONS)
@settings(max_examples=300, deadline=None)
def test_without_what_is_in_the_way_the_promise_fits_and_with_any_of_it_it_does_not(
    drawn: tuple[Problem, int],
) -> None:
    problem, plan, asked, found = situation(*drawn)
    if found is None or found.reason is not Reason.CONFLICT:
        return
    params = found.params
    assert float(str(params["best_hours"])) < float(str(params["hours"]))
    names = {*params["requests"], *params["visits"]}  # type: ignore[misc]
    assert names
    for back in (None, *sorted(names)):
        away = names - {back}
        left = Plan(
            bookings=tuple(b for b in plan.bookings if b.request not in away or b in problem.fixed),
            visits=tuple(b for b in plan.visits if b.visit not in away),
        )
        assert (refusal_of(problem, left, asked) is None) == (back is None)


@given(drawn=SITUATIONS)
@settings(max_examples=300, deadline=None)
def test_every_way_out_carried_out_keeps_the_promise(drawn: tuple[Problem, int]) -> None:
    problem, plan, asked, found = situation(*drawn)
    for way in found.ways if found is not None else ():
        params = way.params
        if way.way is Way.LATER:
            assert refusal_of(problem, plan, replace(asked, due_week=int(str(params["week"])))) is None
        elif way.way is Way.HOURS:
            people = tuple(
                replace(
                    p,
                    hours=tuple(
                        h + float(str(params["hours"])) if week == params["week"] else h
                        for week, h in enumerate(p.hours)
                    ),
                )
                if p.id == params["person"]
                else p
                for p in problem.people
            )
            assert refusal_of(replace(problem, people=people), plan, asked) is None
        else:
            together, moved = replace(problem, requests=(*problem.requests, asked)), params["plan"]
            assert isinstance(moved, Plan)
            assert violations(together, moved) == []
            end = ends_by_request(together, moved)[asked.id]
            assert asked.due_week is not None
            assert end <= asked.due_week
            out = set(way.params.get("left_out", ()))  # type: ignore[call-overload]
            assert bool(out) == (way.way is Way.INSTEAD)
            before, after = bill_of(together, plan), bill_of(together, moved)
            lost = {*after.left_out, *after.missed_visits} - {*before.left_out, *before.missed_visits}
            assert lost == out
            assert after.late_weeks <= before.late_weeks
            assert after.waited_weeks - before.waited_weeks <= int(str(params["weeks"]))
