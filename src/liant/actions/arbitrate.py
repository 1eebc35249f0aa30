"""Ask something of marketing, join what somebody else asked, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from liant.actions.clocks import start_clock, stop_clock
from liant.actions.credit import contribute
from liant.actions.ledger import record
from liant.actions.notices import tell
from liant.loop.arbitrate.requests import Ask, ForWhom, Need, RequestStatus, checked_ask
from liant.loop.clocks.promises import PromiseCode
from liant.loop.refine.credit import Act
from liant.loop.refine.ideas import MAX_SENTENCE
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.language import detect_language
from liant.loop.values.roles import MARKETING, SALES
from liant.queries.arbitrate import size_today
from liant.store.mapping.search_texts import index_objects
from liant.store.models import (
    Account,
    Deliverable,
    MarketingRequest,
    Opportunity,
    Person,
    RequestBacker,
    Side,
    Theme,
)

CLOCK = PromiseCode.REQUEST


@dataclass(frozen=True, kw_only=True)
class Serves:
    """Whom and what a request is for; no account: the asker's team, or the whole company."""

    account: Account | None = None
    opportunity: Opportunity | None = None
    theme: Theme | None = None
    is_for_company: bool = False


def ask_request(
    *, actor: Person, deliverable: Deliverable, ask: Ask, serves: Serves, need: Need, today: date, now: datetime
) -> MarketingRequest:
    """Ask something of marketing: whoever asks is credited for good, and a clock promises the answer.

    Sales and marketing. Writes ``request.asked``.

    Raises
    ------
    Forbidden : ``arbitrate.not_asking``.
    Invalid : ``arbitrate.retired_type``, ``arbitrate.no_deal_to_block`` and the refusals of ``checked_ask``.
    """
    check_asking(actor)
    checked = checked_ask(ask, today)
    check_need(need, serves)
    if deliverable.retired_at is not None:
        raise Invalid(
            "“%(name)s” is no longer asked for.",
            code="arbitrate.retired_type",
            hint="Choose another type of work.",
            params={"name": deliverable.name_fr if actor.language == "fr" else deliverable.name_en},
        )
    with transaction.atomic():
        request = MarketingRequest.objects.create(
            deliverable=deliverable,
            title=checked.title,
            details=checked.details,
            language=detect_language(f"{checked.title}. {checked.details}"),
            for_whom=for_whom(serves).value,
            theme=serves.theme,
            asked_by=actor,
            needed_on=checked.needed_on,
            half_days=size_today(deliverable).half_days,
            asked_at=now,
        )
        index_objects("request", [request.pk], are_new=True)
        back(actor, request, serves, need, now)
        contribute(actor, Act.ORIGINATE, "request", request.public_id, now)
        record(actor, "request.asked", "request", request.public_id, now)
        promise_answer(actor, request, now)
    return request


def join_request(*, actor: Person, request: MarketingRequest, serves: Serves, need: Need, now: datetime) -> None:
    """Ask for what somebody else asks for: one more voice, and one more account behind it.

    Joined again, the need and the account are those said last. Writes ``request.joined``.

    Raises
    ------
    Forbidden : ``arbitrate.not_asking``.
    Invalid : ``arbitrate.no_deal_to_block``.
    Conflict : ``arbitrate.decided``.
    """
    check_asking(actor)
    check_need(need, serves)
    with transaction.atomic():
        held = hold_waiting(request)
        known = held.backers.filter(person=actor).first()
        back(actor, held, serves, need, now)
        if known is not None:
            return
        contribute(actor, Act.SECOND, "request", held.public_id, now)
        record(actor, "request.joined", "request", held.public_id, now)
        tell([held.asked_by], "request_joined", "request", held.public_id, now, data={"by": actor.public_id})


