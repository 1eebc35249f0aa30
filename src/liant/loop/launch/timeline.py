"""Place the days of a launch on a drawing: weeks across, one line per item, each with its words beside its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: Height of the head that names the weeks, and of a line, in pixels.
HEAD, LINE = 28, 30
#: Width of a letter of the labels and room around a mark, in pixels; the narrowest distance between two named weeks.
LETTER, GAP, LEAST_BETWEEN = 7.0, 12, 34


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something that happens on a day."""

    label: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week of the drawing, from its Monday: ``number`` as calendars say it, ``x`` of its Monday, named or not."""

    number: int
    x: float
    is_named: bool


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A mark placed: ``x``, ``y`` of its centre; its words start at ``label_x``, or end there when ``is_before``."""

    x: float
    y: float
    label: str
    label_x: float
    is_before: bool


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A drawing of ``width`` by ``height`` pixels; ``today_x`` is None when today is not on it."""

    width: int
    height: int
    weeks: tuple[Week, ...]
    marks: tuple[Placed, ...]
    launch_x: float
    today_x: float | None


def draw_timeline(marks: Sequence[Mark], *, launch_on: date, today: date, width: int) -> Timeline:
    """Draw whole weeks from the first day to the last one, with today and the day of the launch.

    Parameters
    ----------
    marks : in the order of the lines.
    width : pixels, 240 at the least.

    Notes
    -----
    Every mark has a line of its own: words never meet. They stand on the side with more room and are cut to it.
    """
    days = [mark.on for mark in marks] + [launch_on]
    first = monday(min(days))
    last = monday(max(days)) + timedelta(weeks=1)
    n_days = (last - first).days

    def x_of(day: date) -> float:
        return width * (day - first).days / n_days

    n_weeks = n_days // 7
    every = -(-LEAST_BETWEEN * n_weeks // width)
    weeks = tuple(
        Week(
            number=(first + timedelta(weeks=i)).isocalendar().week,
            x=x_of(first + timedelta(weeks=i)),
            is_named=i % every == 0,
        )
        for i in range(n_weeks)
    )
    return Timeline(
        width=width,
        height=HEAD + LINE * len(marks) + 4,
        weeks=weeks,
        marks=tuple(place(mark.label, x_of(mark.on), HEAD + LINE * (i + 0.5), width) for i, mark in enumerate(marks)),
        launch_x=x_of(launch_on),
        today_x=x_of(today) if first <= today <= last else None,
    )


def place(label: str, x: float, y: float, width: int) -> Placed:
    """Put words beside a mark, on the side with more room, cut to that room."""
    is_before = x > width - x
    room = (x if is_before else width - x) - GAP
    n_letters = max(1, int(room / LETTER))
    shown = label if len(label) <= n_letters else label[: n_letters - 1].rstrip() + "…"
    return Placed(x=x, y=y, label=shown, label_x=x - GAP if is_before else x + GAP, is_before=is_before)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
