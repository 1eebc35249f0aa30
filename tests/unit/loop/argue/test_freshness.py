from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.argue.freshness import ORDER, ClaimFacts, Freshness, Reason, State, judge_claim, worst_of

TODAY = date(2026, 3, 12)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("facts", "state", "reasons"),
    [
        (ClaimFacts(heard_on=(ago(180),)), State.FRESH, ()),
        (ClaimFacts(heard_on=(ago(181),)), State.AGEING, (Reason.OLD_QUOTES,)),
        (ClaimFacts(heard_on=(ago(366),)), State.STALE, (Reason.OLD_QUOTES,)),
        (ClaimFacts(heard_on=(ago(900), ago(3))), State.FRESH, ()),
        (ClaimFacts(counted_on=(ago(91),)), State.AGEING, (Reason.OLD_FIGURE,)),
        (ClaimFacts(heard_on=(ago(1),), counted_on=(ago(181),)), State.STALE, (Reason.OLD_FIGURE,)),
        (ClaimFacts(counted_on=(ago(1),), n_changed=1), State.STALE, (Reason.CHANGED_FIGURE,)),
        (
            ClaimFacts(heard_on=(ago(200),), n_contrary=2),
            State.CONTRADICTED,
            (Reason.CONTRARY_QUOTES, Reason.OLD_QUOTES),
        ),
        (ClaimFacts(n_contrary=1), State.CONTRADICTED, (Reason.CONTRARY_QUOTES,)),
    ],
)
def test_a_claim_is_as_fresh_as_its_worst_reason(facts: ClaimFacts, state: State, reasons: tuple[Reason, ...]) -> None:
    found = judge_claim(facts, TODAY)
    assert found is not None
    assert (found.state, found.reasons) == (state, reasons)


def test_an_opinion_rests_on_nobody_and_does_not_age() -> None:
    assert judge_claim(ClaimFacts(), TODAY) is None


def test_the_age_told_is_that_of_the_newest_quote_else_of_the_figure() -> None:
    assert judge_claim(ClaimFacts(heard_on=(ago(9), ago(40)), counted_on=(ago(2),)), TODAY).days == 9
    assert judge_claim(ClaimFacts(counted_on=(ago(2),)), TODAY).days == 2


FACTS = st.builds(
    ClaimFacts,
    heard_on=st.lists(st.integers(0, 900).map(ago), max_size=4).map(tuple),
    counted_on=st.lists(st.integers(0, 900).map(ago), max_size=2).map(tuple),
    n_changed=st.integers(0, 2),
    n_contrary=st.integers(0, 2),
)


@given(FACTS, st.integers(0, 400))
def test_time_alone_never_freshens(facts: ClaimFacts, days: int) -> None:
    now, later = judge_claim(facts, TODAY), judge_claim(facts, TODAY + timedelta(days=days))
    if now is not None:
        assert ORDER[later.state] >= ORDER[now.state]


def test_a_card_is_told_by_its_worst_claim() -> None:
    def fresh(state: State) -> Freshness:
        return Freshness(state=state, reasons=(), days=1)

    assert worst_of([fresh(State.FRESH), None, fresh(State.STALE), fresh(State.AGEING)]) == State.STALE
    assert worst_of([None]) is None
