"""Explanations: the facts by example, and every "if" carried out on any election."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.arbitrate.election import Election, Request, Standing, Voice, endow
from liant.loop.arbitrate.shares import Rule, choose, choose_without
from liant.loop.arbitrate.why import MOST_WEEKS, Explanation, Reason, Spending, WaysOut, Why
from tests.unit.loop.arbitrate.elections import elections

VOICES = (
    Voice(id="dupont", college="clients", weight=10, endowment=10),
    Voice(id="west", college="sales", weight=10, endowment=10),
    Voice(id="growth", college="strategy", weight=10, endowment=10),
)


def ask(request_id: str, cost: int, **needs: float) -> Request:
    return Request(id=request_id, cost=cost, need_by_voice=needs)


def explain(*requests: Request, capacity: int = 30, **credits: float) -> dict[str, Explanation]:
    election = Election(capacity=capacity, voices=VOICES, requests=requests)
    why = Why(election, choose(election), weekly_credits=credits)
    return {explanation.request: explanation for explanation in why.explain_all()}


def test_a_yes_says_who_paid_what_and_what_is_left() -> None:
    yes = explain(ask("a", 8, dupont=3, west=1))["a"]
    assert yes.reason is Reason.PAID
    assert yes.payments == {"dupont": 6, "west": 2}
    assert yes.purses == {"dupont": 4, "west": 8}
    assert yes.ways_out is None


def test_a_no_says_what_its_voices_own_and_what_they_bought_and_three_ways_out() -> None:
    told = explain(ask("a", 6, dupont=2), ask("b", 9, dupont=1), ask("c", 18, west=2), dupont=2)
    no = told["b"]
    assert (no.reason, no.owned, no.cost) == (Reason.TOO_DEAR, 4, 9)
    assert no.spent_on == (Spending(request="a", amount=6),)
    assert no.ways_out is not None
    assert no.ways_out.at_cost == 30 - 6 - 18
    assert no.ways_out.if_withdrawn == ("a",)
    assert no.ways_out.in_weeks == 3


def test_the_worked_example_of_the_documentation() -> None:
    colleges = {"Dupont": "clients", "Martin": "clients", "West": "sales", "Growth": "strategy"}
    election = Election(
        capacity=40,
        voices=endow(40, {"clients": 50, "sales": 30, "strategy": 20}, colleges),
        requests=(
            ask("A", 9, Dupont=3, West=1),
            ask("B", 6, Dupont=2, West=2),
            ask("C", 10, Growth=2, Martin=1),
            ask("D", 12, Dupont=1, West=1),
            ask("E", 8, Growth=2),
        ),
    )
    outcome = choose(election)
    told = [
        (award.request, {voice: round(paid, 1) for voice, paid in award.payments.items()}, round(award.given))
        for award in outcome.awards
    ]
    assert told == [
        ("B", {"Dupont": 2.7, "West": 3.3}, 0),
        ("A", {"Dupont": 6.4, "West": 2.6}, 0),
        ("C", {"Growth": 6.2, "Martin": 3.8}, 0),
        ("D", {"Dupont": 0.8, "West": 6.2}, 5),
    ]
    no = Why(election, outcome, weekly_credits=dict.fromkeys(colleges, 1.0)).explain("E")
    assert no.ways_out == WaysOut(at_cost=3, if_withdrawn=("C",), in_weeks=7)


def test_a_wait_is_never_longer_than_what_a_purse_holds() -> None:
    no = explain(ask("a", 28, dupont=1), ask("b", 28, west=1), dupont=1.0, west=1.0)["b"]
    assert no.ways_out is not None
    assert no.ways_out.in_weeks is None


def test_every_other_reason() -> None:
    told = explain(
        replace(ask("a", 9, dupont=1), standing=Standing.FORCED),
        replace(ask("b", 9, dupont=1), standing=Standing.PROMISED),
        replace(ask("c", 1, dupont=1), standing=Standing.FORBIDDEN),
        ask("d", 1),
        ask("e", 13, west=1),
        ask("f", 9, dupont=1),
        capacity=28,
    )
    assert {key: explanation.reason for key, explanation in told.items()} == {
        "a": Reason.FORCED,
        "b": Reason.PROMISED,
        "c": Reason.FORBIDDEN,
        "d": Reason.NO_VOICE,
        "e": Reason.TOO_DEAR,
        "f": Reason.PAID,
    }
    assert explain(ask("a", 20, dupont=1))["a"].reason is Reason.COMPLETED
    assert explain(ask("a", 6, dupont=2), ask("b", 6, west=1), capacity=11)["b"].reason is Reason.NO_ROOM


@settings(max_examples=300, deadline=None)
@given(elections(standings=(Standing.FORBIDDEN, Standing.PROMISED, Standing.FORCED)), st.integers(0, 5))
def test_the_largest_cost_is_exact(election: Election, keep: int) -> None:
    rule = Rule(keep=keep)
    outcome = choose(election, rule)
    for no in Why(election, outcome).explain_all():
        if no.is_chosen or no.reason is Reason.FORBIDDEN:
            continue
        assert no.ways_out is not None
        wins = [no.request in choose(election.at_cost(no.request, cost), rule).chosen for cost in range(1, no.cost)]
        assert wins == [cost <= (no.ways_out.at_cost or 0) for cost in range(1, no.cost)]


@settings(max_examples=300, deadline=None)
@given(elections(is_proportional=True), st.integers(0, 3))
def test_every_withdrawal_and_every_wait_is_carried_out(election: Election, credit: int) -> None:
    outcome = choose(election)
    credits = {voice.id: float(credit) for voice in election.voices}
    for no in Why(election, outcome, weekly_credits=credits).explain_all():
        if no.ways_out is None:
            continue
        for other in no.ways_out.if_withdrawn:
            assert no.request in choose(election.without(other)).chosen
        if no.ways_out.in_weeks is not None:
            assert 1 <= no.ways_out.in_weeks <= MOST_WEEKS
            assert is_paid_after(election, outcome.purse_by_voice, no, credit, no.ways_out.in_weeks)
            assert no.ways_out.in_weeks == 1 or not is_paid_after(
                election, outcome.purse_by_voice, no, credit, no.ways_out.in_weeks - 1
            )


@settings(max_examples=300, deadline=None)
@given(elections(standings=(Standing.FORBIDDEN, Standing.PROMISED, Standing.FORCED)), st.integers(0, 5))
def test_a_decision_taken_again_from_its_trace_is_the_same(election: Election, keep: int) -> None:
    outcome = choose(election, Rule(keep=keep))
    for request in election.requests:
        if request.standing is Standing.OPEN:
            again = choose_without(election, outcome, request.id)
            assert again == choose(election.without(request.id), outcome.rule)


def is_paid_after(election: Election, purses: Mapping[str, float], no: Explanation, credit: int, weeks: int) -> bool:
    """Let weeks pass in which its voices buy nothing, then decide upon this request alone."""
    saved = tuple(
        replace(v, endowment=max(purses[v.id], min(purses[v.id] + weeks * credit, MOST_WEEKS * credit)))
        for v in election.voices
    )
    alone = tuple(request for request in election.requests if request.id == no.request)
    later = Election(capacity=no.cost, voices=saved, requests=alone)
    return choose(later, Rule(completes=False)).chosen == (no.request,)
