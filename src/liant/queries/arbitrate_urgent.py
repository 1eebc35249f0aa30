"""Read the urgent lane: what is called urgent, what would give way, and how often each team calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from liant.loop.arbitrate.policy import week_of
from liant.loop.arbitrate.requests import PROMISED
from liant.queries.arbitrate import RequestLine, request_rows, view_line
from liant.queries.arbitrate_cycle import policy_now
from liant.queries.clocks import day_in_company
from liant.queries.ledger import name_for
from liant.store.models import MarketingRequest, Person, UrgentCall

#: Calls are counted over a quarter.
COUNTED = timedelta(weeks=13)


@dataclass(frozen=True, kw_only=True)
class UrgentView:
    """The last call about a request; ``displaced`` names what gave way, which whoever works here may read."""

    public_id: str
    reason: str
    who: str
    at: datetime
    is_open: bool
    is_granted: bool
    answer: str
    answered_by: str
    displaced: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GivingWay:
    """What an urgent request would take: the buffer that is left first, then the work named among ``candidates``."""

    cost: int
    buffer: int
    short: int
    candidates: tuple[RequestLine, ...]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """How often a team called, and how often it was granted, over ``COUNTED``; ``team`` is empty for marketing."""

    team: str
    n_called: int
    n_granted: int


def urgent_view(reader: Person, request: MarketingRequest) -> UrgentView | None:
    """Show the last call about a request, in two queries; None when nobody called."""
    call = UrgentCall.objects.filter(request=request).select_related("called_by", "answered_by").order_by("-id").first()
    if call is None:
        return None
    return UrgentView(
        public_id=call.public_id,
        reason=call.reason,
        who=name_for(reader, call.called_by),
        at=call.at,
        is_open=call.answered_at is None,
        is_granted=call.is_granted,
        answer=call.answer,
        answered_by=name_for(reader, call.answered_by) if call.answered_by else "",
        displaced=tuple(call.displaced.order_by("id").values_list("title", flat=True)) if call.is_granted else (),
    )


def giving_way(reader: Person, request: MarketingRequest, *, today: date, now: datetime) -> GivingWay:
    """Show what could give way: promised work, what is not begun first, then what is needed last."""
    promised = MarketingRequest.objects.filter(status__in=[status.value for status in PROMISED])
    far = today + timedelta(days=10_000)
    rows = request_rows(promised.order_by("started_at", Coalesce("needed_on", far).desc(), "-id"))[:40]
    lines = sorted(
        (view_line(row, reader, today) for row in rows),
        key=lambda line: (line.status != PROMISED[0].value, -(line.needed_on or far).toordinal()),
    )
    buffer = buffer_left(now)
    return GivingWay(
        cost=request.half_days,
        buffer=min(buffer, request.half_days),
        short=max(0, request.half_days - buffer),
        candidates=tuple(lines),
    )


def buffer_left(now: datetime) -> int:
    """Return the half-days of this week's buffer that no urgent request has taken yet."""
    policy, _version = policy_now()
    since = week_of(day_in_company(now))
    granted = UrgentCall.objects.filter(is_granted=True, answered_at__date__gte=since)
    taken = granted.aggregate(n=Sum("request__half_days"))["n"] or 0
    return max(0, policy.week_half_days - policy.capacity - taken)


def origins(now: datetime) -> tuple[Origin, ...]:
    """Count the calls of each team, in one query: teams, never people."""
    rows = UrgentCall.objects.filter(at__gte=now - COUNTED).values("team__name")
    counted = rows.annotate(n=Count("id"), granted=Count("id", filter=Q(is_granted=True))).order_by("team__name")
    return tuple(Origin(team=row["team__name"] or "", n_called=row["n"], n_granted=row["granted"]) for row in counted)


def calls_open(reader: Person) -> tuple[tuple[str, str, str], ...]:
    """List the calls that wait for an answer and that a reader may read, as (public id, title, reason of the call)."""
    rows = UrgentCall.objects.filter(answered_at=None, request__in=MarketingRequest.objects.visible_to(reader))
    return tuple(rows.order_by("at").values_list("request__public_id", "request__title", "reason")[:20])
