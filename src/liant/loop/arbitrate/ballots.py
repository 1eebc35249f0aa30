"""An election as a file gives it: in the file's unit, with names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from liant.loop.arbitrate.election import Election


@dataclass(frozen=True, kw_only=True)
class Ballots:
    """An election read from a file.

    Attributes
    ----------
    units : how many units of the election make one of the file: 1, or 100 where it counts cents.
    names, voice_names : what requests and voices are called, by id; empty where the file does not say.
    weekly_credits : units credited each week, by voice, where the file says it.
    """

    election: Election
    units: int
    names: Mapping[str, str]
    voice_names: Mapping[str, str] = field(default_factory=dict)
    weekly_credits: Mapping[str, float] = field(default_factory=dict)


def units_of(amounts: Iterable[Decimal]) -> int:
    """Return the power of ten that makes every amount whole."""
    return int(10 ** max(0, *(-int(amount.normalize().as_tuple().exponent) for amount in amounts), 0))


def whole(amount: Decimal, units: int) -> int:
    """Count an amount in units."""
    return int(amount * units)
