"""Whether a launch is ready, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liant.loop.launch.readiness import Gap, StepState, judge_readiness
from liant.loop.launch.status import MOVES, LaunchStatus
from liant.loop.launch.templates import TEMPLATES, Template, plan_steps

LAUNCH = date(2026, 6, 2)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
STEPS = st.lists(st.builds(StepState, due_on=DAYS, is_done=st.booleans()), max_size=12)


def judged(steps=(), today=date(2026, 5, 1), **given):
    given = {"goal": "Thirty clients", "pains": "They pay first", "n_pins": 1, "n_lines": 1, "n_waiting": 0, **given}
    return judge_readiness(steps=list(steps), launch_on=LAUNCH, today=today, **given)


def test_is_ready_when_everything_due_by_the_day_is_done() -> None:
    done = StepState(due_on=LAUNCH, is_done=True)
    after = StepState(due_on=LAUNCH + timedelta(days=1), is_done=False)
    found = judged([done, after])
    assert found.is_ready
    assert (found.n_done, found.n_steps, found.n_late) == (1, 1, 0)


def test_names_each_gap_in_the_order_of_the_work() -> None:
    found = judged([StepState(due_on=LAUNCH, is_done=False)], goal=" ", pains="", n_pins=0, n_lines=0, n_waiting=1)
    assert found.gaps == tuple(Gap)


def test_late_is_what_is_not_done_and_past_its_day() -> None:
    steps = [
        StepState(due_on=date(2026, 5, day), is_done=is_done) for day, is_done in ((1, False), (2, True), (3, False))
    ]
    assert judged(steps, today=date(2026, 5, 3)).n_late == 1


@given(STEPS, DAYS, st.data())
def test_finishing_an_item_never_makes_a_launch_less_ready(steps, today, data) -> None:
    before = judged(steps, today)
    if steps:
        i = data.draw(st.integers(0, len(steps) - 1))
        after = judged([*steps[:i], replace(steps[i], is_done=True), *steps[i + 1 :]], today)
        assert after.n_done >= before.n_done
        assert after.n_late <= before.n_late
        assert set(after.gaps) <= set(before.gaps)


@given(STEPS, DAYS, st.randoms())
def test_the_order_of_the_items_does_not_matter(steps, today, rng) -> None:
    shuffled = list(steps)
    rng.shuffle(shuffled)
    assert judged(steps, today) == judged(shuffled, today)


@given(st.sampled_from(Template), DAYS, DAYS)
def test_nothing_of_a_template_is_due_before_today(template, launch_on, today) -> None:
    steps = plan_steps(template, launch_on=launch_on, today=today)
    assert [step.code for step in steps] == [step.code for step in TEMPLATES[template]]
    assert all(step.due_on >= today for step in steps)


def test_every_status_leads_to_the_end_and_what_was_launched_is_never_unsaid() -> None:
    assert set(MOVES) == set(LaunchStatus)
    reached = {LaunchStatus.LAUNCHED}
    for _ in LaunchStatus:
        reached |= {target for source in reached for target in MOVES[source]}
    assert reached == {LaunchStatus.LAUNCHED, LaunchStatus.CLOSED}
