"""What sales managers propose in the room, against the rule: whoever publishes takes it up or not, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liant.actions.arbitrate import hold_waiting
from liant.actions.arbitrate_decide import adjust_request, check_directing, checked_reason, close_proposal
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.values.errors import Conflict, Forbidden
from liant.loop.values.roles import Role
from liant.store.models import AdjustmentProposal, MarketingRequest, Person


def propose_adjustment(
    *, actor: Person, request: MarketingRequest, is_forced: bool, reason: str, now: datetime
) -> AdjustmentProposal:
    """Propose to put a request in, or to leave it out, whatever the rule says: signed, for a director to answer.

    Sales managers, on whatever waits for a decision: its name is read in the room. Proposed again before the answer, the
    last word holds. Writes ``request.proposed_in`` or ``request.proposed_out``.

    Raises
    ------
    Forbidden : ``arbitrate.not_managing``.
    Invalid : ``arbitrate.no_reason``.
    Conflict : ``arbitrate.decided``.
    """
    check_managing(actor)
    words = checked_reason(reason)
    with transaction.atomic():
        held = hold_waiting(request)
        proposal, _is_new = AdjustmentProposal.objects.update_or_create(
            request=held,
            proposed_by=actor,
            answered_at=None,
            defaults={"is_forced": is_forced, "reason": words, "at": now},
        )
        record(actor, "request.proposed_in" if is_forced else "request.proposed_out", "request", held.public_id, now)
        directors = Person.objects.directing()
        tell(
            list(directors),
            "adjustment_proposed",
            "proposal",
            proposal.public_id,
            now,
            data={"by": actor.public_id, "reason": words},
            is_due=True,
        )
    return proposal


def take_back_proposal(*, actor: Person, proposal: AdjustmentProposal, now: datetime) -> None:
    """Propose it no more, before the answer. Writes ``request.proposal_taken_back``.

    Raises
    ------
    Forbidden : ``arbitrate.not_yours``.
    Conflict : ``arbitrate.proposal_answered``.
    """
    if proposal.proposed_by_id != actor.pk:
        raise Forbidden("Only whoever proposed it takes it back.", code="arbitrate.not_yours")
    with transaction.atomic():
        held = hold_proposal(proposal)
        close_notices("adjustment_proposed", "proposal", held.public_id, now)
        record(actor, "request.proposal_taken_back", "request", held.request.public_id, now)
        held.delete()


def answer_proposal(
    *, actor: Person, proposal: AdjustmentProposal, is_accepted: bool, answer: str, now: datetime
) -> None:
    """Take up what a manager proposes, or not; the manager is told, with the reason.

    Accepted, it is the director's adjustment, for the manager's reason when no other is given: it answers whatever else
    is proposed about the request. Refused, the request is left as it stands. Marketing directors. Writes
    ``request.proposal_accepted`` or ``request.proposal_refused``, and what ``adjust_request`` writes.

    Raises
    ------
    Forbidden : ``arbitrate.not_directing``.
    Invalid : ``arbitrate.no_reason``, refusing without one.
    Conflict : ``arbitrate.proposal_answered``, ``arbitrate.decided``.
    """
    check_directing(actor)
    words = checked_reason(proposal.reason if is_accepted and not answer.strip() else answer)
    with transaction.atomic():
        held = hold_proposal(proposal)
        if is_accepted:
            adjust_request(actor=actor, request=held.request, is_forced=held.is_forced, reason=words, now=now)
        else:
            close_proposal(actor, held, words, now, is_accepted=False)


def hold_proposal(proposal: AdjustmentProposal) -> AdjustmentProposal:
    """Lock a proposal that waits for its answer, after its request."""
    hold_waiting(proposal.request)
    rows = AdjustmentProposal.objects.select_for_update(of=("self",)).select_related("request", "proposed_by")
    held = rows.filter(pk=proposal.pk, answered_at=None).first()
    if held is None:
        raise Conflict(
            "It was answered or taken back already.",
            code="arbitrate.proposal_answered",
            hint="The room says where the request stands.",
        )
    return held


def check_managing(actor: Person) -> None:
    """Refuse whoever manages no sales team."""
    if actor.role != Role.SALES_MANAGER:
        raise Forbidden("Sales managers propose.", code="arbitrate.not_managing")
