"""Gather what a week's decision starts from: the policy, the requests that wait, their voices and their accounts."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Max, Q, QuerySet

from liant.loop.arbitrate.accounts import Account, credit_week, open_accounts, open_week, owed_first, settle_week
from liant.loop.arbitrate.election import Election, Request, Standing, endow
from liant.loop.arbitrate.policy import COLLEGE_BY_ACCOUNT, HALF_DAYS_A_MARKETER, College, Policy
from liant.loop.arbitrate.requests import RequestStatus
from liant.loop.arbitrate.shares import Outcome, choose
from liant.loop.values.roles import MARKETING
from liant.store.models import (
    Adjustment,
    ArbitrationPolicy,
    ArbitrationWindow,
    HourAccount,
    MarketingRequest,
    Person,
    RequestBacker,
    Side,
    Team,
    UrgentCall,
)

#: Whoever asked for something in this time has an account: half a year.
ASKED_LATELY = timedelta(weeks=26)
#: The voice of the company itself: it asks for what serves everybody, and pays for what a director forces.
COMPANY = "company"


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """What a decision starts from.

    Attributes
    ----------
    requests : those that wait, with the standing that a director gave them.
    college_by_voice : every voice that has an account, and its interest.
    account_by_voice : half-days owned after the last decision, below zero when it borrowed; and whether it ever received.
    urgent : those accepted out of turn since the last decision, which their voices pay back.
    carried : half-days of capacity that the last decision left in reserve.
    policy_version : of the policy that the figures were read from; 0 while nobody changed it.
    """

    policy: Policy
    policy_version: int
    requests: tuple[Request, ...]
    college_by_voice: Mapping[str, str]
    account_by_voice: Mapping[str, tuple[float, bool]]
    urgent: tuple[Request, ...]
    carried: int
    last_week_on: date | None

    @property
    def fingerprint(self) -> str:
        """Tell in a few letters what was shown: published later, a decision is the one that was read."""
        shown = [
            [r.id, r.cost, sorted(r.need_by_voice.items()), str(r.due_on), r.standing.value] for r in self.requests
        ]
        text = json.dumps([self.policy_version, str(self.last_week_on), shown])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def buffer_percent_now() -> int:
    """Return what is kept out of every week for what nobody foresees, in percent; one query."""
    return policy_row().buffer_percent


def policy_row() -> ArbitrationPolicy:
    """Return the row of the policy, or what it would hold while nobody changed it."""
    return ArbitrationPolicy.objects.first() or ArbitrationPolicy(version=0)


def policy_now() -> tuple[Policy, int]:
    """Return the policy in force and its version: the usual one, version 0, while nobody changed it."""
    row = policy_row()
    marketers = Person.objects.able().filter(role__in=[role.value for role in MARKETING])
    policy = Policy(
        percent_by_college={college: getattr(row, college.value) for college in College},
        buffer_percent=row.buffer_percent,
        reserve_weeks=row.reserve_weeks,
        week_half_days=(HALF_DAYS_A_MARKETER * marketers.count() if row.week_half_days is None else row.week_half_days),
    )
    return policy, row.version


def load_cycle(now: datetime) -> Cycle:
    """Load what the next decision starts from, in eight queries whatever the number of requests."""
    policy, version = policy_now()
    waiting = list(
        MarketingRequest.objects.filter(status=RequestStatus.WAITING.value).select_related("theme").order_by("id")
    )
    standing = {
        adjustment.request_id: Standing.FORCED if adjustment.is_forced else Standing.FORBIDDEN
        for adjustment in Adjustment.objects.filter(window=None)
    }
    last = ArbitrationWindow.objects.order_by("-week_on").first()
    urgent = list(granted_since(last.decided_at if last is not None else None))
    needs = needs_of([*waiting, *urgent])
    return Cycle(
        policy=policy,
        policy_version=version,
        requests=tuple(
            Request(
                id=row.public_id,
                cost=row.half_days,
                need_by_voice=needs.get(row.pk, {}),
                due_on=row.needed_on,
                filed=row.pk,
                standing=standing.get(row.pk, Standing.OPEN),
            )
            for row in waiting
        ),
        urgent=tuple(
            Request(id=row.public_id, cost=row.half_days, need_by_voice=needs.get(row.pk, {})) for row in urgent
        ),
        college_by_voice=voices_lately(now),
        account_by_voice=accounts_now(),
        carried=last.checks.get("carried", 0) if last is not None else 0,
        last_week_on=last.week_on if last is not None else None,
    )


def granted_since(moment: datetime | None) -> QuerySet[MarketingRequest]:
    """Select the requests accepted out of turn since a moment."""
    calls = UrgentCall.objects.filter(is_granted=True)
    if moment is not None:
        calls = calls.filter(answered_at__gt=moment)
    return MarketingRequest.objects.filter(pk__in=calls.values("request")).select_related("theme").order_by("id")


def needs_of(requests: Iterable[MarketingRequest]) -> dict[int, dict[str, float]]:
    """Tell who stands behind each request and how strongly, by voice; one query."""
    rows = list(requests)
    themes = {row.pk: row.theme.public_id for row in rows if row.theme is not None}
    needs: dict[int, dict[str, float]] = defaultdict(dict)
    backers = RequestBacker.objects.filter(request__in=rows).values_list(
        "request", "need", "account__public_id", "team__public_id"
    )
    for request, need, account, team in backers:
        voices = [f"account:{account}"] if account else []
        voices += [f"team:{team}"] if team else []
        voices += [f"theme:{themes[request]}"] if request in themes else []
        for voice in voices or [COMPANY]:
            needs[request][voice] = max(float(need), needs[request].get(voice, 0.0))
    return needs


def voices_lately(now: datetime) -> dict[str, str]:
    """List the voices that have an account, with their interest.

    Every sales team and the company; the accounts and themes behind a request that waits or of the last half-year:
    whoever never asks keeps nothing from the others.
    """
    teams = Team.objects.filter(side=Side.SALES.value).values_list("public_id", flat=True)
    voices = {COMPANY: College.STRATEGY.value} | {f"team:{team}": College.SALES.value for team in teams}
    asked = RequestBacker.objects.filter(Q(at__gte=now - ASKED_LATELY) | Q(request__status=RequestStatus.WAITING.value))
    for account, kind, theme in asked.values_list(
        "account__public_id", "account__kind", "request__theme__public_id"
    ).distinct():
        if account:
            voices[f"account:{account}"] = COLLEGE_BY_ACCOUNT[kind].value
        if theme:
            voices[f"theme:{theme}"] = College.STRATEGY.value
    return voices


def accounts_now() -> dict[str, tuple[float, bool]]:
    """Return what each voice owned after the last decision in which it had an account, and whether it ever received."""
    latest = HourAccount.objects.values("voice").annotate(last=Max("window")).values("last")
    rows = HourAccount.objects.filter(window__in=latest).order_by("window")
    return {voice: (balance, has) for voice, balance, has in rows.values_list("voice", "balance", "has_received")}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision taken on a cycle, published or only looked at.

    Attributes
    ----------
    before, after : the accounts once credited, and once charged.
    carried : half-days left for the next decision, within the reserve.
    """

    election: Election
    outcome: Outcome
    before: tuple[Account, ...]
    after: tuple[Account, ...]
    carried: int

    @cached_property
    def request_by_id(self) -> Mapping[str, Request]:
        """Return the requests by their ids."""
        return {request.id: request for request in self.election.requests}

    @property
    def credit_by_voice(self) -> Mapping[str, float]:
        """Return the half-days that each voice is credited in a week."""
        return {account.voice: account.weekly for account in self.before}


