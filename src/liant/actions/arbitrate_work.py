"""What marketing does with a request: its size, taking it in hand, delivering it; and the types of work it offers.

The calendar plans what is accepted: it reads ``status``, ``half_days``, ``needed_on`` and the skills of the type here, and
nothing else tells it that work has begun or ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from liant.actions.arbitrate import hold_request
from liant.actions.credit import contribute
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.arbitrate.requests import (
    MOST_LEAD_WEEKS,
    OPEN_REQUESTS,
    RequestStatus,
    Skill,
    check_half_days,
)
from liant.loop.refine.credit import Act
from liant.loop.refine.ideas import MAX_SENTENCE
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import MARKETING
from liant.queries.arbitrate import people_behind
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Deliverable, MarketingRequest, Person


@dataclass(frozen=True, kw_only=True)
class DeliverableText:
    """A type of work as marketing declares it."""

    name_fr: str
    name_en: str
    half_days: int
    lead_weeks: int
    skills: Sequence[Skill]


def size_request(*, actor: Person, request: MarketingRequest, half_days: int, now: datetime) -> None:
    """Say how much work a request is, until it is delivered. Marketing. Writes ``request.sized``.

    Once accepted, what its voices paid stays: the difference is on the buffer.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    Invalid : ``arbitrate.half_days``.
    Conflict : ``arbitrate.over``.
    """
    check_marketing(actor)
    check_half_days(half_days)
    with transaction.atomic():
        held = hold_request(request)
        if held.status not in OPEN_REQUESTS:
            raise over()
        if held.half_days == half_days:
            return
        before, held.half_days = held.half_days, half_days
        held.save(update_fields=["half_days"])
        record(actor, "request.sized", "request", held.public_id, now, {"n": half_days, "before": before})


def start_request(*, actor: Person, request: MarketingRequest, now: datetime) -> None:
    """Take an accepted request in hand; whoever asked is told. Marketing. Writes ``request.started``.

    Taken by somebody else already, it changes hands.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    Conflict : ``arbitrate.not_accepted``, ``arbitrate.over``.
    """
    check_marketing(actor)
    with transaction.atomic():
        held = hold_request(request)
        check_promised(held)
        if held.maker_id == actor.pk:
            return
        held.status, held.maker = RequestStatus.IN_HAND.value, actor
        held.started_at = held.started_at or now
        held.save(update_fields=["status", "maker", "started_at"])
        record(actor, "request.started", "request", held.public_id, now)
        tell_backers(actor, held, "request_started", now)


def put_back_request(*, actor: Person, request: MarketingRequest, now: datetime) -> None:
    """Put work that one took in hand back among what is accepted. Writes ``request.put_back``.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    """
    check_marketing(actor)
    with transaction.atomic():
        held = hold_request(request)
        if held.status != RequestStatus.IN_HAND:
            return
        held.status, held.maker, held.started_at = RequestStatus.ACCEPTED.value, None, None
        held.save(update_fields=["status", "maker", "started_at"])
        record(actor, "request.put_back", "request", held.public_id, now)
        close_notices("request_started", "request", held.public_id, now)


def deliver_request(
    *, actor: Person, request: MarketingRequest, where: str, actual_half_days: int, now: datetime
) -> None:
    """Say that it is there, where, and what it took: sizes and turnarounds are learnt from it. Marketing.

    Whoever delivers is credited beside whoever asked, who are told. Writes ``request.delivered``.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    Invalid : ``arbitrate.half_days``, ``arbitrate.no_place``.
    Conflict : ``arbitrate.not_accepted``, ``arbitrate.over``.
    """
    check_marketing(actor)
    check_half_days(actual_half_days)
    place = " ".join(where.split())[:MAX_SENTENCE]
    if not place:
        raise Invalid(
            "Say where it is.",
            code="arbitrate.no_place",
            hint="An address, a folder, a name: whoever asked reads it first.",
        )
    with transaction.atomic():
        held = hold_request(request)
        check_promised(held)
        held.status, held.delivered_at, held.ending = RequestStatus.DELIVERED.value, now, place
        held.actual_half_days = actual_half_days
        held.maker, held.started_at = held.maker or actor, held.started_at or now
        held.save()
        index_objects("request", [held.pk])
        record(actor, "request.delivered", "request", held.public_id, now, {"n": actual_half_days})
        contribute(actor, Act.CO_WRITE, "request", held.public_id, now)
        for code in ("request_chosen", "request_started"):
            close_notices(code, "request", held.public_id, now)
        tell_backers(actor, held, "request_delivered", now, where=place)


def tell_backers(actor: Person, request: MarketingRequest, code: str, now: datetime, **words: object) -> None:
    """Tell whoever asks for it, except whoever acts."""
    told = [person for person in people_behind(request) if person != actor]
    tell(told, code, "request", request.public_id, now, data={"by": actor.public_id, **words})


def write_deliverable(
    *, actor: Person, deliverable: Deliverable | None, text: DeliverableText, version: int, now: datetime
) -> Deliverable:
    """Declare a type of work, a new one when none is given. Marketing. Writes ``deliverable.written``.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    Invalid : ``arbitrate.no_title``, ``arbitrate.half_days``, ``arbitrate.lead_weeks``.
    Conflict : ``arbitrate.type_changed`` when it is no longer the version shown.
    """
    check_marketing(actor)
    names = [" ".join(name.split())[:80] for name in (text.name_fr, text.name_en)]
    if not all(names):
        raise Invalid(
            "A type of work has a name in French and in English.",
            code="arbitrate.no_type_name",
            hint="Write both: each reads it in their own language.",
        )
    check_half_days(text.half_days)
    if not 0 <= text.lead_weeks <= MOST_LEAD_WEEKS:
        raise Invalid(
            "It takes between 0 and %(limit)s weeks.",
            code="arbitrate.lead_weeks",
            hint="Count from the day it is asked.",
            params={"limit": MOST_LEAD_WEEKS},
        )
    values = {
        "name_fr": names[0],
        "name_en": names[1],
        "half_days": text.half_days,
        "lead_weeks": text.lead_weeks,
        "skills": [skill.value for skill in text.skills],
    }
    with transaction.atomic():
        if deliverable is None:
            last = Deliverable.objects.aggregate(last=Max("position"))["last"]
            row = Deliverable.objects.create(position=(last or 0) + 1, **values)
        else:
            changed = Deliverable.objects.filter(pk=deliverable.pk, version=version)
            if not changed.update(version=version + 1, **values):
                raise Conflict(
                    "This type of work was changed in another window since you opened it.",
                    code="arbitrate.type_changed",
                    hint="Its latest values are below: change them again if you still want to.",
                )
            row = Deliverable.objects.get(pk=deliverable.pk)
        index_objects("deliverable", [row.pk])
        record(actor, "deliverable.written", "deliverable", row.public_id, now)
    return row


def retire_deliverable(*, actor: Person, deliverable: Deliverable, is_retired: bool, now: datetime) -> None:
    """Stop offering a type of work, or offer it again; what was asked stays. Marketing.

    Writes ``deliverable.retired`` or ``deliverable.offered``.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    """
    check_marketing(actor)
    with transaction.atomic():
        rows = Deliverable.objects.filter(pk=deliverable.pk, retired_at__isnull=is_retired)
        if rows.update(retired_at=now if is_retired else None):
            verb = "deliverable.retired" if is_retired else "deliverable.offered"
            record(actor, verb, "deliverable", deliverable.public_id, now)


def check_marketing(actor: Person) -> None:
    """Refuse whoever is not in marketing."""
    if actor.role not in MARKETING:
        raise Forbidden("Marketing says that.", code="arbitrate.not_marketing")


def check_promised(request: MarketingRequest) -> None:
    """Refuse to work on what is not accepted, or is over."""
    if request.status == RequestStatus.WAITING:
        raise Conflict(
            "It waits for a decision.",
            code="arbitrate.not_accepted",
            hint="The next arbitration decides; what cannot wait goes through the urgent lane.",
        )
    if request.status not in OPEN_REQUESTS:
        raise over()


def over() -> Conflict:
    """Refuse to change what is delivered or withdrawn."""
    return Conflict("It is delivered or withdrawn.", code="arbitrate.over", hint="Ask again for what is still missing.")
