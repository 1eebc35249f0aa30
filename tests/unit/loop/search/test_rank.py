from __future__ import annotations

import random

from liant.loop.search.rank import rank_texts
from liant.loop.search.terms import SearchText, read_query


def order(query: str, *texts: tuple[int, str, str]) -> list[int]:
    given = [SearchText(key, head, body, "fr") for key, head, body in texts]
    ranked = rank_texts(given, read_query(query))
    random.Random(1).shuffle(given)
    assert [r.text.key for r in rank_texts(given, read_query(query))] == [r.text.key for r in ranked]
    return [r.text.key for r in ranked]


def test_a_title_comes_before_a_mention() -> None:
    assert order("remise", (1, "", "une remise"), (2, "Remise", "")) == [2, 1]


def test_a_word_comes_before_its_plural_and_its_beginning() -> None:
    assert order("remise", (1, "", "remisebox"), (2, "", "remises"), (3, "", "remise")) == [3, 2, 1]


def test_a_short_name_comes_before_a_long_one_and_a_new_note_before_an_old_one() -> None:
    assert order("valmont", (1, "Valmont Énergie du Nord", ""), (2, "Valmont", "")) == [2, 1]
    assert order("remise", (1, "", "remise ici"), (2, "", "remise là")) == [2, 1]


def test_saying_it_again_brings_nothing() -> None:
    assert order("remise", (2, "", "remise"), (1, "", "remise remise remise")) == [2, 1]


def test_function_words_only_separate_equals() -> None:
    assert order("le prix", (2, "", "prix"), (1, "", "le prix"), (3, "Prix", "")) == [3, 1, 2]
