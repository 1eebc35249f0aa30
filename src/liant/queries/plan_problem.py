"""Turn the tables into the problem that the calendar solves: who can work when, on what, and what stays where it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch

from liant.loop.arbitrate.requests import PROMISED, RequestStatus
from liant.loop.plan.availability import DAYS_A_WEEK, free_half_days, hours_by_week, monday_of
from liant.loop.plan.problem import Booking as Placed
from liant.loop.plan.problem import Person as Maker
from liant.loop.plan.problem import Plan, Problem
from liant.loop.plan.problem import Request as Work
from liant.loop.plan.replan import fingerprint_of
from liant.loop.plan.steps import ANY_SKILL, due_week, steps_of, week_index, weight_of
from liant.loop.values.roles import MARKETING
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.arbitrate_cycle import buffer_percent_now
from liant.queries.clocks import work_calendar
from liant.queries.plan_time import absences_by_person, visits_by_person, working_time
from liant.store.models import Booking, MarketingRequest, Person, RequestBacker, Visit

#: How far ahead the calendar plans, from this week on.
N_WEEKS = 26
#: Work that began earlier than this is told where it began, and counts no more.
N_WEEKS_BEHIND = 12


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The problem of today, and how its numbers of weeks are read.

    Attributes
    ----------
    known : what is booked today, as the plan that people know.
    """

    first_monday: date
    problem: Problem
    known: tuple[Placed, ...]
    requests: dict[str, MarketingRequest]

    def monday(self, week: int) -> date:
        """Return the Monday of a week of the calendar."""
        return self.first_monday + timedelta(days=DAYS_A_WEEK * week)

    @property
    def plan(self) -> Plan:
        """The plan that people know."""
        return Plan(bookings=self.known)

    @property
    def fingerprint(self) -> str:
        """Sum up what a plan made today rests on."""
        return fingerprint_of(self.problem, self.plan, self.first_monday)


def promised_requests() -> list[MarketingRequest]:
    """List what was accepted and is not delivered, with whoever asks and what is booked; three queries."""
    backers = RequestBacker.objects.select_related("opportunity")
    rows = MarketingRequest.objects.filter(status__in=[status.value for status in PROMISED])
    return list(
        rows.select_related("deliverable", "maker")
        .prefetch_related(
            Prefetch("backers", queryset=backers),
            Prefetch("bookings", queryset=Booking.objects.select_related("person").order_by("step")),
        )
        .order_by("id")
    )


def closes_on(request: MarketingRequest) -> date | None:
    """Return the earliest date on which an open deal that waits for a request should close."""
    open_stages = [stage.value for stage in OPEN_STAGES]
    dates = [
        backer.opportunity.expected_close_on
        for backer in request.backers.all()
        if backer.opportunity is not None and backer.opportunity.stage in open_stages
    ]
    return min((on for on in dates if on is not None), default=None)


def makers() -> list[Person]:
    """List the people of marketing who may sign in, with their usual week; one query."""
    rows = Person.objects.able().filter(role__in=[role.value for role in MARKETING])
    return list(rows.select_related("work_pattern").order_by("id"))


def calendar_of(today: date) -> Calendar:
    """Read the calendar of today, in nine queries.

    What has started stays where it is, and so does what a person placed.
    """
    this_monday = monday_of(today)
    people, requests = makers(), promised_requests()
    rows = [booking for request in requests for booking in request.bookings.all()]
    oldest = this_monday - timedelta(days=DAYS_A_WEEK * N_WEEKS_BEHIND)
    first_monday = max(oldest, min((row.first_on for row in rows), default=this_monday))
    first_monday = min(first_monday, this_monday)
    n_weeks = week_index(today, first_monday) + N_WEEKS
    works = {request.public_id: work_of(request, first_monday) for request in requests}
    able = {person.pk for person in people}
    known, fixed = [], []
    for row in rows:
        request = next(r for r in requests if r.pk == row.request_id)
        placed = Placed(
            request=request.public_id,
            step=row.step,
            person=row.person.public_id,
            start=max(0, week_index(row.first_on, first_monday)),
        )
        steps = works[request.public_id].steps
        if row.person_id not in able or row.step >= len(steps) or steps[row.step].skill != row.skill:
            continue
        known.append(placed)
        if row.is_pinned or is_started(row, request, this_monday):
            fixed.append(placed)
    problem = Problem(
        n_weeks=n_weeks,
        people=makers_of(people, first_monday, n_weeks),
        requests=tuple(works.values()),
        now=week_index(today, first_monday),
        fixed=tuple(fixed),
    )
    by_id = {request.public_id: request for request in requests}
    return Calendar(first_monday=first_monday, problem=problem, known=tuple(known), requests=by_id)


def is_started(row: Booking, request: MarketingRequest, this_monday: date) -> bool:
    """Tell whether a booking has begun: of what is in hand, the weeks up to this one; what was to begin before now."""
    return row.first_on < this_monday or (request.status == RequestStatus.IN_HAND and row.first_on <= this_monday)


def work_of(request: MarketingRequest, first_monday: date) -> Work:
    """Turn a loaded request into work to plan."""
    deliverable = request.deliverable
    amounts = {
        backer.opportunity.pk: backer.opportunity.amount_cents or 0
        for backer in request.backers.all()
        if backer.opportunity is not None
    }
    return Work(
        id=request.public_id,
        steps=steps_of(deliverable.skills, request.half_days, deliverable.lead_weeks),
        weight=weight_of(list(amounts.values())),
        due_week=due_week(request.needed_on, closes_on(request), first_monday),
        is_promised=bool(request.bookings.all()),
        rank=request.pk,
    )


def makers_of(people: Collection[Person], first_monday: date, n_weeks: int) -> tuple[Maker, ...]:
    """Tell what each marketer can make, and the hours that can be booked of them, visits taken off; five queries."""
    calendar, kept_back = work_calendar(), buffer_percent_now()
    keys = [person.pk for person in people]
    away = absences_by_person(keys, since=first_monday)
    visiting = visits_by_person(Visit.objects.taking_time(), keys, since=first_monday)
    found = []
    for person in people:
        pattern = getattr(person, "work_pattern", None)
        taken = away.get(person.pk, frozenset()) | visiting.get(person.pk, frozenset())
        working = working_time(pattern, taken)
        free = free_half_days(working, first_monday, n_weeks, calendar)
        found.append(
            Maker(
                id=person.public_id,
                skills=frozenset([*(pattern.skills if pattern else ()), ANY_SKILL]),
                hours=hours_by_week(working, free, n_weeks, buffer_percent=kept_back),
                free_half_days=free,
                rank=person.pk,
            )
        )
    return tuple(found)
