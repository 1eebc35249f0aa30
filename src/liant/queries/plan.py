"""Read the calendar in weeks: who is booked for what, and when it is expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liant.loop.arbitrate.requests import PROMISED, RequestStatus
from liant.loop.plan.availability import DAYS_A_WEEK, last_working_day
from liant.loop.plan.problem import TENTHS
from liant.loop.plan.problem import Person as Maker
from liant.loop.plan.steps import ANY_SKILL, END_OF_WEEK, week_index
from liant.loop.values.working_time import WorkCalendar
from liant.queries.arbitrate import name_of
from liant.queries.clocks import work_calendar
from liant.queries.ledger import name_for
from liant.queries.plan_problem import makers, makers_of
from liant.store.models import Booking, MarketingRequest, Person, PlanRun, PlanStatus, Visit
from liant.store.models.plan import workers_for


@dataclass(frozen=True, kw_only=True)
class Dates:
    """When a request is needed, and when the calendar expects it.

    Attributes
    ----------
    expected_on : None where it has no place in the calendar.
    is_late : expected after it is needed.
    is_overdue : expected on a day that has passed.
    """

    needed_on: date | None
    expected_on: date | None
    is_late: bool
    is_overdue: bool

    @property
    def is_at_risk(self) -> bool:
        """Tell whether there is something to explain: it comes too late, or has no place."""
        return self.is_late or self.expected_on is None


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A booked step as it lies in a row of the page of weeks.

    Attributes
    ----------
    column, span : place among the weeks shown, from 1, and how many of them it covers.
    is_cut : it began before the first week shown, or ends after the last one.
    """

    public_id: str
    request_id: str
    title: str
    language: str
    deliverable: str
    who: str
    skill: str
    column: int
    span: int
    lane: int
    is_cut: bool
    hours: float
    dates: Dates
    in_hand: bool
    is_pinned: bool
    monday: date
    last_on: date


@dataclass(frozen=True, kw_only=True)
class VisitMark:
    """A joint visit that takes time in a week shown, where the reader may read it."""

    public_id: str
    account: str
    on: date
    half: int
    is_whole_day: bool
    column: int
    lane: int


