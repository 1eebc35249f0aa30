"""Groups by theme, and their order by dots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.refine.rounds import MAX_TOGETHER, NEXT, Phase, by_dots, check_phase, group_items
from liant.loop.values.errors import Conflict

THEMES = st.dictionaries(st.integers(), st.none() | st.sampled_from(["a", "b"]), max_size=40)


def test_items_of_a_theme_stand_together_and_the_others_alone() -> None:
    assert group_items({1: "a", 2: None, 3: "b", 4: "a", 5: None}) == [[1, 4], [2], [3], [5]]


@given(THEMES)
def test_every_item_is_in_one_group_of_a_size_that_an_idea_holds(themes) -> None:
    groups = group_items(themes)
    assert sorted(key for group in groups for key in group) == sorted(themes)
    assert all(1 <= len(group) <= MAX_TOGETHER for group in groups)


def test_groups_stand_by_dots_then_by_people_then_as_they_were() -> None:
    assert by_dots({"a": 1, "b": 3, "c": 1}, {"a": 1, "b": 1, "c": 2, "d": 5}, ["a", "b", "c", "d"]) == list("bcad")


def test_a_round_only_goes_forward() -> None:
    assert [NEXT.get(phase) for phase in Phase] == [Phase.GROUPING, Phase.VOTING, Phase.CLOSED, None]
    check_phase("voting", Phase.VOTING)
    with pytest.raises(Conflict):
        check_phase("closed", Phase.VOTING)
