from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from liant.loop.values.groups import LEAST_PEOPLE, Tally, break_down

SIZES = st.lists(st.integers(0, 12), max_size=8)


def tallies(*sizes: int) -> list[Tally]:
    return [Tally(name=f"T{i}", n_people=n, n_done=n // 2) for i, n in enumerate(sizes)]


def names(*sizes: int) -> list[str]:
    return [group.name for group in break_down(tallies(*sizes)).groups]


def test_large_groups_are_told_and_small_ones_together() -> None:
    assert names(6, 7) == ["T0", "T1"]
    assert names(6, 3, 3) == ["T0"]


def test_a_lone_small_group_takes_another_with_it_so_that_subtracting_tells_nothing() -> None:
    assert names(6, 7, 3) == ["T1"]
    assert names(6, 3) == []


def test_a_single_group_says_no_more_than_the_total() -> None:
    assert names(9) == []


def test_few_people_are_not_even_counted() -> None:
    assert break_down(tallies(4)).is_small
    assert not break_down(tallies(5)).is_small
    assert break_down([]).is_complete


@given(SIZES)
def test_nothing_told_nor_left_singles_out(sizes: list[int]) -> None:
    found = break_down(tallies(*sizes))
    assert all(group.n_people >= LEAST_PEOPLE for group in found.groups)
    rest = found.n_people - sum(group.n_people for group in found.groups)
    if found.groups:
        assert rest == 0 or rest >= LEAST_PEOPLE
    assert found.n_people == sum(sizes)


@given(SIZES, st.randoms())
def test_the_order_given_changes_nothing(sizes: list[int], random) -> None:
    given_order = tallies(*sizes)
    shuffled = given_order.copy()
    random.shuffle(shuffled)
    assert break_down(shuffled) == break_down(given_order)
