"""Accounts over the weeks: credit, cap and loan by example; nobody's credit is lost or made on any run of weeks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.arbitrate.accounts import (
    CAP_WEEKS,
    LOAN_WEEKS,
    Account,
    credit_week,
    open_accounts,
    open_week,
    owed_first,
    settle_week,
)
from liant.loop.arbitrate.audit import audit
from liant.loop.arbitrate.election import Request, Standing, endow
from liant.loop.arbitrate.shares import Phase, Rule, choose

DUPONT = Account(voice="dupont", college="clients", weekly=2.0)
WEST = Account(voice="west", college="sales", weekly=2.0)
GROWTH = Account(voice="growth", college="strategy", weekly=2.0)


def test_an_account_is_credited_each_week_up_to_thirteen_weeks() -> None:
    (account,) = credit_week([DUPONT])
    assert account.balance == 2
    for _week in range(20):
        (account,) = credit_week([account])
    assert account.balance == CAP_WEEKS * 2
    assert account.owed_weeks == CAP_WEEKS


def test_an_account_spends_four_weeks_ahead_and_no_more() -> None:
    assert replace(DUPONT, balance=2).purse == 2 + LOAN_WEEKS * 2
    assert replace(DUPONT, balance=-LOAN_WEEKS * 2).purse == 0
    assert replace(DUPONT, balance=-30).purse == 0


def test_what_was_paid_is_charged() -> None:
    accounts = (replace(DUPONT, balance=6), replace(WEST, balance=2))
    election = open_week(accounts, [Request(id="a", cost=8, need_by_voice={"dupont": 3, "west": 1})], capacity=8)
    after = settle_week(accounts, election, choose(election, owed_first(accounts)))
    assert [(account.balance, account.has_received) for account in after] == [(0, True), (0, True)]


def test_what_the_completion_gives_is_owed_by_those_behind_it() -> None:
    accounts = (DUPONT, replace(WEST, balance=26))
    election = open_week(accounts, [Request(id="a", cost=20, need_by_voice={"dupont": 1})], capacity=40)
    outcome = choose(election, Rule())
    assert outcome.awards[0].phase is Phase.COMPLETION
    assert [account.balance for account in settle_week(accounts, election, outcome)] == [-20, 26]


def test_what_a_director_forces_beyond_the_strategy_share_is_owed_by_the_strategy() -> None:
    accounts = (DUPONT, GROWTH)
    forced = Request(id="a", cost=20, need_by_voice={"dupont": 1}, standing=Standing.FORCED)
    election = open_week(accounts, [forced], capacity=40)
    assert [account.balance for account in settle_week(accounts, election, choose(election))] == [0, -20]


def test_hours_that_nobody_can_pay_for_go_first_to_whoever_got_nothing_then_to_whoever_is_owed_most() -> None:
    asks = [Request(id=voice, cost=40, need_by_voice={voice: 1}) for voice in ("dupont", "growth", "west")]
    accounts = (
        replace(DUPONT, balance=4, has_received=True),
        replace(WEST, balance=20, has_received=True),
        replace(GROWTH, balance=-8),
    )
    assert choose(open_week(accounts, asks, capacity=200), owed_first(accounts)).chosen == ("growth", "west", "dupont")


def test_a_promise_is_not_charged_twice() -> None:
    promise = Request(id="a", cost=5, need_by_voice={"dupont": 1}, standing=Standing.PROMISED)
    election = open_week((DUPONT,), [promise], capacity=5)
    assert settle_week((DUPONT,), election, choose(election)) == (DUPONT,)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(1, 30), st.dictionaries(st.sampled_from("abcd"), st.integers(1, 3), min_size=1)),
            max_size=2,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_accounts_and_capacity_add_up_over_any_weeks(weeks: list[list[tuple[int, dict[str, int]]]]) -> None:
    college_by_voice = {"a": "clients", "b": "clients", "c": "sales", "d": "strategy"}
    accounts = open_accounts(endow(20, {"clients": 40, "sales": 40, "strategy": 20}, college_by_voice))
    waiting: list[Request] = []
    room = credited = spent = 0.0
    for week, asked in enumerate(weeks):
        waiting += [
            Request(id=f"{week}.{place}", cost=cost, need_by_voice=needs) for place, (cost, needs) in enumerate(asked)
        ]
        credited -= sum(account.balance for account in accounts)
        accounts = credit_week(accounts)
        credited += sum(account.balance for account in accounts)
        room += 20
        election = open_week(accounts, waiting, capacity=int(room))
        outcome = choose(election, owed_first(accounts))
        assert audit(election, outcome).is_clean
        accounts = settle_week(accounts, election, outcome)
        spent += outcome.spent
        room -= outcome.spent
        waiting = [request for request in waiting if request.id not in outcome.chosen]
    assert room >= 0
    assert sum(account.balance for account in accounts) == pytest.approx(credited - spent)
