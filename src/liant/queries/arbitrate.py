"""Read requests to marketing: who asks for what, where it stands, and what marketing usually takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from liant.loop.arbitrate.requests import OPEN_REQUESTS, PROMISED, RequestStatus
from liant.loop.arbitrate.turnaround import LAST, Size, Turnaround, ask_by, size_of, turnaround_of
from liant.loop.listen.alike import find_near
from liant.loop.values.roles import MARKETING, Role
from liant.queries.ledger import name_for
from liant.queries.themes import label_for
from liant.store.models import (
    Account,
    Deliverable,
    MarketingRequest,
    Opportunity,
    Person,
    RequestBacker,
    Theme,
)

#: Requests looked at for one that is alike: the latest ones that still wait.
LOOKED_AT = 300


@dataclass(frozen=True, kw_only=True)
class DeliverableView:
    """A type of work: what it is called, what it takes, and how long until it is there."""

    public_id: str
    name: str
    name_fr: str
    name_en: str
    declared_half_days: int
    size: Size
    lead_weeks: int
    turnaround: Turnaround | None
    skills: tuple[str, ...]
    is_retired: bool
    version: int

    @property
    def usual_days(self) -> int:
        """Calendar days until it is there, as a rule: learnt, else announced."""
        return self.turnaround.usual_days if self.turnaround else 7 * self.lead_weeks

    @property
    def longest_days(self) -> int:
        """Calendar days that a drawing of its time needs room for."""
        return max(self.usual_days, self.turnaround.safe_days if self.turnaround else 0)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What marketing usually takes for a type, held against the day by which it is needed.

    Attributes
    ----------
    ask_by : the last day to ask so that it is there in time four times out of five; None when nothing tells.
    is_late : that day has passed.
    """

    deliverable: DeliverableView
    needed_on: date | None
    ask_by: date | None
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class BackerView:
    """Somebody who asks for it, as a reader may see them; names and accounts are empty when they may not be read."""

    who: str
    team: str
    account_id: str
    account_name: str
    kind: str
    deal_id: str
    deal_name: str
    need: int
    is_me: bool


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """A request in a list."""

    public_id: str
    title: str
    language: str
    deliverable: str
    status: str
    for_whom: str
    need: int
    n_backers: int
    teams: tuple[str, ...]
    half_days: int
    needed_on: date | None
    is_late: bool
    asked_at: datetime
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """A request and what became of it."""

    line: RequestLine
    details: str
    backers: tuple[BackerView, ...]
    theme_id: str
    theme_label: str
    deliverable_id: str
    turnaround: Turnaround | None
    maker: str
    accepted_at: datetime | None
    started_at: datetime | None
    delivered_at: datetime | None
    withdrawn_at: datetime | None
    actual_half_days: int | None
    ending: str
    is_backer: bool
    may_join: bool
    may_withdraw: bool
    may_ask_again: bool
    may_work: bool
    may_call: bool


