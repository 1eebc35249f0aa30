"""Hand a lead over to a seller, answer it, hand it over again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liant.actions.clocks import start_clock, stop_clock
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.clocks.promises import PromiseCode
from liant.loop.leads.leads import ANSWERS, GIVEN_BACK, MAX_WORDS, LeadStatus, LeadText, checked_lead
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.language import detect_language
from liant.loop.values.roles import MARKETING, SALES
from liant.queries.clocks import day_in_company
from liant.store.models import Account, Lead, Person

#: What whoever handed it over is told.
TOLD = {
    LeadStatus.TAKEN: "lead_taken",
    LeadStatus.NOT_NOW: "lead_not_now",
    LeadStatus.WRONG: "lead_wrong",
}


def hand_lead(*, actor: Person, seller: Person, text: LeadText, account: Account | None, now: datetime) -> Lead:
    """Hand what came in over to a seller, whose answer is promised.

    Marketing only. Writes ``lead.handed``.

    Raises
    ------
    Forbidden : ``leads.not_marketing``.
    Invalid : ``leads.not_selling`` and the refusals of ``checked_lead``.
    """
    check_marketing(actor)
    check_seller(seller)
    checked = checked_lead(text)
    with transaction.atomic():
        lead = Lead.objects.create(
            company=checked.company,
            account=account,
            words=checked.words,
            language=detect_language(checked.words),
            handed_by=actor,
            seller=seller,
            handed_at=now,
        )
        record(actor, "lead.handed", "lead", lead.public_id, now)
        ask_seller(actor, lead, now)
    return lead


def hand_again(*, actor: Person, lead: Lead, seller: Person, now: datetime) -> None:
    """Hand a lead that came back over to a seller, the same or another; the earlier answer stays in its history.

    Marketing only. Locks the lead. Writes ``lead.handed_again``.

    Raises
    ------
    Forbidden : ``leads.not_marketing``.
    Invalid : ``leads.not_selling``.
    Conflict : ``leads.not_back`` while it waits for an answer, or once it is taken.
    """
    check_marketing(actor)
    check_seller(seller)
    with transaction.atomic():
        held = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
        if held.status not in GIVEN_BACK:
            raise Conflict(
                "This lead did not come back.",
                code="leads.not_back",
                hint="Open it again: it says who has it.",
            )
        held.status, held.answer, held.answered_at = LeadStatus.WAITING.value, "", None
        held.seller, held.handed_by, held.handed_at = seller, actor, now
        held.save()
        record(actor, "lead.handed_again", "lead", held.public_id, now)
        for code in TOLD.values():
            close_notices(code, "lead", held.public_id, now)
        ask_seller(actor, held, now)


def answer_lead(*, actor: Person, lead: Lead, status: LeadStatus, word: str, now: datetime) -> None:
    """Say what becomes of a lead, or say it otherwise later; whoever handed it over is told.

    The seller who has it. Locks the lead, stops its clock at the first answer. Writes ``lead.answered``.

    Raises
    ------
    Forbidden : ``leads.not_yours``.
    Invalid : ``leads.no_answer``, ``leads.too_long``.
    """
    if actor.pk != lead.seller_id:
        raise Forbidden("Only the seller who has a lead answers it.", code="leads.not_yours")
    if status not in ANSWERS:
        raise Invalid("No answer is given.", code="leads.no_answer", hint="Taken, not now, or not for us.")
    said = " ".join(word.split())
    if len(said) > MAX_WORDS:
        raise Invalid(
            "It is longer than %(most)s characters.",
            code="leads.too_long",
            hint="One sentence is enough; the thread takes the rest.",
            params={"most": MAX_WORDS},
        )
    with transaction.atomic():
        held = Lead.objects.select_for_update(of=("self",)).select_related("handed_by").get(pk=lead.pk)
        held.status, held.answer, held.answered_at = status.value, said, now
        held.save(update_fields=["status", "answer", "answered_at"])
        record(actor, "lead.answered", "lead", held.public_id, now, {"status": status.value})
        stop_clock(actor=actor, code=PromiseCode.LEAD, kind="lead", public_id=held.public_id, now=now)
        close_notices("lead_handed", "lead", held.public_id, now)
        for code in TOLD.values():
            close_notices(code, "lead", held.public_id, now)
        data = {"by": actor.public_id}
        tell([held.handed_by], TOLD[status], "lead", held.public_id, now, data=data, is_due=status in GIVEN_BACK)


def ask_seller(actor: Person, lead: Lead, now: datetime) -> None:
    """Promise whoever hands it over an answer of the seller, who is told."""
    clock = start_clock(
        actor=actor,
        code=PromiseCode.LEAD,
        kind="lead",
        public_id=lead.public_id,
        owed_by=lead.seller,
        waited_by=actor,
        now=now,
    )
    data = {"by": actor.public_id, "on": day_in_company(clock.due_at).isoformat()}
    tell([lead.seller], "lead_handed", "lead", lead.public_id, now, data=data, is_due=True)


def check_marketing(actor: Person) -> None:
    """Refuse whoever does not receive leads."""
    if actor.role not in MARKETING:
        raise Forbidden("Marketing hands leads over.", code="leads.not_marketing")


def check_seller(seller: Person) -> None:
    """Refuse to hand over to somebody who does not sell, or has left."""
    if seller.role not in SALES or not seller.is_active:
        raise Invalid(
            "%(name)s cannot take a lead.",
            code="leads.not_selling",
            hint="Choose somebody in a sales team.",
            params={"name": seller.name},
        )
