"""Swaps: worth at least as much, within the capacity, and no group with a claim that had none."""

from __future__ import annotations

from hypothesis import given, settings

from liant.loop.arbitrate.audit import claims_left, measure
from liant.loop.arbitrate.election import Election, Request, Voice
from liant.loop.arbitrate.shares import choose
from liant.loop.arbitrate.swaps import swap
from tests.unit.loop.arbitrate.elections import elections

VOICES = tuple(Voice(id=name, weight=1, endowment=10) for name in "abc")


def test_exchanges_a_request_for_one_worth_more() -> None:
    election = Election(
        capacity=30,
        voices=VOICES,
        requests=(
            Request(id="small", cost=6, need_by_voice={"a": 2}),
            Request(id="large", cost=25, need_by_voice={"a": 1, "b": 2, "c": 2}),
            Request(id="last", cost=5, need_by_voice={"b": 1}),
        ),
    )
    assert choose(election).chosen == ("large", "last")
    assert swap(election, ["small", "last"]) == ("large", "last")


def test_leaves_a_plan_that_already_wrongs_somebody_as_it_is() -> None:
    election = Election(
        capacity=10,
        voices=VOICES[:1],
        requests=(Request(id="x", cost=8, need_by_voice={"a": 1}), Request(id="y", cost=1, need_by_voice={"a": 1})),
    )
    assert swap(election, ["y"]) == ("y",)


@settings(max_examples=300, deadline=None)
@given(elections(is_funded=True))
def test_is_worth_at_least_as_much_and_wrongs_nobody(election: Election) -> None:
    chosen = choose(election).chosen
    swapped = swap(election, chosen)
    assert claims_left(election, swapped) == ()
    assert measure(election, swapped).value >= measure(election, chosen).value * (1 - 1e-9)
    assert measure(election, swapped).spent <= election.capacity
