"""What a request costs those who stand behind it, when they share it in proportion and nobody pays more than they own."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

#: Two amounts closer than this, relatively, are one: rounding of real numbers never decides.
TOLERANCE = 1e-9
#: Below this many payers a loop is faster than arrays.
FEW = 24


def share_cost(cost: float, purses: Sequence[float], pulls: Sequence[float]) -> float:
    """Find ``x`` such that everybody paying ``min(purse, x * pull)`` covers a cost; infinite when they cannot.

    Parameters
    ----------
    purses : units that each payer owns, 0 or more.
    pulls : what each payer's part is in proportion to: weight times need, more than 0.

    Notes
    -----
    The payers whose purse is smallest for their pull are emptied first. O(n log n).
    """
    if len(purses) < FEW:
        return _share_few(cost, purses, pulls)
    return _share_many(cost, np.asarray(purses), np.asarray(pulls))


def _share_few(cost: float, purses: Sequence[float], pulls: Sequence[float]) -> float:
    """Empty purses one by one until those who are left can share the rest."""
    x = cost / sum(pulls)
    for purse, pull in zip(purses, pulls, strict=True):
        if x * pull > purse:
            break
    else:
        return x
    if sum(purses) < cost * (1 - TOLERANCE):
        return inf
    payers = sorted((purse / pull, purse, pull) for purse, pull in zip(purses, pulls, strict=True))
    pull_left = [0.0]
    for _ratio, _purse, pull in reversed(payers):
        pull_left.append(pull_left[-1] + pull)
    for ratio, purse, _pull in payers:
        x = cost / pull_left.pop()
        if x <= ratio:
            return x
        cost -= purse
    return payers[-1][0]


def _share_many(
    cost: float,
    purses: NDArray[np.float64],
    pulls: NDArray[np.float64],
) -> float:
    """Do the same for all payers at once."""
    if purses.sum() < cost * (1 - TOLERANCE):
        return inf
    ratios = purses / pulls
    order = np.argsort(ratios, kind="stable")
    ratios, purses, pulls = ratios[order], purses[order], pulls[order]
    left_to_pay = cost - np.concatenate(([0.0], np.cumsum(purses)[:-1]))
    prices = left_to_pay / np.cumsum(pulls[::-1])[::-1]
    fits = prices <= ratios
    return float(prices[fits.argmax()] if fits.any() else ratios[-1])
