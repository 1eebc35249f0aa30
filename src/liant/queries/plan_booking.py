"""Read one booked step of the calendar, and where it could go while everything else stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from liant.loop.plan.availability import monday_of
from liant.loop.plan.spots import Spot, SpotKind, spots_of
from liant.loop.values.roles import MARKETING
from liant.queries.clocks import work_calendar
from liant.queries.ledger import name_for
from liant.queries.plan import Bar, bar_of, dates_of
from liant.queries.plan_problem import calendar_of, makers
from liant.store.models import Booking, Person

#: Weeks looked at when a step is moved.
N_WEEKS_TO_MOVE = 10


@dataclass(frozen=True, kw_only=True)
class SpotView:
    """Where a step could go: whom, from which Monday, and what stands in the way."""

    person_id: str
    monday: date
    kind: SpotKind
    free_hours: float
    is_now: bool


@dataclass(frozen=True, kw_only=True)
class SpotRow:
    """The weeks of one person to whom a step could be given."""

    person_id: str
    name: str
    spots: tuple[SpotView, ...]


@dataclass(frozen=True, kw_only=True)
class BookingView:
    """A booked step, and where it could go."""

    bar: Bar
    n_steps: int
    step: int
    version: int
    may_move: bool
    mondays: tuple[date, ...]
    rows: tuple[SpotRow, ...]


def spots_for(row: Booking, *, today: date) -> tuple[SpotView, ...]:
    """List where a booked step could go in the next weeks while everything else stays."""
    calendar, request = calendar_of(today), row.request.public_id
    others = tuple(one for one in calendar.known if (one.request, one.step) != (request, row.step))
    problem = replace(calendar.problem, fixed=others)
    works = {work.id: work for work in calendar.problem.requests}
    if request not in works or row.step >= len(works[request].steps):
        return ()

    def view(spot: Spot) -> SpotView:
        monday = calendar.monday(spot.start)
        return SpotView(
            person_id=spot.person,
            monday=monday,
            kind=spot.kind,
            free_hours=spot.free_hours,
            is_now=spot.person == row.person.public_id and monday == row.first_on,
        )

    return tuple(view(spot) for spot in spots_of(problem, request, row.step, N_WEEKS_TO_MOVE))


def booking_view(reader: Person, row: Booking, *, today: date) -> BookingView:
    """Show a booked step and where it could go, in eleven queries."""
    rows = list(Booking.objects.filter(request=row.request))
    spots = spots_for(row, today=today)
    people = {person.public_id: person for person in makers()}
    mondays = tuple(sorted({spot.monday for spot in spots}))
    by_person: dict[str, list[SpotView]] = defaultdict(list)
    for spot in spots:
        by_person[spot.person_id].append(spot)
    has_begun = row.first_on < monday_of(today)
    return BookingView(
        bar=bar_of(row, dates_of(row.request, rows, today, work_calendar()), reader),
        n_steps=len(rows),
        step=row.step + 1,
        version=row.version,
        may_move=reader.role in MARKETING and not has_begun and bool(spots),
        mondays=mondays,
        rows=tuple(
            SpotRow(person_id=public_id, name=name_for(reader, people[public_id]), spots=tuple(found))
            for public_id, found in sorted(by_person.items(), key=lambda item: people[item[0]].name)
        ),
    )
