"""Read leads: who has which one, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liant.loop.leads.leads import GIVEN_BACK, LeadStatus
from liant.loop.values.roles import MARKETING, SALES
from liant.queries.clocks import ClockView, clocks_of
from liant.queries.ledger import name_for
from liant.store.models import Account, Lead, Person


@dataclass(frozen=True, kw_only=True)
class LeadView:
    """A lead as one reader sees it.

    Attributes
    ----------
    seller : by name to whoever handed it over, which is where work is assigned; else as people are named to the reader.
    account_id : empty when the reader may not open the account.
    may_answer : it is this reader's, answered or not: one may change one's mind.
    may_hand_again : it came back, and the reader is in marketing.
    """

    public_id: str
    company: str
    account_id: str
    words: str
    language: str
    handed_by: str
    seller: str
    status: str
    answer: str
    handed_at: datetime
    answered_at: datetime | None
    clock: ClockView | None
    may_answer: bool
    may_hand_again: bool


@dataclass(frozen=True, kw_only=True)
class SellerChoice:
    """Somebody to whom a lead may be handed over."""

    public_id: str
    name: str
    team: str
    is_owner: bool


def leads_for(
    reader: Person, now: datetime, *, status: str = "", first: int = 0, limit: int = 30
) -> tuple[LeadView, ...]:
    """List leads, those that wait first, then the latest; three queries."""
    rows = Lead.objects.visible_to(reader)
    if status:
        rows = rows.filter(status=status)
    found = list(
        rows.select_related("account", "handed_by", "seller").order_by("answered_at", "-id")[first : first + limit]
        if status == LeadStatus.WAITING
        else rows.select_related("account", "handed_by", "seller").order_by("-handed_at", "-id")[first : first + limit]
    )
    return view_leads(found, reader, now)


def lead_view(reader: Person, lead: Lead, now: datetime) -> LeadView:
    """Show one lead, loaded with its people and its account; two queries."""
    return view_leads([lead], reader, now)[0]


def view_leads(leads: list[Lead], reader: Person, now: datetime) -> tuple[LeadView, ...]:
    """Turn loaded rows into what a reader sees."""
    clocks = clocks_of("lead", [lead.public_id for lead in leads], reader, now)
    accounts = {lead.account_id for lead in leads if lead.account_id is not None}
    readable = set(Account.objects.visible_to(reader).filter(pk__in=accounts).values_list("pk", flat=True))
    return tuple(
        LeadView(
            public_id=lead.public_id,
            company=lead.company,
            account_id=lead.account.public_id if lead.account and lead.account_id in readable else "",
            words=lead.words,
            language=lead.language,
            handed_by=name_for(reader, lead.handed_by),
            seller=lead.seller.name if lead.handed_by_id == reader.pk else name_for(reader, lead.seller),
            status=lead.status,
            answer=lead.answer,
            handed_at=lead.handed_at,
            answered_at=lead.answered_at,
            clock=clocks.get(lead.public_id),
            may_answer=lead.seller_id == reader.pk,
            may_hand_again=lead.status in GIVEN_BACK and reader.role in MARKETING,
        )
        for lead in leads
    )


def sellers_for(account: Account | None = None) -> tuple[SellerChoice, ...]:
    """List whoever may be handed a lead by team and name, first the owner of its account; one query."""
    rows = Person.objects.able().filter(role__in=[role.value for role in SALES]).select_related("team")
    owner = account.owner_id if account is not None else None
    choices = [
        SellerChoice(
            public_id=row.public_id,
            name=row.name,
            team=row.team.name if row.team else "",
            is_owner=row.pk == owner,
        )
        for row in rows.order_by("team__name", "name", "id")
    ]
    return tuple(sorted(choices, key=lambda choice: not choice.is_owner))
