"""A request says in a few words what is needed, for a day to come."""

from __future__ import annotations

from datetime import date

import pytest

from liant.loop.arbitrate.requests import MAX_TITLE, MOST_HALF_DAYS, Ask, check_half_days, checked_ask
from liant.loop.values.errors import Invalid

TODAY = date(2026, 3, 12)


def test_a_request_is_cleaned_of_its_spaces() -> None:
    asked = checked_ask(Ask(title="  A  case\n study ", details=" x ", needed_on=TODAY), TODAY)
    assert asked == Ask(title="A case study", details="x", needed_on=TODAY)


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (Ask(title="  ", details="", needed_on=None), "arbitrate.no_title"),
        (Ask(title="x" * (MAX_TITLE + 1), details="", needed_on=None), "arbitrate.too_long"),
        (Ask(title="A visit", details="", needed_on=date(2026, 3, 11)), "arbitrate.needed_before_today"),
    ],
)
def test_what_nobody_could_act_upon_is_refused(ask: Ask, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_ask(ask, TODAY)
    assert refusal.value.code == code


@pytest.mark.parametrize("half_days", [0, -1, MOST_HALF_DAYS + 1])
def test_work_has_a_size(half_days: int) -> None:
    with pytest.raises(Invalid):
        check_half_days(half_days)
