"""Choose what is worth a minute of somebody's reading: cover what interests them, and tell nothing twice.

The value of a set of items S for one person is written first, and every gain is derived from it::

    f(S) = sum over topics t of  w_t (1 - product over i in S of (1 - q_it))

``q_it``, in [0, 1], is how much item i tells about topic t; ``w_t`` is how much the topic interests this person today
(``memory.py`` lowers it by what they were told). A topic half told already gains half as much from the next item, so f has
diminishing returns, which is what the guarantee and the bound below rest on.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """Something that could be told.

    Attributes
    ----------
    key : unique, and decides between equals.
    story : at most one item per story is told.
    seconds : > 0, to read it.
    cover : (topic, share in [0, 1] told about it); a story may be one of the topics.
    """

    key: str
    story: str
    seconds: float
    cover: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class Pick:
    """An item that was chosen, what it added, and the topic that counted most in it."""

    item: Item
    gain: float
    topic: str


def value(items: Iterable[Item], interest: Mapping[str, float]) -> float:
    """Compute f of a set of items; topics without interest count for nothing."""
    missing = missing_after(items)
    return sum(weight * (1 - missing[topic]) for topic, weight in interest.items() if topic in missing)


def missing_after(items: Iterable[Item]) -> dict[str, float]:
    """Tell, for each topic of a set of items, the share that they leave untold."""
    shares: dict[str, list[float]] = defaultdict(list)
    for item in items:
        for topic, share in item.cover:
            shares[topic].append(1 - share)
    return {topic: prod(left) for topic, left in shares.items()}


def gain(item: Item, interest: Mapping[str, float], missing: Mapping[str, float]) -> float:
    """Compute f(S + item) - f(S), where ``missing`` is what S leaves untold."""
    return sum(interest.get(topic, 0.0) * missing.get(topic, 1.0) * share for topic, share in item.cover)


def choose(items: Sequence[Item], interest: Mapping[str, float], seconds: float) -> tuple[Pick, ...]:
    """Choose items to read within a time, at most one per story: the best gain per second first.

    Parameters
    ----------
    interest : w by topic, >= 0.
    seconds : time to read; what is chosen never takes longer.

    Returns
    -------
    In the order chosen. Nothing that adds nothing is chosen.

    Notes
    -----
    The items chosen one by one are compared with the best single item, which guards against a small item that keeps a
    large one out: together at least (1 - 1/e)/2 of the best set when no two items share a story. Gains only fall, so an
    item is looked at again when it comes to the top, and not before: O(n log n), then a few looks per item chosen.

    References
    ----------
    S. Khuller, A. Moss, J. Naor, "The budgeted maximum coverage problem", Information Processing Letters 70, 1999.
    M. Minoux, "Accelerated greedy algorithms for maximizing submodular set functions", 1978 (looking again at the top).
    """
    missing: dict[str, float] = {}
    alone = {i: gain(item, interest, missing) for i, item in enumerate(items) if item.seconds <= seconds}
    heap = [(-added / items[i].seconds, items[i].key, 0, i) for i, added in alone.items() if added > 0]
    if not heap:
        return ()
    heapq.heapify(heap)
    picks: list[Pick] = []
    stories: set[str] = set()
    left = seconds
    while heap:
        negative, key, n_seen, i = heapq.heappop(heap)
        item = items[i]
        if item.seconds > left or item.story in stories:
            continue
        if n_seen < len(picks):
            added = gain(item, interest, missing)
            if added > 0:
                heapq.heappush(heap, (-added / item.seconds, key, len(picks), i))
            continue
        picks.append(Pick(item=item, gain=-negative * item.seconds, topic=main_topic(item, interest, missing)))
        stories.add(item.story)
        left -= item.seconds
        for topic, share in item.cover:
            missing[topic] = missing.get(topic, 1.0) * (1 - share)
    best = min(alone, key=lambda i: (-alone[i], items[i].key))
    if alone[best] > sum(pick.gain for pick in picks):
        return (Pick(item=items[best], gain=alone[best], topic=main_topic(items[best], interest, {})),)
    return tuple(picks)


def main_topic(item: Item, interest: Mapping[str, float], missing: Mapping[str, float]) -> str:
    """Name the topic for which an item is told: the largest term of its gain, and of equals the first by name."""
    return min(item.cover, key=lambda tq: (-interest.get(tq[0], 0.0) * missing.get(tq[0], 1.0) * tq[1], tq[0]))[0]
