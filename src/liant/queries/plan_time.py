"""Read when people work: usual week, skills, absences, and the days on which the company is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from liant.loop.plan.availability import (
    DAYS_A_WEEK,
    FULL_WEEK,
    USUAL_PERCENT,
    HalfDay,
    Span,
    WorkingTime,
    free_half_days,
    half_days_of,
    hours_by_week,
    monday_of,
)
from liant.loop.values.roles import MARKETING
from liant.loop.values.working_time import HALVES_A_DAY, WorkCalendar
from liant.queries.arbitrate_cycle import buffer_percent_now
from liant.queries.clocks import work_calendar
from liant.store.models import Absence, Closure, Person, Visit, WorkPattern
from liant.store.models.plan import workers_for

#: Weeks told ahead on the page of somebody's working time.
N_WEEKS_TOLD = 6


@dataclass(frozen=True, kw_only=True)
class AbsenceView:
    """An absence as its owner typed it or gave it in a file."""

    public_id: str
    first_on: date
    from_afternoon: bool
    last_on: date
    to_noon: bool
    is_from_file: bool
    is_one_day: bool


@dataclass(frozen=True, kw_only=True)
class WeekHours:
    """What can be booked of somebody in one week.

    Attributes
    ----------
    half_days : worked; absences, days off and joint visits taken away.
    hours : that can be booked, after running work and the buffer.
    """

    monday: date
    number: int
    half_days: int
    hours: float


@dataclass(frozen=True, kw_only=True)
class WorkingTimeView:
    """The working time of somebody, for themselves or for whoever manages them."""

    public_id: str
    name: str
    role: str
    is_me: bool
    is_marketing: bool
    skills: tuple[str, ...]
    half_days: tuple[int, ...]
    percent: int
    version: int
    absences: tuple[AbsenceView, ...]
    weeks: tuple[WeekHours, ...]


@dataclass(frozen=True, kw_only=True)
class WorkerLine:
    """Somebody in a list of those whose time one manages."""

    public_id: str
    name: str
    role: str
    team: str
    skills: tuple[str, ...]
    n_half_days: int
    away_from: date | None


@dataclass(frozen=True, kw_only=True)
class ClosureView:
    """Days off of the whole company."""

    public_id: str
    first_on: date
    last_on: date


def absences_by_person(people: Collection[int], *, since: date) -> Mapping[int, frozenset[HalfDay]]:
    """List the half-days of absence that end on a day or after it, by person; one query."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for row in Absence.objects.filter(person__in=people, last_on__gte=since):
        spans[row.person_id].append(span_of(row))
    return {person: frozenset(half_days_of(found)) for person, found in spans.items()}


def visits_by_person(
    visits: QuerySet[Visit], people: Collection[int], *, since: date
) -> Mapping[int, frozenset[HalfDay]]:
    """List the half-days that joint visits take from a day on, the way there included, by person; one query.

    Parameters
    ----------
    visits : those that count.
    """
    found: dict[int, set[HalfDay]] = defaultdict(set)
    for row in visits.filter(on__gte=since).filter(Q(marketer__in=people) | Q(seller__in=people)):
        halves = range(HALVES_A_DAY) if row.is_whole_day else (row.half,)
        for person in (row.marketer_id, row.seller_id):
            found[person].update((row.on, half) for half in halves)
    return {person: frozenset(halves) for person, halves in found.items()}


def span_of(row: Absence) -> Span:
    """Turn a row into the half-days that it covers."""
    return Span(first=(row.first_on, row.first_half), last=(row.last_on, row.last_half))


def working_time(pattern: WorkPattern | None, away: frozenset[HalfDay] = frozenset()) -> WorkingTime:
    """Tell when somebody works, of what is not taken; without a row, a full week."""
    if pattern is None:
        return WorkingTime(away=away)
    return WorkingTime(half_days=frozenset(pattern.half_days), percent=pattern.percent, away=away)


def week_hours(working: WorkingTime, monday: date, n_weeks: int, calendar: WorkCalendar) -> tuple[WeekHours, ...]:
    """Tell what can be booked in each of the weeks to come; one query."""
    free = free_half_days(working, monday, n_weeks, calendar)
    mondays = [monday + timedelta(days=DAYS_A_WEEK * week) for week in range(n_weeks)]
    hours = hours_by_week(working, free, n_weeks, buffer_percent=buffer_percent_now())
    counts = [0] * n_weeks
    for half_day in free:
        counts[half_day // len(FULL_WEEK)] += 1
    return tuple(
        WeekHours(monday=day, number=day.isocalendar().week, half_days=count, hours=told)
        for day, count, told in zip(mondays, counts, hours, strict=True)
    )


def working_time_view(reader: Person, person: Person, *, today: date) -> WorkingTimeView:
    """Show the working time of somebody whom the reader may see, in six queries."""
    pattern = WorkPattern.objects.filter(person=person).first()
    monday = monday_of(today)
    away = absences_by_person([person.pk], since=monday).get(person.pk, frozenset())
    visiting = visits_by_person(Visit.objects.taking_time(), [person.pk], since=monday).get(person.pk, frozenset())
    rows = Absence.objects.filter(person=person, last_on__gte=today).order_by("first_on", "first_half", "id")
    return WorkingTimeView(
        public_id=person.public_id,
        name=person.name,
        role=person.role,
        is_me=person.pk == reader.pk,
        is_marketing=person.role in MARKETING,
        skills=tuple(pattern.skills) if pattern else (),
        half_days=tuple(pattern.half_days) if pattern else tuple(sorted(FULL_WEEK)),
        percent=pattern.percent if pattern else USUAL_PERCENT,
        version=pattern.version if pattern else 0,
        absences=tuple(view_absence(row) for row in rows),
        weeks=week_hours(working_time(pattern, away | visiting), monday, N_WEEKS_TOLD, work_calendar()),
    )


def view_absence(row: Absence) -> AbsenceView:
    """Turn a row into what is shown."""
    return AbsenceView(
        public_id=row.public_id,
        first_on=row.first_on,
        from_afternoon=row.first_half == 1,
        last_on=row.last_on,
        to_noon=row.last_half == 0,
        is_from_file=row.is_from_file,
        is_one_day=row.first_on == row.last_on,
    )


def workers_told(reader: Person, *, today: date) -> tuple[WorkerLine, ...]:
    """List the people whose working time the reader may see, in two queries."""
    people = list(workers_for(reader).select_related("team", "work_pattern").order_by("team__name", "name", "id"))
    next_away: dict[int, date] = {}
    ahead = Absence.objects.filter(person__in=people, last_on__gte=today).order_by("-first_on")
    for person, first_on in ahead.values_list("person", "first_on"):
        next_away[person] = first_on
    return tuple(
        WorkerLine(
            public_id=person.public_id,
            name=person.name,
            role=person.role,
            team=person.team.name if person.team else "",
            skills=tuple(pattern.skills) if (pattern := getattr(person, "work_pattern", None)) else (),
            n_half_days=len(pattern.half_days) if pattern else len(FULL_WEEK),
            away_from=next_away.get(person.pk),
        )
        for person in people
    )


def closures_to_come(*, today: date) -> tuple[ClosureView, ...]:
    """List the days off of the company that are not over."""
    rows = Closure.objects.filter(last_on__gte=today).order_by("first_on", "id")
    return tuple(ClosureView(public_id=row.public_id, first_on=row.first_on, last_on=row.last_on) for row in rows)
