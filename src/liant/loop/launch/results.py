"""Say what the first results of a launch allow to say, and refuse to conclude from too few of them."""

from __future__ import annotations

from dataclasses import dataclass

#: Closed deals, and sellers who led them, below which nothing is concluded and no outcome is shown.
LEAST = 5


@dataclass(frozen=True, kw_only=True)
class FirstResults:
    """The deals of an audience closed since a launch.

    Attributes
    ----------
    n_won, n_closed : None while fewer than ``LEAST`` deals are closed, or fewer sellers led them.
    n_missing : closed deals still missing; 0 when there are enough.
    """

    n_won: int | None
    n_closed: int | None
    n_missing: int


def conclude(*, n_won: int, n_lost: int, n_sellers: int) -> FirstResults:
    """Tell won and closed deals together, from enough deals led by enough people on; counts, never a rate."""
    n_closed = n_won + n_lost
    if n_closed < LEAST or n_sellers < LEAST:
        return FirstResults(n_won=None, n_closed=None, n_missing=max(0, LEAST - n_closed))
    return FirstResults(n_won=n_won, n_closed=n_closed, n_missing=0)
