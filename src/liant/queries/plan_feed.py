"""Read what the calendar of one person gives to other programs: no client's name, no figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from liant.loop.arbitrate.requests import PROMISED
from liant.loop.plan.availability import DAYS_A_WEEK, hours_of
from liant.loop.plan.visit_reasons import VisitStatus
from liant.loop.values.roles import MARKETING
from liant.queries.clocks import work_calendar
from liant.queries.plan import last_day
from liant.queries.plan_days import deal_dates, deliverable_dates
from liant.store.models import Booking, CalendarFeed, Person, Visit

#: How far ahead a feed tells.
AHEAD = timedelta(days=26 * DAYS_A_WEEK)


@dataclass(frozen=True, kw_only=True)
class FeedView:
    """The private address of somebody, as far as it is known."""

    opened_at: datetime
    read_on: date | None


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """Something to write into a feed.

    Attributes
    ----------
    kind : ``work``, ``deliverable``, ``deal`` or ``visit``; the last two have no title, since it would name a client.
    hours : when a visit begins and ends; None for whole days.
    """

    kind: str
    page: str
    public_id: str
    uid: str
    first_on: date
    last_on: date
    title: str
    hours: tuple[datetime, datetime] | None = None


def feed_of(person: Person) -> FeedView | None:
    """Show whether somebody's calendar is read elsewhere."""
    row = CalendarFeed.objects.filter(person=person).first()
    return None if row is None else FeedView(opened_at=row.opened_at, read_on=row.read_on)


def feed_entries(person: Person, *, today: date) -> tuple[FeedEntry, ...]:
    """List what somebody's calendar tells: what one makes, or waits for, in days; the joint visits agreed, by the hour."""
    days = work_entries(person) if person.role in MARKETING else awaited_entries(person, today)
    return (*days, *visit_entries(person, today))


def work_entries(person: Person) -> Iterator[FeedEntry]:
    """List the weeks of what somebody makes; one query."""
    rows = Booking.objects.filter(person=person, request__status__in=[status.value for status in PROMISED])
    for row in rows.select_related("request").order_by("first_on", "id"):
        yield FeedEntry(
            kind="work",
            page="request",
            public_id=row.request.public_id,
            uid=row.public_id,
            first_on=row.first_on,
            last_on=last_day(row),
            title=row.request.title,
        )


def awaited_entries(person: Person, today: date) -> Iterator[FeedEntry]:
    """List the days of what somebody waits for, and of the deals that should close."""
    for source in (deal_dates, deliverable_dates):
        for entry in source(person, today, today + AHEAD):
            yield FeedEntry(
                kind=entry.kind,
                page=entry.page,
                public_id=entry.public_id,
                uid=entry.public_id,
                first_on=entry.on,
                last_on=entry.on,
                title="" if entry.kind == "deal" else entry.title,
            )


def visit_entries(person: Person, today: date) -> Iterator[FeedEntry]:
    """List the joint visits that are agreed, at the hours of the company's zone; three queries."""
    zone = work_calendar().zone
    rows = Visit.objects.filter(
        Q(marketer=person) | Q(seller=person), status=VisitStatus.AGREED.value, on__range=(today, today + AHEAD)
    )
    for row in rows.order_by("on", "half", "id"):
        yield FeedEntry(
            kind="visit",
            page="visit",
            public_id=row.public_id,
            uid=row.public_id,
            first_on=row.on,
            last_on=row.on,
            title="",
            hours=hours_of(row.on, row.half, is_whole_day=row.is_whole_day, zone=zone),
        )
