"""Exchange requests of a fair plan for others worth more, as long as no group gets a claim.

The plan that comes out is not paid for purse by purse any more: it shows how much value fairness leaves room for, and is
never the decision that people are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from liant.loop.arbitrate.audit import Groups
from liant.loop.arbitrate.election import Election
from liant.loop.arbitrate.price import TOLERANCE
from liant.loop.arbitrate.rivals import value_by_request, what_stands
from liant.loop.arbitrate.shares import rank

#: Exchanges tried before a plan is said to be good enough, the most promising first.
MOST_TRIALS = 2_000
#: In larger plans one request goes for one that comes in, never two, and only the most valuable come in.
MOST_FOR_PAIRS = 60
MOST_COMING = 40


def swap(election: Election, chosen: Collection[str]) -> tuple[str, ...]:
    """Return a plan worth at least as much, in which no group has a claim unless one had before.

    Notes
    -----
    One or two requests go for one that comes in, then what still fits is added by value per unit of work; the best
    exchange without a claim is made until there is none. At most ``MOST_TRIALS`` plans are checked.
    """
    groups = Groups(election)
    if any(True for _claim in groups.claims(chosen)):
        return tuple(chosen)
    plans = _Plans(election)
    best = frozenset(chosen)
    trials = MOST_TRIALS
    while trials:
        for plan in sorted(plans.exchanges(best), key=lambda plan: (-plans.value(plan), sorted(plan))):
            if not trials:
                break
            trials -= 1
            if not any(True for _claim in groups.claims(plan)):
                best = plan
                break
        else:
            break
    return tuple(sorted(best))


class _Plans:
    """The plans within one exchange of another, and what they are worth."""

    def __init__(self, election: Election) -> None:
        pinned, waiting, room = what_stands(election)
        self.pinned = frozenset(pinned)
        self.room = room
        self.cost = {request.id: request.cost for request in waiting}
        per_unit = value_by_request(election)
        self.worth = {request.id: per_unit[request.id] * request.cost for request in waiting}
        self.ranked = [request.id for request in rank(waiting, per_unit) if per_unit[request.id] > 0]

    def value(self, plan: Collection[str]) -> float:
        """Sum what a plan is worth, without what stands whatever the plan."""
        return sum(self.worth[request] for request in self.ranked if request in plan)

    def exchanges(self, plan: frozenset[str]) -> Iterator[frozenset[str]]:
        """List the plans worth more that are one exchange away."""
        mine = [request for request in self.ranked if request in plan]
        value = self.value(plan)
        left = self.room - sum(self.cost[request] for request in mine)
        goings = list(map(frozenset, combinations(mine, 1)))
        if len(mine) <= MOST_FOR_PAIRS:
            goings += map(frozenset, combinations(mine, 2))
        left_out = [request for request in self.ranked if request not in plan]
        seen = set()
        for coming in sorted(left_out, key=lambda request: -self.worth[request])[:MOST_COMING]:
            for going in goings:
                if self.cost[coming] > left + sum(self.cost[request] for request in going):
                    continue
                other = self.filled(plan - going | {coming})
                if other not in seen and self.value(other) > value * (1 + TOLERANCE):
                    seen.add(other)
                    yield other

    def filled(self, plan: frozenset[str]) -> frozenset[str]:
        """Add what still fits, by value per unit of work."""
        taken = set(plan)
        left = self.room - sum(self.cost[request] for request in self.ranked if request in plan)
        for request in self.ranked:
            if request not in taken and self.cost[request] <= left:
                taken.add(request)
                left -= self.cost[request]
        return frozenset(taken)
