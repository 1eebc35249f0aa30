"""Money in integer cents with its currency; sums never mix currencies."""

from __future__ import annotations

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


#: Upper ends of the bands shown to whoever may not read amounts, in whole currency units.
BANDS = (50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000)


def band_of(cents: int) -> tuple[int, int | None]:
    """Return the band that an amount lies in, in cents: lower end included, upper end excluded (None above the last)."""
    low = 0
    for high in BANDS:
        if cents < high * 100:
            return low * 100, high * 100
        low = high
    return low * 100, None