@dataclass(frozen=True, kw_only=True)
class Load:
    """What is booked in one week of a row, and what can be; None where the reader may not know."""

    monday: date
    booked: float
    bookable: float | None
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """A person, or a skill, and the weeks of it."""

    person_id: str
    name: str
    skills: tuple[str, ...]
    loads: tuple[Load, ...]
    bars: tuple[Bar, ...]
    visits: tuple[VisitMark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """A promised request that has no place."""

    public_id: str
    title: str
    language: str
    half_days: int
    needed_on: date | None


@dataclass(frozen=True, kw_only=True)
class RunView:
    """How the calendar that is shown was computed."""

    public_id: str
    is_running: bool
    has_failed: bool
    method: str
    at: datetime
    n_planned: int
    n_late: int


@dataclass(frozen=True, kw_only=True)
class WeeksView:
    """The page of weeks."""

    mondays: tuple[date, ...]
    rows: tuple[Row, ...]
    unplaced: tuple[Unplaced, ...]
    last_run: RunView | None
    n_late: int


def last_day(row: Booking) -> date:
    """Return the day by which a booked step is done: the Friday of its last week."""
    return row.first_on + timedelta(days=DAYS_A_WEEK * (row.weeks - 1) + END_OF_WEEK)


def end_of(rows: Iterable[Booking], calendar: WorkCalendar) -> date | None:
    """Return the working day by which all the booked steps of a request are done; None when there is none."""
    friday = max((last_day(row) for row in rows), default=None)
    return None if friday is None else last_working_day(friday, calendar)


def dates_of(request: MarketingRequest, rows: Iterable[Booking], today: date, calendar: WorkCalendar) -> Dates:
    """Hold the day by which a request is needed against the day for which the calendar expects it."""
    expected_on = end_of(rows, calendar)
    return Dates(
        needed_on=request.needed_on,
        expected_on=expected_on,
        is_late=expected_on is not None and request.needed_on is not None and expected_on > request.needed_on,
        is_overdue=expected_on is not None and expected_on < today,
    )


def dates_by_request(
    public_ids: Collection[str], *, today: date, calendar: WorkCalendar | None = None
) -> Mapping[str, Dates]:
    """Tell when each promised request is needed and expected: three queries, two with a calendar already read."""
    calendar = calendar or work_calendar()
    rows = MarketingRequest.objects.filter(public_id__in=public_ids, status__in=[status.value for status in PROMISED])
    return {
        row.public_id: dates_of(row, row.bookings.all(), today, calendar) for row in rows.prefetch_related("bookings")
    }


def weeks_view(reader: Person, monday: date, n_weeks: int, *, today: date, by_skill: bool = False) -> WeeksView:
    """Show the calendar of marketing from a week on, in eleven queries.

    Hours that can be booked of a colleague are not told: they would say when somebody is away.
    """
    mondays = tuple(monday + timedelta(days=DAYS_A_WEEK * week) for week in range(n_weeks))
    rows = list(
        Booking.objects.select_related("person", "request__deliverable")
        .filter(request__status__in=[status.value for status in PROMISED])
        .order_by("first_on", "id")
    )
    by_request: dict[int, list[Booking]] = defaultdict(list)
    for row in rows:
        by_request[row.request_id].append(row)
    calendar = work_calendar()
    dates = {key: dates_of(found[0].request, found, today, calendar) for key, found in by_request.items()}
    shown = [row for row in rows if row.first_on <= mondays[-1] and last_day(row) >= monday]
    people = makers()
    hours = {maker.id: maker for maker in makers_of(people, monday, n_weeks)}
    make = skill_rows if by_skill else people_rows
    promised = MarketingRequest.objects.filter(status__in=[status.value for status in PROMISED], bookings=None)
    return WeeksView(
        mondays=mondays,
        rows=tuple(make(reader, people, shown, dates, hours, mondays)),
        unplaced=tuple(
            Unplaced(
                public_id=row.public_id,
                title=row.title,
                language=row.language,
                half_days=row.half_days,
                needed_on=row.needed_on,
            )
            for row in promised.order_by("needed_on", "id")
        ),
        last_run=last_run(),
        n_late=sum(found.is_late for found in dates.values()),
    )


def people_rows(
    reader: Person,
    people: Collection[Person],
    shown: Collection[Booking],
    dates: Mapping[int, Dates],
    hours: Mapping[str, Maker],
    mondays: tuple[date, ...],
) -> Iterable[Row]:
    """Give each marketer a row, the reader first; two queries."""
    visits = visits_by_marketer(reader, mondays)
    readable = set(workers_for(reader).values_list("pk", flat=True))
    for person in sorted(people, key=lambda person: (person.pk != reader.pk, person.name, person.pk)):
        own = [row for row in shown if row.person_id == person.pk]
        bookable = hours[person.public_id].hours if person.pk in readable else None
        pattern = getattr(person, "work_pattern", None)
        bars, marks = lay_out(own, visits[person.pk], dates, reader, mondays)
        yield Row(
            person_id=person.public_id,
            name=name_for(reader, person),
            skills=tuple(pattern.skills) if pattern else (),
            loads=loads_of(own, bookable, mondays),
            bars=bars,
            visits=marks,
        )


def visits_by_marketer(reader: Person, mondays: tuple[date, ...]) -> Mapping[int, list[Visit]]:
    """List the visits that take time in the weeks shown, of those that the reader may read; one query."""
    rows = Visit.objects.visible_to(reader).taking_time().select_related("account")
    found: dict[int, list[Visit]] = defaultdict(list)
    for row in rows.filter(on__range=(mondays[0], mondays[-1] + timedelta(days=END_OF_WEEK))).order_by("on", "half"):
        found[row.marketer_id].append(row)
    return found


def skill_rows(
    reader: Person,
    people: Collection[Person],
    shown: Collection[Booking],
    dates: Mapping[int, Dates],
    hours: Mapping[str, Maker],
    mondays: tuple[date, ...],
) -> Iterable[Row]:
    """Give each skill that is booked a row; what can be booked of a skill is not a sum of people who have others too."""
    for skill in sorted({row.skill for row in shown}):
        own = [row for row in shown if row.skill == skill]
        yield Row(
            person_id="",
            name="",
            skills=(skill,) if skill != ANY_SKILL else (),
            loads=loads_of(own, None, mondays),
            bars=lay_out(own, (), dates, reader, mondays)[0],
        )


def loads_of(
    rows: Collection[Booking], bookable: tuple[float, ...] | None, mondays: tuple[date, ...]
) -> tuple[Load, ...]:
    """Add up what is booked in each week."""
    found = []
    for place, monday in enumerate(mondays):
        booked = sum(
            row.tenths / TENTHS / row.weeks
            for row in rows
            if row.first_on <= monday < row.first_on + timedelta(days=DAYS_A_WEEK * row.weeks)
        )
        most = bookable[place] if bookable is not None else None
        is_over = most is not None and booked > most + 1 / TENTHS * len(rows)
        found.append(Load(monday=monday, booked=round(booked, 1), bookable=most, is_over=is_over))
    return tuple(found)


def lay_out(
    rows: Collection[Booking],
    visits: Collection[Visit],
    dates: Mapping[int, Dates],
    reader: Person,
    mondays: tuple[date, ...],
) -> tuple[tuple[Bar, ...], tuple[VisitMark, ...]]:
    """Lay booked steps and visits into lanes, so that none covers another."""
    spans: list[tuple[int, int, Booking | Visit]] = []
    for row in rows:
        start = week_index(row.first_on, mondays[0])
        spans.append((max(start, 0), min(start + row.weeks, len(mondays)), row))
    for visit in visits:
        week = week_index(visit.on, mondays[0])
        spans.append((week, week + 1, visit))
    ends: list[int] = []
    bars, marks = [], []
    for column, end, item in sorted(spans, key=lambda span: span[0]):
        lane = next((k for k, taken in enumerate(ends) if taken <= column), len(ends))
        ends[lane : lane + 1] = [end]
        if isinstance(item, Booking):
            dated = dates[item.request_id]
            bars.append(bar_of(item, dated, reader, column=column + 1, span=end - column, lane=lane + 1))
        else:
            marks.append(mark_of(item, column=column + 1, lane=lane + 1))
    return tuple(bars), tuple(marks)


def mark_of(visit: Visit, *, column: int, lane: int) -> VisitMark:
    """Turn a visit into what is shown of it."""
    return VisitMark(
        public_id=visit.public_id,
        account=visit.account.name,
        on=visit.on,
        half=visit.half,
        is_whole_day=visit.is_whole_day,
        column=column,
        lane=lane,
    )


def bar_of(row: Booking, dates: Dates, reader: Person, *, column: int = 1, span: int = 1, lane: int = 1) -> Bar:
    """Turn a booked step into what is shown of it."""
    return Bar(
        public_id=row.public_id,
        request_id=row.request.public_id,
        title=row.request.title,
        language=row.request.language,
        deliverable=name_of(row.request.deliverable, reader),
        who=name_for(reader, row.person),
        skill=row.skill,
        column=column,
        span=span,
        lane=lane,
        is_cut=span < row.weeks,
        hours=row.tenths / TENTHS,
        dates=dates,
        in_hand=row.request.status == RequestStatus.IN_HAND,
        is_pinned=row.is_pinned,
        monday=row.first_on,
        last_on=last_day(row),
    )


def last_run() -> RunView | None:
    """Tell how the calendar was last computed; one query."""
    row = PlanRun.objects.order_by("-id").first()
    if row is None:
        return None
    return RunView(
        public_id=row.public_id,
        is_running=row.status in (PlanStatus.QUEUED, PlanStatus.RUNNING),
        has_failed=row.status == PlanStatus.FAILED,
        method=row.method,
        at=row.finished_at or row.asked_at,
        n_planned=row.n_planned,
        n_late=row.n_late,
    )
