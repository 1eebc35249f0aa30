"""Money in integer cents with its currency; sums never mix currencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Money:
    """Hold an amount.

    Attributes
    ----------
    currency : ISO 4217 code, three capital letters.
    cents : hundredths of the currency unit; may be negative.
    """

    currency: str
    cents: int

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(currency=self.currency, cents=self.cents + other.cents)


def sum_by_currency(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Add amounts, one total per currency, largest first, then by code."""
    totals: dict[str, int] = {}
    for amount in amounts:
        totals[amount.currency] = totals.get(amount.currency, 0) + amount.cents
    return tuple(
        Money(currency=currency, cents=cents) for currency, cents in sorted(totals.items(), key=lambda t: (-t[1], t[0]))
    )
