"""Say of every request why it was chosen or not, and what would have changed the answer.

Nothing here is worded: a reason is a code with its facts, and every "if" is found by taking the decision again, or from
its trace where that gives the same answer. The sentences belong to whoever shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor

from liant.loop.arbitrate.accounts import CAP_WEEKS, LOAN_WEEKS
from liant.loop.arbitrate.election import Backers, Election, Request, Standing
from liant.loop.arbitrate.price import TOLERANCE
from liant.loop.arbitrate.reasons import Reason
from liant.loop.arbitrate.shares import Award, Outcome, Phase, choose_without, price

#: Requests of its own voices whose withdrawal is tried, the dearest to them first.
MOST_TRIALS = 8
#: Weeks of credit that a purse holds at most, loan included.
MOST_WEEKS = CAP_WEEKS + LOAN_WEEKS


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What the voices behind a request paid together for another one."""

    request: str
    amount: float


@dataclass(frozen=True, kw_only=True)
class WaysOut:
    """What would have changed a no into a yes; each was tried.

    Attributes
    ----------
    at_cost : the largest whole cost that would have been chosen, everything else as it was; None when not even 1 would.
        Every smaller cost would have been chosen too.
    if_withdrawn : the requests whose withdrawal would let this one in, the dearest to its voices first.
    in_weeks : weekly credits after which its voices own what it costs, *if they buy nothing else*; None when they never
        will alone, or when no credit is known.
    """

    at_cost: int | None = None
    if_withdrawn: tuple[str, ...] = ()
    in_weeks: int | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a request was chosen or not, in facts.

    Attributes
    ----------
    payments : what each voice paid for it, most first; empty when it was not chosen.
    given : units of its cost that no purse paid.
    purses : what each voice behind it owns after the decision, by voice.
    spent_on : what the voices behind it paid for other requests, most first.
    ways_out : None for a request that was chosen.
    """

    request: str
    is_chosen: bool
    reason: Reason
    cost: int
    payments: Mapping[str, float]
    given: float
    purses: Mapping[str, float]
    spent_on: tuple[Spending, ...]
    ways_out: WaysOut | None

    @property
    def owned(self) -> float:
        """Return what the voices behind it own together after the decision."""
        return sum(self.purses.values())


class Why:
    """Explain one decision; what is found for one request serves the next.

    Parameters
    ----------
    weekly_credits : units credited each week, by voice; the way out by waiting needs them.
    """

    def __init__(
        self, election: Election, outcome: Outcome, *, weekly_credits: Mapping[str, float] | None = None
    ) -> None:
        self.election = election
        self.outcome = outcome
        self.weekly_credits = weekly_credits or {}
        self.requests = {request.id: request for request in election.requests}
        self.awards = {award.request: award for award in outcome.awards}
        self.endowments = {voice.id: voice.endowment for voice in election.voices}
        self.paid_by_voice: dict[str, list[tuple[str, float]]] = {}
        for award in outcome.awards:
            for voice, amount in award.payments.items():
                self.paid_by_voice.setdefault(voice, []).append((award.request, amount))
        self._chosen_without: dict[str, frozenset[str]] = {}

    def explain(self, request_id: str) -> Explanation:
        """Explain the answer to one request."""
        request = self.requests[request_id]
        award = self.awards.get(request_id)
        purses = {voice: self.outcome.purse_by_voice[voice] for voice in sorted(request.need_by_voice)}
        reason = reason_of_yes(award) if award else self.reason_of_no(request, sum(purses.values()))
        spent_on = tuple(self.spendings(request))
        return Explanation(
            request=request_id,
            is_chosen=award is not None,
            reason=reason,
            cost=request.cost,
            payments=dict(sorted(award.payments.items(), key=lambda item: (-item[1], item[0]))) if award else {},
            given=award.given if award else 0.0,
            purses=purses,
            spent_on=spent_on,
            ways_out=None if award else self.ways_out(request, reason, spent_on),
        )

    def explain_all(self) -> Iterator[Explanation]:
        """Explain every answer, in the order of the requests."""
        return (self.explain(request.id) for request in self.election.requests)

    def reason_of_no(self, request: Request, owned: float) -> Reason:
        """Say why a request was not chosen."""
        if request.standing is Standing.FORBIDDEN:
            return Reason.FORBIDDEN
        if not self.election.backers[request.id].voices:
            return Reason.NO_VOICE
        return Reason.TOO_DEAR if owned < request.cost * (1 - TOLERANCE) else Reason.NO_ROOM

    def spendings(self, request: Request) -> list[Spending]:
        """List what the voices behind a request paid for others, most first."""
        paid: dict[str, float] = {}
        for voice in sorted(request.need_by_voice):
            for other, amount in self.paid_by_voice.get(voice, ()):
                if other != request.id:
                    paid[other] = paid.get(other, 0.0) + amount
        return [
            Spending(request=other, amount=amount)
            for other, amount in sorted(paid.items(), key=lambda item: (-item[1], item[0]))
        ]

    def ways_out(self, request: Request, reason: Reason, spent_on: tuple[Spending, ...]) -> WaysOut:
        """Find what would have let a request in."""
        if reason in (Reason.FORBIDDEN, Reason.NO_VOICE):
            return WaysOut()
        return WaysOut(
            at_cost=self.largest_cost(request) or None,
            if_withdrawn=tuple(
                spending.request
                for spending in spent_on[:MOST_TRIALS]
                if self.requests[spending.request].standing is Standing.OPEN
                and request.id in self.chosen_without(spending.request)
            ),
            in_weeks=self.weeks_to_wait(request),
        )

    def chosen_without(self, request_id: str) -> frozenset[str]:
        """Take the decision again as if a request had been withdrawn."""
        if request_id not in self._chosen_without:
            again = choose_without(self.election, self.outcome, request_id)
            self._chosen_without[request_id] = frozenset(again.chosen)
        return self._chosen_without[request_id]

    def weeks_to_wait(self, request: Request) -> int | None:
        """Count the weekly credits after which the voices of a request own what it costs, if they buy nothing else."""
        purses = {voice: self.outcome.purse_by_voice[voice] for voice in self.election.backers[request.id].voices}
        for weeks in range(1, MOST_WEEKS + 1):
            owned = sum(
                max(purse, min(purse + weeks * credit, MOST_WEEKS * credit))
                for voice, purse in purses.items()
                for credit in [self.weekly_credits.get(voice, 0.0)]
            )
            if owned >= request.cost * (1 - TOLERANCE):
                return weeks
        return None

    def largest_cost(self, request: Request) -> int:
        """Return the largest whole cost at which a request left out would have been chosen; 0 when there is none.

        Notes
        -----
        Exact, from the trace alone: until the request is bought the decision goes as it went, so that a cost wins when
        it beats the price of some step, or what its voices own at the end, or fits at its turn in the completion.
        Cheaper is never worse at any of these, hence the search by halves. O(steps + log cost) prices.
        """
        backers = self.election.backers[request.id]
        purses = {voice: self.endowments[voice] for voice in backers.voices}
        best, asked, rho, room = 0, -1, 0.0, self.outcome.capacity
        for award in self.outcome.awards:
            if award.phase is Phase.COMPLETION:
                break
            if award.phase is Phase.CORE:
                if asked != best + 1:
                    asked = best + 1
                    rho = price(asked, backers, purses)
                if self.beats(request, asked, rho, award):
                    best = self.largest_that_beats(request, award, backers, purses, least=asked)
            if not award.payments.keys().isdisjoint(purses):
                purses = {voice: max(0.0, purse - award.payments.get(voice, 0.0)) for voice, purse in purses.items()}
                asked = -1
            room = award.capacity_left - award.cost
        best = max(best, min(room, floor(sum(purses.values()) / (1 - TOLERANCE))))
        return max(best, self.room_in_completion(request))

    def beats(self, request: Request, cost: int, rho: float, award: Award) -> bool:
        """Tell whether a request at a cost and its price would have been bought before what a step bought."""
        if cost > award.capacity_left or rho > award.rho * (1 + TOLERANCE):
            return False
        return rho < award.rho * (1 - TOLERANCE) or request.turn < self.requests[award.request].turn

    def largest_that_beats(
        self,
        request: Request,
        award: Award,
        backers: Backers,
        purses: Mapping[str, float],
        *,
        least: int,
    ) -> int:
        """Search the largest cost that beats a step, from one that does."""
        low, high = least, request.cost
        while high - low > 1:
            middle = (low + high) // 2
            if self.beats(request, middle, price(middle, backers, purses), award):
                low = middle
            else:
                high = middle
        return low

    def room_in_completion(self, request: Request) -> int:
        """Return the units that the completion still had when it came to a request."""
        if request.id not in self.outcome.fill_order:
            return 0
        before = set(self.outcome.fill_order[: self.outcome.fill_order.index(request.id)])
        spent = sum(
            award.cost
            for award in self.outcome.awards
            if award.phase is not Phase.COMPLETION or award.request in before
        )
        return max(0, self.outcome.capacity - self.outcome.rule.keep - spent)


def reason_of_yes(award: Award) -> Reason:
    """Say why a request was chosen."""
    return {
        Phase.PROMISED: Reason.PROMISED,
        Phase.FORCED: Reason.FORCED,
        Phase.CORE: Reason.PAID,
        Phase.COMPLETION: Reason.COMPLETED,
    }[award.phase]