def decide_cycle(cycle: Cycle, policy: Policy) -> Decision:
    """Take the decision of a week, in memory: the same cycle and policy, the same decision."""
    percents = {college.value: float(percent) for college, percent in policy.percent_by_college.items()}
    voices = endow(policy.capacity, percents, cycle.college_by_voice)
    known = cycle.account_by_voice
    owed = debts(cycle.urgent, {voice.id: voice.endowment for voice in voices})
    accounts = credit_week(
        replace(
            account,
            balance=known.get(account.voice, (0.0, False))[0] - owed.get(account.voice, 0.0),
            has_received=known.get(account.voice, (0.0, False))[1] or account.voice in owed,
        )
        for account in open_accounts(voices)
    )
    election = open_week(accounts, cycle.requests, policy.capacity + cycle.carried)
    outcome = choose(election, owed_first(accounts))
    return Decision(
        election=election,
        outcome=outcome,
        before=accounts,
        after=settle_week(accounts, election, outcome),
        carried=max(0, min(outcome.capacity - outcome.spent, policy.reserve_weeks * policy.capacity)),
    )


def debts(urgent: Iterable[Request], weight_by_voice: Mapping[str, float]) -> dict[str, float]:
    """Share what was accepted out of turn among those who asked for it, in proportion to weight and need."""
    owed: dict[str, float] = defaultdict(float)
    for request in urgent:
        pulls = {voice: weight_by_voice.get(voice, 0.0) * need for voice, need in request.need_by_voice.items()}
        total = sum(pulls.values())
        for voice, pull in pulls.items():
            owed[voice] += request.cost * pull / total if total else 0.0
    return owed
