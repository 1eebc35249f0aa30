"""Identity: a theme that is still there keeps its id; an id is never given twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from liant.loop.themes.track import Happening, match_themes

LABELS = st.lists(st.tuples(st.integers(-1, 5), st.integers(-1, 5)), max_size=40)


def events(
    old: dict[int, str], new: list[tuple[int, int]]
) -> list[tuple[Happening, int | None, str | None, int | None]]:
    return [(e.what, e.group, e.theme, e.into) for e in match_themes(old, new).events]


def test_keeps_the_id_of_a_theme_that_grows() -> None:
    old = {1: "a", 2: "a", 3: "b", 4: "b"}
    found = match_themes(old, [(1, 7), (2, 7), (3, 2), (4, 2), (5, 7), (6, 7), (8, 7)])
    assert found.theme_by_group == {7: "a", 2: "b"}
    assert found.events == ()


def test_tells_a_birth() -> None:
    assert events({1: "a"}, [(1, 0), (2, 1)]) == [(Happening.BORN, 1, None, None)]


def test_tells_a_split_from_its_parent() -> None:
    old = dict.fromkeys(range(10), "a")
    new = [(note, 0 if note < 6 else 1) for note in range(10)]
    assert match_themes(old, new).theme_by_group == {0: "a"}
    assert events(old, new) == [(Happening.SPLIT, 1, "a", None)]


def test_tells_a_merger_into_the_larger() -> None:
    old = {note: "a" if note < 6 else "b" for note in range(10)}
    new = [(note, 0) for note in range(10)]
    assert match_themes(old, new).theme_by_group == {0: "a"}
    assert events(old, new) == [(Happening.MERGED, None, "b", 0)]


def test_retires_a_theme_whose_notes_are_gone() -> None:
    assert events({1: "a", 2: "b"}, [(1, 0)]) == [(Happening.RETIRED, None, "b", None)]


def test_a_theme_torn_into_many_small_parts_is_not_the_same() -> None:
    old = dict.fromkeys(range(10), "a")
    found = match_themes(old, [(note, note // 2) for note in range(10)])
    assert found.theme_by_group == {}


@given(LABELS)
def test_never_gives_an_id_twice_and_accounts_for_all(pairs: list[tuple[int, int]]) -> None:
    old = {note: f"t{label}" for note, (label, _) in enumerate(pairs) if label >= 0}
    new = [(note, group) for note, (_, group) in enumerate(pairs) if group >= 0]
    found = match_themes(old, new)
    assert len(set(found.theme_by_group.values())) == len(found.theme_by_group)
    assert set(found.theme_by_group.values()) <= set(old.values())
    begun = {e.group for e in found.events if e.what in (Happening.BORN, Happening.SPLIT)}
    ended = {e.theme for e in found.events if e.what in (Happening.MERGED, Happening.RETIRED)}
    assert begun | set(found.theme_by_group) == {group for _, group in new}
    assert ended | set(found.theme_by_group.values()) == set(old.values())
    assert not begun & set(found.theme_by_group)
    assert not ended & set(found.theme_by_group.values())
