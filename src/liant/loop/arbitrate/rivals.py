"""Other ways to choose, to show what fairness costs: most value first, the most value of all, the Nash product.

They take the same promises, forced and forbidden requests as the rule, and the same order for ties.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from math import log1p

import numpy as np
from numpy.typing import NDArray

from liant.loop.arbitrate.election import Election, Request, Standing
from liant.loop.arbitrate.price import TOLERANCE
from liant.loop.arbitrate.shares import rank


def choose_greedy(election: Election) -> tuple[str, ...]:
    """Take requests by value per unit of work while they fit: a list of priorities."""
    taken, waiting, left = what_stands(election)
    value = value_by_request(election)
    for request in rank(waiting, value):
        if request.cost <= left and value[request.id] > 0:
            taken.append(request.id)
            left -= request.cost
    return tuple(taken)


def choose_max(election: Election) -> tuple[str, ...]:
    """Take the set of the largest total value that fits: exact.

    Notes
    -----
    The sets that no other beats in both cost and value, one request after the other, without those that even a fraction
    of a request could not bring up to the best list known (Nemhauser and Ullmann 1969). O(requests x capacity) at most.
    """
    taken, waiting, left = what_stands(election)
    per_unit = value_by_request(election)
    ranked = [request for request in rank(waiting, per_unit) if per_unit[request.id] > 0 and request.cost <= left]
    costs = np.array([request.cost for request in ranked], dtype=np.int64)
    values = np.array([per_unit[request.id] * request.cost for request in ranked])
    return (*taken, *(ranked[place].id for place in best_set(costs, values, max(0, left))))


def best_set(costs: NDArray[np.int64], values: NDArray[np.float64], room: int) -> list[int]:
    """Return the places of the set of the largest value within a room, requests in falling order of value per cost."""
    n = len(costs)
    cost_before = np.concatenate(([0], np.cumsum(costs)))
    value_before = np.concatenate(([0.0], np.cumsum(values)))
    known = list_value(costs, values, room)
    cost, value = np.zeros(1, dtype=np.int64), np.zeros(1)
    origins: list[tuple[NDArray[np.int64], NDArray[np.bool_]]] = []
    for place in range(n):
        with_it = np.flatnonzero(cost + costs[place] <= room)
        all_cost = np.concatenate((cost, cost[with_it] + costs[place]))
        all_value = np.concatenate((value, value[with_it] + values[place]))
        origin = np.concatenate((np.arange(len(cost)), with_it))
        is_taken = np.arange(len(all_cost)) >= len(cost)
        order = np.lexsort((is_taken, -all_value, all_cost))
        best_cheaper = np.concatenate(([-1.0], np.maximum.accumulate(all_value[order])[:-1]))
        order = order[all_value[order] > best_cheaper]
        # What a set can reach at most: the next requests in order, the last one in part.
        reach = cost_before[place + 1] + (room - all_cost[order])
        end = np.searchsorted(cost_before, reach, side="right") - 1
        bound = all_value[order] + value_before[end] - value_before[place + 1]
        part = np.where(end < n, reach - cost_before[end], 0)
        bound += part * np.where(end < n, values[np.minimum(end, n - 1)] / costs[np.minimum(end, n - 1)], 0.0)
        order = order[bound >= known * (1 - 1e-12)]
        cost, value = all_cost[order], all_value[order]
        origins.append((origin[order], is_taken[order]))
    found = []
    state = int(value.argmax())
    for place in reversed(range(n)):
        origin, is_taken = origins[place]
        if is_taken[state]:
            found.append(place)
        state = int(origin[state])
    return found[::-1]


def list_value(costs: NDArray[np.int64], values: NDArray[np.float64], room: int) -> float:
    """Return what taking whatever fits in order is worth."""
    total = 0.0
    for cost, value in zip(costs.tolist(), values.tolist(), strict=True):
        if cost <= room:
            room -= cost
            total += value
    return total


def choose_nash(election: Election) -> tuple[str, ...]:
    """Take next what adds most to the product of what everybody gets, per unit of work: a greedy Nash product.

    Notes
    -----
    Adds to ``sum of weight * log(1 + value / mean value of a request to a voice)``. Gains only fall, so that a request is
    looked at again only when it comes up.
    """
    taken, waiting, left = what_stands(election)
    weights = {voice.id: voice.weight for voice in election.voices}
    asked = [need * request.cost for request in election.requests for need in request.need_by_voice.values()]
    unit = sum(asked) / len(asked) if asked else 1.0
    value = dict.fromkeys(weights, 0.0)

    def take(request: Request) -> None:
        for voice, need in request.need_by_voice.items():
            value[voice] += need * request.cost / unit

    def gain(request: Request) -> float:
        return (
            sum(
                weights[voice] * (log1p(value[voice] + need * request.cost / unit) - log1p(value[voice]))
                for voice, need in sorted(request.need_by_voice.items())
            )
            / request.cost
        )

    by_id = {request.id: request for request in election.requests}
    for request_id in taken:
        take(by_id[request_id])
    promising = [(-gain(request), request.turn, request) for request in waiting if request.need_by_voice]
    heapq.heapify(promising)
    while promising:
        _old, _turn, request = heapq.heappop(promising)
        if request.cost > left:
            continue
        now = gain(request)
        if promising and now < -promising[0][0] * (1 - TOLERANCE):
            heapq.heappush(promising, (-now, request.turn, request))
        elif now > 0:
            take(request)
            taken.append(request.id)
            left -= request.cost
    return tuple(taken)


def what_stands(election: Election) -> tuple[list[str], list[Request], int]:
    """Return what is taken whatever the rule, what the rule decides, and the capacity left for it."""
    ordered = sorted(election.requests, key=lambda request: request.turn)
    pinned = [request for request in ordered if request.standing in (Standing.PROMISED, Standing.FORCED)]
    return (
        [request.id for request in pinned],
        [request for request in ordered if request.standing is Standing.OPEN],
        election.capacity - sum(request.cost for request in pinned),
    )


def value_by_request(election: Election) -> Mapping[str, float]:
    """Sum weight times need over those behind each request: its value per unit of work."""
    weights = {voice.id: voice.weight for voice in election.voices}
    return {
        request.id: sum(weights[voice] * need for voice, need in sorted(request.need_by_voice.items()))
        for request in election.requests
    }
