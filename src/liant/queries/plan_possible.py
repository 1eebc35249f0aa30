"""Tell what could exist by a day, and why a promise cannot be kept: the same hours, asked before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from liant.loop.arbitrate.turnaround import size_of
from liant.loop.plan.availability import last_working_day, monday_of
from liant.loop.plan.problem import Plan, Request
from liant.loop.plan.quick import ASKED, Version, what_can_exist
from liant.loop.plan.steps import END_OF_WEEK, due_week, quick_steps, steps_of, week_index
from liant.loop.plan.ways import Way
from liant.loop.plan.why import Refused, refusal_of
from liant.loop.values.working_time import WorkCalendar
from liant.queries.arbitrate import deliveries_of, name_of
from liant.queries.clocks import work_calendar
from liant.queries.plan_problem import Calendar, calendar_of
from liant.store.models import Deliverable, MarketingRequest, Person

#: Versions of a piece of work: the whole of it, and what a third of the time makes of it.
FULL, QUICK = "full", "quick"


@dataclass(frozen=True, kw_only=True)
class PossibleView:
    """A version of a type of work, and when it could exist.

    Attributes
    ----------
    version : ``full`` or ``quick``.
    on : the working day by which it would be there.
    """

    version: str
    half_days: int
    on: date
    is_in_time: bool


@dataclass(frozen=True, kw_only=True)
class WhyView:
    """Why a promise cannot be kept, in facts; nobody is named, since hours belong to people.

    Attributes
    ----------
    reason : a value of ``Reason``.
    skill : of the step that breaks; empty when none does.
    hours, hours_there : needed, and there; by week for one person, in all for a skill over weeks.
    weeks_needed, weeks_left : lengths of the chain and of the time.
    n_others : promises in the way.
    first_on, last_on : Mondays of the weeks in which a skill is short.
    later_on, later_weeks : the day for which it is possible, and how much later that is; None when it never is.
    extra_hours, extra_on : what one more effort would be, and the Monday of its week; 0 when none suffices.
    others_move : others can give way without any becoming late.
    """

    reason: str
    skill: str
    hours: float
    hours_there: float
    weeks_needed: int
    weeks_left: int
    n_others: int
    first_on: date | None
    last_on: date | None
    later_on: date | None
    later_weeks: int
    extra_hours: float
    extra_on: date | None
    others_move: bool


@dataclass(frozen=True, kw_only=True)
class TypeAnswer:
    """What could exist of one type of work; ``why`` tells what stands in the way of the full version in time."""

    public_id: str
    name: str
    possible: tuple[PossibleView, ...]
    why: WhyView | None


def what_by(reader: Person, on: date, *, today: date) -> tuple[TypeAnswer, ...]:
    """Tell what could exist by a day of each type of work, without moving anything; ten queries.

    Only the working days up to that day count, from today when it lies in this week.
    """
    calendar, days = calendar_of(today), work_calendar()
    known = Plan(bookings=calendar.known)
    by_week = week_index(on, calendar.first_monday)
    share = share_of_week(on, today, days)
    types = list(Deliverable.objects.filter(retired_at=None).order_by("position", "id"))
    deliveries = deliveries_of(types)
    answers = []
    for row in types:
        half_days = size_of(row.half_days, [size for _days, size in deliveries.get(row.pk, [])]).half_days
        full = steps_of(row.skills, half_days, row.lead_weeks)
        quick, quick_half_days = quick_steps(row.skills, half_days)
        versions = (Version(id=FULL, steps=full), Version(id=QUICK, steps=quick))
        found = what_can_exist(calendar.problem, known, versions, by_week=by_week, share_of_week=share)
        possible = tuple(
            PossibleView(
                version=one.version,
                half_days=half_days if one.version == FULL else quick_half_days,
                on=on if one.is_in_time and one.week == by_week else end_of_week(calendar, one.week, days),
                is_in_time=one.is_in_time,
            )
            for one in found
        )
        is_full_in_time = any(one.version == FULL and one.is_in_time for one in possible)
        asked = Request(
            id=ASKED, steps=full, due_week=due_week(on, None, calendar.first_monday), from_week=calendar.problem.now
        )
        refused = None if is_full_in_time else refusal_of(calendar.problem, known, asked)
        why = why_of(calendar, refused, asked, days) if refused else None
        answers.append(TypeAnswer(public_id=row.public_id, name=name_of(row, reader), possible=possible, why=why))
    return tuple(answers)


def share_of_week(on: date, today: date, calendar: WorkCalendar) -> float:
    """Return the part of the working days of a week that lies before the end of a day, from today when it is this week."""
    week = [monday_of(on) + timedelta(days=n) for n in range(END_OF_WEEK + 1)]
    worked = [day for day in week if calendar.is_working(day)]
    if not worked:
        return 0.0
    return sum(today <= day <= on for day in worked) / len(worked)


def why_not_in_time(request: MarketingRequest, *, today: date) -> WhyView | None:
    """Tell why a promised request cannot be there in time, or at all; None when it can. Nine queries."""
    calendar, days = calendar_of(today), work_calendar()
    work = next((one for one in calendar.problem.requests if one.id == request.public_id), None)
    if work is None:
        return None
    asked = work if work.due_week is not None else replace(work, due_week=calendar.problem.n_weeks - 1)
    refused = refusal_of(calendar.problem, Plan(bookings=calendar.known), asked)
    return why_of(calendar, refused, asked, days) if refused else None


def end_of_week(calendar: Calendar, week: int, days: WorkCalendar) -> date:
    """Return the working day by which work of a week is there."""
    return last_working_day(calendar.monday(week) + timedelta(days=END_OF_WEEK), days)


def why_of(calendar: Calendar, refused: Refused, asked: Request, days: WorkCalendar) -> WhyView:
    """Turn the reasons of the library into facts to tell, without anybody's name."""
    params = refused.params
    ways = {way.way: way.params for way in refused.ways}
    later, extra = ways.get(Way.LATER, {}), ways.get(Way.HOURS, {})
    return WhyView(
        reason=refused.reason.value,
        skill=str(params.get("skill", "")),
        hours=_number(params.get("hours")),
        hours_there=_number(params.get("best_hours", params.get("hours_there"))),
        weeks_needed=int(_number(params.get("weeks_needed"))),
        weeks_left=int(_number(params.get("weeks_left"))),
        n_others=sum(len(others) for key in ("requests", "visits") if isinstance(others := params.get(key), tuple)),
        first_on=calendar.monday(int(_number(params["first_week"]))) if "first_week" in params else None,
        last_on=calendar.monday(int(_number(params["last_week"]))) if "last_week" in params else None,
        later_on=end_of_week(calendar, int(_number(later["week"])), days) if later else None,
        later_weeks=int(_number(later.get("weeks"))),
        extra_hours=_number(extra.get("hours")),
        extra_on=calendar.monday(int(_number(extra["week"]))) if extra else None,
        others_move=Way.MOVES in ways,
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
