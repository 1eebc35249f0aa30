"""Bound from above what any brief could be worth, so that each one comes with how far from the best it can be.

The bounds hold for every set of items that can be read in the time with at most one item per story, whoever chose it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import exp, log1p

from liant.loop.brief.cover import Item, Pick, gain, missing_after, value

#: A share of exactly 1 would have an infinite logarithm; this one differs from it by less than the noise of a float.
NEARLY_ALL = 1 - 1e-12


def marginal_bound(
    items: Sequence[Item], interest: Mapping[str, float], seconds: float, picks: Sequence[Pick]
) -> float:
    """Bound by what each item would still add along a choice.

    Notes
    -----
    By diminishing returns the best set adds to S at most the sum of what each of its items alone would add to S; the
    largest such sum is a knapsack, bounded by filling the time with fractions of items. The smallest of the bounds along
    the choice is kept. O(picks * n log n).
    """
    bounds = []
    for n_told in range(len(picks) + 1):
        told = [pick.item for pick in picks[:n_told]]
        missing, again = missing_after(told), {item.key for item in told}
        gains = [0.0 if item.key in again else gain(item, interest, missing) for item in items]
        bounds.append(
            value(told, interest) + sum(g * taken for g, taken in zip(gains, fill(items, gains, seconds), strict=True))
        )
    return min(bounds)


def tangent_bound(
    items: Sequence[Item], interest: Mapping[str, float], seconds: float, picks: Sequence[Pick], *, n_steps: int = 8
) -> float:
    """Bound by planes that touch f from above; tighter than :func:`marginal_bound`, and dearer.

    Notes
    -----
    A product is the exponential of a sum: with y_t = sum of -log(1 - q_it) over S, f(S) = sum of w_t (1 - exp(-y_t)), a
    concave function of y, which is linear in S. So the tangent at any y lies above f, and its largest value is again a
    knapsack. Each step moves y towards the set that the last plane liked best (M. Frank, P. Wolfe, 1956), from the choice
    made. A story is told once at most, so its own term is linear already and is kept as it is. O(n_steps * n log n).
    """
    logs = [[(t, -log1p(-min(q, NEARLY_ALL))) for t, q in item.cover if t != item.story] for item in items]
    own = [interest.get(item.story, 0.0) * dict(item.cover).get(item.story, 0.0) for item in items]
    chosen = {pick.item.key for pick in picks}
    y = weighted(logs, [float(item.key in chosen) for item in items])
    best = float("inf")
    for step in range(n_steps):
        slope = {topic: weight * exp(-y.get(topic, 0.0)) for topic, weight in interest.items()}
        gains = [
            story + sum(slope.get(t, 0.0) * length for t, length in lengths)
            for story, lengths in zip(own, logs, strict=True)
        ]
        taken = fill(items, gains, seconds)
        touch = sum(weight - slope[t] * (1 + y[t]) for t, weight in interest.items() if t in y)
        best = min(best, touch + sum(g * share for g, share in zip(gains, taken, strict=True)))
        ahead, pace = weighted(logs, taken), 2 / (step + 6)
        y = {t: (1 - pace) * y.get(t, 0.0) + pace * ahead.get(t, 0.0) for t in y.keys() | ahead.keys()}
    return best


def weighted(logs: Sequence[Sequence[tuple[str, float]]], taken: Sequence[float]) -> dict[str, float]:
    """Sum y over items taken in part."""
    y: dict[str, float] = defaultdict(float)
    for lengths, share in zip(logs, taken, strict=True):
        if share:
            for topic, length in lengths:
                y[topic] += share * length
    return dict(y)


def fill(items: Sequence[Item], gains: Sequence[float], seconds: float) -> list[float]:
    """Fill a time with fractions of items, at most one whole item per story, for the largest sum of gains.

    Returns
    -------
    The share taken of each item, in [0, 1].

    Notes
    -----
    Inside a story only the items on the upper hull of (seconds, gain) count. Going along it, each step trades one item for
    the next; steps get flatter, so that taking the steepest of all stories first is the exact optimum of the relaxation
    (P. Sinha, A. Zoltners, "The multiple-choice knapsack problem", Operations Research 27, 1979).
    """
    by_story: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        if gains[i] > 0 and item.seconds <= seconds:
            by_story[item.story].append(i)
    steps = [step for found in by_story.values() for step in hull_steps(items, gains, found)]
    taken, left = [0.0] * len(items), seconds
    for slope, width, before, after in sorted(steps, key=lambda step: -step[0]):
        if left <= 0 or slope <= 0:
            break
        share = min(1.0, left / width)
        taken[after] += share
        if before is not None:
            taken[before] -= share
        left -= width * share
    return taken


def hull_steps(
    items: Sequence[Item], gains: Sequence[float], found: Iterable[int]
) -> list[tuple[float, float, int | None, int]]:
    """List the steps (gain per second, seconds, from, to) of a story's upper hull, from nothing to its best item."""
    hull: list[tuple[float, float, int | None]] = [(0.0, 0.0, None)]
    for i in sorted(found, key=lambda i: (items[i].seconds, -gains[i])):
        x, y = items[i].seconds, gains[i]
        if y <= hull[-1][1]:
            continue
        while len(hull) > 1 and (y - hull[-1][1]) * (hull[-1][0] - hull[-2][0]) >= (hull[-1][1] - hull[-2][1]) * (
            x - hull[-1][0]
        ):
            hull.pop()
        hull.append((x, y, i))
    return [
        ((y2 - y1) / (x2 - x1), x2 - x1, before, after)
        for (x1, y1, before), (x2, y2, after) in pairwise(hull)
        if after is not None
    ]
