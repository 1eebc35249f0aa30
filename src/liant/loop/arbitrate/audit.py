"""Check a decision after the fact: nobody paid for others, nothing over capacity, no group with a claim left.

The claim is EJR+ up to one request, with weighted voices and additive values: a group that stands behind a request left
out could have paid for it with its own purses, and every member of it got less than those purses were worth. For a
request ``p`` and a group ``S`` behind it, with ``v_i(A)`` the value of a set to voice ``i``, there is a claim when

    weight_i * v_i(chosen and p) / endowment_i  <  sum over S of weight_j * v_j(p) / cost(p)    for every i of S.

References
----------
M. Brill, J. Peters, *Robust and verifiable proportionality axioms for multiwinner voting*, 2023 (EJR+).
D. Peters, G. Pierczyński, P. Skowron, 2021 (the proof for the method of equal shares, followed step by step).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from liant.loop.arbitrate.election import Election, Request, Standing
from liant.loop.arbitrate.price import TOLERANCE
from liant.loop.arbitrate.shares import Outcome, Phase


class Block(StrEnum):
    """What kept the rule from answering a claim."""

    FORBIDDEN = "forbidden"  # a director refuses the request
    CAPACITY = "capacity"  # the purses are more than the capacity, and it did not fit any more
    SPENT = "spent"  # a director forced another request on the share of the voices that claim
    OVERDRAWN = "overdrawn"  # a director forced more than the strategy share, on the capacity of all


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A request left out that a group could have paid for with its own purses.

    Attributes
    ----------
    voices : the largest such group, in the order of ids.
    blocked_by : why the rule could not answer; None for a fault of the rule.
    """

    request: str
    voices: tuple[str, ...]
    blocked_by: Block | None = None


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What was checked of a decision.

    Attributes
    ----------
    is_within_capacity : nothing was chosen over the capacity.
    is_paid_by_backers : every request of the core is paid in full by those behind it, within what each owned.
    claims : requests left out that a group had a claim to; without those that are blocked, none by the rule.
    """

    is_within_capacity: bool
    is_paid_by_backers: bool
    claims: tuple[Claim, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether every check passed, claims that somebody blocked apart."""
        return self.is_within_capacity and self.is_paid_by_backers and all(claim.blocked_by for claim in self.claims)


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What a plan is worth, to compare plans of one election.

    Attributes
    ----------
    value : sum of weight * need * cost over what was chosen, for an average weight of 1.
    n_askers, n_empty_handed : voices behind at least one request, and those of them behind none that was chosen.
    n_claims : requests left out that a group had a claim to, blocked ones included.
    """

    value: float
    spent: int
    n_chosen: int
    n_askers: int
    n_empty_handed: int
    n_claims: int


def audit(election: Election, outcome: Outcome) -> Audit:
    """Check a decision against its trace."""
    fixed = sum(award.cost for award in outcome.awards if award.phase in (Phase.PROMISED, Phase.FORCED))
    # What was promised before was paid for by purses of before.
    chosen_now = [award.request for award in outcome.awards if award.phase is not Phase.PROMISED]
    return Audit(
        is_within_capacity=outcome.spent <= max(election.capacity, fixed),
        is_paid_by_backers=is_paid(election, outcome),
        claims=tuple(
            Claim(
                request=claim.request,
                voices=claim.voices,
                blocked_by=block_of(election, request_of(election, claim), claim.voices, outcome),
            )
            for claim in claims_left(election, chosen_now)
        ),
    )


def request_of(election: Election, claim: Claim) -> Request:
    """Return the request of a claim."""
    return next(request for request in election.requests if request.id == claim.request)


def block_of(election: Election, request: Request, voices: Collection[str], outcome: Outcome) -> Block | None:
    """Say what kept the rule from answering a claim.

    Purses that are within the capacity buy nothing that does not fit: only then is a claim a fault of the rule.
    """
    if request.standing is Standing.FORBIDDEN:
        return Block.FORBIDDEN
    forced = [award for award in outcome.awards if award.phase is Phase.FORCED]
    if any(award.payments.get(voice, 0) > 0 for award in forced for voice in voices):
        return Block.SPENT
    bought = sum(award.cost for award in outcome.awards if award.phase is not Phase.COMPLETION)
    if request.cost <= outcome.capacity - bought:
        return None
    promised = sum(award.cost for award in outcome.awards if award.phase is Phase.PROMISED)
    owned = sum(voice.endowment for voice in election.voices)
    if owned > (outcome.capacity - promised) * (1 + TOLERANCE):
        return Block.CAPACITY
    return Block.OVERDRAWN if outcome.overdrawn > 0 else None


def is_paid(election: Election, outcome: Outcome) -> bool:
    """Tell whether the core is paid in full by those behind each request, and purses add up."""
    requests = {request.id: request for request in election.requests}
    spent = dict.fromkeys(outcome.purse_by_voice, 0.0)
    for award in outcome.awards:
        for voice, amount in award.payments.items():
            spent[voice] += amount
        if award.phase is Phase.CORE:
            if not set(award.payments) <= set(requests[award.request].need_by_voice):
                return False
            if abs(sum(award.payments.values()) - award.cost) > award.cost * 1e-6:
                return False
    return all(
        abs(voice.endowment - spent[voice.id] - outcome.purse_by_voice[voice.id]) <= 1e-6 * max(1.0, voice.endowment)
        for voice in election.voices
    )


def claims_left(election: Election, chosen: Collection[str]) -> tuple[Claim, ...]:
    """List the requests left out that a group of voices had a claim to, promises apart."""
    return tuple(Groups(election).claims(chosen))


class Groups:
    """The voices behind each request, laid out to check many plans of one election for claims."""

    def __init__(self, election: Election) -> None:
        self.place = {voice.id: place for place, voice in enumerate(election.voices)}
        self.ids = np.array([voice.id for voice in election.voices], dtype=object)
        self.weights = np.array([voice.weight for voice in election.voices], dtype=np.float64)
        endowments = np.array([voice.endowment for voice in election.voices], dtype=np.float64)
        # A voice that owns nothing is served beyond what it owns.
        self.weight_per_unit = np.divide(
            self.weights, endowments, out=np.full(len(self.weights), np.inf), where=endowments > 0
        )
        self.requests = election.requests
        self.behind = {request.id: self.lay_out(request) for request in election.requests}

    def lay_out(self, request: Request) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the places of the voices that count behind a request, and what it is worth to each."""
        needs = [(self.place[voice], need * request.cost) for voice, need in sorted(request.need_by_voice.items())]
        places = np.array([place for place, _ in needs], dtype=np.int64)
        worth = np.array([worth for _, worth in needs], dtype=np.float64)
        counts = self.weights[places] > 0
        return places[counts], worth[counts]

    def claims(self, chosen: Collection[str]) -> Iterator[Claim]:
        """List the claims that a plan leaves.

        Notes
        -----
        Exact: among the groups behind a request, those of the voices that are served worst are enough.
        O(sum of supporters x log).
        """
        value = np.zeros(len(self.ids))
        for request_id in chosen:
            places, worth = self.behind[request_id]
            value[places] += worth
        for request in self.requests:
            places, worth = self.behind[request.id]
            if request.id in chosen or request.standing is Standing.PROMISED or not len(places):
                continue
            level = self.weight_per_unit[places] * (value[places] + worth)
            order = np.argsort(level, kind="stable")
            pull = np.cumsum((self.weights[places] * worth)[order]) / request.cost
            wronged = np.flatnonzero(level[order] < pull * (1 - TOLERANCE))
            if len(wronged):
                group = self.ids[places[order[: wronged[-1] + 1]]]
                yield Claim(request=request.id, voices=tuple(sorted(group.tolist())))


def value_by_voice(election: Election, chosen: Collection[str]) -> Mapping[str, float]:
    """Sum what was chosen is worth to each voice: need times cost."""
    value = {voice.id: 0.0 for voice in election.voices}
    for request in election.requests:
        if request.id in chosen:
            for voice, need in request.need_by_voice.items():
                value[voice] += need * request.cost
    return value


def measure(election: Election, chosen: Collection[str]) -> Measures:
    """Measure a plan, whatever rule it comes from."""
    chosen = frozenset(chosen)
    value = value_by_voice(election, chosen)
    total_weight = sum(voice.weight for voice in election.voices)
    scale = len(election.voices) / total_weight if total_weight else 0.0
    askers = {voice for request in election.requests for voice in request.need_by_voice}
    return Measures(
        value=scale * sum(voice.weight * value[voice.id] for voice in election.voices),
        spent=sum(request.cost for request in election.requests if request.id in chosen),
        n_chosen=len(chosen),
        n_askers=len(askers),
        n_empty_handed=sum(not value[voice] for voice in askers),
        n_claims=len(claims_left(election, chosen)),
    )
