"""Notes as sequences of stems, and which of them say the same."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.themes import tokens
from liant.loop.themes.tokens import (
    find_distinct,
    scan_plainly,
    scan_quickly,
    select_notes,
    settle_languages,
    tokenise_notes,
)
from liant.loop.themes.words import stem_words

#: Letters that fold to several, to none, to digits, that break words, that end a note inside the scanner.
LETTERS = st.sampled_from("aZé œßﬁ²½…٣İı\u0301\x1e\x00_'’-価한🙂Σς\ud800\n") | st.characters()
NOTES = st.lists(st.text(LETTERS, max_size=30), max_size=12)


def test_settles_unknown_languages_on_the_commonest() -> None:
    assert settle_languages(["fr", "und", "fr", "en", ""]) == ("fr", "fr", "fr", "en", "fr")
    assert settle_languages(["und", "und"]) == ("und", "und")


def test_numbers_stems_whatever_the_order_of_the_notes() -> None:
    texts = ["prix trop haut", "livraison tardive", "prix et livraison"]
    forward = tokenise_notes(texts, ["fr"] * 3)
    backward = tokenise_notes(texts[::-1], ["fr"] * 3)
    assert forward.stems == backward.stems == tuple(sorted(forward.stems))
    ids = forward.stem_ids[forward.starts[0] : forward.starts[1]]
    assert ids.tolist() == backward.stem_ids[backward.starts[2] : backward.starts[3]].tolist()


def test_selects_notes_in_the_order_asked() -> None:
    notes = tokenise_notes(["prix haut", "", "livraison tardive chantier"], ["fr", "fr", "en"])
    picked = select_notes(notes, np.array([2, 1]))
    assert picked.languages == ("en", "fr")
    assert [notes.stems[i] for i in picked.stem_ids[picked.starts[0] : picked.starts[1]]] == stem_words(
        ["livraison", "tardive", "chantier"], "en"
    )
    assert len(picked) == 2


def test_counts_the_same_words_once_whatever_their_order_and_case() -> None:
    notes = tokenise_notes(["Prix haut", "haut, prix !", "prix haut haut", "...", "prix haut"], ["fr"] * 4 + ["en"])
    distinct = find_distinct(notes)
    assert sorted(distinct.counts.tolist()) == [1, 1, 2]
    assert distinct.group_by_note[0] == distinct.group_by_note[1]
    assert distinct.group_by_note[3] == -1
    assert len({distinct.group_by_note[i] for i in (0, 2, 4)}) == 3


def words_of(found: tuple[list[str], np.ndarray, np.ndarray]) -> list[list[str]]:
    words, numbers, starts = found
    return [[words[n] for n in numbers[first:last]] for first, last in pairwise(starts)]


@given(NOTES)
def test_all_letters_at_once_find_the_same_words_in_the_same_order(texts: list[str]) -> None:
    assert words_of(scan_quickly(texts)) == words_of(scan_plainly(texts))


def test_words_that_meet_in_the_table_are_not_mixed_up_from_block_to_block(monkeypatch) -> None:
    monkeypatch.setattr("liant.loop.themes.scan.BLOCK_LETTERS", 400)
    monkeypatch.setattr("liant.loop.themes.scan._SLOT_BITS", 4)
    texts = [f"mot{chr(97 + i % 26)}{chr(97 + i // 26 % 26)} prix livraison" for i in range(2_000)]
    assert words_of(scan_quickly(texts)) == words_of(scan_plainly(texts))


def test_a_batch_reads_the_same_either_way(monkeypatch) -> None:
    texts = ["Délai de livraison", "prices are high", "", "Prix élevés, délais"] * 5
    languages = ["fr", "en", "und", "fr"] * 5
    plain = tokenise_notes(texts, languages)
    monkeypatch.setattr(tokens, "SCAN_FROM", 0)
    quick = tokenise_notes(texts, languages)
    assert quick.stems == plain.stems
    assert quick.languages == plain.languages
    assert np.array_equal(quick.stem_ids, plain.stem_ids)
    assert np.array_equal(quick.starts, plain.starts)


@given(st.permutations(["prix haut", "haut prix", "prix prix", "livraison", "", "Livraison !", "haut, prix"]))
def test_distinct_notes_stand_in_an_order_of_their_own(texts: list[str]) -> None:
    distinct = find_distinct(tokenise_notes(texts, ["fr"] * len(texts)))
    folded = [" ".join(texts[row].lower().replace(",", "").split()) for row in distinct.rows.tolist()]
    reference = ["prix haut", "haut prix", "prix prix", "livraison", "", "Livraison !", "haut, prix"]
    expected = find_distinct(tokenise_notes(reference, ["fr"] * len(reference)))
    assert folded[0].removesuffix(" !") == reference[expected.rows[0]].lower().removesuffix(" !")
    assert distinct.counts.tolist() == expected.counts.tolist()
    bags = [tuple(sorted(text.lower().replace(",", "").replace("!", "").split())) for text in texts]
    by_bag: dict[tuple[str, ...], set[int]] = {}
    for bag, group in zip(bags, distinct.group_by_note.tolist(), strict=True):
        by_bag.setdefault(bag, set()).add(group)
    assert all(len(groups) == 1 for groups in by_bag.values())
    assert by_bag[()] == {-1}
    assert len({group for groups in by_bag.values() for group in groups}) == len(by_bag)
