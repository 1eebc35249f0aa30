from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.search.rank import form_of
from liant.loop.search.terms import SearchText, make_entries, read_query, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’été d'Œdipe", ["ete", "oedipe"]),
        ("Qu'il vienne le 12/03/2026 !", ["qu", "il", "vienne", "le", "12", "03", "2026"]),
        ("contrat-cadre_n°7 214B", ["contrat", "cadre", "214b"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("価格 x", ["価格"]),
        ("", []),
    ],
)
def test_words_lose_case_and_accents_and_keep_their_digits(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_word_beyond_all_measure_is_cut() -> None:
    assert words_of("a" * 5_000) == ["a" * 40]


def test_an_entry_holds_each_word_once_with_its_stem() -> None:
    (entry,) = make_entries([SearchText(7, "Livraisons", "les livraisons, toujours les livraisons", "fr")])
    assert entry.key == 7
    assert entry.head.split() == ["livraisons", "livraison"]
    assert sorted(entry.body.split()) == sorted({"les", "le", "livraisons", "livraison", "toujours", "toujour"})


def test_a_text_of_unknown_language_is_stemmed_in_each() -> None:
    entry = make_entries([SearchText(1, "", "deliveries livraisons", "und")])[0]
    assert {"deliveri", "livraison"} <= set(entry.body.split())


def test_a_batch_is_read_like_its_texts_one_by_one() -> None:
    texts = [SearchText(1, "Prix", "trop cher", "fr"), SearchText(2, "", "prices", "en"), SearchText(3, "", "", "und")]
    assert make_entries(texts) == [make_entries([text])[0] for text in texts]


def test_function_words_are_not_required_unless_there_is_nothing_else() -> None:
    assert [term.word for term in read_query("quel est le prix de la remise") if term.is_required] == ["prix", "remise"]
    assert [term.word for term in read_query("le la") if term.is_required] == ["le", "la"]


def test_only_the_last_word_may_be_unfinished() -> None:
    assert [term.is_prefix for term in read_query("remise annu")] == [False, True]
    assert read_query("  « ! »  ") == ()


def test_a_long_question_is_cut() -> None:
    assert len(read_query(" ".join(f"mot{i}" for i in range(30)))) == 8


@pytest.mark.parametrize(
    ("asked", "said"),
    [("délai", "délais"), ("délais", "délai"), ("client", "clients"), ("prices", "price"), ("livrer", "livré")],
)
def test_a_word_answers_in_another_number_or_form(asked: str, said: str) -> None:
    (term,) = read_query(asked)
    (word,) = words_of(said)
    assert form_of(term, word) != ""


@given(st.text(max_size=80))
def test_every_word_of_a_text_finds_it(text: str) -> None:
    entry = make_entries([SearchText(1, "", text, "und")])[0]
    for term in read_query(text):
        assert term.word in entry.body.split()
