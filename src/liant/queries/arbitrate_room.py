"""Read the arbitration room: who waits, what the rule chooses, what a change of the shares would do, and past decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, Sum

from liant.loop.arbitrate.election import Standing
from liant.loop.arbitrate.policy import College, Policy, week_of
from liant.loop.arbitrate.requests import PROMISED
from liant.queries.arbitrate import RequestLine, request_rows, view_line
from liant.queries.arbitrate_cycle import Decision, decide_cycle, load_cycle
from liant.queries.arbitrate_trace import checks_of
from liant.queries.arbitrate_why import Checks, checks_view
from liant.queries.ledger import name_for
from liant.store.models import Adjustment, ArbitrationWindow, Award, MarketingRequest, Person, Team

#: More rows than this are for nobody to read at once, and while shares move a look at the first ones is enough.
ROWS_SHOWN, ROWS_LIVE = 60, 20


@dataclass(frozen=True, kw_only=True)
class RoomLine:
    """A request in the room.

    Attributes
    ----------
    by : ``core``, ``completion`` or ``forced`` when it is chosen; ``forbidden``, ``missing`` or ``room`` when it is not.
    missing : half-days that its voices lack.
    change : ``in`` or ``out`` when the shares tried change its answer.
    """

    line: RequestLine
    may_open: bool
    by: str
    missing: float
    change: str
    signed_by: str
    signed_reason: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one interest has of the decision: ``percent`` is its share, ``half_days`` what it really gets."""

    college: str
    percent: int
    half_days: float
    n_asked: int
    n_chosen: int
    width: float
    mark: float


@dataclass(frozen=True, kw_only=True)
class TeamPart:
    """What one team has of the decision."""

    name: str
    n_asked: int
    n_chosen: int
    half_days: int
    width: float


@dataclass(frozen=True, kw_only=True)
class Room:
    """The arbitration room, with the shares of the policy or with those that are tried."""

    week_on: date
    is_decided: bool
    is_tried: bool
    policy: Policy
    policy_version: int
    capacity: int
    carried: int
    spent: int
    chosen: tuple[RoomLine, ...]
    left_out: tuple[RoomLine, ...]
    n_chosen: int
    n_left_out: int
    total: int
    parts: tuple[Part, ...]
    teams: tuple[TeamPart, ...]
    checks: Checks | None
    n_promised: int
    promised_half_days: int
    fingerprint: str

    @property
    def n_more_chosen(self) -> int:
        """Return how many are chosen beyond the rows shown."""
        return self.n_chosen - len(self.chosen)

    @property
    def n_more_left(self) -> int:
        """Return how many are left out beyond the rows shown."""
        return self.n_left_out - len(self.left_out)


@dataclass(frozen=True, kw_only=True)
class WindowLine:
    """One past decision."""

    public_id: str
    week_on: date
    decided_at: datetime
    decided_by: str
    capacity: int
    spent: int
    n_chosen: int
    n_left_out: int
    checks: Checks


def room_view(
    reader: Person, *, try_on: Callable[[Policy], Policy | None], is_live: bool = False, today: date, now: datetime
) -> Room:
    """Show the room; a dozen queries, whatever the number of requests.

    Parameters
    ----------
    try_on : gives, from the policy, the shares and half-days to look at instead; None for the policy itself.
    is_live : while shares move: fewer rows, and nothing is held beside other rules.
    """
    cycle = load_cycle(now)
    usual = decide_cycle(cycle, cycle.policy)
    policy = try_on(cycle.policy) or cycle.policy
    decision = usual if policy == cycle.policy else decide_cycle(cycle, policy)
    order = {request_id: place for place, request_id in enumerate(decision.outcome.chosen)}
    before = set(usual.outcome.chosen)
    shown = shown_first(decision, before, ROWS_LIVE if is_live else ROWS_SHOWN)
    readable = MarketingRequest.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    rows = request_rows(MarketingRequest.objects.filter(public_id__in=shown)).annotate(may_open=Exists(readable))
    signed = {row.request_id: row for row in Adjustment.objects.filter(window=None).select_related("signed_by")}
    lines: dict[str, RoomLine] = {}
    for row in rows:
        signature = signed.get(row.pk)
        key = row.public_id
        lines[key] = RoomLine(
            line=view_line(row, reader, today),
            may_open=row.may_open,
            by=how(decision, key),
            missing=missing(decision, key),
            change=("in" if key in order else "out") if (key in order) != (key in before) else "",
            signed_by=name_for(reader, signature.signed_by) if signature else "",
            signed_reason=signature.reason if signature else "",
        )
    promised = MarketingRequest.objects.filter(status__in=[status.value for status in PROMISED]).aggregate(
        n=Count("id"), half_days=Sum("half_days")
    )
    return Room(
        week_on=week_of(today),
        is_decided=cycle.last_week_on is not None and cycle.last_week_on >= week_of(today),
        is_tried=policy != cycle.policy,
        policy=policy,
        policy_version=cycle.policy_version,
        capacity=decision.election.capacity,
        carried=cycle.carried,
        spent=decision.outcome.spent,
        chosen=tuple(lines[key] for key in decision.outcome.chosen if key in lines),
        left_out=tuple(lines[key] for key in shown if key not in order),
        n_chosen=len(order),
        n_left_out=len(cycle.requests) - len(order),
        total=len(cycle.requests),
        parts=parts_of(decision, policy),
        teams=teams_of(decision),
        checks=None if is_live else checks_view(checks_of(decision)),
        n_promised=promised["n"],
        promised_half_days=promised["half_days"] or 0,
        fingerprint=cycle.fingerprint,
    )