def withdraw_request(*, actor: Person, request: MarketingRequest, reason: str, now: datetime) -> None:
    """Need it no more: whoever joined goes on with it, else it is withdrawn and may be asked again.

    Writes ``request.left`` or ``request.withdrawn``.

    Raises
    ------
    Forbidden : ``arbitrate.not_yours``.
    Conflict : ``arbitrate.decided`` once it is accepted: marketing is at work, or about to be.
    """
    with transaction.atomic():
        held = hold_waiting(request)
        mine = held.backers.filter(person=actor)
        if not mine.exists():
            raise Forbidden("Only whoever asks for it takes it back.", code="arbitrate.not_yours")
        if held.backers.exclude(person=actor).exists():
            mine.delete()
            record(actor, "request.left", "request", held.public_id, now)
            return
        held.status, held.withdrawn_at = RequestStatus.WITHDRAWN.value, now
        held.ending = " ".join(reason.split())[:MAX_SENTENCE]
        held.save(update_fields=["status", "withdrawn_at", "ending"])
        index_objects("request", [held.pk])
        record(actor, "request.withdrawn", "request", held.public_id, now)
        stop_clock(actor=actor, code=CLOCK, kind="request", public_id=held.public_id, now=now, is_answered=False)


def ask_again(*, actor: Person, request: MarketingRequest, now: datetime) -> None:
    """Take a withdrawal back; not withdrawn, nothing changes. Writes ``request.asked_again``.

    Raises
    ------
    Forbidden : ``arbitrate.not_yours``.
    """
    with transaction.atomic():
        held = hold_request(request)
        if not held.backers.filter(person=actor).exists():
            raise Forbidden("Only whoever asks for it asks again.", code="arbitrate.not_yours")
        if held.status != RequestStatus.WITHDRAWN:
            return
        held.status, held.withdrawn_at, held.ending = RequestStatus.WAITING.value, None, ""
        held.save(update_fields=["status", "withdrawn_at", "ending"])
        index_objects("request", [held.pk])
        record(actor, "request.asked_again", "request", held.public_id, now)
        promise_answer(actor, held, now)


def back(actor: Person, request: MarketingRequest, serves: Serves, need: Need, now: datetime) -> None:
    """Put somebody behind a request, with the account and the deal that need it."""
    said: dict[str, Any] = {
        "team": actor.team if actor.role in SALES and not serves.is_for_company else None,
        "account": serves.account,
        "opportunity": serves.opportunity,
        "need": need.value,
    }
    RequestBacker.objects.update_or_create(
        request=request, person=actor, defaults=said, create_defaults={**said, "at": now}
    )


def promise_answer(actor: Person, request: MarketingRequest, now: datetime) -> None:
    """Let a clock promise marketing's answer to whoever asks."""
    start_clock(
        actor=actor,
        code=CLOCK,
        kind="request",
        public_id=request.public_id,
        owed_by=Side.MARKETING,
        waited_by=actor,
        now=now,
    )


def for_whom(serves: Serves) -> ForWhom:
    """Tell whom a request serves: what its account is, a prospect when a deal has none, else the company or the team."""
    if serves.account is not None:
        return ForWhom(serves.account.kind)
    if serves.opportunity is not None:
        return ForWhom.PROSPECT
    return ForWhom.COMPANY if serves.is_for_company else ForWhom.TEAM


def hold_request(request: MarketingRequest) -> MarketingRequest:
    """Lock a request."""
    held = MarketingRequest.objects.select_for_update(of=("self",)).select_related("asked_by", "deliverable")
    return held.get(pk=request.pk)


def hold_waiting(request: MarketingRequest) -> MarketingRequest:
    """Lock a request that no decision has accepted."""
    held = hold_request(request)
    if held.status != RequestStatus.WAITING:
        raise Conflict(
            "It no longer waits for a decision.",
            code="arbitrate.decided",
            hint="Open its page: it says where it stands; the thread is there to tell marketing what has changed.",
        )
    return held


def check_asking(actor: Person) -> None:
    """Refuse whoever is neither in sales nor in marketing."""
    if actor.role not in SALES | MARKETING:
        raise Forbidden("Sales and marketing ask for work.", code="arbitrate.not_asking")


def check_need(need: Need, serves: Serves) -> None:
    """Refuse to block a deal that is not named: what comes first has a name."""
    if need == Need.BLOCKS and serves.opportunity is None:
        raise Invalid(
            "No deal is named.",
            code="arbitrate.no_deal_to_block",
            hint="Choose the deal that waits for it, or say that it is important.",
        )
