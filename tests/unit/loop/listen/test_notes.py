from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.listen.notes import MAX_LENGTH, find_quotes, normalise_text
from liant.loop.values.errors import Invalid
from liant.loop.values.language import detect_language
from liant.loop.values.stages import Voice


def test_finds_the_clients_words_between_marks() -> None:
    text = "Rdv. Il dit « trop cher pour nous » puis “we will see”"
    assert [(text[q.start : q.end], q.voice) for q in find_quotes(text)] == [
        ("trop cher pour nous", Voice.CLIENT),
        ("we will see", Voice.CLIENT),
    ]


def test_without_marks_the_whole_note_is_the_sellers() -> None:
    (quote,) = find_quotes("prix trop haut")
    assert (quote.start, quote.end, quote.voice) == (0, 14, Voice.SELLER)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x07"])
def test_refuses_an_empty_note(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        normalise_text(text)
    assert refusal.value.code == "listen.empty"


def test_refuses_a_note_that_is_too_long_and_says_by_how_much() -> None:
    with pytest.raises(Invalid, match=str(MAX_LENGTH + 1)):
        normalise_text("a" * (MAX_LENGTH + 1))


@given(st.text(min_size=1, max_size=300))
def test_passages_lie_inside_the_text_and_do_not_overlap(text: str) -> None:
    quotes = find_quotes(text)
    assert all(0 <= q.start < q.end <= len(text) for q in quotes)
    assert all(a.end <= b.start for a, b in itertools.pairwise(quotes))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Trop cher, il compare avec Maintena", "fr"),
        ("l'appli ne marche pas au sous-sol", "fr"),
        ("They want it to work without network", "en"),
        ("too expensive for them, will chase", "en"),
        ("4711", "und"),
    ],
)
def test_detects_the_language(text: str, language: str) -> None:
    assert detect_language(text) == language
