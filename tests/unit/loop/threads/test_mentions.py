"""Whom a message names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.threads.mentions import begins_a_word, being_typed, find_mentions, fold

PEOPLE = {"a": "Nadia Roche", "b": "Nadia Roche-Petit", "c": "Zoé Œuvrard", "d": "Paul Martin", "e": "Paul Martin"}


def named(text: str, people: dict[str, str] = PEOPLE) -> list[tuple[str, str]]:
    return [(m.person, text[m.start : m.end]) for m in find_mentions(text, people).named]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Nadia Roche, quel site ?", [("a", "@Nadia Roche")]),
        ("@Nadia Roche-Petit regarde", [("b", "@Nadia Roche-Petit")]),
        ("merci @zoe œuvrard.", [("c", "@zoe œuvrard")]),
        ("Merci @ZOÉ !", [("c", "@ZOÉ")]),
        ("(@Paul Martin)", [("d", "@Paul Martin"), ("e", "@Paul Martin")]),
        ("écrire à zoe@company.example", []),
        ("l’arobase @ seule", []),
        ("@Zoéline n’est pas Zoé", []),
    ],
)
def test_the_longest_full_name_wins_then_a_first_name_of_one_person(text: str, expected) -> None:
    assert named(text) == expected


def test_a_first_name_of_several_people_names_nobody_and_says_so() -> None:
    found = find_mentions("@Nadia et @Léa Dupont viendront, @Nadia ?", PEOPLE)
    assert found.named == ()
    assert found.unknown == ("Nadia", "Léa Dupont")


@given(st.text(), st.text())
def test_offsets_always_hold_an_at_and_a_name(before: str, after: str) -> None:
    text = f"{before} @Zoé Œuvrard {after}"
    found = find_mentions(text, PEOPLE).named
    assert ("c", "@zoe œuvrard") in [(m.person, fold(text[m.start : m.end])) for m in found]


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text) or any(not fold(c) for c in text)


@pytest.mark.parametrize(
    ("text", "letters"), [("vu avec @Na", "Na"), ("@", ""), ("fini @Na.", None), ("a@b", None), ("rien", None)]
)
def test_a_name_is_being_typed_after_the_last_at(text: str, letters: str | None) -> None:
    assert being_typed(text) == letters


def test_letters_begin_the_name_or_a_word_of_it() -> None:
    assert begins_a_word("roc", PEOPLE.values()) == ["Nadia Roche", "Nadia Roche-Petit"]
    assert begins_a_word("zoe oe", PEOPLE.values()) == []
    assert begins_a_word("nadia r", PEOPLE.values()) == ["Nadia Roche", "Nadia Roche-Petit"]
