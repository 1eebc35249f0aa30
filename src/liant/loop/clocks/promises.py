"""What is promised, and how much working time an answer took."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liant.loop.values.errors import Invalid
from liant.loop.values.roles import Role
from liant.loop.values.working_time import WorkCalendar, half_days_begun, half_days_left

#: Six weeks: who promises later than that promises nothing.
LONGEST_HALF_DAYS = 60
#: Fewer answers than this tell nothing about how long an answer takes.
LEAST_ANSWERS = 5
MAX_REASON = 200
#: Who decides how long an answer may take.
PROMISING = frozenset({Role.ADMIN, Role.SALES_MANAGER, Role.MARKETING_DIRECTOR})


class PromiseCode(StrEnum):
    """Name what one side promises to the other."""

    REQUEST = "request"  # marketing answers what sales asks for
    URGENT = "urgent"  # a marketing director answers what is said not to wait
    CONTEST = "contest"  # marketing answers whoever says that an argument is wrong
    LEAD = "lead"  # sales answers whoever hands a lead over


#: Working half-days, until somebody decides otherwise: the next weekly decision and two days, one day, two days, one day.
USUAL_HALF_DAYS: Mapping[PromiseCode, int] = {
    PromiseCode.REQUEST: 14,
    PromiseCode.URGENT: 2,
    PromiseCode.CONTEST: 4,
    PromiseCode.LEAD: 2,
}


@dataclass(frozen=True, kw_only=True)
class Spent:
    """How long answers took, in working half-days.

    Attributes
    ----------
    median, low, high : the middle answer, and the bounds between which half of them lie.
    n : answers behind them, at least ``LEAST_ANSWERS``.
    """

    median: float
    low: float
    high: float
    n: int


def check_promise(half_days: int) -> None:
    """Refuse a length that is no promise.

    Raises
    ------
    Invalid : ``clocks.promise_range``.
    """
    if not 1 <= half_days <= LONGEST_HALF_DAYS:
        raise Invalid(
            "A promise lasts between half a day and thirty working days.",
            code="clocks.promise_range",
            hint="Give a length that both sides would hold each other to.",
        )


def checked_reason(text: str) -> str:
    """Return the reason for which an answer waits, on one line.

    Raises
    ------
    Invalid : ``clocks.no_reason``, ``clocks.reason_too_long``.
    """
    reason = " ".join(text.split())
    if not reason:
        raise Invalid(
            "Nothing says what you are waiting for.",
            code="clocks.no_reason",
            hint="Write in a sentence what the other side has to say before you can answer.",
        )
    if len(reason) > MAX_REASON:
        raise Invalid(
            "The reason is longer than %(most)s characters.",
            code="clocks.reason_too_long",
            hint="Keep one sentence here; the thread takes the rest.",
            params={"most": MAX_REASON},
        )
    return reason


def spent_half_days(promised: int, due_at: datetime, answered_at: datetime, calendar: WorkCalendar) -> int:
    """Count the working half-days that an answer took of its promise; more than promised when it came late.

    Counted from the due moment, which moves by what a pause lasted: time spent waiting for the other side is nobody's.
    """
    if answered_at <= due_at:
        return max(promised - half_days_left(answered_at, due_at, calendar), 0)
    return promised + half_days_begun(due_at, answered_at, calendar)


def spent_usually(half_days: Sequence[int]) -> Spent | None:
    """Tell how long answers take, or None when too few tell it. Cost O(n log n)."""
    if len(half_days) < LEAST_ANSWERS:
        return None
    low, median, high = statistics.quantiles(half_days, n=4, method="inclusive")
    return Spent(median=median, low=low, high=high, n=len(half_days))
