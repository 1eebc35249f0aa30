"""Sentences: every reason has its own, filled from facts, never a score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liant.loop.arbitrate.sentences import Answer, Wording, answer_of
from liant.loop.arbitrate.why import Explanation, Reason, Spending, WaysOut

CHOSEN = {Reason.PROMISED, Reason.FORCED, Reason.PAID, Reason.COMPLETED}


def in_hours(amount: float) -> str:
    return f"{amount:g} h"


WORDING = Wording(
    gettext=str,
    ngettext=lambda one, many, n: one if n == 1 else many,
    amount=in_hours,
    number=lambda amount: f"{amount:g}",
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


def tell(found: Explanation, **known: str) -> tuple[str, ...]:
    answer = answer_of(found, WORDING, room=3, requests={"a": "Fair"}, voices={"dupont": "Dupont SA"})
    return WORDING.lines(WORDING.say(replace(answer, **known)))


def test_every_reason_has_its_sentences() -> None:
    said = {
        reason: tell(replace(BARE, reason=reason, is_chosen=reason in CHOSEN, given=reason == Reason.COMPLETED))
        for reason in Reason
    }
    assert len({lines[1:] for lines in said.values()}) == len(Reason)
    for reason, lines in said.items():
        assert lines[0] == ("Chosen." if reason in CHOSEN else "Not chosen.")
        assert not any("%" in line for line in lines)


def test_a_yes_names_who_paid_and_what_nobody_could() -> None:
    yes = replace(BARE, is_chosen=True, reason=Reason.PAID, payments={"west": 12.0, "dupont": 6.0})
    assert tell(yes)[1:] == ("Its 18 h are paid by west (12) and Dupont SA (6).",)
    completed = replace(yes, reason=Reason.COMPLETED, payments={"west": 12.0}, given=6.0)
    assert tell(completed)[1:] == (
        "Of its 18 h, paid by west (12).",
        "The other 6 h are time that nobody else could pay for; its voices pay it back week after week.",
    )


def test_a_no_names_what_was_bought_instead_and_each_way_out() -> None:
    no = replace(
        BARE,
        spent_on=(Spending(request="a", amount=7), Spending(request="c", amount=5)),
        ways_out=WaysOut(at_cost=12, if_withdrawn=("a",), in_weeks=3),
    )
    assert tell(no) == (
        "Not chosen.",
        "It costs 18 h; Dupont SA and west own 12.4 h together.",
        "They paid for “Fair” (7) and “c” (5).",
        "It is chosen if it is made in 12 h.",
        "It is chosen if “Fair” is taken back.",
        "It is chosen if you wait for 3 weeks without buying anything else.",
    )


def test_a_no_for_lack_of_room_says_what_was_left() -> None:
    assert (
        tell(replace(BARE, reason=Reason.NO_ROOM))[1]
        == "It costs 18 h, which Dupont SA and west could pay; 3 h were left."
    )


@pytest.mark.parametrize(("weeks", "wait"), [(1, "1 week"), (2, "2 weeks"), (None, "")])
def test_a_wait_is_said_when_it_changes_something(weeks: int | None, wait: str) -> None:
    said = tell(replace(BARE, ways_out=WaysOut(in_weeks=weeks)))[2:]
    assert said == ((f"It is chosen if you wait for {wait} without buying anything else.",) if wait else ())


def test_a_week_is_named_and_a_word_against_the_rule_is_signed() -> None:
    forced = replace(BARE, is_chosen=True, reason=Reason.FORCED)
    assert tell(forced)[1] == "A director wanted it whatever the rule says."
    signed = tell(forced, week="W11", signed_by="Inès", signed_reason="The fair is in May.")
    assert signed[:2] == ("Chosen in W11.", "Inès wanted it whatever the rule says: “The fair is in May.”")


def test_many_voices_are_counted_and_a_request_that_may_not_be_read_is_not_named() -> None:
    payers = [(f"v{n}", 1.0) for n in range(40)]
    yes = WORDING.say(Answer(is_chosen=True, reason=Reason.PAID, cost=40, payers=payers))
    assert yes.sentences == ("Its 40 h are paid by v0 (1), v1 (1), v2 (1) and 37 others (37).",)
    no = Answer(is_chosen=False, reason=Reason.TOO_DEAR, cost=4, voices=["v"], bought=[("", 2.0)])
    assert WORDING.say(no).sentences[1] == "They paid for another request (2)."
