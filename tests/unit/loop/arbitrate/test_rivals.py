"""The other rules: the most value is the most, none goes over the capacity, all respect what was decided."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings

from liant.loop.arbitrate.audit import measure
from liant.loop.arbitrate.election import Election, Request, Standing, Voice
from liant.loop.arbitrate.rivals import choose_greedy, choose_max, choose_nash
from tests.unit.loop.arbitrate.elections import elections

VOICES = (Voice(id="loud", weight=1, endowment=10), Voice(id="quiet", weight=1, endowment=10))


def ask(request_id: str, cost: int, **needs: float) -> Request:
    return Request(id=request_id, cost=cost, need_by_voice=needs)


def test_a_list_of_priorities_takes_the_loudest_first_and_nash_serves_both() -> None:
    election = Election(
        capacity=20, voices=VOICES, requests=(ask("a", 10, loud=3), ask("b", 10, loud=3), ask("c", 10, quiet=2))
    )
    assert choose_greedy(election) == choose_max(election) == ("a", "b")
    assert choose_nash(election) == ("a", "c")


def test_the_most_value_may_leave_the_first_of_the_list() -> None:
    election = Election(
        capacity=10, voices=VOICES, requests=(ask("a", 6, loud=3), ask("b", 5, loud=2), ask("c", 5, quiet=2))
    )
    assert choose_greedy(election) == ("a",)
    assert choose_max(election) == ("b", "c")


def test_all_keep_promises_and_prohibitions() -> None:
    election = Election(
        capacity=10,
        voices=VOICES,
        requests=(
            replace(ask("a", 6, loud=1), standing=Standing.PROMISED),
            replace(ask("b", 4, loud=3), standing=Standing.FORBIDDEN),
            ask("c", 5, quiet=2),
            ask("d", 4, quiet=1),
        ),
    )
    for choose_by in (choose_greedy, choose_max, choose_nash):
        assert choose_by(election) == ("a", "d")


@settings(max_examples=300, deadline=None)
@given(elections())
def test_the_most_value_is_that_of_trying_every_set(election: Election) -> None:
    requests = election.requests
    best = max(
        measure(election, [request.id for request in kept]).value
        for size in range(len(requests) + 1)
        for kept in combinations(requests, size)
        if sum(request.cost for request in kept) <= election.capacity
    )
    chosen = choose_max(election)
    assert measure(election, chosen).value == pytest.approx(best)
    assert measure(election, chosen).spent <= election.capacity


@settings(max_examples=300, deadline=None)
@given(elections())
def test_no_rule_goes_over_the_capacity_nor_beats_the_most_value(election: Election) -> None:
    most = measure(election, choose_max(election)).value
    for choose_by in (choose_greedy, choose_nash):
        measured = measure(election, choose_by(election))
        assert measured.spent <= election.capacity
        assert measured.value <= most * (1 + 1e-9)