def deliveries_of(deliverables: Iterable[Deliverable]) -> Mapping[int, list[tuple[int, int]]]:
    """List the last deliveries of each type, oldest first, as (calendar days, half-days); one query.

    Only the last ``LAST`` are kept; all those of a year and a half at most are read.
    """
    rows = (
        MarketingRequest.objects.filter(deliverable__in=deliverables, status=RequestStatus.DELIVERED.value)
        .order_by("-delivered_at", "-id")
        .values_list("deliverable", "asked_at", "delivered_at", "actual_half_days")[: 40 * LAST]
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, asked_at, delivered_at, half_days in rows:
        if len(found[key]) < LAST and delivered_at is not None and half_days is not None:
            found[key].append(((delivered_at.date() - asked_at.date()).days, half_days))
    return {key: last[::-1] for key, last in found.items()}


def size_today(deliverable: Deliverable) -> Size:
    """Tell how much work a type takes today, in one query."""
    last = deliveries_of([deliverable]).get(deliverable.pk, [])
    return size_of(deliverable.half_days, [half_days for _days, half_days in last])


def deliverables_for(reader: Person, *, with_retired: bool = False) -> tuple[DeliverableView, ...]:
    """List the types of work in their order, in two queries."""
    rows = Deliverable.objects.order_by("position", "id")
    kept = list(rows if with_retired else rows.filter(retired_at=None))
    deliveries = deliveries_of(kept)
    return tuple(view_deliverable(row, reader, deliveries.get(row.pk, [])) for row in kept)


def deliverable_view(reader: Person, deliverable: Deliverable) -> DeliverableView:
    """Show one type of work."""
    return view_deliverable(deliverable, reader, deliveries_of([deliverable]).get(deliverable.pk, []))


def view_deliverable(row: Deliverable, reader: Person, last: list[tuple[int, int]]) -> DeliverableView:
    """Turn a row and its last deliveries into what is shown."""
    return DeliverableView(
        public_id=row.public_id,
        name=name_of(row, reader),
        name_fr=row.name_fr,
        name_en=row.name_en,
        declared_half_days=row.half_days,
        size=size_of(row.half_days, [half_days for _days, half_days in last]),
        lead_weeks=row.lead_weeks,
        turnaround=turnaround_of([days for days, _half_days in last]),
        skills=tuple(row.skills),
        is_retired=row.retired_at is not None,
        version=row.version,
    )


def name_of(deliverable: Deliverable, reader: Person) -> str:
    """Name a type of work in the reader's language."""
    return deliverable.name_fr if reader.language == "fr" else deliverable.name_en


def promise_for(reader: Person, deliverable: Deliverable, needed_on: date | None, *, today: date) -> Promise:
    """Tell what marketing usually takes, before anything is asked."""
    view = deliverable_view(reader, deliverable)
    last = ask_by(needed_on, view.turnaround) if needed_on is not None and view.turnaround is not None else None
    return Promise(deliverable=view, needed_on=needed_on, ask_by=last, is_late=last is not None and last < today)


def request_rows(rows: QuerySet[MarketingRequest]) -> QuerySet[MarketingRequest]:
    """Load what a line needs, in two queries whatever the number of requests."""
    backers = RequestBacker.objects.select_related("person", "team", "account", "opportunity").order_by("at", "id")
    return rows.select_related("deliverable", "asked_by", "theme", "maker").prefetch_related(
        Prefetch("backers", queryset=backers)
    )


def view_line(row: MarketingRequest, reader: Person, today: date) -> RequestLine:
    """Turn a loaded row into a line."""
    backers = list(row.backers.all())
    is_open = row.status in OPEN_REQUESTS
    return RequestLine(
        public_id=row.public_id,
        title=row.title,
        language=row.language,
        deliverable=name_of(row.deliverable, reader),
        status=row.status,
        for_whom=row.for_whom,
        need=max((backer.need for backer in backers), default=1),
        n_backers=len(backers),
        teams=tuple(sorted({backer.team.name for backer in backers if backer.team is not None})),
        half_days=row.half_days,
        needed_on=row.needed_on,
        is_late=is_open and row.needed_on is not None and row.needed_on < today,
        asked_at=row.asked_at,
        is_mine=any(backer.person_id == reader.pk for backer in backers),
    )


def requests_for(
    reader: Person,
    *,
    today: date,
    status: str = "open",
    mine: bool = False,
    deal: Opportunity | None = None,
    account: Account | None = None,
    theme: Theme | None = None,
    first: int = 0,
    limit: int = 30,
) -> tuple[RequestLine, ...]:
    """List requests, the latest first, in three queries.

    Parameters
    ----------
    status : ``open``, a status, or empty for all.
    mine : those that the reader asks for or has in hand.
    """
    rows = MarketingRequest.objects.visible_to(reader)
    if status == "open":
        rows = rows.open()
    elif status:
        rows = rows.filter(status=status)
    if mine:
        own = RequestBacker.objects.filter(person=reader).values("request")
        rows = rows.filter(pk__in=own) if reader.role not in MARKETING else rows.filter(maker=reader)
    if deal is not None:
        rows = rows.filter(pk__in=RequestBacker.objects.filter(opportunity=deal).values("request"))
    if account is not None:
        rows = rows.filter(pk__in=RequestBacker.objects.filter(account=account).values("request"))
    if theme is not None:
        rows = rows.filter(theme=theme)
    keys = list(rows.order_by("-id").values_list("pk", flat=True)[first : first + limit])
    found = request_rows(MarketingRequest.objects.filter(pk__in=keys)).order_by("-id")
    return tuple(view_line(row, reader, today) for row in found)


def similar_requests(reader: Person, text: str, *, today: date, limit: int = 3) -> tuple[RequestLine, ...]:
    """Find the requests that still wait and whose name holds what is being typed: one joins rather than asks twice.

    Their names are read by whoever asks for something alike, whatever the team; nothing else of them is.
    """
    if len(text.strip()) < 5:
        return ()
    latest = list(MarketingRequest.objects.joinable().order_by("-id").values_list("pk", "title")[:LOOKED_AT])
    near = [latest[position][0] for position in find_near(text, [title for _pk, title in latest], limit=limit)]
    rows = {row.pk: row for row in request_rows(MarketingRequest.objects.filter(pk__in=near))}
    return tuple(view_line(rows[pk], reader, today) for pk in near if pk in rows)


def joinable_view(reader: Person, request: MarketingRequest, *, today: date) -> RequestLine:
    """Show what may be read of a request before one joins it."""
    return view_line(request_rows(MarketingRequest.objects.filter(pk=request.pk)).get(), reader, today)


def request_view(reader: Person, request: MarketingRequest, *, today: date) -> RequestView:
    """Show a request to somebody who may read it, in six queries."""
    row = request_rows(MarketingRequest.objects.filter(pk=request.pk)).get()
    line = view_line(row, reader, today)
    is_waiting = row.status == RequestStatus.WAITING
    return RequestView(
        line=line,
        details=row.details,
        backers=view_backers(reader, row),
        theme_id=row.theme.public_id if row.theme else "",
        theme_label=label_for(reader, row.theme) if row.theme else "",
        deliverable_id=row.deliverable.public_id,
        turnaround=deliverable_view(reader, row.deliverable).turnaround,
        maker=name_for(reader, row.maker) if row.maker else "",
        accepted_at=row.accepted_at,
        started_at=row.started_at,
        delivered_at=row.delivered_at,
        withdrawn_at=row.withdrawn_at,
        actual_half_days=row.actual_half_days,
        ending=row.ending,
        is_backer=line.is_mine,
        may_join=is_waiting and not line.is_mine,
        may_withdraw=is_waiting and line.is_mine,
        may_ask_again=row.status == RequestStatus.WITHDRAWN and line.is_mine,
        may_call=is_waiting and (line.is_mine or reader.role in (Role.SALES_MANAGER, Role.MARKETING_DIRECTOR)),
        may_work=reader.role in MARKETING and row.status in PROMISED,
    )


def view_backers(reader: Person, row: MarketingRequest) -> tuple[BackerView, ...]:
    """Show who asks for a loaded request: accounts and deals as far as the reader's rights go, people by the usual mask."""
    backers = list(row.backers.all())
    accounts = {b.account_id for b in backers if b.account_id is not None}
    deals = {b.opportunity_id for b in backers if b.opportunity_id is not None}
    readable = set(Account.objects.visible_to(reader).filter(pk__in=accounts).values_list("pk", flat=True))
    own = set(Opportunity.objects.visible_to(reader).filter(pk__in=deals).values_list("pk", flat=True))
    return tuple(
        BackerView(
            who=name_for(reader, backer.person),
            team=backer.team.name if backer.team else "",
            account_id=backer.account.public_id if backer.account and backer.account_id in readable else "",
            account_name=backer.account.name if backer.account and backer.account_id in readable else "",
            kind=backer.account.kind if backer.account else "",
            deal_id=backer.opportunity.public_id if backer.opportunity and backer.opportunity_id in own else "",
            deal_name=backer.opportunity.name if backer.opportunity and backer.opportunity_id in own else "",
            need=backer.need,
            is_me=backer.person_id == reader.pk,
        )
        for backer in backers
    )


def people_behind(request: MarketingRequest) -> list[Person]:
    """List whoever asks for a request and may sign in, the first one included, in the order of their keys."""
    backers = RequestBacker.objects.filter(request=request).values("person")
    people = Person.objects.able().filter(pk__in=backers) | Person.objects.able().filter(pk=request.asked_by_id)
    return list(people.distinct().order_by("id"))
