"""What a director sets once: the parts of the interests, what is kept back, and who a voice speaks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import floor

from liant.loop.arbitrate.requests import ForWhom
from liant.loop.values.errors import Invalid

#: Half-days that one marketer can give to requests in a week: ten, less what running the house takes.
HALF_DAYS_A_MARKETER = 8
MOST_WEEK_HALF_DAYS = 2_000
MOST_BUFFER_PERCENT = 50
MOST_RESERVE_WEEKS = 13


class College(StrEnum):
    """Name the interests among which the capacity is shared."""

    CLIENTS = "clients"
    PROSPECTS = "prospects"
    PARTNERS = "partners"
    SALES = "sales"
    STRATEGY = "strategy"


COLLEGE_BY_ACCOUNT: Mapping[str, College] = {
    ForWhom.CLIENT.value: College.CLIENTS,
    ForWhom.PROSPECT.value: College.PROSPECTS,
    ForWhom.PARTNER.value: College.PARTNERS,
}


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How a week's work is shared.

    Attributes
    ----------
    percent_by_college : whole percents that sum to 100.
    buffer_percent : of the half-days of a week, kept for what nobody foresees.
    reserve_weeks : weeks of capacity that may be carried over; what is beyond goes to the voices most owed.
    week_half_days : half-days that marketing can give to requests in a week.
    """

    percent_by_college: Mapping[College, int]
    buffer_percent: int
    reserve_weeks: int
    week_half_days: int

    @property
    def capacity(self) -> int:
        """Return the half-days shared in a week, whole ones."""
        return floor(self.week_half_days * (100 - self.buffer_percent) / 100)


def check_policy(policy: Policy) -> None:
    """Refuse parts that do not make a whole, or nothing left to share.

    Raises
    ------
    Invalid : ``arbitrate.shares``, ``arbitrate.kept_back``.
    """
    total = sum(policy.percent_by_college.values())
    if set(policy.percent_by_college) != set(College) or min(policy.percent_by_college.values()) < 0 or total != 100:
        raise Invalid(
            "The parts of the five interests make %(total)s %%, not 100.",
            code="arbitrate.shares",
            hint="Give to one what you take from another.",
            params={"total": total},
        )
    if not (
        0 <= policy.buffer_percent <= MOST_BUFFER_PERCENT
        and 0 <= policy.reserve_weeks <= MOST_RESERVE_WEEKS
        and 0 <= policy.week_half_days <= MOST_WEEK_HALF_DAYS
    ):
        raise Invalid(
            "The buffer, the reserve or the half-days of a week are out of range.",
            code="arbitrate.kept_back",
            hint="At most half of the time is kept back, and thirteen weeks in reserve.",
        )


def week_of(day: date) -> date:
    """Return the Monday of a week."""
    return day - timedelta(days=day.weekday())


def scale_percents(parts: Mapping[College, int]) -> dict[College, int]:
    """Bring parts in any unit to whole percents that sum to 100, the largest remainders rounded up.

    All of them nothing, they are equal.
    """
    total = sum(parts.get(college, 0) for college in College)
    exact = {college: (100 * parts.get(college, 0) / total if total else 100 / len(College)) for college in College}
    percents = {college: floor(value) for college, value in exact.items()}
    by_remainder = sorted(
        College, key=lambda college: (percents[college] - exact[college], list(College).index(college))
    )
    for college in by_remainder[: 100 - sum(percents.values())]:
        percents[college] += 1
    return percents
