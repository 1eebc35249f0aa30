"""Words: what counts as one, and what makes two the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.themes.tokens import (
    find_distinct,
    fold,
    select_notes,
    settle_languages,
    stem_words,
    tokenise,
    tokenise_notes,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Délai de LIVRAISON", ["delai", "de", "livraison"]),
        ("l'export, qu’il attend", ["export", "qu", "il", "attend"]),
        ("don't", ["don"]),
        ("12 400 € en 2026", ["00", "000", "en", "0000"]),
        ("cœur de Strasse Straße", ["coeur", "de", "strasse", "strasse"]),
        ("e\u0301tude\u202f!", ["etude"]),
        ("snake_case", ["snake", "case"]),
        ("価格 高", ["価格", "高"]),
        ("a 🙂 …", []),
        ("", []),
    ],
)
def test_splits_and_folds(text: str, words: list[str]) -> None:
    assert tokenise(text) == words


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert tokenise(" ".join(tokenise(text))) == tokenise(text)


def test_folds_digits_of_any_script_to_zero() -> None:
    assert fold("٣ et 3") == "0 et 0"


def test_stems_by_language_and_leaves_unknown_languages_whole() -> None:
    assert len(set(stem_words(["livraison", "livraisons"], "fr"))) == 1
    assert len(set(stem_words(["delivery", "deliveries"], "en"))) == 1
    assert stem_words(["lieferung", "lieferungen"], "de") == ["lieferung", "lieferungen"]


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
