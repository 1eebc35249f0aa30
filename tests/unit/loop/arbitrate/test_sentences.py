"""Sentences: every reason has its own, filled from facts, never a score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liant.loop.arbitrate.sentences import Wording, tell
from liant.loop.arbitrate.why import Explanation, Reason, Spending, WaysOut

WORDING = Wording(
    translate=str, number=lambda amount: f"{amount:g} h", requests={"a": "#a Fair"}, voices={"dupont": "Dupont SA"}
)
BARE = Explanation(
    request="b",
    is_chosen=False,
    reason=Reason.TOO_DEAR,
    cost=18,
    payments={},
    given=0,
    purses={"dupont": 2.4, "west": 10},
    spent_on=(),
    ways_out=None,
)


def test_every_reason_has_its_sentence() -> None:
    said = {reason: tell(replace(BARE, reason=reason), WORDING)[0] for reason in Reason}
    assert len(set(said.values())) == len(Reason)
    assert all(sentence.startswith(("Chosen", "Not chosen")) and "%" not in sentence for sentence in said.values())


def test_a_yes_names_who_paid_and_what_is_left() -> None:
    yes = replace(BARE, is_chosen=True, reason=Reason.PAID, payments={"west": 12.0, "dupont": 6.0})
    assert tell(yes, WORDING) == ("Chosen: paid by west (12 h) and Dupont SA (6 h); left to spend: 12.4 h.",)


def test_a_no_names_what_was_bought_instead_and_each_way_out() -> None:
    no = replace(
        BARE,
        spent_on=(Spending(request="a", amount=7), Spending(request="c", amount=5)),
        ways_out=WaysOut(at_cost=12, if_withdrawn=("a",), in_weeks=3),
    )
    assert tell(no, WORDING) == (
        "Not chosen: it takes 18 h; left to Dupont SA and west: 12.4 h, after paying for #a Fair (7 h) and c (5 h).",
        "Chosen if it took 12 h or less.",
        "Chosen if #a Fair were withdrawn.",
        "Paid for by its voices in 3 weeks, if they buy nothing else.",
    )


@pytest.mark.parametrize(
    ("weeks", "sentence"), [(1, "Paid for by its voices next week, if they buy nothing else."), (None, None)]
)
def test_a_wait_of_a_week_and_no_wait(weeks: int | None, sentence: str | None) -> None:
    said = tell(replace(BARE, ways_out=WaysOut(in_weeks=weeks)), WORDING)[1:]
    assert said == ((sentence,) if sentence else ())


def test_many_voices_are_counted() -> None:
    many = replace(BARE, reason=Reason.PAID, payments={f"v{n}": 1.0 for n in range(40)})
    assert "40 voices (40 h)" in tell(many, WORDING)[0]
