"""The audit: what the rule promises holds on any election, and a plan that breaks a promise is found out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from liant.loop.arbitrate.audit import Block, audit, claims_left, measure, value_by_voice
from liant.loop.arbitrate.election import Election, Request, Standing, Voice
from liant.loop.arbitrate.shares import Phase, Rule, choose
from tests.unit.loop.arbitrate.elections import elections, exact
from tests.unit.loop.arbitrate.naive import has_claim

PAIR = (Voice(id="a", weight=1, endowment=10), Voice(id="b", weight=1, endowment=10))
DEAR = Request(id="dear", cost=18, need_by_voice={"a": 3})
FAIR = Request(id="fair", cost=8, need_by_voice={"b": 1})
ELECTION = Election(capacity=20, voices=PAIR, requests=(DEAR, FAIR))


def test_a_plan_that_leaves_a_group_with_nothing_is_found_out() -> None:
    claims = claims_left(ELECTION, ["dear"])
    assert [(claim.request, claim.voices) for claim in claims] == [("fair", ("b",))]
    assert measure(ELECTION, ["dear"]).n_empty_handed == 1
    assert claims_left(ELECTION, choose(ELECTION).chosen) == ()


def test_a_trace_that_does_not_add_up_is_found_out() -> None:
    outcome = choose(ELECTION)
    assert audit(ELECTION, outcome).is_clean
    (award, *_others) = outcome.awards
    assert not audit(ELECTION, replace(outcome, awards=(replace(award, payments={"a": 8.0}),))).is_paid_by_backers
    assert not audit(ELECTION, replace(outcome, awards=(replace(award, payments={"b": 5.0}),))).is_paid_by_backers
    assert not audit(ELECTION, replace(outcome, purse_by_voice={"a": 10.0, "b": 9.0})).is_paid_by_backers
    assert not audit(ELECTION, replace(outcome, awards=(replace(award, cost=21),))).is_within_capacity


def test_a_claim_that_a_director_blocked_is_told_apart() -> None:
    forbidden = replace(ELECTION, requests=(DEAR, replace(FAIR, standing=Standing.FORBIDDEN)))
    checked = audit(forbidden, choose(forbidden))
    assert [claim.blocked_by for claim in checked.claims] == [Block.FORBIDDEN]
    assert checked.is_clean


def test_a_claim_for_want_of_capacity_is_told_apart() -> None:
    small = replace(ELECTION, capacity=7)
    checked = audit(small, choose(small))
    assert [claim.blocked_by for claim in checked.claims] == [Block.CAPACITY]
    forced = replace(ELECTION, requests=(replace(DEAR, standing=Standing.FORCED), FAIR))
    assert [claim.blocked_by for claim in audit(forced, choose(forced)).claims] == [Block.OVERDRAWN]


def test_value_is_told_for_an_average_weight_of_one() -> None:
    heavy = replace(ELECTION, voices=tuple(replace(voice, weight=voice.weight * 7) for voice in PAIR))
    assert measure(heavy, ["dear", "fair"]).value == measure(ELECTION, ["dear", "fair"]).value == 62


@settings(max_examples=300, deadline=None)
@given(elections(standings=(Standing.FORBIDDEN, Standing.PROMISED, Standing.FORCED)))
def test_never_over_capacity_and_every_unit_is_paid_by_those_behind_it(election: Election) -> None:
    outcome = choose(election)
    checked = audit(election, outcome)
    assert checked.is_within_capacity
    assert checked.is_paid_by_backers
    requests = {request.id: request for request in election.requests}
    for award in outcome.awards:
        assert sum(award.payments.values()) + award.given >= award.cost * (1 - 1e-9)
        if award.phase is Phase.CORE:
            pulls = {v.id: v.weight * requests[award.request].need_by_voice.get(v.id, 0) for v in election.voices}
            assert all(paid <= award.rho * pulls[v] * award.cost + 1e-9 for v, paid in award.payments.items())


@settings(max_examples=300, deadline=None)
@given(elections(is_funded=True))
def test_no_group_has_a_claim(election: Election) -> None:
    assert audit(election, choose(election)).claims == ()
    assert audit(election, choose(election, Rule(completes=False))).claims == ()


@settings(max_examples=300, deadline=None)
@given(elections(standings=(Standing.FORBIDDEN, Standing.PROMISED, Standing.FORCED)))
def test_every_claim_left_is_blocked_by_something_that_is_said(election: Election) -> None:
    assert audit(election, choose(election)).is_clean


@settings(max_examples=300, deadline=None)
@given(elections())
def test_finds_the_claims_that_trying_every_group_finds(election: Election) -> None:
    purses, weights, asks = exact(election)
    chosen = {request.id for request in election.requests[::2]}
    worth = value_by_voice(election, chosen)
    naive = [
        ask.id
        for ask in asks
        if ask.id not in chosen and has_claim(ask, purses, weights, {v: purses[v] * 0 + int(worth[v]) for v in worth})
    ]
    assert [claim.request for claim in claims_left(election, chosen)] == naive
