"""Read accounts and deals: the figures' side of a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from liant.loop.values.stages import CLOSED_STAGES, OPEN_STAGES, Stage
from liant.queries.ledger import name_for
from liant.store.models import Account, Opportunity, OutcomeReason, Person

#: A sum is shown to a marketing director over at least this many deals, so that no single one can be read off.
LEAST_DEALS_IN_A_SUM = 5


@dataclass(frozen=True, kw_only=True)
class AccountLine:
    """An account in a list; the open deals counted are those whose figures the reader may read."""

    public_id: str
    name: str
    kind: str
    segment: str
    size: str
    city: str
    owner: str
    n_open: int
    n_notes: int


@dataclass(frozen=True, kw_only=True)
class DealLine:
    """A deal in a list."""

    public_id: str
    name: str
    account_id: str
    account_name: str
    stage: str
    amount_cents: int | None
    currency: str
    expected_close_on: date | None
    closed_on: date | None
    owner: str
    is_open: bool
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class StageLine:
    """A stage that a deal went through, with the days it stayed there (None for the current one)."""

    stage: str
    crm_stage: str
    entered_at: datetime
    days: int | None


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """A reason of a won or lost deal."""

    reason: str
    voice: str
    text: str
    is_primary: bool


@dataclass(frozen=True, kw_only=True)
class DealView:
    """A deal with its history."""

    line: DealLine
    product: str
    team: str
    lead_source: str
    opened_on: date | None
    age_days: int | None
    competitors: tuple[str, ...]
    stages: tuple[StageLine, ...]
    reasons: tuple[ReasonLine, ...]
    version: int


def view_deal_line(row: Opportunity, reader: Person, today: date) -> DealLine:
    """Turn a row, with its account and owner loaded, into a line."""
    is_open = row.stage in OPEN_STAGES
    return DealLine(
        public_id=row.public_id,
        name=row.name,
        account_id=row.account.public_id if row.account else "",
        account_name=row.account.name if row.account else "",
        stage=row.stage,
        amount_cents=row.amount_cents,
        currency=row.currency,
        expected_close_on=row.expected_close_on,
        closed_on=row.closed_on,
        owner=name_for(reader, row.owner) if row.owner else "",
        is_open=is_open,
        is_late=is_open and row.expected_close_on is not None and row.expected_close_on < today,
    )


def deals_for(
    reader: Person,
    *,
    today: date,
    search: str = "",
    stage: str = "open",
    account: Account | None = None,
    first: int = 0,
    limit: int = 50,
) -> tuple[DealLine, ...]:
    """List the deals whose figures a reader may read; open ones by nearest close, closed ones by latest."""
    rows: QuerySet[Opportunity] = Opportunity.objects.visible_to(reader).select_related("account", "owner")
    if account is not None:
        rows = rows.filter(account=account)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(account__name__icontains=search))
    if stage == "open":
        rows = rows.filter(stage__in=OPEN_STAGES).order_by(F("expected_close_on").asc(nulls_last=True), "id")
    elif stage == "closed":
        rows = rows.filter(stage__in=CLOSED_STAGES).order_by(F("closed_on").desc(nulls_last=True), "-id")
    else:
        if stage in set(Stage):
            rows = rows.filter(stage=stage)
        rows = rows.order_by("-id")
    return tuple(view_deal_line(row, reader, today) for row in rows[first : first + limit])


def deal_view(reader: Person, deal: Opportunity, today: date) -> DealView:
    """Show a deal with its stages, reasons and competitors, in three queries."""
    changes = list(deal.stage_changes.order_by("entered_at", "id"))
    following = [change.entered_at for change in changes[1:]]
    stages = tuple(
        StageLine(
            stage=change.stage,
            crm_stage=change.crm_stage,
            entered_at=change.entered_at,
            days=(following[i] - change.entered_at).days if i < len(following) else None,
        )
        for i, change in enumerate(changes)
    )
    reasons = OutcomeReason.objects.filter(opportunity=deal).order_by("-is_primary", "id")
    end = deal.closed_on or today
    return DealView(
        line=view_deal_line(deal, reader, today),
        product=deal.product.name if deal.product else "",
        team=deal.team.name if deal.team else "",
        lead_source=deal.lead_source,
        opened_on=deal.opened_on,
        age_days=(end - deal.opened_on).days if deal.opened_on else None,
        competitors=tuple(sorted(rival.name for rival in deal.competitors.all())),
        stages=stages,
        reasons=tuple(
            ReasonLine(reason=r.reason, voice=r.voice, text=r.text, is_primary=r.is_primary) for r in reasons
        ),
        version=deal.version,
    )


def accounts_for(
    reader: Person, *, search: str = "", kind: str = "", first: int = 0, limit: int = 50
) -> tuple[AccountLine, ...]:
    """List the accounts that a reader may open, by name, in three queries."""
    rows = Account.objects.visible_to(reader).select_related("owner")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(segment__icontains=search) | Q(city__icontains=search))
    if kind:
        rows = rows.filter(kind=kind)
    accounts = list(rows.order_by("name", "id")[first : first + limit])
    ids = [account.id for account in accounts]
    visible = Opportunity.objects.visible_to(reader).open().filter(account__in=ids)
    n_open = dict(visible.values_list("account_id").annotate(n=Count("id")).order_by())
    shared = Account.objects.filter(id__in=ids, notes__is_shared=True)
    n_notes = dict(shared.values_list("id").annotate(n=Count("notes")).order_by())
    return tuple(
        AccountLine(
            public_id=account.public_id,
            name=account.name,
            kind=account.kind,
            segment=account.segment,
            size=account.size,
            city=account.city,
            owner=name_for(reader, account.owner) if account.owner else "",
            n_open=n_open.get(account.id, 0),
            n_notes=n_notes.get(account.id, 0),
        )
        for account in accounts
    )
