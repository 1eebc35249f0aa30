"""The urgent lane: what cannot wait for the next decision, and the work that gives way, named before anybody says yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liant.actions.arbitrate import CLOCK, hold_waiting
from liant.actions.arbitrate_decide import check_directing, checked_reason, settle_proposals
from liant.actions.arbitrate_work import tell_backers
from liant.actions.clocks import start_clock, stop_clock
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.arbitrate.requests import PROMISED, RequestStatus
from liant.loop.clocks.promises import PromiseCode
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import SALES, Role
from liant.queries.arbitrate_urgent import buffer_left
from liant.store.models import MarketingRequest, Person, Side, UrgentCall


def call_urgent(*, actor: Person, request: MarketingRequest, reason: str, now: datetime) -> UrgentCall:
    """Say that a request cannot wait, and why; directors are asked, and a clock promises their answer.

    Whoever asks for it, and managers of their teams. Called again before the answer, the reason is the one said last.
    Writes ``request.urgent_called``.

    Raises
    ------
    Forbidden : ``arbitrate.not_yours``.
    Invalid : ``arbitrate.no_reason``.
    Conflict : ``arbitrate.decided``.
    """
    words = checked_reason(reason)
    is_behind = request.backers.filter(person=actor).exists()
    reads = MarketingRequest.objects.visible_to(actor).filter(pk=request.pk).exists()
    if not (is_behind or (actor.role == Role.SALES_MANAGER and reads)):
        raise Forbidden("Whoever asks for it says that it cannot wait.", code="arbitrate.not_yours")
    with transaction.atomic():
        held = hold_waiting(request)
        call, is_new = UrgentCall.objects.update_or_create(
            request=held,
            answered_at=None,
            defaults={"reason": words},
            create_defaults={
                "reason": words,
                "called_by": actor,
                "team": actor.team if actor.role in SALES else None,
                "at": now,
            },
        )
        if is_new:
            record(actor, "request.urgent_called", "request", held.public_id, now)
            start_clock(
                actor=actor,
                code=PromiseCode.URGENT,
                kind="request",
                public_id=held.public_id,
                owed_by=Side.MARKETING,
                waited_by=actor,
                now=now,
            )
        directors = Person.objects.directing()
        tell(
            list(directors),
            "urgent_called",
            "request",
            held.public_id,
            now,
            data={"by": call.called_by.public_id, "reason": words},
            is_due=True,
        )
    return call


def grant_urgent(
    *, actor: Person, call: UrgentCall, answer: str, displaced: Sequence[MarketingRequest], now: datetime
) -> None:
    """Accept a request out of turn: what gives way is named, and whoever waits for it is told by what and why.

    The buffer of the week is taken first. What managers propose about it is answered. Its voices pay it back from the
    next decision on. Marketing directors. Writes ``request.urgent_granted``, and ``request.displaced`` on what gives way.

    Raises
    ------
    Forbidden : ``arbitrate.not_directing``.
    Invalid : ``arbitrate.no_reason``, ``arbitrate.nothing_displaced`` when what gives way is less than what it takes.
    Conflict : ``arbitrate.decided``, ``arbitrate.call_answered``, ``arbitrate.not_promised``.
    """
    check_directing(actor)
    words = checked_reason(answer)
    with transaction.atomic():
        held, open_call = hold_call(call)
        gives_way = list(
            MarketingRequest.objects.select_for_update(of=("self",))
            .filter(pk__in=[row.pk for row in displaced])
            .select_related("asked_by")
            .order_by("id")
        )
        if any(row.status not in PROMISED for row in gives_way):
            raise Conflict(
                "Some of the work that would give way is delivered already.",
                code="arbitrate.not_promised",
                hint="Open the page again and choose among what is left.",
            )
        short = held.half_days - buffer_left(now) - sum(row.half_days for row in gives_way)
        if short > 0:
            raise Invalid(
                "It takes %(short)s half-days more than what gives way.",
                code="arbitrate.nothing_displaced",
                hint="Name the work that waits meanwhile: saying yes to everything says it to nobody.",
                params={"short": short},
            )
        close_call(actor, open_call, words, now, is_granted=True)
        open_call.displaced.set(gives_way)
        held.status, held.accepted_at = RequestStatus.ACCEPTED.value, now
        held.save(update_fields=["status", "accepted_at"])
        stop_clock(actor=actor, code=CLOCK, kind="request", public_id=held.public_id, now=now)
        record(actor, "request.urgent_granted", "request", held.public_id, now, {"n": len(gives_way)})
        settle_proposals(actor, held, words, now, is_forced=True)
        tell_backers(actor, held, "urgent_granted", now, reason=words)
        for row in gives_way:
            record(actor, "request.displaced", "request", row.public_id, now)
            tell_backers(actor, row, "request_displaced", now, urgent=held.title, reason=words)


def refuse_urgent(*, actor: Person, call: UrgentCall, answer: str, now: datetime) -> None:
    """Let a request wait for the next decision, with the reason. Marketing directors. Writes ``request.urgent_refused``.

    Raises
    ------
    Forbidden : ``arbitrate.not_directing``.
    Invalid : ``arbitrate.no_reason``.
    Conflict : ``arbitrate.decided``, ``arbitrate.call_answered``.
    """
    check_directing(actor)
    words = checked_reason(answer)
    with transaction.atomic():
        held, open_call = hold_call(call)
        close_call(actor, open_call, words, now, is_granted=False)
        record(actor, "request.urgent_refused", "request", held.public_id, now)
        tell_backers(actor, held, "urgent_refused", now, reason=words)


def hold_call(call: UrgentCall) -> tuple[MarketingRequest, UrgentCall]:
    """Lock the request of a call that waits for its answer."""
    held = hold_waiting(call.request)
    open_call = UrgentCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if open_call.answered_at is not None:
        raise Conflict(
            "Somebody answered already.", code="arbitrate.call_answered", hint="Its page says what was decided."
        )
    return held, open_call


def close_call(actor: Person, call: UrgentCall, answer: str, now: datetime, *, is_granted: bool) -> None:
    """Write the answer on a held call."""
    call.answered_by, call.answered_at, call.answer, call.is_granted = actor, now, answer, is_granted
    call.save(update_fields=["answered_by", "answered_at", "answer", "is_granted"])
    public_id = call.request.public_id
    close_notices("urgent_called", "request", public_id, now)
    stop_clock(actor=actor, code=PromiseCode.URGENT, kind="request", public_id=public_id, now=now)
