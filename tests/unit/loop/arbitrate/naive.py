"""Equal shares read from the definition of the paper, in exact fractions: slow, plain, sharing no code with the library.

A voice has a purse and a weight. A request is *a-affordable* when ``sum of min(purse, a * weight * value) = cost`` over
those behind it, where its value to a voice is need times cost. The request affordable for the smallest ``a`` is bought;
ties go to the earliest day needed, the oldest, the first id. Then what fits is taken by value per unit of cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations


@dataclass
class Ask:
    """A request in plain exact numbers; ``turn`` breaks ties."""

    id: str
    cost: int
    need: dict[str, Fraction]
    turn: tuple[object, ...]


def least_a(ask: Ask, purse: dict[str, Fraction], weight: dict[str, Fraction]) -> Fraction | None:
    """Find the smallest ``a``, trying every number of emptied purses."""
    slopes = {voice: weight[voice] * need * ask.cost for voice, need in ask.need.items() if weight[voice] > 0}
    if sum(purse[voice] for voice in slopes) < ask.cost:
        return None
    to_pay, slope_left = Fraction(ask.cost), Fraction(sum(slopes.values()))
    for voice in sorted(slopes, key=lambda voice: purse[voice] / slopes[voice]):
        a = to_pay / slope_left
        if a * slopes[voice] <= purse[voice]:
            assert sum(min(purse[other], a * slopes[other]) for other in slopes) == ask.cost
            return a
        to_pay -= purse[voice]
        slope_left -= slopes[voice]
    return None


def equal_shares(
    capacity: int, purses: dict[str, Fraction], weight: dict[str, Fraction], asks: Sequence[Ask]
) -> tuple[list[str], list[str]]:
    """Return what equal shares buys, in order, and what the completion adds."""
    purse = dict(purses)
    waiting = list(asks)
    bought: list[Ask] = []
    while True:
        left = capacity - sum(ask.cost for ask in bought)
        priced = [
            (a, ask.turn, ask) for ask in waiting if ask.cost <= left and (a := least_a(ask, purse, weight)) is not None
        ]
        if not priced:
            break
        a, _turn, best = min(priced, key=lambda entry: entry[:2])
        for voice, need in best.need.items():
            purse[voice] -= min(purse[voice], a * weight[voice] * need * best.cost)
        bought.append(best)
        waiting.remove(best)
    added: list[Ask] = []
    worth = {ask.id: sum(weight[voice] * need for voice, need in ask.need.items()) for ask in waiting}
    for ask in sorted(waiting, key=lambda ask: (-worth[ask.id], ask.turn)):
        if worth[ask.id] > 0 and ask.cost <= capacity - sum(other.cost for other in bought + added):
            added.append(ask)
    return [ask.id for ask in bought], [ask.id for ask in added]


def has_claim(ask: Ask, purse: dict[str, Fraction], weight: dict[str, Fraction], worth: dict[str, Fraction]) -> bool:
    """Tell whether some group behind a request left out has a claim to it, trying every group.

    ``worth`` is what was chosen is worth to each voice.
    """
    behind = [voice for voice in ask.need if weight[voice] > 0]
    for size in range(1, len(behind) + 1):
        for group in combinations(behind, size):
            together = sum(weight[voice] * ask.need[voice] for voice in group)
            if all(weight[v] * (worth[v] + ask.need[v] * ask.cost) < purse[v] * together for v in group):
                return True
    return False
