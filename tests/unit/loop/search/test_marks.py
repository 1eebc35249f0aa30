from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.search.marks import excerpt, mark_words
from liant.loop.search.terms import read_query


def marked(stretches) -> list[str]:
    return [stretch.text for stretch in stretches if stretch.is_hit]


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("L’Hiver, les délais.", "hiver delai", ["Hiver", "délais"]),
        ("Livraison livrée", "livr", ["Livraison", "livrée"]),
        ("Le prix de la pièce", "le prix", ["prix"]),
        ("rien", "autre", []),
    ],
)
def test_words_that_answer_are_marked_as_they_are_written(text: str, query: str, hits: list[str]) -> None:
    assert marked(mark_words(text, read_query(query))) == hits


@given(st.text(max_size=120), st.text(max_size=30))
def test_the_pieces_are_the_text(text: str, query: str) -> None:
    assert "".join(stretch.text for stretch in mark_words(text, read_query(query))) == text


def test_an_excerpt_begins_near_the_first_word_that_answers() -> None:
    stretches = excerpt("avant " * 60 + "la remise\npromise " + "après " * 60, read_query("remise"), length=120)
    text = "".join(stretch.text for stretch in stretches)
    assert text.startswith("… avant")
    assert text.endswith("après …")
    assert marked(stretches) == ["remise"]
    assert text.index("remise") < 80
    assert len(text) <= 124


def test_a_short_text_is_whole() -> None:
    assert "".join(s.text for s in excerpt("Une remise", read_query("remise"))) == "Une remise"
