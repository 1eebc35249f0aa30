"""What changed between two wordings."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.refine.differences import TOKEN, Change, aligned, compare_words

KEPT, REMOVED, ADDED = Change.KEPT, Change.REMOVED, Change.ADDED
WORDS = st.lists(st.sampled_from(["pile", "l'usine", "é", ",", ".", " ", "  ", "\n", "dix"]), max_size=30).map("".join)


def shown(before: str, after: str) -> list[tuple[str, Change]]:
    return [(stretch.text, stretch.change) for stretch in compare_words(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("deux jours", "deux jours", [("deux jours", KEPT)]),
        ("", "deux jours", [("deux jours", ADDED)]),
        ("deux jours", "", [("deux jours", REMOVED)]),
        ("en deux jours", "en cinq jours", [("en ", KEPT), ("deux ", REMOVED), ("cinq ", ADDED), ("jours", KEPT)]),
        (
            "deux jours.",
            "deux  jours",
            [("deux", KEPT), (" ", REMOVED), ("  ", ADDED), ("jours", KEPT), (".", REMOVED)],
        ),
        ("L'usine", "l’usine", [("L'usine", REMOVED), ("l’usine", ADDED)]),
        # A short word between two changes belongs to them.
        ("le prix de base", "un coût de départ", [("le prix de base", REMOVED), ("un coût de départ", ADDED)]),
        # Words replaced in a row are one change, not three that a space separates.
        (
            "le prix trop haut",
            "le coût mal compris",
            [("le ", KEPT), ("prix trop haut", REMOVED), ("coût mal compris", ADDED)],
        ),
    ],
)
def test_words_are_kept_removed_or_added(before: str, after: str, expected) -> None:
    assert shown(before, after) == expected


@given(before=WORDS, after=WORDS)
def test_both_texts_can_be_read_again_from_the_stretches(before: str, after: str) -> None:
    stretches = compare_words(before, after)
    assert "".join(s.text for s in stretches if s.change != ADDED) == before
    assert "".join(s.text for s in stretches if s.change != REMOVED) == after
    assert all(stretch.text for stretch in stretches)


@given(before=WORDS, after=WORDS)
def test_what_was_removed_comes_before_what_replaced_it(before: str, after: str) -> None:
    changes = [stretch.change for stretch in compare_words(before, after)]
    assert (ADDED, REMOVED) not in set(pairwise(changes))


@given(before=WORDS, after=WORDS)
def test_no_longer_common_subsequence_exists(before: str, after: str) -> None:
    old, new = TOKEN.findall(before.strip()), TOKEN.findall(after.strip())
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, token in enumerate(old):
        for j, other in enumerate(new):
            same = token.rstrip() == other.rstrip()
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if same else max(lengths[i][j + 1], lengths[i + 1][j])
    assert sum(change == KEPT for _token, change in aligned(old, new)) == lengths[-1][-1]


def test_a_text_that_repeats_itself_costs_no_more_than_another() -> None:
    before = "La pile du capteur tient huit mois. " * 138
    started = time.perf_counter()
    stretches = compare_words(before, before[::-1])
    assert time.perf_counter() - started < 1
    assert len(stretches) > 1
