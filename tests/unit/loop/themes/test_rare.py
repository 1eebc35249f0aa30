"""A second look at misfits: a few notes about something of its own."""

from __future__ import annotations

import numpy as np
import pytest

from liant.loop.themes import fit_themes
from liant.loop.themes.rare import find_misfits, has_own_words
from liant.loop.themes.tokens import tokenise_notes
from tests.unit.loop.themes.notes import make_notes

GLOVES = [
    "les gants empêchent de toucher les boutons",
    "avec des gants on ne vise pas les boutons",
    "boutons minuscules quand on porte des gants",
    "gants obligatoires, boutons impossibles",
    "il retire ses gants pour viser les boutons",
]


def test_misfits_are_those_least_like_their_own_theme() -> None:
    themes = np.array([0] * 50 + [1] * 100 + [-1] * 3)
    similarity = np.concatenate([np.linspace(0.1, 0.9, 50), np.linspace(0.5, 0.99, 100), np.zeros(3)]).astype("f4")
    misfits = find_misfits(themes, similarity)
    assert misfits.tolist() == [0, 1, 2, *range(50, 56)]


def test_five_notes_about_something_of_their_own_make_a_theme_among_thousands() -> None:
    texts, _ = make_notes(700)
    texts = [*texts, *GLOVES]
    fine = fit_themes(texts, ["fr"] * len(texts), seed=0).grouping.fine
    themes, counts = np.unique(fine[-len(GLOVES) :], return_counts=True)
    theme = themes[counts.argmax()]
    assert counts.max() >= 4
    assert np.sum(fine == theme) <= 7


def test_without_it_they_are_lost(monkeypatch) -> None:
    monkeypatch.setattr("liant.loop.themes.fit.find_rare", lambda *_args, **_options: [])
    texts, _ = make_notes(700)
    texts = [*texts, *GLOVES]
    fine = fit_themes(texts, ["fr"] * len(texts), seed=0).grouping.fine
    assert min(np.sum(fine == theme) for theme in fine[-len(GLOVES) :]) > 7


def test_what_a_person_holds_is_never_taken_by_a_rare_theme() -> None:
    texts, _ = make_notes(700)
    texts = [*texts, *GLOVES]
    pins = np.full(len(texts), -1)
    held = [0, len(texts) - 1]
    pins[held] = 5
    fine = fit_themes(texts, ["fr"] * len(texts), seed=0, pins=pins).grouping.fine
    assert fine[held[0]] == fine[held[1]]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ([5, 6, 7, 8, 9], True),  # gants, boutons: said nowhere else
        ([0, 1, 2, 3, 4], False),  # prix: said everywhere
        ([5, 6, 7], False),  # too few
        ([0, 1, 2, 5, 6, 7], False),  # half of them only
    ],
)
def test_a_theme_has_words_of_its_own_in_most_of_its_notes(group: list[int], *, expected: bool) -> None:
    texts = [f"prix haut {ending}" for ending in "abcde"] + GLOVES + ["prix haut encore"] * 20
    notes = tokenise_notes(texts, ["fr"] * len(texts))
    n_said = np.bincount(notes.stem_ids, minlength=len(notes.stems))
    assert has_own_words(notes, np.array(group), n_said) is expected
