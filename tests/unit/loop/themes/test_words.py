"""Words: what counts as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.themes.words import fold, stem_words, tokenise


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
