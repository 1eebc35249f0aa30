"""Compute the calendar, keep it up with what is accepted, and move what is booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from liant.actions.arbitrate_work import check_marketing
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.arbitrate.requests import PROMISED
from liant.loop.plan.bill import bill_of
from liant.loop.plan.problem import TENTHS, Plan
from liant.loop.plan.replan import keep
from liant.loop.plan.spots import SpotKind
from liant.loop.values.errors import Conflict, Invalid
from liant.queries.arbitrate import people_behind
from liant.queries.clocks import day_in_company, work_calendar
from liant.queries.plan import end_of
from liant.queries.plan_booking import spots_for
from liant.queries.plan_problem import Calendar, calendar_of
from liant.store.models import Booking, MarketingRequest, Person, PlanRun, PlanStatus

#: What whoever waits is told of a date: a new one, another one; and that there is none any more.
DATED, UNPLACED = ("request_dated", "request_moved"), "request_unplaced"
#: A run that is older than this was killed with its process.
LOST_AFTER = timedelta(minutes=10)


def ask_plan(*, actor: Person | None, now: datetime) -> PlanRun:
    """Ask for the calendar to be computed, behind the page; one that is asked for already is not asked twice.

    Marketing, or Liant itself.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    """
    if actor is not None:
        check_marketing(actor)
    with transaction.atomic():
        waiting = PlanRun.objects.filter(status__in=[PlanStatus.QUEUED, PlanStatus.RUNNING])
        running = waiting.filter(asked_at__gt=now - LOST_AFTER).first()
        return running or PlanRun.objects.create(asked_by=actor, asked_at=now)


def compute_plan(run: PlanRun, *, now: datetime) -> None:
    """Give a place to what was accepted and has none, and tell whoever waits for it; the plan itself is stored.

    What is booked stays where it still can be: a new absence or a new size moves what no longer fits, and nothing else.

    Writes ``calendar.computed``. Called twice, the second time does nothing.
    """
    taken = PlanRun.objects.filter(pk=run.pk, status=PlanStatus.QUEUED.value)
    if not taken.update(status=PlanStatus.RUNNING.value):
        return
    try:
        with transaction.atomic():
            calendar = hold_calendar(now)
            store_plan(run, calendar, keep(calendar.problem, calendar.plan), now)
    except BaseException:
        PlanRun.objects.filter(pk=run.pk).update(status=PlanStatus.FAILED.value, finished_at=now)
        raise


def hold_calendar(now: datetime) -> Calendar:
    """Read the calendar of today in the caller's transaction, so that two plans are written one after the other."""
    list(Booking.objects.select_for_update().order_by("id").values_list("pk", flat=True))
    return calendar_of(day_in_company(now))


def store_plan(run: PlanRun, calendar: Calendar, plan: Plan, now: datetime, *, verb: str = "calendar.computed") -> None:
    """Write a plan in place of the one that people know, in the caller's transaction, and tell whose dates change."""
    bill = bill_of(calendar.problem, plan)
    days = work_calendar()
    before = {public_id: end_of(request.bookings.all(), days) for public_id, request in calendar.requests.items()}
    write_bookings(calendar, plan)
    run.status, run.method, run.finished_at = PlanStatus.DONE.value, plan.method, now
    run.n_planned = len(calendar.requests) - len(bill.left_out)
    run.n_late, run.left_out = bill.n_late, list(bill.left_out)
    run.save()
    record(run.asked_by, verb, "calendar", run.public_id, now, {"n": run.n_planned})
    tell_dates(calendar, before, now)


