"""How far a plan is, and which plans cannot be followed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.refine.plans import (
    LIVE_PLANS,
    MAX_HALF_DAYS,
    MAX_STEPS,
    PlanStatus,
    Progress,
    Step,
    check_live_plan,
    check_steps,
    is_late,
    progress_of,
    status_of,
)
from liant.loop.values.errors import Conflict, Invalid

TODAY = date(2026, 3, 12)
YESTERDAY = date(2026, 3, 11)


def step(**values) -> Step:
    return Step(**{"what": "Ask", "starts_on": None, "due_on": None, "cost_half_days": 1, "is_done": False, **values})


STEPS = st.lists(
    st.builds(
        step,
        due_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 1)),
        cost_half_days=st.integers(0, 20),
        is_done=st.booleans(),
    ),
    max_size=MAX_STEPS,
)


def test_counts_steps_and_half_days() -> None:
    steps = [step(cost_half_days=2, is_done=True), step(cost_half_days=3, due_on=YESTERDAY), step(due_on=TODAY)]
    assert progress_of(steps, TODAY) == Progress(
        n_done=1, n_steps=3, done_half_days=2, cost_half_days=6, n_late=1, due_on=TODAY
    )


@given(STEPS)
def test_what_is_done_is_part_of_what_there_is(steps: list[Step]) -> None:
    progress = progress_of(steps, TODAY)
    assert 0 <= progress.n_done <= progress.n_steps
    assert 0 <= progress.done_half_days <= progress.cost_half_days
    assert progress.n_late <= progress.n_steps - progress.n_done


@pytest.mark.parametrize(
    ("due_on", "is_done", "late"),
    [(YESTERDAY, False, True), (TODAY, False, False), (YESTERDAY, True, False), (None, False, False)],
)
def test_the_day_of_a_step_counts_until_it_ends(due_on, is_done: bool, late: bool) -> None:
    assert is_late(step(due_on=due_on, is_done=is_done), TODAY) is late


def test_a_plan_is_under_way_from_its_first_step_done() -> None:
    assert status_of([step(), step()]) == PlanStatus.PLANNED
    assert status_of([step(), step(is_done=True)]) == PlanStatus.UNDER_WAY
    # All done is not yet done: somebody says what came of it.
    assert status_of([step(is_done=True)]) == PlanStatus.UNDER_WAY


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "refine.no_step"),
        ([step()] * (MAX_STEPS + 1), "refine.too_many_steps"),
        ([step(starts_on=TODAY, due_on=YESTERDAY)], "refine.dates_reversed"),
        ([step(cost_half_days=MAX_HALF_DAYS + 1)], "refine.cost"),
        ([step(cost_half_days=-1)], "refine.cost"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused(steps: list[Step], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_steps(steps)
    assert refusal.value.code == code


def test_a_day_is_long_enough_for_a_step() -> None:
    check_steps([step(starts_on=TODAY, due_on=TODAY, cost_half_days=MAX_HALF_DAYS)])


@pytest.mark.parametrize("status", list(PlanStatus))
def test_only_a_live_plan_changes(status: PlanStatus) -> None:
    if status in LIVE_PLANS:
        check_live_plan(status)
    else:
        with pytest.raises(Conflict):
            check_live_plan(status)
