"""Say when one works: usual week, skills, absences; and when the whole company is closed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from liant.actions.ledger import record
from liant.engines.calendar_file import read_absences
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import FULL_WEEK, Span, check_percent, checked_span
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.store.models import Absence, Closure, Person, WorkPattern
from liant.store.models.plan import workers_for

#: A calendar file is read this far ahead.
AHEAD = timedelta(days=400)
CLOSING = frozenset({Role.ADMIN, Role.MARKETING_DIRECTOR})


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A usual week and what somebody can make in it.

    Attributes
    ----------
    half_days : worked, 0 for Monday morning to 9 for Friday afternoon.
    percent : of that time that goes to accepted requests.
    """

    skills: Collection[Skill]
    half_days: Collection[int]
    percent: int


def say_pattern(*, actor: Person, person: Person, pattern: Pattern, version: int, now: datetime) -> None:
    """Say the usual week of somebody: one's own, or that of whoever one manages. Writes ``person.week_said``.

    Parameters
    ----------
    version : that was shown; 0 where nothing had been said.

    Raises
    ------
    Forbidden : ``plan.not_yours``.
    Invalid : ``plan.no_half_day``, ``plan.percent``.
    Conflict : ``plan.week_changed``.
    """
    check_worker(actor, person)
    check_percent(pattern.percent)
    half_days = sorted(set(pattern.half_days) & FULL_WEEK)
    if not half_days:
        raise Invalid(
            "A usual week has at least one half-day.",
            code="plan.no_half_day",
            hint="For a time away, type an absence instead.",
        )
    values = {
        "skills": [skill.value for skill in Skill if skill in pattern.skills],
        "half_days": half_days,
        "percent": pattern.percent,
    }
    with transaction.atomic():
        row, is_new = WorkPattern.objects.get_or_create(person=person, defaults=values)
        if (not is_new or version != 0) and not WorkPattern.objects.filter(pk=row.pk, version=version).update(
            version=version + 1, **values
        ):
            raise Conflict(
                "This week was changed in another window since you opened it.",
                code="plan.week_changed",
                hint="What is said now is written below: save again if you still want to change it.",
            )
        record(actor, "person.week_said", "person", person.public_id, now)


def add_absence(*, actor: Person, person: Person, span: Span, now: datetime) -> Absence:
    """Say when somebody is away; why is not asked. Writes ``person.absence_said``, without its dates.

    Raises
    ------
    Forbidden : ``plan.not_yours``.
    Invalid : those of ``checked_span``.
    """
    check_worker(actor, person)
    checked = checked_span(span)
    with transaction.atomic():
        row = Absence.objects.create(person=person, said_at=now, **columns_of(checked))
        record(actor, "person.absence_said", "person", person.public_id, now)
    return row


def remove_absence(*, actor: Person, absence: Absence, now: datetime) -> None:
    """Take an absence back. Writes ``person.absence_removed``.

    Raises
    ------
    Forbidden : ``plan.not_yours``.
    """
    check_worker(actor, absence.person)
    with transaction.atomic():
        if Absence.objects.filter(pk=absence.pk).delete()[0]:
            record(actor, "person.absence_removed", "person", absence.person.public_id, now)


def take_absences(*, actor: Person, person: Person, content: bytes, today: date, now: datetime) -> tuple[int, int]:
    """Read the absences of somebody from a calendar file, in place of those that an earlier file gave.

    What was typed stays; the file itself, and the titles in it, are not kept. Writes ``person.absences_read``.

    Returns
    -------
    How many absences were found, and how many events were too short to be one.

    Raises
    ------
    Forbidden : ``plan.not_yours``.
    Invalid : those of ``read_absences``.
    """
    check_worker(actor, person)
    found = read_absences(content, zone=ZoneInfo(person.time_zone), first=today, last=today + AHEAD)
    with transaction.atomic():
        Absence.objects.filter(person=person, is_from_file=True, last_on__gte=today).delete()
        Absence.objects.bulk_create(
            Absence(person=person, is_from_file=True, said_at=now, **columns_of(span)) for span in found.spans
        )
        record(actor, "person.absences_read", "person", person.public_id, now, {"n": len(found.spans)})
    return len(found.spans), found.n_short


def close_company(*, actor: Person, first_on: date, last_on: date, now: datetime) -> Closure:
    """Say that the company is closed from one day to another: no clock counts there, nothing is planned.

    A director of marketing or an administrator. Promises already dated keep their date. Writes ``company.closed``.

    Raises
    ------
    Forbidden : ``plan.not_closing``.
    Invalid : those of ``checked_span``.
    """
    check_closing(actor)
    checked_span(Span(first=(first_on, 0), last=(last_on, 1)))
    with transaction.atomic():
        row = Closure.objects.create(first_on=first_on, last_on=last_on, said_by=actor, said_at=now)
        record(actor, "company.closed", "company", row.public_id, now)
    return row


def open_company(*, actor: Person, closure: Closure, now: datetime) -> None:
    """Say that the company is open after all. Writes ``company.opened``.

    Raises
    ------
    Forbidden : ``plan.not_closing``.
    """
    check_closing(actor)
    with transaction.atomic():
        if Closure.objects.filter(pk=closure.pk).delete()[0]:
            record(actor, "company.opened", "company", closure.public_id, now)


def columns_of(span: Span) -> dict[str, object]:
    """Turn half-days into the columns of a row."""
    (first_on, first_half), (last_on, last_half) = span.first, span.last
    return {"first_on": first_on, "first_half": first_half, "last_on": last_on, "last_half": last_half}


def check_worker(actor: Person, person: Person) -> None:
    """Refuse whoever neither is that person nor manages them."""
    if not workers_for(actor).filter(pk=person.pk).exists():
        raise Forbidden("Whoever works says that, or whoever manages them.", code="plan.not_yours")


def check_closing(actor: Person) -> None:
    """Refuse whoever does not decide when the company is closed."""
    if actor.role not in CLOSING:
        raise Forbidden("A director or an administrator says that.", code="plan.not_closing")
