"""The figures that a claim may hold: a closed list, what each counts, and when one has changed since it was written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from liant.loop.values.errors import Invalid
from liant.loop.values.stages import Reason


class FigureCode(StrEnum):
    """Name what is counted."""

    NOTES_ON_THEME = "notes_on_theme"  # notes on the theme, out of all notes of the period
    ACCOUNTS_ON_THEME = "accounts_on_theme"  # accounts that speak of it, out of all that spoke
    WON_ON_THEME = "won_on_theme"  # deals won, out of the closed ones where it was heard
    WON_AGAINST = "won_against"  # deals won, out of the closed ones where a competitor was met
    LOST_FOR = "lost_for"  # deals lost first of all for a reason, out of the lost ones
    OPEN_ON_THEME = "open_on_theme"  # open money where it was heard, as a band, over n deals


#: Those that count deals: shown from this many on, so that nobody reads one colleague's deals in them.
LEAST_DEALS = 5
OF_DEALS = frozenset({FigureCode.WON_ON_THEME, FigureCode.WON_AGAINST, FigureCode.LOST_FOR, FigureCode.OPEN_ON_THEME})
OF_THEME = frozenset(
    {FigureCode.NOTES_ON_THEME, FigureCode.ACCOUNTS_ON_THEME, FigureCode.WON_ON_THEME, FigureCode.OPEN_ON_THEME}
)
#: Periods that may be asked for, in months of 30 days.
MONTHS = (3, 6, 12)
#: A share that moves by fewer points than this says the same; so does an amount within its band.
POINTS_THAT_MATTER = 5


@dataclass(frozen=True, kw_only=True)
class FigureAsk:
    """A figure to count: what, about what (public id of a theme or competitor, or a reason), over how long."""

    code: FigureCode
    about: str
    months: int

    @property
    def key(self) -> str:
        """Write it as one word, for forms: :func:`read_ask` reads it again."""
        return f"{self.code.value}:{self.about}:{self.months}"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure as counted: ``value`` out of ``n``; for an amount, the lower end of its band in cents, over ``n`` deals."""

    ask: FigureAsk
    value: int
    n: int
    #: Upper end of the band of an amount, in cents; None above the last band and for counts.
    high: int | None = None
    currency: str = ""

    @property
    def is_shown(self) -> bool:
        """Tell whether enough stands behind it to be shown at all."""
        return self.n >= (LEAST_DEALS if self.ask.code in OF_DEALS else 1)


def read_ask(key: str) -> FigureAsk:
    """Read a figure asked for as ``code:about:months``.

    Raises
    ------
    Invalid : ``argue.bad_figure_ask`` when it is not of the closed list.
    """
    code, _, rest = key.partition(":")
    about, _, months = rest.partition(":")
    known = code in set(FigureCode) and months in {str(m) for m in MONTHS} and 0 < len(about) <= 16
    if not known or (code == FigureCode.LOST_FOR and about not in set(Reason)):
        raise Invalid(
            "This figure is not one that Liant counts.",
            code="argue.bad_figure_ask",
            hint="Choose one of the figures beside the argument.",
        )
    return FigureAsk(code=FigureCode(code), about=about, months=int(months))


def has_changed(then: Figure, now: Figure) -> bool:
    """Tell whether a figure says something else than when it was written.

    A share has changed when it moved by ``POINTS_THAT_MATTER`` points or more; an amount, when it left its band; any of
    them when too little is left to show it.
    """
    if not now.is_shown:
        return then.is_shown
    if then.ask.code == FigureCode.OPEN_ON_THEME:
        return (then.value, then.currency) != (now.value, now.currency)
    # Integers on both sides: |a/b - c/d| >= p/100.
    moved = abs(then.value * now.n - now.value * then.n) * 100
    return moved >= POINTS_THAT_MATTER * then.n * now.n