def write_bookings(calendar: Calendar, plan: Plan) -> None:
    """Make the rows say what a plan says; those that say it already are left alone."""
    people = {
        person.public_id: person for person in Person.objects.filter(public_id__in={b.person for b in plan.bookings})
    }
    steps = {request.id: request.steps for request in calendar.problem.requests}
    rows = {(row.request_id, row.step): row for request in calendar.requests.values() for row in request.bookings.all()}
    fixed, kept = set(calendar.problem.fixed), set()
    for placed in plan.bookings:
        request = calendar.requests[placed.request]
        step = steps[placed.request][placed.step]
        values: dict[str, object] = {"weeks": step.weeks, "skill": step.skill, "tenths": round(step.hours * TENTHS)}
        if placed not in fixed:
            values |= {"person": people[placed.person], "first_on": calendar.monday(placed.start)}
        key = (request.pk, placed.step)
        row = rows.get(key)
        kept.add(key)
        if row is None:
            Booking.objects.create(request=request, step=placed.step, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            Booking.objects.filter(pk=row.pk).update(**values, version=row.version + 1)
    gone = [row.pk for key, row in rows.items() if key not in kept]
    Booking.objects.filter(Q(pk__in=gone) | ~Q(request__status__in=[status.value for status in PROMISED])).delete()


def tell_dates(calendar: Calendar, before: dict[str, date | None], now: datetime) -> None:
    """Tell whoever waits for a request of its date, when it is new or another one, and when it has none any more."""
    days = work_calendar()
    ends: dict[int, list[Booking]] = defaultdict(list)
    for row in Booking.objects.filter(request__in=list(calendar.requests.values())):
        ends[row.request_id].append(row)
    for public_id, request in calendar.requests.items():
        after = end_of(ends[request.pk], days)
        if after is None and before[public_id] is not None:
            for code in DATED:
                close_notices(code, "request", public_id, now)
            tell(people_behind(request), UNPLACED, "request", public_id, now)
        elif after is not None and after != before[public_id]:
            tell_date(request, before[public_id], after, now)


def tell_date(request: MarketingRequest, before: date | None, after: date, now: datetime) -> None:
    """Tell whoever asks for a request on which day it is expected, and when it was before."""
    code = DATED[before is not None]
    close_notices(UNPLACED, "request", request.public_id, now)
    data = {"on": after.isoformat(), "before": before.isoformat() if before else ""}
    tell(people_behind(request), code, "request", request.public_id, now, data=data)


def needs_plan(now: datetime) -> bool:
    """Tell whether something was accepted since the calendar was last computed and has no place yet."""
    waiting = MarketingRequest.objects.filter(status__in=[status.value for status in PROMISED], bookings=None)
    last = PlanRun.objects.exclude(status=PlanStatus.FAILED.value).order_by("-id").first()
    if last is None:
        return waiting.exists()
    if last.status != PlanStatus.DONE and last.asked_at > now - LOST_AFTER:
        return False
    return waiting.filter(accepted_at__gt=last.asked_at).exists()


def move_booking(
    *, actor: Person, booking: Booking, person: Person, first_on: date, version: int, today: date, now: datetime
) -> None:
    """Give a step to somebody at some week, where it fits; no plan moves it from there. Marketing.

    Whoever waits is told when the date changes, whoever works on it when it is not the one who moves it. Writes
    ``request.booking_moved``.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    Invalid : ``plan.no_place`` when it does not fit there.
    Conflict : ``plan.booking_changed`` when it is no longer where it was shown.
    """
    check_marketing(actor)
    with transaction.atomic():
        held = Booking.objects.select_for_update(of=("self",)).select_related("request", "person").get(pk=booking.pk)
        if held.version != version:
            raise Conflict(
                "This work was moved since you opened the page.",
                code="plan.booking_changed",
                hint="Where it is now is shown below: move it again if you still want to.",
            )
        spot = next(
            (s for s in spots_for(held, today=today) if s.person_id == person.public_id and s.monday == first_on), None
        )
        if spot is None or spot.kind != SpotKind.FREE:
            raise Invalid(
                "The work does not fit there.",
                code="plan.no_place",
                hint="Choose a week that is free; what stands in the way is written in the others.",
            )
        rows = list(Booking.objects.filter(request=held.request))
        days = work_calendar()
        before, earlier = end_of(rows, days), held.person
        held.person, held.first_on, held.is_pinned, held.version = person, first_on, True, version + 1
        held.save(update_fields=["person", "first_on", "is_pinned", "version"])
        after = end_of([held, *(row for row in rows if row.pk != held.pk)], days)
        week = first_on.isocalendar().week
        record(actor, "request.booking_moved", "request", held.request.public_id, now, {"week": week})
        if after is not None and after != before:
            tell_date(held.request, before, after, now)
        concerned: Iterable[Person] = {earlier, person} - {actor}
        tell(
            list(concerned),
            "booking_moved",
            "request",
            held.request.public_id,
            now,
            data={"by": actor.public_id, "on": first_on.isoformat()},
        )


def release_booking(*, actor: Person, booking: Booking, now: datetime) -> None:
    """Let the next plan move a step that somebody had placed. Marketing. Writes ``request.booking_released``.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    """
    check_marketing(actor)
    with transaction.atomic():
        rows = Booking.objects.filter(pk=booking.pk, is_pinned=True)
        if rows.update(is_pinned=False, version=booking.version + 1):
            record(actor, "request.booking_released", "request", booking.request.public_id, now)
