"""What a decision starts from: the voices, what they may spend, the requests, and the capacity.

Amounts are whole numbers of one unit that the caller chooses and never mixes: half-days in Liant, euros or cents in an
election. Loads are rounded up to it, capacity down, before they come here. Purses are real numbers of the same unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import isfinite

from liant.loop.values.errors import Invalid

#: Day needed, rank of filing, id.
Turn = tuple[date, int, str]


class Standing(StrEnum):
    """Tell whether the rule decides a request, or somebody already did."""

    OPEN = "open"
    PROMISED = "promised"  # chosen and paid for in an earlier decision: takes capacity, costs nobody anything now
    FORCED = "forced"  # a director wants it: the strategy share pays
    FORBIDDEN = "forbidden"  # a director refuses it


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Somebody whose interest counts: an account, a team, a theme of the strategy.

    Attributes
    ----------
    college : the group that shares one part of the capacity ("clients", "sales"...).
    weight : its part in the decision, 0 or more; only proportions between voices count.
    endowment : what it may spend in this decision, 0 or more units.
    """

    id: str
    college: str = ""
    weight: float = 1.0
    endowment: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Request:
    """Something asked for.

    Attributes
    ----------
    cost : units of work, 1 or more.
    need_by_voice : who stands behind it and how strongly: more than 0; in Liant 1 useful, 2 important, 3 blocks a deal.
        What the request is worth to a voice is ``cost * need``.
    due_on : when it is needed; breaks ties, the earliest first, none last.
    filed : rank in the order of filing; breaks the ties left, the oldest first; the id breaks the last ones.
    """

    id: str
    cost: int
    need_by_voice: Mapping[str, float]
    due_on: date | None = None
    filed: int = 0
    standing: Standing = Standing.OPEN

    @property
    def turn(self) -> Turn:
        """Order requests that nothing else tells apart."""
        return (self.due_on or date.max, self.filed, self.id)


@dataclass(frozen=True, kw_only=True)
class Backers:
    """Who can pay for a request, in the order of ids, each with its pull: weight times need, more than 0."""

    voices: tuple[str, ...]
    pulls: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Election:
    """One decision to take.

    Attributes
    ----------
    capacity : units that can be made, 0 or more, promises included.
    strategy : the college that pays for what a director forces.

    Raises
    ------
    Invalid : ``arbitrate.bad_capacity``, ``arbitrate.bad_voice``, ``arbitrate.bad_cost``, ``arbitrate.bad_need``,
        ``arbitrate.unknown_voice``, ``arbitrate.twice``, when it is made.
    """

    capacity: int
    voices: tuple[Voice, ...]
    requests: tuple[Request, ...]
    strategy: str = "strategy"

    def __post_init__(self) -> None:
        check_election(self)

    @cached_property
    def in_turn(self) -> tuple[Request, ...]:
        """Return the requests in the order of ties."""
        return tuple(sorted(self.requests, key=lambda request: request.turn))

    @cached_property
    def backers(self) -> Mapping[str, Backers]:
        """Return who can pay for each request."""
        weights = {voice.id: float(voice.weight) for voice in self.voices}
        return {request.id: backers_of(request, weights) for request in self.requests}

    def without(self, request_id: str) -> Election:
        """Return the same decision as if a request had been withdrawn."""
        return replace(self, requests=tuple(r for r in self.requests if r.id != request_id))

    def at_cost(self, request_id: str, cost: int) -> Election:
        """Return the same decision as if a request took more or fewer units."""
        return replace(self, requests=tuple(replace(r, cost=cost) if r.id == request_id else r for r in self.requests))


def backers_of(request: Request, weights: Mapping[str, float]) -> Backers:
    """Find who can pay for a request: those behind it who have a weight."""
    voices = tuple(voice for voice in sorted(request.need_by_voice) if weights[voice] > 0)
    return Backers(voices=voices, pulls=tuple(weights[voice] * request.need_by_voice[voice] for voice in voices))


def check_election(election: Election) -> None:
    """Refuse what cannot be decided upon (see :class:`Election`)."""
    if election.capacity < 0:
        raise Invalid(
            "The capacity is %(capacity)s: it cannot be less than nothing.",
            code="arbitrate.bad_capacity",
            params={"capacity": election.capacity},
        )
    for kind in (election.voices, election.requests):
        refuse_twins(item.id for item in kind)
    for voice in election.voices:
        if not all(isfinite(amount) and amount >= 0 for amount in (voice.weight, voice.endowment)):
            raise Invalid(
                "Voice %(voice)s has a weight or a purse below zero.",
                code="arbitrate.bad_voice",
                params={"voice": voice.id},
            )
    known = {voice.id for voice in election.voices}
    for request in election.requests:
        check_request(request, known)


def refuse_twins(ids: Iterable[str]) -> None:
    """Refuse an id used twice (``arbitrate.twice``)."""
    twice = sorted(key for key, n in Counter(ids).items() if n > 1)
    if twice:
        raise Invalid("%(id)s is there twice.", code="arbitrate.twice", params={"id": twice[0]})


def check_request(request: Request, known: set[str]) -> None:
    """Refuse a request without a cost, or with a need or a voice that means nothing."""
    if request.cost < 1:
        raise Invalid(
            "Request %(request)s costs %(cost)s: a cost is at least 1.",
            code="arbitrate.bad_cost",
            params={"request": request.id, "cost": request.cost},
        )
    for voice, need in request.need_by_voice.items():
        if voice not in known:
            raise Invalid(
                "Request %(request)s is backed by %(voice)s, which is not among the voices.",
                code="arbitrate.unknown_voice",
                params={"request": request.id, "voice": voice},
            )
        if not (isfinite(need) and need > 0):
            raise Invalid(
                "Request %(request)s has a need of %(need)s for %(voice)s: a need is more than 0.",
                code="arbitrate.bad_need",
                params={"request": request.id, "voice": voice, "need": need},
            )


def endow(
    capacity: float, share_by_college: Mapping[str, float], college_by_voice: Mapping[str, str]
) -> tuple[Voice, ...]:
    """Share a capacity among voices: that of the college in equal parts among its voices.

    Parameters
    ----------
    share_by_college : in any unit, only proportions count; the share of a college without a voice goes to the others.

    Returns
    -------
    tuple of Voice : in the order of ids; ``weight`` is the endowment, both in units.
    """
    n_by_college = Counter(college_by_voice.values())
    total = sum(share_by_college.get(college, 0.0) for college in sorted(n_by_college))
    voices = []
    for voice, college in sorted(college_by_voice.items()):
        share = share_by_college.get(college, 0.0) / total if total else 0.0
        part = capacity * share / n_by_college[college]
        voices.append(Voice(id=voice, college=college, weight=part, endowment=part))
    return tuple(voices)
