"""A quantity learnt from data: never shown without its interval and its n."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Hold a value with its uncertainty.

    Attributes
    ----------
    value, low, high : same unit; ``low <= value <= high``.
    level : coverage of the interval, in (0, 1).
    n : number of observations behind it.
    method : name of the method, as the documentation spells it.
    """

    value: float
    low: float
    high: float
    level: float
    n: int
    method: str

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"estimate out of its interval: {self.low} <= {self.value} <= {self.high}")
