"""The method of equal shares with weighted voices, then a completion to the full capacity, with the trace of every step.

Every voice owns a purse. Again and again the request with the lowest price per unit of value is bought: those who stand
behind it share its cost in proportion to weight and need, and nobody pays more than they own. When no request can be
paid for, what capacity is left is filled by value per unit of work, and what is chosen so is labelled.

References
----------
D. Peters, G. Pierczyński, P. Skowron, *Proportional participatory budgeting with additive utilities*, 2021.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf

from liant.loop.arbitrate.election import Backers, Election, Request, Standing, Turn
from liant.loop.arbitrate.price import TOLERANCE, share_cost


class Phase(StrEnum):
    """Tell by which part of the rule a request was chosen, in the order in which they act."""

    PROMISED = "promised"
    FORCED = "forced"
    CORE = "core"  # paid for by those who stand behind it
    COMPLETION = "completion"  # with capacity that nobody could pay for


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How a decision is taken beyond equal shares.

    Attributes
    ----------
    completes : fill the capacity that nobody could pay for.
    keep : units that the completion leaves for the next decision, 0 or more.
    fill_weights : weight of a voice in the completion, 0 or more; its weight in the decision where it is not named.
    """

    completes: bool = True
    keep: int = 0
    fill_weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Award:
    """One request chosen.

    Attributes
    ----------
    order : 1 for the first chosen.
    rho : price of a unit of value to a voice of weight 1: what each payer paid is at most
        ``rho * weight * need * cost``; 0 outside of the core.
    payments : units paid, by voice, more than 0.
    given : units of the cost that no purse paid: a promise paid for before, what a director forces beyond the strategy
        share, what the completion adds.
    capacity_left : units that were left just before.
    """

    request: str
    order: int
    phase: Phase
    cost: int
    rho: float
    payments: Mapping[str, float]
    given: float
    capacity_left: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A decision with its trace.

    Attributes
    ----------
    awards : in the order of the choice.
    purse_by_voice : units that each voice still owns at the end.
    fill_order : the requests that the completion looked at, in its order, chosen or not; empty without completion.
    overdrawn : units forced by a director beyond what the strategy share owned.
    """

    capacity: int
    rule: Rule
    awards: tuple[Award, ...]
    purse_by_voice: Mapping[str, float]
    fill_order: tuple[str, ...]
    overdrawn: float

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the ids chosen, in order."""
        return tuple(award.request for award in self.awards)

    @property
    def spent(self) -> int:
        """Return the units taken; more than the capacity only when promises and what is forced already are."""
        return sum(award.cost for award in self.awards)

    def award_of(self, request_id: str) -> Award | None:
        """Return how a request was chosen; None when it was not."""
        return next((award for award in self.awards if award.request == request_id), None)


def choose(election: Election, rule: Rule | None = None) -> Outcome:
    """Choose requests by equal shares.

    Notes
    -----
    Entry order, the unit, and splitting a voice into several that share its weight and purse change nothing. Prices only
    rise, so that a request is priced again only when it comes up: O(sum of supporters x log) in practice.
    """
    run = _Run(election)
    run.take_what_stands()
    return run.finish(rule or Rule())


def choose_without(election: Election, outcome: Outcome, request_id: str) -> Outcome:
    """Take a decision again as if an open request had been withdrawn.

    Notes
    -----
    The same as :func:`choose` on the election without it, and faster: until it was bought the decision goes as it went.
    """
    run = _Run(election, without=request_id)
    for award in outcome.awards:
        if award.request == request_id or award.phase is Phase.COMPLETION:
            break
        run.replay(award)
    return run.finish(outcome.rule)


