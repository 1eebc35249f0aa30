"""Why a visit is worth making together, and what may be said about one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liant.loop.plan.visit_reasons import MAX_WORD, REST_DAYS, Coverage, Reason, checked_word, weight_of
from liant.loop.values.errors import Invalid

BASE = Reason(n_heard=3)


def test_more_heard_more_at_stake_and_nothing_that_answers_weigh_more() -> None:
    assert weight_of(replace(BASE, n_heard=9)) > weight_of(BASE)
    assert weight_of(replace(BASE, stake_cents=10**7)) > weight_of(BASE)
    assert weight_of(BASE) > weight_of(replace(BASE, is_answered=True)) > 0


def test_an_account_rests_after_a_visit() -> None:
    assert weight_of(replace(BASE, days_since=REST_DAYS - 1)) == 0
    assert weight_of(replace(BASE, days_since=REST_DAYS)) == weight_of(BASE)


def test_a_team_with_few_accounts_is_not_told() -> None:
    assert not Coverage(team="x", n_accounts=4, n_together=4, n_visits=9).is_told
    assert Coverage(team="x", n_accounts=5, n_together=0, n_visits=0).is_told


@pytest.mark.parametrize("word", ["  ", "x" * (MAX_WORD + 1)])
def test_a_refusal_carries_a_word(word: str) -> None:
    with pytest.raises(Invalid):
        checked_word(word)
    assert checked_word(" Too\n early. ") == "Too early."
