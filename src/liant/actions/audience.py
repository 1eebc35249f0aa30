"""Choose whom something is published to, ask them to say having read it, remind them, and forget who did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.values.errors import Conflict, Forbidden
from liant.loop.values.groups import KEPT_BY_PERSON
from liant.loop.values.roles import SALES, Role
from liant.loop.values.stages import Stage
from liant.loop.values.working_time import due_after
from liant.queries.clocks import day_in_company, work_calendar
from liant.store.models import Acknowledgement, AcknowledgementCount, AudiencePart, Person, Team


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Whom something is for: nothing named, everybody in sales; teams choose people, segments and stages their deals."""

    teams: tuple[Team, ...] = ()
    segments: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()


EVERYBODY = Audience()


def choose_audience(kind: str, public_id: str, audience: Audience) -> None:
    """Write an audience in place of the former one, in the caller's transaction."""
    AudiencePart.objects.filter(kind=kind, object_id=public_id).delete()
    AudiencePart.objects.bulk_create(
        [
            *(AudiencePart(kind=kind, object_id=public_id, team=team) for team in audience.teams),
            *(AudiencePart(kind=kind, object_id=public_id, segment=segment) for segment in audience.segments),
            *(AudiencePart(kind=kind, object_id=public_id, stage=stage.value) for stage in audience.stages),
        ]
    )


def people_in(teams: Collection[Team]) -> QuerySet[Person]:
    """Find the people of sales whom teams reach, their managers with them; no team named, all of sales."""
    people: QuerySet[Person] = Person.objects.able().filter(role__in=SALES)
    if not teams:
        return people
    return people.filter(Q(team__in=teams) | Q(managed_teams__in=teams)).distinct()


def ask_acknowledgement(
    *,
    actor: Person,
    kind: str,
    public_id: str,
    number: int,
    audience: Audience,
    half_days: int,
    now: datetime,
) -> int:
    """Ask an audience to say having read something within working time, in the caller's transaction; return how many.

    Whoever was asked already about this version keeps the first due moment. What was asked about earlier versions is asked
    no more. Writes ``acknowledgement.asked``.
    """
    # A server may run for months: what is to be forgotten does not wait for its next start.
    forget_who_acknowledged(now)
    stop_asking(kind, public_id, number, now)
    due_at = due_after(now, half_days, work_calendar())
    people = list(people_in(audience.teams).exclude(pk=actor.pk))
    Acknowledgement.objects.bulk_create(
        [
            Acknowledgement(kind=kind, object_id=public_id, number=number, person=person, asked_at=now, due_at=due_at)
            for person in people
        ],
        ignore_conflicts=True,
    )
    done = Acknowledgement.objects.filter(kind=kind, object_id=public_id, number=number, done_at__isnull=False)
    done_ids = set(done.values_list("person_id", flat=True))
    tell(
        [person for person in people if person.pk not in done_ids],
        "acknowledge",
        kind,
        public_id,
        now,
        data={"on": day_in_company(due_at).isoformat()},
        is_due=True,
    )
    record(actor, "acknowledgement.asked", kind, public_id, now, {"number": number, "n": len(people)})
    return len(people)


def stop_asking(kind: str, public_id: str, number: int, now: datetime) -> None:
    """Ask no more about the versions before ``number``; what was said about them is kept."""
    Acknowledgement.objects.filter(kind=kind, object_id=public_id, number__lt=number, done_at=None).delete()
    close_notices("acknowledge", kind, public_id, now)


def acknowledge(*, actor: Person, kind: str, public_id: str, now: datetime) -> None:
    """Say having read something that one was asked to read; said twice, the first time counts.

    Writes ``acknowledgement.given`` without who: the ledger never forgets, and after ninety days nobody is to know.

    Raises
    ------
    Conflict : ``audience.not_asked`` when this person was not asked, or is asked no more.
    """
    with transaction.atomic():
        rows = Acknowledgement.objects.select_for_update().filter(kind=kind, object_id=public_id, person=actor)
        row = rows.order_by("-number").first()
        if row is None:
            raise Conflict(
                "You are not asked to confirm that you have read this.",
                code="audience.not_asked",
                hint="Nothing is left to do: reading it is enough.",
            )
        if row.done_at is None:
            row.done_at = now
            row.save(update_fields=["done_at"])
            close_notices("acknowledge", kind, public_id, now, person=actor)
            record(None, "acknowledgement.given", kind, public_id, now, {"number": row.number})


def remind(*, actor: Person, kind: str, public_id: str, now: datetime) -> int:
    """Put the question again before those of one's own teams who have not answered; return how many.

    A manager only, and only for the teams managed. Writes ``acknowledgement.reminded``.

    Raises
    ------
    Forbidden : ``audience.not_manager``.
    """
    if actor.role != Role.SALES_MANAGER:
        raise Forbidden("Only a sales manager reminds a team.", code="audience.not_manager")
    with transaction.atomic():
        missing = Acknowledgement.objects.filter(
            kind=kind, object_id=public_id, done_at=None, person__team__managers=actor, person__is_active=True
        ).select_related("person")
        rows = list(missing)
        for row in rows:
            data = {"on": day_in_company(row.due_at).isoformat()}
            tell([row.person], "acknowledge", kind, public_id, now, data=data, is_due=True)
        record(actor, "acknowledgement.reminded", kind, public_id, now, {"n": len(rows)})
    return len(rows)


def forget_who_acknowledged(now: datetime) -> int:
    """Turn the acknowledgements asked more than ninety days ago into counts; return how many rows are forgotten.

    Run again, it finds nothing: safe to repeat. A question still open is closed with them: nobody is asked for ever.
    """
    with transaction.atomic():
        old = Acknowledgement.objects.filter(asked_at__lt=now - KEPT_BY_PERSON)
        totals = old.values("kind", "object_id", "number").annotate(
            asked=Count("id"), done=Count("id", filter=Q(done_at__isnull=False))
        )
        for row in totals.order_by():
            kept, _created = AcknowledgementCount.objects.get_or_create(
                kind=row["kind"],
                object_id=row["object_id"],
                number=row["number"],
                defaults={"n_asked": 0, "n_done": 0},
            )
            AcknowledgementCount.objects.filter(pk=kept.pk).update(
                n_asked=F("n_asked") + row["asked"], n_done=F("n_done") + row["done"]
            )
            for person in Person.objects.filter(
                acknowledgements__in=old.filter(kind=row["kind"], object_id=row["object_id"], done_at=None)
            ):
                close_notices("acknowledge", row["kind"], row["object_id"], now, person=person)
        return old.delete()[0]