def shown_first(decision: Decision, before: set[str], limit: int) -> list[str]:
    """Choose the rows to show: those chosen in order, then those left out, what changes and what lacks least first."""
    chosen = decision.outcome.chosen
    after = set(chosen)
    left = sorted(
        (request for request in decision.election.requests if request.id not in after),
        key=lambda request: (request.id not in before, missing(decision, request.id), request.turn),
    )
    return [*chosen[:limit], *(request.id for request in left[:limit])]


def how(decision: Decision, key: str) -> str:
    """Tell by which part of the rule a request was chosen, or what keeps it out."""
    award = decision.outcome.award_of(key)
    if award is not None:
        return award.phase.value
    request = decision.request_by_id[key]
    if request.standing is Standing.FORBIDDEN:
        return "forbidden"
    return "missing" if missing(decision, key) > 0 else "room"


def missing(decision: Decision, key: str) -> float:
    """Return the half-days that the voices of a request left out lack."""
    request = decision.request_by_id[key]
    owned = sum(decision.outcome.purse_by_voice.get(voice, 0.0) for voice in request.need_by_voice)
    return max(0.0, request.cost - owned)


def paid_by_voice(decision: Decision) -> dict[str, float]:
    """Tell what each voice gets: what it paid, and its part, by need, of what nobody paid."""
    got: dict[str, float] = defaultdict(float)
    for award in decision.outcome.awards:
        for voice, amount in award.payments.items():
            got[voice] += amount
        needs = decision.request_by_id[award.request].need_by_voice
        total = sum(needs.values())
        for voice, need in needs.items():
            got[voice] += award.given * need / total
    return got


def parts_of(decision: Decision, policy: Policy) -> tuple[Part, ...]:
    """Show what each interest gets beside its share; widths are percents of the longest bar."""
    college = {voice.id: voice.college for voice in decision.election.voices}
    got: dict[str, float] = defaultdict(float)
    for voice, amount in paid_by_voice(decision).items():
        got[college.get(voice, College.STRATEGY.value)] += amount
    asked: dict[str, set[str]] = defaultdict(set)
    for request in decision.election.requests:
        for voice in request.need_by_voice:
            asked[college.get(voice, College.STRATEGY.value)].add(request.id)
    chosen = set(decision.outcome.chosen)
    shares = {key: policy.percent_by_college[key] * decision.election.capacity / 100 for key in College}
    longest = max(*got.values(), *shares.values(), 1.0)
    return tuple(
        Part(
            college=key.value,
            percent=policy.percent_by_college[key],
            half_days=got[key.value],
            n_asked=len(asked[key.value]),
            n_chosen=len(asked[key.value] & chosen),
            width=100 * got[key.value] / longest,
            mark=100 * shares[key] / longest,
        )
        for key in College
    )


def teams_of(decision: Decision) -> tuple[TeamPart, ...]:
    """Show what each team asks and gets, by name: teams, never people."""
    chosen = set(decision.outcome.chosen)
    asked: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for request in decision.election.requests:
        for voice in request.need_by_voice:
            if voice.startswith("team:"):
                asked[voice.partition(":")[2]].append((request.cost, request.id in chosen))
    got = {team: sum(cost for cost, is_chosen in found if is_chosen) for team, found in asked.items()}
    longest = max([*got.values(), 1])
    names = dict(Team.objects.filter(public_id__in=list(asked)).values_list("public_id", "name"))
    return tuple(
        TeamPart(
            name=names[team],
            n_asked=len(found),
            n_chosen=sum(is_chosen for _cost, is_chosen in found),
            half_days=got[team],
            width=100 * got[team] / longest,
        )
        for team, found in sorted(asked.items(), key=lambda item: names[item[0]])
    )


def windows_for(reader: Person, *, first: int = 0, limit: int = 20) -> tuple[WindowLine, ...]:
    """List the decisions published, the latest first."""
    rows = ArbitrationWindow.objects.select_related("decided_by").annotate(
        n_chosen=Count("awards", filter=Q(awards__is_chosen=True)), n_awards=Count("awards")
    )
    return tuple(
        WindowLine(
            public_id=row.public_id,
            week_on=row.week_on,
            decided_at=row.decided_at,
            decided_by=name_for(reader, row.decided_by),
            capacity=row.capacity,
            spent=row.spent,
            n_chosen=row.n_chosen,
            n_left_out=row.n_awards - row.n_chosen,
            checks=checks_view(row.checks),
        )
        for row in rows.order_by("-week_on")[first : first + limit]
    )


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One answer of a past decision."""

    public_id: str
    title: str
    language: str
    is_chosen: bool
    reason: str
    cost: int


def answers_of(reader: Person, window: ArbitrationWindow) -> tuple[AnswerLine, ...]:
    """List the answers of a decision, those chosen first; without an address those that the reader may not open."""
    awards = Award.objects.filter(window=window).select_related("request").order_by("-is_chosen", "id")
    may_open = set(
        MarketingRequest.objects.visible_to(reader)
        .filter(pk__in=[award.request_id for award in awards])
        .values_list("pk", flat=True)
    )
    return tuple(
        AnswerLine(
            public_id=award.request.public_id if award.request_id in may_open else "",
            title=award.request.title,
            language=award.request.language,
            is_chosen=award.is_chosen,
            reason=award.reason,
            cost=award.cost,
        )
        for award in awards
    )
