"""Decide each week what marketing makes next: the policy, a director's adjustments, and the decision once published."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from liant.actions.arbitrate import CLOCK, hold_waiting
from liant.actions.clocks import stop_clock
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.arbitrate.policy import Policy, check_policy, week_of
from liant.loop.arbitrate.requests import RequestStatus
from liant.loop.arbitrate.why import Explanation, Why
from liant.loop.refine.ideas import MAX_SENTENCE
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.arbitrate import people_behind
from liant.queries.arbitrate_cycle import Cycle, Decision, decide_cycle, load_cycle
from liant.queries.arbitrate_trace import checks_of, facts_of, trace_of
from liant.store.models import (
    Adjustment,
    AdjustmentProposal,
    ArbitrationPolicy,
    ArbitrationWindow,
    Award,
    HourAccount,
    MarketingRequest,
    Person,
)


def set_policy(*, actor: Person, policy: Policy, version: int, now: datetime) -> None:
    """Set how a week's work is shared, from the next decision on. Marketing directors. Writes ``policy.set``.

    Raises
    ------
    Forbidden : ``arbitrate.not_directing``.
    Invalid : ``arbitrate.shares``, ``arbitrate.kept_back``.
    Conflict : ``arbitrate.policy_changed`` when it is no longer the version shown.
    """
    check_directing(actor)
    check_policy(policy)
    values = {
        **{college.value: percent for college, percent in policy.percent_by_college.items()},
        "buffer_percent": policy.buffer_percent,
        "reserve_weeks": policy.reserve_weeks,
        "week_half_days": policy.week_half_days,
    }
    with transaction.atomic():
        row = ArbitrationPolicy.objects.select_for_update().first()
        if (row.version if row is not None else 0) != version:
            raise Conflict(
                "The policy was changed in another window since you opened it.",
                code="arbitrate.policy_changed",
                hint="Open the page again: it now shows its latest values.",
            )
        ArbitrationPolicy.objects.update_or_create(id=1, defaults={**values, "version": version + 1})
        record(actor, "policy.set", "policy", "arbitration", now, values)


def adjust_request(*, actor: Person, request: MarketingRequest, is_forced: bool, reason: str, now: datetime) -> None:
    """Want a request, or not this week, whatever the rule says: signed, with a reason that whoever asked reads.

    Paid from the strategy share; said again before the decision, the last word holds. It answers what managers propose
    about the request. Marketing directors. Writes ``request.forced`` or ``request.forbidden``.

    Raises
    ------
    Forbidden : ``arbitrate.not_directing``.
    Invalid : ``arbitrate.no_reason``.
    Conflict : ``arbitrate.decided``.
    """
    check_directing(actor)
    words = checked_reason(reason)
    with transaction.atomic():
        held = hold_waiting(request)
        Adjustment.objects.update_or_create(
            request=held,
            window=None,
            defaults={"is_forced": is_forced, "reason": words, "signed_by": actor, "at": now},
        )
        record(actor, "request.forced" if is_forced else "request.forbidden", "request", held.public_id, now)
        settle_proposals(actor, held, words, now, is_forced=is_forced)


def settle_proposals(actor: Person, request: MarketingRequest, answer: str, now: datetime, *, is_forced: bool) -> None:
    """Answer whatever is proposed about a held request by what was decided of it: the same wish is accepted."""
    waiting = AdjustmentProposal.objects.select_for_update(of=("self",)).filter(request=request, answered_at=None)
    for proposal in waiting.select_related("proposed_by").order_by("id"):
        close_proposal(actor, proposal, answer, now, is_accepted=proposal.is_forced == is_forced)


def close_proposal(
    actor: Person, proposal: AdjustmentProposal, answer: str, now: datetime, *, is_accepted: bool
) -> None:
    """Write the answer on a held proposal and tell whoever proposed."""
    proposal.answered_by, proposal.answered_at = actor, now
    proposal.answer, proposal.is_accepted = answer, is_accepted
    proposal.save(update_fields=["answered_by", "answered_at", "answer", "is_accepted"])
    word = "accepted" if is_accepted else "refused"
    record(actor, f"request.proposal_{word}", "request", proposal.request.public_id, now)
    close_notices("adjustment_proposed", "proposal", proposal.public_id, now)
    tell(
        [proposal.proposed_by],
        f"proposal_{word}",
        "proposal",
        proposal.public_id,
        now,
        data={"by": actor.public_id, "reason": answer},
    )


def drop_adjustment(*, actor: Person, request: MarketingRequest, now: datetime) -> None:
    """Leave a request to the rule again, before the decision; no adjustment, nothing changes.

    Marketing directors. Writes ``request.unadjusted``.

    Raises
    ------
    Forbidden : ``arbitrate.not_directing``.
    """
    check_directing(actor)
    with transaction.atomic():
        if Adjustment.objects.filter(request=request, window=None).delete()[0]:
            record(actor, "request.unadjusted", "request", request.public_id, now)


def publish_window(*, actor: Person, fingerprint: str, today: date, now: datetime) -> ArbitrationWindow:
    """Take the decision of a week, keep its trace for good, and answer everybody who asked.

    Each request gets its answer with the reason and what comes next; those chosen are accepted, the others wait for the
    next decision. Marketing directors. Locks the waiting requests. Writes ``window.published``, and ``request.accepted``
    or ``request.left_out`` on each.

    Raises
    ------
    Forbidden : ``arbitrate.not_directing``.
    Conflict : ``arbitrate.week_decided`` for a second decision in a week: a closed one is never taken again;
        ``arbitrate.cycle_changed`` when something was asked, taken back or adjusted since it was shown;
        ``arbitrate.proposals_wait`` while a manager waits for an answer.
    Invalid : ``arbitrate.nothing_waits``.
    """
    check_directing(actor)
    with transaction.atomic():
        waiting = MarketingRequest.objects.select_for_update(of=("self",)).filter(status=RequestStatus.WAITING.value)
        rows = {row.public_id: row for row in waiting.select_related("asked_by")}
        cycle = load_cycle(now)
        check_cycle(cycle, fingerprint, week_of(today))
        check_proposals()
        decision = decide_cycle(cycle, cycle.policy)
        window = ArbitrationWindow.objects.create(
            week_on=week_of(today),
            capacity=decision.election.capacity,
            spent=decision.outcome.spent,
            decided_by=actor,
            decided_at=now,
            trace=trace_of(decision),
            checks=checks_of(decision),
        )
        why = Why(decision.election, decision.outcome, weekly_credits=decision.credit_by_voice)
        keep_accounts(window, decision)
        explanations = list(why.explain_all())
        Award.objects.bulk_create(
            Award(
                window=window,
                request=rows[found.request],
                is_chosen=found.is_chosen,
                reason=found.reason.value,
                cost=found.cost,
                facts=facts_of(found),
            )
            for found in explanations
        )
        Adjustment.objects.filter(window=None, request__in=rows.values()).update(window=window)
        for found in explanations:
            answer(actor, rows[found.request], found, now)
        record(actor, "window.published", "window", window.public_id, now, {"n": len(decision.outcome.chosen)})
    return window


def check_cycle(cycle: Cycle, fingerprint: str, week_on: date) -> None:
    """Refuse to decide twice, on nothing, or on something else than what was shown."""
    if cycle.last_week_on is not None and cycle.last_week_on >= week_on:
        raise Conflict(
            "This week is decided already.",
            code="arbitrate.week_decided",
            hint="A decision is never taken again: what waits enters the next; what cannot goes through the urgent lane.",
        )
    if not cycle.requests:
        raise Invalid(
            "No request waits for a decision.",
            code="arbitrate.nothing_waits",
            hint="The next one that is asked opens the next decision.",
        )
    if cycle.fingerprint != fingerprint:
        raise Conflict(
            "Something was asked, taken back or adjusted since you opened the page.",
            code="arbitrate.cycle_changed",
            hint="The result below is the new one: read it, then publish.",
        )


def check_proposals() -> None:
    """Refuse to decide over the head of a manager who proposed something."""
    n = AdjustmentProposal.objects.open().count()
    if n:
        raise Conflict(
            "Managers wait for an answer to what they propose: %(n)s.",
            code="arbitrate.proposals_wait",
            hint="Accept or refuse each with a reason, then publish.",
            params={"n": n},
        )


def keep_accounts(window: ArbitrationWindow, decision: Decision) -> None:
    """Write what each voice received, spent and owns."""
    HourAccount.objects.bulk_create(
        HourAccount(
            window=window,
            voice=after.voice,
            college=after.college,
            credited=before.weekly,
            spent=before.balance - after.balance,
            balance=after.balance,
            has_received=after.has_received,
        )
        for before, after in zip(decision.before, decision.after, strict=True)
    )


def answer(actor: Person, request: MarketingRequest, found: Explanation, now: datetime) -> None:
    """Write the answer on a held request and tell everybody behind it."""
    told = [person for person in people_behind(request) if person != actor]
    if found.is_chosen:
        request.status, request.accepted_at = RequestStatus.ACCEPTED.value, now
        request.save(update_fields=["status", "accepted_at"])
    verb, code = (
        ("request.accepted", "request_chosen") if found.is_chosen else ("request.left_out", "request_not_chosen")
    )
    record(actor, verb, "request", request.public_id, now)
    for earlier in ("request_not_chosen", "request_joined"):
        close_notices(earlier, "request", request.public_id, now)
    tell(told, code, "request", request.public_id, now)
    stop_clock(actor=actor, code=CLOCK, kind="request", public_id=request.public_id, now=now)


def checked_reason(reason: str) -> str:
    """Clean a reason, or refuse to do without."""
    words = " ".join(reason.split())[:MAX_SENTENCE]
    if not words:
        raise Invalid(
            "Write the reason.",
            code="arbitrate.no_reason",
            hint="Whoever asked, and whoever pays for it, reads it with your name.",
        )
    return words


def check_directing(actor: Person) -> None:
    """Refuse whoever does not decide."""
    if actor.role != Role.MARKETING_DIRECTOR:
        raise Forbidden("The marketing director decides.", code="arbitrate.not_directing")
