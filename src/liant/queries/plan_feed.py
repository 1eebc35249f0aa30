"""Read what the calendar of one person gives to other programs: no client's name, no figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liant.loop.arbitrate.requests import PROMISED
from liant.loop.plan.availability import DAYS_A_WEEK
from liant.loop.values.roles import MARKETING
from liant.queries.plan import last_day
from liant.queries.plan_days import SOURCES
from liant.store.models import Booking, CalendarFeed, Person

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
    kind : ``work``, ``deliverable`` or ``deal``; a deal has no title, since it would name a client.
    """

    kind: str
    page: str
    public_id: str
    uid: str
    first_on: date
    last_on: date
    title: str


def feed_of(person: Person) -> FeedView | None:
    """Show whether somebody's calendar is read elsewhere."""
    row = CalendarFeed.objects.filter(person=person).first()
    return None if row is None else FeedView(opened_at=row.opened_at, read_on=row.read_on)


def feed_entries(person: Person, *, today: date) -> tuple[FeedEntry, ...]:
    """List what somebody's calendar tells: the weeks of what one makes; else the days of what one waits for."""
    if person.role in MARKETING:
        rows = Booking.objects.filter(person=person, request__status__in=[status.value for status in PROMISED])
        return tuple(
            FeedEntry(
                kind="work",
                page="request",
                public_id=row.request.public_id,
                uid=row.public_id,
                first_on=row.first_on,
                last_on=last_day(row),
                title=row.request.title,
            )
            for row in rows.select_related("request").order_by("first_on", "id")
        )
    return tuple(
        FeedEntry(
            kind=entry.kind,
            page=entry.page,
            public_id=entry.public_id,
            uid=entry.public_id,
            first_on=entry.on,
            last_on=entry.on,
            title="" if entry.kind == "deal" else entry.title,
        )
        for source in SOURCES
        for entry in source(person, today, today + AHEAD)
    )
