"""The drawing of a launch: every day in its place, words that never meet."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.launch.timeline import HEAD, LEAST_BETWEEN, Mark, draw_timeline

DAYS = st.dates(date(2025, 11, 1), date(2027, 2, 28))
MARKS = st.lists(st.builds(Mark, label=st.text(min_size=1, max_size=80), on=DAYS), max_size=14)
WIDTHS = st.integers(240, 1_200)


def test_draws_whole_weeks_named_as_calendars_do() -> None:
    drawing = draw_timeline(
        [Mark(label="Pitch", on=date(2026, 12, 30))], launch_on=date(2027, 1, 12), today=date(2027, 1, 5), width=700
    )
    # Three weeks of seven days on 700 pixels; the year turns in week 53.
    assert [(week.number, week.x) for week in drawing.weeks] == [
        (53, 0.0),
        (1, pytest.approx(700 / 3)),
        (2, pytest.approx(1_400 / 3)),
    ]
    assert drawing.launch_x == pytest.approx(500.0)
    assert drawing.today_x == pytest.approx(266.67, abs=0.01)


def test_today_is_drawn_only_when_it_is_there() -> None:
    for today, is_there in ((date(2026, 3, 2), True), (date(2026, 3, 1), False), (date(2026, 4, 1), False)):
        drawing = draw_timeline([], launch_on=date(2026, 3, 4), today=today, width=300)
        assert (drawing.today_x is not None) == is_there


@given(MARKS, DAYS, DAYS, WIDTHS)
def test_everything_is_on_the_drawing_in_the_order_of_its_days(marks, launch_on, today, width) -> None:
    drawing = draw_timeline(marks, launch_on=launch_on, today=today, width=width)
    assert len(drawing.marks) == len(marks)
    for placed in drawing.marks:
        assert 0 <= placed.x < width
        assert HEAD < placed.y < drawing.height
    by_day = sorted(zip((mark.on for mark in marks), (placed.x for placed in drawing.marks), strict=True))
    assert [x for _on, x in by_day] == sorted(x for _on, x in by_day)


@given(MARKS, DAYS, DAYS, WIDTHS)
def test_every_mark_has_a_line_of_its_own_and_words_cut_to_their_room(marks, launch_on, today, width) -> None:
    drawing = draw_timeline(marks, launch_on=launch_on, today=today, width=width)
    heights = [placed.y for placed in drawing.marks]
    assert all(below - above >= 30 for above, below in itertools.pairwise(heights))
    for mark, placed in zip(marks, drawing.marks, strict=True):
        assert placed.label == mark.label or placed.label.endswith("…")
        assert len(placed.label) <= len(mark.label)
        assert (placed.label_x < placed.x) == placed.is_before
        assert placed.is_before == (placed.x > width / 2)


@given(MARKS, DAYS, DAYS, WIDTHS)
def test_weeks_follow_each_other_and_named_ones_keep_their_distance(marks, launch_on, today, width) -> None:
    weeks = draw_timeline(marks, launch_on=launch_on, today=today, width=width).weeks
    steps = [after.x - before.x for before, after in itertools.pairwise(weeks)]
    assert all(step == pytest.approx(width / len(weeks)) for step in steps)
    named = [week.x for week in weeks if week.is_named]
    assert named[0] == 0
    assert all(after - before >= LEAST_BETWEEN - 1e-6 for before, after in itertools.pairwise(named))


@given(DAYS)
def test_a_launch_alone_is_a_week(launch_on) -> None:
    drawing = draw_timeline([], launch_on=launch_on, today=launch_on, width=280)
    assert [week.number for week in drawing.weeks] == [launch_on.isocalendar().week]
    assert drawing.launch_x == pytest.approx(40 * launch_on.weekday())
    assert drawing.today_x == drawing.launch_x
    assert launch_on - timedelta(days=launch_on.weekday()) <= launch_on