class _Run:
    """The state of one decision while it is taken: purses, capacity left, awards."""

    def __init__(self, election: Election, without: str | None = None) -> None:
        self.election = election
        self.backers = election.backers
        voices = sorted(election.voices, key=lambda voice: voice.id)
        self.purses = {voice.id: float(voice.endowment) for voice in voices}
        self.weights = {voice.id: float(voice.weight) for voice in voices}
        self.capacity_left = election.capacity
        self.awards: list[Award] = []
        self.overdrawn = 0.0
        self.open = [r for r in election.in_turn if r.standing is Standing.OPEN and r.id != without]

    def finish(self, rule: Rule) -> Outcome:
        """Buy what can be paid for from here, complete, and tell the outcome."""
        self.buy()
        return Outcome(
            capacity=self.election.capacity,
            rule=rule,
            fill_order=self.fill(rule) if rule.completes else (),
            awards=tuple(self.awards),
            purse_by_voice=self.purses,
            overdrawn=self.overdrawn,
        )

    def replay(self, award: Award) -> None:
        """Take a step that is known."""
        for voice, amount in award.payments.items():
            self.purses[voice] = max(0.0, self.purses[voice] - amount)
        self.capacity_left -= award.cost
        self.overdrawn += award.given if award.phase is Phase.FORCED else 0.0
        self.awards.append(award)

    def award(self, request: Request, phase: Phase, payments: Mapping[str, float], rho: float = 0.0) -> None:
        """Record a choice and take what it costs."""
        paid = {voice: amount for voice, amount in payments.items() if amount > 0}
        for voice, amount in paid.items():
            self.purses[voice] = max(0.0, self.purses[voice] - amount)
        given = max(0.0, request.cost - sum(paid.values())) if phase is not Phase.CORE else 0.0
        self.awards.append(
            Award(
                request=request.id,
                order=len(self.awards) + 1,
                phase=phase,
                cost=request.cost,
                rho=rho,
                payments=paid,
                given=given,
                capacity_left=self.capacity_left,
            )
        )
        self.capacity_left -= request.cost

    def take_what_stands(self) -> None:
        """Take promises as they are, then what a director forces, paid from the strategy share."""
        for request in self.election.in_turn:
            if request.standing is Standing.PROMISED:
                self.award(request, Phase.PROMISED, {})
        strategy = sorted(voice.id for voice in self.election.voices if voice.college == self.election.strategy)
        for request in self.election.in_turn:
            if request.standing is Standing.FORCED:
                owned = {voice: self.purses[voice] for voice in strategy}
                # In proportion to what each strategy voice owns, so that splitting one changes nothing.
                part = min(1.0, request.cost / total) if (total := sum(owned.values())) > 0 else 0.0
                self.award(request, Phase.FORCED, {voice: amount * part for voice, amount in owned.items()})
                self.overdrawn += self.awards[-1].given

    def price(self, request: Request) -> float:
        """Return rho for a request, infinite when those behind it cannot pay."""
        return price(request.cost, self.backers[request.id], self.purses)

    def buy(self) -> None:
        """Buy at the lowest price until nobody can pay for anything that fits."""
        taken = {award.request for award in self.awards}
        priced = ((self.price(request), request) for request in self.open if request.id not in taken)
        waiting = [(rho, request.turn, request) for rho, request in priced if rho < inf]
        heapq.heapify(waiting)
        while ties := self.take_cheapest(waiting):
            level = min(rho for rho, _request in ties) * (1 + TOLERANCE)
            n_before = len(self.awards)
            for rho, request in sorted(ties, key=lambda tie: tie[1].turn):
                if len(self.awards) > n_before:
                    # Those bought just before may have emptied a purse that this one counted on.
                    rho = self.price(request)
                if rho > level or request.cost > self.capacity_left:
                    heapq.heappush(waiting, (rho, request.turn, request))
                    continue
                backers = self.backers[request.id]
                payments = {
                    voice: min(self.purses[voice], rho * request.cost * pull)
                    for voice, pull in zip(backers.voices, backers.pulls, strict=True)
                }
                self.award(request, Phase.CORE, payments, rho)

    def take_cheapest(self, waiting: list[tuple[float, Turn, Request]]) -> list[tuple[float, Request]]:
        """Take off the heap the requests that share the lowest price; those that cannot be had any more are dropped."""
        priced: list[tuple[float, Request]] = []
        lowest = inf
        while waiting and waiting[0][0] <= lowest * (1 + TOLERANCE):
            _old, _turn, request = heapq.heappop(waiting)
            rho = self.price(request)
            if rho < inf and request.cost <= self.capacity_left:
                priced.append((rho, request))
                lowest = min(lowest, rho)
        for rho, request in priced:
            if rho > lowest * (1 + TOLERANCE):
                heapq.heappush(waiting, (rho, request.turn, request))
        return [(rho, request) for rho, request in priced if rho <= lowest * (1 + TOLERANCE)]

    def fill(self, rule: Rule) -> tuple[str, ...]:
        """Take what fits by value per unit of work; those behind it give what they own."""
        weights = self.weights | dict(rule.fill_weights)
        taken = {award.request for award in self.awards}
        waiting = [request for request in self.open if request.id not in taken]
        value = {r.id: sum(weights[voice] * need for voice, need in sorted(r.need_by_voice.items())) for r in waiting}
        ranked = rank((request for request in waiting if value[request.id] > 0), value)
        for request in ranked:
            if request.cost <= self.capacity_left - rule.keep:
                purses = {voice: self.purses[voice] for voice in sorted(request.need_by_voice)}
                part = min(1.0, request.cost / total) if (total := sum(purses.values())) > 0 else 0.0
                self.award(request, Phase.COMPLETION, {voice: purse * part for voice, purse in purses.items()})
        return tuple(request.id for request in ranked)


def price(cost: int, backers: Backers, purses: Mapping[str, float]) -> float:
    """Return the price of a unit of value (rho) of a cost that these purses share; infinite when they cannot."""
    if not backers.voices:
        return inf
    return share_cost(cost, [purses[voice] for voice in backers.voices], backers.pulls) / cost


def rank(requests: Iterable[Request], score_by_request: Mapping[str, float]) -> list[Request]:
    """Order requests by score, highest first; equal scores, rounding apart, by turn."""
    ranked = sorted(requests, key=lambda request: (-score_by_request[request.id], request.turn))
    ordered: list[Request] = []
    group: list[Request] = []
    for request in ranked:
        if group and score_by_request[request.id] < score_by_request[group[0].id] * (1 - TOLERANCE):
            ordered += sorted(group, key=lambda r: r.turn)
            group = []
        group.append(request)
    return ordered + sorted(group, key=lambda r: r.turn)
