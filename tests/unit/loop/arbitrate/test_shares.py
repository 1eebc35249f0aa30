"""Equal shares: the rule by example, equal to its naive reading, and what it promises on any election."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from liant.loop.arbitrate.election import Election, Request, Standing, Voice, endow
from liant.loop.arbitrate.price import FEW, share_cost
from liant.loop.arbitrate.shares import Outcome, Phase, Rule, choose
from liant.loop.values.errors import Invalid
from tests.unit.loop.arbitrate.elections import elections, exact
from tests.unit.loop.arbitrate.naive import equal_shares

VOICES = (
    Voice(id="dupont", college="clients", weight=10, endowment=10),
    Voice(id="martin", college="clients", weight=10, endowment=10),
    Voice(id="west", college="sales", weight=10, endowment=10),
    Voice(id="growth", college="strategy", weight=10, endowment=10),
)


def ask(request_id: str, cost: int, **needs: float) -> Request:
    return Request(id=request_id, cost=cost, need_by_voice=needs)


def decide(*requests: Request, capacity: int = 40, rule: Rule | None = None) -> Outcome:
    return choose(Election(capacity=capacity, voices=VOICES, requests=requests), rule)


def test_those_behind_a_request_share_its_cost() -> None:
    award = decide(ask("a", 12, dupont=1, west=1)).awards[0]
    assert award.phase is Phase.CORE
    assert award.payments == {"dupont": 6, "west": 6}


def test_a_higher_need_comes_first_and_pays_more() -> None:
    outcome = decide(ask("a", 8, dupont=1, west=1), ask("b", 8, dupont=3, west=1))
    assert outcome.chosen == ("b", "a")
    assert outcome.awards[0].payments == {"dupont": 6, "west": 2}


def test_an_empty_purse_is_made_up_for_by_the_others() -> None:
    outcome = decide(ask("a", 9, dupont=3), ask("b", 10, dupont=2, west=1))
    assert outcome.awards[1].payments == {"dupont": 1, "west": 9}


def test_what_nobody_can_pay_for_is_chosen_by_completion_and_says_so() -> None:
    outcome = decide(ask("a", 25, dupont=1))
    assert outcome.awards[0].phase is Phase.COMPLETION
    assert outcome.awards[0].payments == {"dupont": 10}
    assert outcome.awards[0].given == 15
    assert decide(ask("a", 25, dupont=1), rule=Rule(completes=False)).chosen == ()


def test_completion_takes_the_most_valued_first_and_leaves_what_it_was_asked_to() -> None:
    requests = (ask("a", 15, dupont=1), ask("b", 15, martin=3), ask("c", 15, west=2))
    assert decide(*requests).chosen == ("b", "c")
    assert decide(*requests, rule=Rule(keep=11)).chosen == ("b",)
    assert decide(*requests, rule=Rule(fill_weights={"dupont": 100})).chosen == ("a", "b")


def test_ties_go_to_the_earliest_day_then_to_the_oldest() -> None:
    soon, late = date(2026, 3, 2), date(2026, 4, 2)
    first = replace(ask("z", 6, dupont=1), due_on=soon, filed=2)
    second = replace(ask("y", 6, dupont=1), due_on=late, filed=0)
    third = replace(ask("x", 6, dupont=1), due_on=late, filed=1)
    fourth = replace(ask("a", 6, dupont=1), filed=0)
    assert decide(fourth, third, second, first).chosen == ("z", "y", "x", "a")


def test_what_a_director_forces_is_paid_from_the_strategy_share() -> None:
    forced = replace(ask("a", 8, dupont=1), standing=Standing.FORCED)
    outcome = decide(forced, ask("b", 8, growth=1), rule=Rule(completes=False))
    assert outcome.awards[0].phase is Phase.FORCED
    assert outcome.awards[0].payments == {"growth": 8}
    assert outcome.chosen == ("a",)
    assert outcome.overdrawn == 0
    assert decide(replace(forced, cost=25)).overdrawn == 15


def test_a_forbidden_request_is_never_chosen_and_a_promise_always_is() -> None:
    outcome = decide(
        replace(ask("a", 2, dupont=3), standing=Standing.FORBIDDEN), replace(ask("b", 30), standing=Standing.PROMISED)
    )
    assert outcome.chosen == ("b",)
    assert outcome.awards[0].payments == {}
    assert outcome.purse_by_voice["dupont"] == 10


def test_the_capacity_is_shared_by_college_then_by_head() -> None:
    voices = endow(100, {"clients": 25, "sales": 50, "partners": 25}, {"b": "clients", "a": "clients", "c": "sales"})
    assert {voice.id: round(voice.endowment, 6) for voice in voices} == {
        "a": pytest.approx(16.666667),
        "b": pytest.approx(16.666667),
        "c": pytest.approx(66.666667),
    }


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (ask("a", 0, dupont=1), "arbitrate.bad_cost"),
        (ask("a", -3, dupont=1), "arbitrate.bad_cost"),
        (ask("a", 1, nobody=1), "arbitrate.unknown_voice"),
        (ask("a", 1, dupont=0), "arbitrate.bad_need"),
        (ask("a", 1, dupont=float("nan")), "arbitrate.bad_need"),
    ],
)
def test_refuses_a_request_that_means_nothing(request_: Request, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decide(request_)
    assert refusal.value.code == code


def test_refuses_twins_and_what_is_less_than_nothing() -> None:
    with pytest.raises(Invalid, match="twice"):
        decide(ask("a", 1), ask("a", 2))
    with pytest.raises(Invalid, match="less than nothing"):
        decide(capacity=-1)
    with pytest.raises(Invalid, match="below zero"):
        Election(capacity=1, voices=(Voice(id="a", endowment=-1),), requests=())


@settings(max_examples=300, deadline=None)
@given(elections())
def test_equals_the_naive_reading_of_the_rule(election: Election) -> None:
    outcome = choose(election)
    core = [award.request for award in outcome.awards if award.phase is Phase.CORE]
    added = [award.request for award in outcome.awards if award.phase is Phase.COMPLETION]
    assert (core, added) == equal_shares(election.capacity, *exact(election))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), min_size=FEW, max_size=FEW + 20), st.integers(1, 400))
def test_few_and_many_payers_share_alike(payers: list[tuple[int, int]], cost: int) -> None:
    purses, pulls = [float(purse) for purse, _ in payers], [float(pull) for _, pull in payers]
    # The same people twice, each half: the price is the same, and few become many.
    few = share_cost(cost, purses[: FEW - 1], pulls[: FEW - 1])
    halves = [[amount / 2 for amount in amounts[: FEW - 1] for _ in "12"] for amounts in (purses, pulls)]
    assert share_cost(cost, *halves) == pytest.approx(few, rel=1e-9)


@settings(max_examples=300, deadline=None)
@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(election: Election, random: Random) -> None:
    voices, requests = list(election.voices), list(election.requests)
    random.shuffle(voices)
    random.shuffle(requests)
    shuffled = [
        replace(request, need_by_voice=dict(sorted(request.need_by_voice.items(), reverse=True)))
        for request in requests
    ]
    assert choose(replace(election, voices=tuple(voices), requests=tuple(shuffled))) == choose(election)


@settings(max_examples=300, deadline=None)
@given(elections(), st.sampled_from((3, 7, 10, 1000)), st.sampled_from((0.1, 1 / 3, 60)))
def test_units_change_nothing(election: Election, factor: int, weight_factor: float) -> None:
    scaled = Election(
        capacity=election.capacity * factor,
        voices=tuple(
            replace(voice, endowment=voice.endowment * factor, weight=voice.weight * weight_factor)
            for voice in election.voices
        ),
        requests=tuple(replace(request, cost=request.cost * factor) for request in election.requests),
    )
    assert choose(scaled).chosen == choose(election).chosen


@settings(max_examples=300, deadline=None)
@given(elections(standings=(Standing.FORCED, Standing.PROMISED)), st.integers(0, 4), st.sampled_from((0.5, 0.1, 1 / 3)))
def test_splitting_a_voice_changes_nothing(election: Election, place: int, part: float) -> None:
    voice = election.voices[place % len(election.voices)]
    twins = tuple(
        replace(voice, id=voice.id + name, weight=voice.weight * share, endowment=voice.endowment * share)
        for name, share in (("a", part), ("b", 1 - part))
    )

    def split(request: Request) -> Request:
        needs = dict(request.need_by_voice)
        if voice.id in needs:
            need = needs.pop(voice.id)
            needs |= {twin.id: need for twin in twins}
        return replace(request, need_by_voice=needs)

    others = tuple(other for other in election.voices if other != voice)
    parted = replace(election, voices=others + twins, requests=tuple(map(split, election.requests)))
    assert choose(parted).chosen == choose(election).chosen


@settings(max_examples=300, deadline=None)
@given(elections(), st.integers(0, 7), st.data())
def test_asking_for_less_never_turns_a_yes_into_a_no(election: Election, place: int, data: st.DataObject) -> None:
    chosen = choose(election).chosen
    assume(chosen)
    request = next(r for r in election.requests if r.id == chosen[place % len(chosen)])
    assume(request.cost > 1)
    less = data.draw(st.integers(1, request.cost - 1))
    assert request.id in choose(election.at_cost(request.id, less)).chosen
