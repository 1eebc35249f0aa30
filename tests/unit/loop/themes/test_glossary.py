"""Words that mean the same in French and English."""

from __future__ import annotations

import pytest

from liant.loop.themes.glossary import MEANINGS, meanings_of
from liant.loop.themes.tokens import tokenise_notes
from liant.loop.themes.words import fold, stem_words, tokenise

LINES = [[half.split(",") for half in line.split("|")] for line in MEANINGS.strip().splitlines()]
SIDES = pytest.mark.parametrize(("side", "language"), [(0, "fr"), (1, "en")])


def test_every_entry_is_one_word() -> None:
    for line in LINES:
        assert len(line) == 2, line
        for word in line[0] + line[1]:
            assert tokenise(word) == [fold(word.strip())], line


@SIDES
def test_no_word_has_two_meanings(side: int, language: str) -> None:
    lines_by_stem: dict[str, set[int]] = {}
    for number, line in enumerate(LINES):
        for stem in stem_words([fold(word.strip()) for word in line[side]], language):
            lines_by_stem.setdefault(stem, set()).add(number)
    assert {stem for stem, lines in lines_by_stem.items() if len(lines) > 1} == set()


def test_two_notes_meet_across_their_languages() -> None:
    notes = tokenise_notes(["Délais de livraison", "delivery deadlines", "Lieferung"], ["fr", "en", "de"])
    french, english, german = (
        {notes.stems[i] for i in notes.stem_ids[first:last]}
        for first, last in zip(notes.starts[:-1], notes.starts[1:], strict=True)
    )
    assert english < french
    assert not german & french


def test_a_language_without_glossary_has_no_meanings() -> None:
    assert meanings_of("de") == {}
