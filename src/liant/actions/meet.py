"""Set meetings up, hold them at their rhythm, close them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Max

from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.meet.recurrence import DayOff, Rhythm, next_occurrence
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.language import detect_language
from liant.loop.values.working_time import SATURDAY
from liant.queries.clocks import day_in_company, work_calendar
from liant.queries.meet import people_of
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Meeting, MeetingSeries, OutcomeKind, Person
from liant.store.models.meet import LEAST_MINUTES, MOST_MINUTES

MAX_TITLE = 120


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a meeting is to be held."""

    title: str
    rhythm: Rhythm
    day_off: DayOff
    first_on: date
    starts_at: time
    minutes: int


def set_up_meeting(*, actor: Person, plan: Plan, people: Collection[Person], now: datetime) -> Meeting:
    """Set a meeting up, with its first time; those who come are told.

    Who may call it: marketing and sales managers (the gate's business). Writes ``meeting.set_up``.

    Raises
    ------
    Invalid : ``meet.no_title``, ``meet.bad_minutes``, ``meet.weekend``, ``meet.nobody``, ``meet.past``.
    """
    check_plan(plan, people, actor)
    if plan.first_on < day_in_company(now):
        raise Invalid("The first day is past.", code="meet.past", hint="Choose today or a day to come.")
    with transaction.atomic():
        series = MeetingSeries.objects.create(
            title=plan.title.strip(),
            language=detect_language(plan.title),
            host=actor,
            rhythm=plan.rhythm.value,
            day_off=plan.day_off.value,
            first_on=plan.first_on,
            starts_at=plan.starts_at,
            minutes=plan.minutes,
            created_at=now,
        )
        series.people.set([actor, *people])
        meeting = plan_next(series, after=date.fromordinal(plan.first_on.toordinal() - 1), now=now)
        if meeting is None:
            raise AssertionError("a meeting has a first time")
        record(actor, "meeting.set_up", "meeting", meeting.public_id, now, {"n_people": len(people) + 1})
        tell_invited(meeting, [person for person in people if person.pk != actor.pk], actor, now)
    return meeting


def check_plan(plan: Plan, people: Collection[Person], actor: Person) -> None:
    """Refuse a meeting without a title, without anybody, or of a length that nobody sits through."""
    if not plan.title.strip() or len(plan.title) > MAX_TITLE:
        raise Invalid(
            "The meeting has no title, or one longer than %(limit)s characters.",
            code="meet.no_title",
            hint="Write the name that people use.",
            params={"limit": MAX_TITLE},
        )
    if not LEAST_MINUTES <= plan.minutes <= MOST_MINUTES:
        raise Invalid(
            "A meeting lasts from %(least)s minutes to %(most)s.",
            code="meet.bad_minutes",
            hint="Give its length in minutes.",
            params={"least": LEAST_MINUTES, "most": MOST_MINUTES},
        )
    if plan.first_on.weekday() >= SATURDAY:
        raise Invalid("The first day is on a weekend.", code="meet.weekend", hint="Choose a day from Monday to Friday.")
    if not any(person.pk != actor.pk for person in people):
        raise Invalid("Nobody else comes to the meeting.", code="meet.nobody", hint="Choose at least one person.")


def change_meeting(
    *, actor: Person, series: MeetingSeries, plan: Plan, people: Collection[Person], version: int, now: datetime
) -> None:
    """Change a meeting from its next time on; times already held stay as they were. Writes ``meeting.changed``.

    Raises
    ------
    Forbidden : ``meet.not_host``.
    Invalid : as :func:`set_up_meeting`.
    Conflict : ``meet.changed`` when it was changed in another window.
    """
    check_host(actor, series)
    check_plan(plan, people, actor)
    with transaction.atomic():
        changed = MeetingSeries.objects.filter(pk=series.pk, version=version).update(
            title=plan.title.strip(),
            language=detect_language(plan.title),
            rhythm=plan.rhythm.value,
            day_off=plan.day_off.value,
            first_on=plan.first_on,
            starts_at=plan.starts_at,
            minutes=plan.minutes,
            version=F("version") + 1,
        )
        if not changed:
            raise Conflict(
                "The meeting was changed in another window since you opened it.",
                code="meet.changed",
                hint="Open it again: it now shows its latest state.",
            )
        series.refresh_from_db()
        before = set(series.people.values_list("pk", flat=True))
        series.people.set([actor, *people])
        today = day_in_company(now)
        times = list(series.meetings.values_list("pk", flat=True))
        # A time to come on which nothing is prepared yet moves with the meeting; one with an agenda keeps its day.
        Meeting.objects.filter(series=series, closed_at=None, held_on__gte=today, items=None, outcomes=None).delete()
        index_objects("meeting", times)
        yesterday = date.fromordinal(today.toordinal() - 1)
        meeting = plan_next(series, after=yesterday, now=now)
        if meeting is None:
            return
        record(actor, "meeting.changed", "meeting", meeting.public_id, now)
        tell_invited(meeting, [person for person in people if person.pk not in before | {actor.pk}], actor, now)


