"""What a request is to the calendar: its steps, its date and what a week of delay costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, sqrt

from liant.loop.plan.availability import DAYS_A_WEEK, HOURS_A_HALF_DAY, monday_of
from liant.loop.plan.problem import Step

#: Nobody works on one step more than this each week: other work goes on beside it.
MOST_HALF_DAYS_A_WEEK = 4
#: A quick version is one part of this many.
PARTS_OF_QUICK = 3
#: What anybody in marketing can do, where the type of work names no skill.
ANY_SKILL = ""
#: Days from Monday to the day by which work of a week is there.
END_OF_WEEK = 4
#: Sales need this long with it before their date.
TIME_TO_USE_IT = timedelta(days=7)
#: A deal of this many euros weighs 1; nothing weighs more than ``HEAVIEST``.
EUROS_OF_ONE, HEAVIEST = 625, 30.0


def steps_of(skills: Sequence[str], half_days: int, lead_weeks: int) -> tuple[Step, ...]:
    """Cut work into one step for each skill, of about the same size, over the weeks that it takes at least.

    Parameters
    ----------
    skills : in the order of the work; none means anybody.
    half_days : in all; a skill for which no half-day is left gets no step.
    lead_weeks : that the whole takes at the least; the chain is longer when the steps need more.
    """
    named = list(skills[:half_days]) or [ANY_SKILL]
    share, rest = divmod(half_days, len(named))
    sizes = [share + (place < rest) for place in range(len(named))]
    weeks = [ceil(size / MOST_HALF_DAYS_A_WEEK) for size in sizes]
    while sum(weeks) < lead_weeks and any(size > n for size, n in zip(sizes, weeks, strict=True)):
        # The step with the most work a week is the one to spread.
        place = max(range(len(named)), key=lambda k: (sizes[k] > weeks[k], sizes[k] / weeks[k], -k))
        weeks[place] += 1
    return tuple(
        Step(skill=skill, hours=size * HOURS_A_HALF_DAY, weeks=n)
        for skill, size, n in zip(named, sizes, weeks, strict=True)
    )


def quick_steps(skills: Sequence[str], half_days: int) -> tuple[tuple[Step, ...], int]:
    """Return what one person makes in a third of the work, within a week, and its half-days: a first draft, not a whole."""
    n = min(MOST_HALF_DAYS_A_WEEK, max(1, round(half_days / PARTS_OF_QUICK)))
    return (Step(skill=skills[0] if skills else ANY_SKILL, hours=n * HOURS_A_HALF_DAY),), n


def week_index(day: date, first_monday: date) -> int:
    """Return the week of the calendar in which a day falls; negative before the first one."""
    return (monday_of(day) - first_monday).days // DAYS_A_WEEK


def wanted_on(needed_on: date | None, closes_on: date | None) -> date | None:
    """Return the day by which work is wanted: the one that was typed, else that of a deal less the time to use it."""
    return needed_on or (closes_on - TIME_TO_USE_IT if closes_on else None)


def due_week(needed_on: date | None, closes_on: date | None, first_monday: date) -> int | None:
    """Return the last week in which work may end to be there in time; None when nobody waits for a date.

    Work of a week is there on its Friday.
    """
    wanted = wanted_on(needed_on, closes_on)
    return None if wanted is None else week_index(wanted - timedelta(days=END_OF_WEEK), first_monday)


def weight_of(amounts_cents: Sequence[int]) -> float:
    """Return what a week of delay costs, from the deals that wait: the root of their sum, from 1 to ``HEAVIEST``."""
    euros = sum(amounts_cents) / 100
    return min(HEAVIEST, max(1.0, sqrt(euros / EUROS_OF_ONE)))
