"""Why a visit is worth making together, what may be said about one, and how many accounts of a team had one.

With whom and when is decided by ``visits.proposals``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from liant.loop.values.errors import Invalid

#: An account that was visited together is left in peace for as long.
REST_DAYS = 90
#: Fewer accounts than this tell nothing about how close a team works.
LEAST_ACCOUNTS = 5
MAX_WORD = 300


class VisitStatus(StrEnum):
    """Say where a visit stands."""

    ASKED = "asked"  # one of the two waits for the other
    AGREED = "agreed"
    HELD = "held"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why an account is worth a visit: a theme heard there.

    Attributes
    ----------
    n_heard : times the theme was heard there, above 0.
    stake_cents : in its open deals.
    is_answered : a published argument answers the theme: there is something to try.
    days_since : since it was last visited together; None when it never was.
    """

    n_heard: int
    stake_cents: int = 0
    is_answered: bool = False
    days_since: int | None = None


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Of the accounts with an open deal of one team, how many were visited together; untold under ``LEAST_ACCOUNTS``."""

    team: str
    n_accounts: int
    n_together: int
    n_visits: int

    @property
    def is_told(self) -> bool:
        """Tell whether there are enough accounts to say anything."""
        return self.n_accounts >= LEAST_ACCOUNTS


def weight_of(reason: Reason) -> float:
    """Weigh a reason: what was heard and what is at stake, both in logarithms; more where nobody answers yet.

    0 while the account rests from the last visit.
    """
    if reason.days_since is not None and reason.days_since < REST_DAYS:
        return 0.0
    heard = math.log2(1 + reason.n_heard)
    stake = math.log10(1 + reason.stake_cents / 100_000)
    return heard * (1 + stake) * (1.0 if reason.is_answered else 1.5)


def checked_word(text: str) -> str:
    """Return why a visit is declined, on one line.

    Raises
    ------
    Invalid : ``visits.no_word``, ``visits.word_too_long``.
    """
    word = " ".join(text.split())
    if not word:
        raise Invalid(
            "Nothing says why.",
            code="visits.no_word",
            hint="One word is enough: too early, wrong account, another day would do.",
        )
    if len(word) > MAX_WORD:
        raise Invalid(
            "The word is longer than %(most)s characters.",
            code="visits.word_too_long",
            hint="Keep one sentence here; the thread takes the rest.",
            params={"most": MAX_WORD},
        )
    return word