def end_series(*, actor: Person, series: MeetingSeries, now: datetime) -> None:
    """Hold a meeting no more; its minutes stay. Writes ``meeting.ended`` on its last time.

    Raises
    ------
    Forbidden : ``meet.not_host``.
    """
    check_host(actor, series)
    with transaction.atomic():
        if not MeetingSeries.objects.filter(pk=series.pk, ended_at=None).update(ended_at=now):
            return
        last = Meeting.objects.filter(series=series).latest("held_on")
        record(actor, "meeting.ended", "meeting", last.public_id, now)


def plan_next(series: MeetingSeries, *, after: date, now: datetime) -> Meeting | None:
    """Make sure that the next time of a meeting is there; return it, or None when there is no more."""
    calendar = work_calendar()
    held_on = next_occurrence(
        first_on=series.first_on,
        after=after,
        rhythm=Rhythm(series.rhythm),
        day_off=DayOff(series.day_off),
        calendar=calendar,
    )
    if held_on is None or series.ended_at is not None:
        return None
    meeting, is_new = Meeting.objects.get_or_create(
        series=series,
        held_on=held_on,
        defaults={
            "starts_at": datetime.combine(held_on, series.starts_at, calendar.zone),
            "minutes": series.minutes,
            "created_at": now,
        },
    )
    if is_new:
        index_objects("meeting", [meeting.pk], are_new=True)
    return meeting


def plan_next_meetings(now: datetime) -> int:
    """Make the next time of every meeting whose last one has passed, held or not; return how many were looked at."""
    today = day_in_company(now)
    over = (
        MeetingSeries.objects.filter(ended_at=None)
        .exclude(rhythm=Rhythm.ONCE.value)
        .annotate(last=Max("meetings__held_on"))
        .filter(last__lt=today)
        .order_by("id")
    )
    yesterday = date.fromordinal(today.toordinal() - 1)
    for series in over:
        plan_next(series, after=yesterday, now=now)
    return len(over)


def tell_invited(meeting: Meeting, people: Sequence[Person], actor: Person, now: datetime) -> None:
    """Tell people that they are asked to a meeting."""
    data = {"by": actor.public_id, "on": meeting.held_on.isoformat()}
    tell(people, "meeting_set", "meeting", meeting.public_id, now, data=data)


def mark_absent(*, actor: Person, meeting: Meeting, absent: Collection[Person]) -> None:
    """Keep who did not come.

    Raises
    ------
    Forbidden : ``meet.not_here``.
    Conflict : ``meet.closed``.
    """
    check_writer(actor, meeting)
    here = set(people_of(meeting.series))
    meeting.absent.set([person for person in absent if person in here])


def close_meeting(*, actor: Person, meeting: Meeting, now: datetime) -> Meeting | None:
    """Close a meeting: its minutes go to those who come, and its next time is made. Return that one.

    Called twice, the second sends nothing. Writes ``meeting.closed``.

    Raises
    ------
    Forbidden : ``meet.not_here``.
    """
    check_comes(actor, meeting)
    with transaction.atomic():
        if Meeting.objects.filter(pk=meeting.pk, closed_at=None).update(closed_at=now):
            record(actor, "meeting.closed", "meeting", meeting.public_id, now)
            others = [person for person in people_of(meeting.series) if person.pk != actor.pk]
            data = {
                "by": actor.public_id,
                "n": meeting.outcomes.filter(kind=OutcomeKind.DECISION.value).count(),
                "tasks": meeting.outcomes.filter(kind=OutcomeKind.FOLLOW_UP.value).count(),
            }
            tell(others, "minutes", "meeting", meeting.public_id, now, data=data)
            close_notices("meeting_set", "meeting", meeting.public_id, now)
        return plan_next(meeting.series, after=max(meeting.held_on, day_in_company(now)), now=now)


def reopen_meeting(*, actor: Person, meeting: Meeting, now: datetime) -> None:
    """Open a meeting again that was closed too early. Writes ``meeting.reopened``.

    Raises
    ------
    Forbidden : ``meet.not_here``.
    """
    check_comes(actor, meeting)
    with transaction.atomic():
        if Meeting.objects.filter(pk=meeting.pk).exclude(closed_at=None).update(closed_at=None):
            close_notices("minutes", "meeting", meeting.public_id, now)
            record(actor, "meeting.reopened", "meeting", meeting.public_id, now)


def check_comes(person: Person, meeting: Meeting) -> None:
    """Refuse somebody who does not sit in the meeting."""
    if person not in people_of(meeting.series):
        raise Forbidden("Only people who come to the meeting.", code="meet.not_here")


def check_host(actor: Person, series: MeetingSeries) -> None:
    """Refuse anybody but the host."""
    if series.host_id != actor.pk:
        raise Forbidden("Only the host of the meeting.", code="meet.not_host")


def check_writer(actor: Person, meeting: Meeting) -> None:
    """Refuse somebody who does not come, and a meeting whose minutes are out."""
    check_comes(actor, meeting)
    if meeting.closed_at is not None:
        raise Conflict(
            "The minutes of this meeting are out.",
            code="meet.closed",
            hint="Open it again first, or write in the next one.",
        )
