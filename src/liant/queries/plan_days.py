"""Read the calendar in days: the dates of deals beside the deliverables that they wait for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from liant.loop.arbitrate.requests import PROMISED
from liant.loop.plan.availability import DAYS_A_WEEK, monday_of
from liant.loop.values.roles import MARKETING, SALES
from liant.loop.values.stages import OPEN_STAGES
from liant.loop.values.working_time import WorkCalendar, distance_to
from liant.queries.arbitrate import name_of
from liant.queries.clocks import work_calendar
from liant.queries.plan import Dates, dates_of
from liant.store.models import Booking, MarketingRequest, Opportunity, Person, RequestBacker, Visit


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something on a day of the calendar.

    Attributes
    ----------
    kind : ``deal``, ``deliverable`` or ``visit``: what it is, and the strand it belongs to.
    page : name of the address that shows it.
    about : the deal that waits for a deliverable, where the reader may read it.
    """

    kind: str
    on: date
    page: str
    public_id: str
    title: str
    language: str = "und"
    detail: str = ""
    about: str = ""
    about_id: str = ""
    dates: Dates | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """An entry with its distance, counted both ways: working days for sales, weeks for marketing."""

    entry: Entry
    days: int
    weeks: int


@dataclass(frozen=True, kw_only=True)
class Week:
    """One week of the page of days."""

    monday: date
    weeks: int
    entries: tuple[Told, ...]
    days_off: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class DaysView:
    """The page of days: the weeks ahead, and what waits without a date."""

    weeks: tuple[Week, ...]
    undated: tuple[Entry, ...]
    late: tuple[Entry, ...]
    is_empty: bool


def deal_dates(reader: Person, first: date, last: date) -> Iterable[Entry]:
    """List the days on which the reader's open deals should close; none for marketing."""
    if reader.role not in SALES:
        return
    rows = Opportunity.objects.visible_to(reader).filter(
        stage__in=[stage.value for stage in OPEN_STAGES], expected_close_on__range=(first, last)
    )
    for row in rows.select_related("account").order_by("expected_close_on", "id"):
        if row.expected_close_on is not None:
            yield Entry(
                kind="deal",
                on=row.expected_close_on,
                page="deal",
                public_id=row.public_id,
                title=row.name,
                detail=row.account.name if row.account else "",
            )


def deliverable_dates(reader: Person, first: date, last: date) -> Iterable[Entry]:
    """List the days for which what the reader waits for, or makes, is expected; late ones on their day."""
    for entry in deliverables_for(reader, first):
        if entry.dates is not None and entry.dates.expected_on is not None and first <= entry.on <= last:
            yield entry


def visit_dates(reader: Person, first: date, last: date) -> Iterable[Entry]:
    """List the joint visits on which the reader goes, agreed or asked; one query."""
    rows = Visit.objects.standing().filter(Q(marketer=reader) | Q(seller=reader), on__range=(first, last))
    for row in rows.select_related("account", "marketer", "seller"):
        other = row.seller if row.marketer_id == reader.pk else row.marketer
        yield Entry(
            kind="visit", on=row.on, page="visit", public_id=row.public_id, title=row.account.name, detail=other.name
        )


#: What lies on the days of the calendar, whatever it comes from.
SOURCES: tuple[Callable[[Person, date, date], Iterable[Entry]], ...] = (deal_dates, deliverable_dates, visit_dates)


def deliverables_for(reader: Person, today: date) -> list[Entry]:
    """List the promised requests that the reader asks for, or makes, with their dates; four queries."""
    backers = RequestBacker.objects.select_related("opportunity").order_by("at", "id")
    rows = MarketingRequest.objects.visible_to(reader).filter(status__in=[status.value for status in PROMISED])
    if reader.role in MARKETING:
        rows = rows.filter(pk__in=Booking.objects.filter(person=reader).values("request"))
    readable = set(
        Opportunity.objects.visible_to(reader).filter(requests__request__in=rows).values_list("pk", flat=True)
    )
    calendar = work_calendar()
    found = []
    for row in rows.select_related("deliverable").prefetch_related("bookings", Prefetch("backers", queryset=backers)):
        dates = dates_of(row, row.bookings.all(), today, calendar)
        deal = next((b.opportunity for b in row.backers.all() if b.opportunity_id in readable), None)
        found.append(
            Entry(
                kind="deliverable",
                on=dates.expected_on or today,
                page="request",
                public_id=row.public_id,
                title=row.title,
                language=row.language,
                detail=name_of(row.deliverable, reader),
                about=deal.name if deal else "",
                about_id=deal.public_id if deal else "",
                dates=dates,
            )
        )
    return sorted(found, key=lambda entry: (entry.on, entry.title, entry.public_id))


def days_view(reader: Person, *, today: date, n_weeks: int) -> DaysView:
    """Show the weeks ahead in days, in at most nine queries."""
    calendar = work_calendar()
    monday = monday_of(today)
    last = monday + timedelta(days=DAYS_A_WEEK * n_weeks - 1)
    by_week: dict[int, list[Told]] = defaultdict(list)
    for source in SOURCES:
        for entry in source(reader, today, last):
            distance = distance_to(entry.on, today, calendar)
            by_week[distance.weeks].append(Told(entry=entry, days=distance.days, weeks=distance.weeks))
    waiting = deliverables_for(reader, today)
    return DaysView(
        is_empty=not waiting and not any(by_week.values()),
        weeks=tuple(
            Week(
                monday=first,
                weeks=week,
                entries=tuple(
                    sorted(by_week[week], key=lambda told: (told.entry.on, told.entry.kind, told.entry.public_id))
                ),
                days_off=days_off(first, calendar),
            )
            for week in range(n_weeks)
            for first in (monday + timedelta(days=DAYS_A_WEEK * week),)
        ),
        undated=tuple(entry for entry in waiting if entry.dates is not None and entry.dates.expected_on is None),
        late=tuple(entry for entry in waiting if entry.dates is not None and entry.dates.is_overdue),
    )


def days_off(monday: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """List the days of a working week on which nobody works."""
    days = (monday + timedelta(days=n) for n in range(5))
    return tuple(day for day in days if not calendar.is_working(day))
