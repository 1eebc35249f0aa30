"""What a brief is worth, how it is chosen, and what no brief could exceed."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.brief.certify import marginal_bound, tangent_bound
from liant.loop.brief.cover import Item, choose, gain, missing_after, value

TOPICS = ["theme:a", "theme:b", "account:c", "s0", "s1", "s2", "s3"]
SLACK = 1e-9

# Made once: to make them again for each case takes longer than to draw from them. Nothing is so small that a quotient of it
# is nothing: a computer then loses it, and no item of a brief is worth that little.
shares = st.floats(0.001, 1) | st.sampled_from([0.0, 0.5, 1.0])
weights = st.floats(0.001, 10) | st.just(0.0)
seconds = st.floats(1, 40)
budgets = st.floats(0, 90)
stories = st.sampled_from(TOPICS[3:])
covers = st.dictionaries(st.sampled_from(TOPICS[:3]), shares)
interests = st.dictionaries(st.sampled_from(TOPICS), weights)


@st.composite
def boards(draw, most: int = 10):
    """Some items with a story each, what somebody is interested in, and a time to read."""
    items = [
        Item(
            key=f"i{n:02d}",
            story=(story := draw(stories)),
            seconds=draw(seconds),
            cover=(*draw(covers).items(), (story, draw(shares))),
        )
        for n in range(draw(st.integers(0, most)))
    ]
    return items, draw(interests), draw(budgets)


def item(key: str, story: str = "", seconds: float = 10.0, **cover: float) -> Item:
    return Item(key=key, story=story or key, seconds=seconds, cover=tuple(cover.items()))


@given(boards(), st.data())
@settings(max_examples=300)
def test_one_more_item_never_takes_value_away_and_adds_less_to_more(board, data) -> None:
    items, interest, _seconds = board
    if not items:
        return
    more = data.draw(st.lists(st.sampled_from(items), unique_by=lambda i: i.key))
    few = data.draw(st.lists(st.sampled_from(more), unique_by=lambda i: i.key)) if more else []
    one = data.draw(st.sampled_from(items))
    assert value(few, interest) <= value(more, interest) + SLACK
    assert gain(one, interest, missing_after(more)) <= gain(one, interest, missing_after(few)) + SLACK


@given(boards(), st.data())
@settings(max_examples=300)
def test_a_gain_is_what_the_value_gains(board, data) -> None:
    items, interest, _seconds = board
    if not items:
        return
    told = data.draw(st.lists(st.sampled_from(items), unique_by=lambda i: i.key))
    one = data.draw(st.sampled_from(items))
    added = value([*told, one], interest) - value(told, interest)
    assert gain(one, interest, missing_after(told)) == pytest.approx(added, abs=1e-9)


@given(boards(), st.randoms())
@settings(max_examples=300)
def test_a_choice_fits_the_time_one_per_story_and_the_same_in_any_order(board, random) -> None:
    items, interest, seconds = board
    picks = choose(items, interest, seconds)
    assert sum(pick.item.seconds for pick in picks) <= seconds + SLACK
    assert len({pick.item.story for pick in picks}) == len(picks)
    assert choose(random.sample(items, len(items)), interest, seconds) == picks
    assert sum(pick.gain for pick in picks) == pytest.approx(value([pick.item for pick in picks], interest))
    assert all(pick.gain > 0 for pick in picks)


@given(boards(most=6))
@settings(max_examples=300, deadline=None)
def test_both_bounds_are_above_every_set_that_could_be_read(board) -> None:
    items, interest, seconds = board
    picks = choose(items, interest, seconds)
    best = max(
        value(found, interest)
        for n in range(len(items) + 1)
        for found in combinations(items, n)
        if sum(i.seconds for i in found) <= seconds and len({i.story for i in found}) == n
    )
    assert best <= marginal_bound(items, interest, seconds, picks) + SLACK * 10
    assert best <= tangent_bound(items, interest, seconds, picks) + SLACK * 10
    assert best <= marginal_bound(items, interest, seconds, ()) + SLACK * 10


@given(boards(most=6))
@settings(max_examples=300, deadline=None)
def test_without_shared_stories_a_choice_keeps_its_guarantee(board) -> None:
    items, interest, seconds = board
    apart = [Item(key=i.key, story=i.key, seconds=i.seconds, cover=i.cover) for i in items]
    best = max(
        value(found, interest)
        for n in range(len(apart) + 1)
        for found in combinations(apart, n)
        if sum(i.seconds for i in found) <= seconds
    )
    chosen = value([pick.item for pick in choose(apart, interest, seconds)], interest)
    assert chosen >= (1 - 1 / 2.718281828) / 2 * best - SLACK


def test_a_theme_heard_once_leaves_its_turn_to_another() -> None:
    board = [item("a1", theme=0.9), item("a2", theme=0.9), item("b", other=0.9)]
    chosen = choose(board, {"theme": 1.0, "other": 0.5}, 20)
    assert [pick.item.key for pick in chosen] == ["a1", "b"]
    assert [pick.topic for pick in chosen] == ["theme", "other"]


def test_a_small_item_keeps_no_large_one_out() -> None:
    board = [item("small", seconds=1, theme=0.1), item("large", seconds=60, other=1.0)]
    assert [pick.item.key for pick in choose(board, {"theme": 1.0, "other": 1.0}, 60)] == ["large"]


def test_what_interests_nobody_is_not_told() -> None:
    assert choose([item("a", theme=0.9)], {"other": 1.0}, 60) == ()
    assert choose([item("a", theme=0.9)], {"theme": 0.0}, 60) == ()
    assert choose([item("a", seconds=61, theme=0.9)], {"theme": 1.0}, 60) == ()
    assert choose([], {"theme": 1.0}, 60) == ()


def test_the_second_bound_certifies_what_the_first_cannot() -> None:
    board = [item(f"i{n}", seconds=10, theme=0.5, **{f"t{n}": 0.4}) for n in range(12)]
    interest = {"theme": 2.0, **{f"t{n}": 1.0 for n in range(12)}}
    picks = choose(board, interest, 60)
    chosen = sum(pick.gain for pick in picks)
    assert chosen / tangent_bound(board, interest, 60, picks) > chosen / marginal_bound(board, interest, 60, picks)
    assert chosen / tangent_bound(board, interest, 60, picks) > 0.9
