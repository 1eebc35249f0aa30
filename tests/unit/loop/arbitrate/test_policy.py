"""The policy: parts that make a whole, whole half-days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.arbitrate.policy import College, Policy, check_policy, scale_percents, week_of
from liant.loop.values.errors import Invalid

USUAL = dict(zip(College, (25, 25, 10, 25, 15), strict=True))


def a_policy(**changes) -> Policy:
    values = {"percent_by_college": USUAL, "buffer_percent": 15, "reserve_weeks": 1, "week_half_days": 32, **changes}
    return Policy(**values)


def test_the_buffer_is_kept_back_and_half_days_are_whole() -> None:
    check_policy(a_policy())
    assert a_policy().capacity == 27


@pytest.mark.parametrize(
    "changes",
    [
        {"percent_by_college": {**USUAL, College.SALES: 26}},
        {"percent_by_college": {**USUAL, College.SALES: -1, College.CLIENTS: 51}},
        {"percent_by_college": {College.SALES: 100}},
        {"buffer_percent": 51},
        {"reserve_weeks": 14},
        {"week_half_days": -1},
    ],
)
def test_what_makes_no_policy_is_refused(changes) -> None:
    with pytest.raises(Invalid):
        check_policy(a_policy(**changes))


def test_a_week_begins_on_monday() -> None:
    assert week_of(date(2026, 3, 12)) == week_of(date(2026, 3, 9)) == date(2026, 3, 9)


@given(st.tuples(*[st.integers(0, 10_000)] * len(College)))
def test_parts_in_any_unit_become_percents_that_make_a_whole(drawn: tuple[int, ...]) -> None:
    parts = dict(zip(College, drawn, strict=True))
    percents = scale_percents(parts)
    assert sum(percents.values()) == 100
    assert set(percents) == set(College)
    total = sum(parts.values())
    for college, percent in percents.items():
        exact = 100 * parts[college] / total if total else 20
        assert abs(percent - exact) < 1
