"""Read response clocks: what was promised, what is left, whose turn it is."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q

from liant.loop.clocks.promises import USUAL_HALF_DAYS, PromiseCode
from liant.loop.values.roles import MARKETING, Role
from liant.loop.values.working_time import WorkCalendar, distance_to
from liant.queries.ledger import name_for
from liant.store.models import Clock, Closure, Person, ResponsePromise, Side

#: Who answers for what a whole side owes.
LEADING = frozenset({Role.SALES_MANAGER, Role.MARKETING_DIRECTOR})


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A clock as one reader sees it.

    Attributes
    ----------
    state : ``running``, ``late``, ``paused``, ``kept`` (stopped in time) or ``broken`` (stopped after).
    days, weeks : how far the due day is, in working days and calendar weeks; negative when it has passed.
    owes, waits : who, as the reader may name them; ``owes`` is empty when a side owes.
    is_mine : it is this reader's turn.
    reason : what it waits for, while paused.
    may_pause, may_resume : this reader owes it; this reader owes it or waits for it.
    """

    public_id: str
    code: str
    kind: str
    object_id: str
    state: str
    due_at: datetime
    days: int
    weeks: int
    owes: str
    side: str
    waits: str
    is_mine: bool
    reason: str
    may_pause: bool
    may_resume: bool


def work_calendar() -> WorkCalendar:
    """Tell when people work here, in one query."""
    closed = frozenset(
        first_on + timedelta(days=n)
        for first_on, last_on in Closure.objects.values_list("first_on", "last_on")
        for n in range((last_on - first_on).days + 1)
    )
    return WorkCalendar(zone=company_zone(), closed=closed)


def company_zone() -> zoneinfo.ZoneInfo:
    """Tell in which zone the days of the company are told."""
    return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def day_in_company(moment: datetime) -> date:
    """Tell on which day of the company a moment falls."""
    return moment.astimezone(company_zone()).date()


def state_of(clock: Clock, now: datetime) -> str:
    """Tell where a clock stands; late is after the due moment, not at it."""
    if clock.stopped_at is not None:
        # Stopped while paused: what counts is when it was paused.
        return "kept" if (clock.paused_at or clock.stopped_at) <= clock.due_at else "broken"
    if clock.paused_at is not None:
        return "paused"
    return "late" if now > clock.due_at else "running"


def side_of(person: Person) -> Side:
    """Tell which side a person is on: whoever is not in marketing is on the side of sales."""
    return Side.MARKETING if person.role in MARKETING else Side.SALES


def owes(person: Person, clock: Clock) -> bool:
    """Tell whether a person owes an answer, alone or with their whole side."""
    if clock.owed_by_id is not None:
        return clock.owed_by_id == person.pk
    return bool(clock.owed_by_side == side_of(person))


def promised_half_days(code: PromiseCode) -> int:
    """Tell how long an answer may take from now on, in working half-days."""
    decided = ResponsePromise.objects.filter(code=code.value).values_list("half_days", flat=True).first()
    return USUAL_HALF_DAYS[code] if decided is None else decided


def view_clock(clock: Clock, reader: Person, now: datetime, calendar: WorkCalendar) -> ClockView:
    """Show a clock loaded with its people."""
    distance = distance_to(
        clock.due_at.astimezone(calendar.zone).date(), now.astimezone(calendar.zone).date(), calendar
    )
    state = state_of(clock, now)
    owes_me, waits_me = owes(reader, clock), clock.waited_by_id == reader.pk
    return ClockView(
        public_id=clock.public_id,
        code=clock.code,
        kind=clock.kind,
        object_id=clock.object_id,
        state=state,
        due_at=clock.due_at,
        days=distance.days,
        weeks=distance.weeks,
        owes=name_for(reader, clock.owed_by) if clock.owed_by else "",
        side=clock.owed_by_side,
        waits=name_for(reader, clock.waited_by) if clock.waited_by else "",
        is_mine=waits_me if state == "paused" else owes_me and clock.stopped_at is None,
        reason=clock.pause_reason if state == "paused" else "",
        may_pause=owes_me and state in ("running", "late"),
        may_resume=(owes_me or waits_me) and state == "paused",
    )


def clocks_of(
    kind: str, public_ids: Iterable[str], reader: Person, now: datetime, calendar: WorkCalendar | None = None
) -> dict[str, ClockView]:
    """Find the latest clock of each object, by its public id: two queries, one with a calendar already read."""
    rows = Clock.objects.filter(kind=kind, object_id__in=list(public_ids)).select_related("owed_by", "waited_by")
    calendar = calendar or work_calendar()
    return {row.object_id: view_clock(row, reader, now, calendar) for row in rows.order_by("id")}


def owed_by_person(person: Person) -> Q:
    """Select the promises that a person owes; a side's are its managers' to keep."""
    mine = Q(owed_by=person)
    if person.role in LEADING:
        mine |= Q(owed_by=None, owed_by_side=side_of(person).value)
    return mine


def end_of_day(day: date) -> datetime:
    """Return the moment at which a day of the company ends."""
    return datetime.combine(day + timedelta(days=1), time(0), zoneinfo.ZoneInfo(settings.TIME_ZONE))
