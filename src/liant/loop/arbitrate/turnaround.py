"""What marketing usually takes: learnt from the last deliveries of a type, or said not to be known yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median

#: The last deliveries say what it takes now; older ones what it took.
LAST = 10
#: Fewer deliveries than this say nothing.
LEAST = 3


@dataclass(frozen=True, kw_only=True)
class Turnaround:
    """How long a type takes from the request to the delivery.

    Attributes
    ----------
    n : deliveries it is learnt from, ``LEAST`` to ``LAST``.
    usual_days : calendar days that half of them took at most.
    safe_days : calendar days that four fifths of them took at most; ``usual_days <= safe_days``.
    """

    n: int
    usual_days: int
    safe_days: int


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much work a type takes; ``n`` deliveries say it, 0 when it is what marketing declared."""

    half_days: int
    n: int


def turnaround_of(days: Sequence[int]) -> Turnaround | None:
    """Learn what a type usually takes; None while too few were delivered.

    Parameters
    ----------
    days : calendar days from request to delivery, the latest delivery last.

    Notes
    -----
    The median is rounded up to a whole day; the eightieth percentile is the nearest rank, one of the days observed.
    """
    last = sorted(days[-LAST:])
    if len(last) < LEAST:
        return None
    return Turnaround(n=len(last), usual_days=ceil(median(last)), safe_days=last[ceil(0.8 * len(last)) - 1])


def size_of(declared_half_days: int, actuals: Sequence[int]) -> Size:
    """Learn how much work a type takes from what the last deliveries took, the latest last; else as declared."""
    last = actuals[-LAST:]
    if len(last) < LEAST:
        return Size(half_days=declared_half_days, n=0)
    return Size(half_days=max(1, ceil(median(last))), n=len(last))


def ask_by(needed_on: date, turnaround: Turnaround) -> date:
    """Tell by which day to ask, so that four times out of five it is there in time."""
    return needed_on - timedelta(days=turnaround.safe_days)
