"""From texts to themes: what holds whatever the notes."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_mutual_info_score

from liant.loop.themes import assign, encode, fit, fit_themes
from tests.unit.loop.themes.notes import make_notes

WORDS = ["prix", "livraison", "retard", "formation", "export", "devis", "the", "délai", "remise", "api", "€", ""]
NOTES = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), min_size=1, max_size=40)


def test_finds_the_subjects() -> None:
    texts, subjects = make_notes(60)
    found = fit_themes(texts, ["fr"] * len(texts), resolution=1.0)
    assert adjusted_mutual_info_score(subjects, found.grouping.fine) > 0.6
    assert adjusted_mutual_info_score(subjects, found.grouping.broad) > 0.6


@settings(max_examples=40, deadline=None)
@given(NOTES, st.randoms(use_true_random=False), st.sampled_from([0, 7]))
def test_the_order_of_the_notes_changes_nothing(texts: list[str], random: Random, seed: int) -> None:
    languages = ["fr" if len(text) % 3 else "en" for text in texts]
    order = random.sample(range(len(texts)), len(texts))
    found = fit_themes(texts, languages, seed=seed)
    shuffled = fit_themes([texts[i] for i in order], [languages[i] for i in order], seed=seed)
    np.testing.assert_array_equal(shuffled.grouping.fine, found.grouping.fine[order])
    np.testing.assert_array_equal(shuffled.grouping.broad, found.grouping.broad[order])
    assert shuffled.names == found.names


@settings(max_examples=60, deadline=None)
@given(NOTES)
def test_every_note_with_a_word_has_a_theme_with_a_name(texts: list[str]) -> None:
    found = fit_themes(texts, ["fr"] * len(texts))
    grouping = found.grouping
    assert ((grouping.fine < 0) == np.array([not text.strip(" €") for text in texts])).all()
    assert set(grouping.fine.tolist()) - {-1} == set(range(found.n_themes))
    for theme in range(found.n_themes):
        assert found.names["fr"][theme].text
    assert np.isfinite(grouping.margin).all()


@settings(max_examples=40, deadline=None)
@given(NOTES)
def test_every_fine_theme_lies_in_one_broad_theme(texts: list[str]) -> None:
    grouping = fit_themes(texts, ["fr"] * len(texts)).grouping
    nested = {(f, b) for f, b in zip(grouping.fine.tolist(), grouping.broad.tolist(), strict=True) if f >= 0}
    assert sorted(nested) == list(enumerate(grouping.broad_by_fine.tolist()))


def test_same_notes_and_seed_give_the_same_themes() -> None:
    texts, _ = make_notes(60)
    first, second = (fit_themes(texts, ["fr"] * len(texts), seed=3) for _ in range(2))
    np.testing.assert_array_equal(first.grouping.fine, second.grouping.fine)
    np.testing.assert_array_equal(first.grouping.margin, second.grouping.margin)
    assert first.names == second.names


def test_one_note_is_one_theme() -> None:
    found = fit_themes(["Délai de livraison trop long"], ["fr"])
    assert found.grouping.fine.tolist() == [0]
    assert found.names["fr"][0].text
    assert found.names["en"][0].text == "Delay, delivery"
    assert found.names["en"][0].n == 0


def test_identical_notes_are_one_theme() -> None:
    found = fit_themes(["prix trop haut"] * 9, ["fr"] * 9)
    assert found.n_distinct == 1
    assert found.grouping.fine.tolist() == [0] * 9
    assert sorted(found.centrality.tolist()) == list(range(9))


@pytest.mark.parametrize("texts", [[], ["..."], ["", "€ €"]])
def test_no_word_is_no_theme(texts: list[str]) -> None:
    found = fit_themes(texts, ["fr"] * len(texts))
    assert found.n_themes == 0
    assert found.grouping.fine.tolist() == [-1] * len(texts)
    assert found.representatives.tolist() == []


def test_names_notes_of_another_language_too() -> None:
    found = fit_themes(["Lieferung verspätet", "Lieferung zu spät"], ["de", "de"])
    assert all(theme in found.names["de"] for theme in range(found.n_themes))


def test_the_most_central_note_stands_for_its_theme() -> None:
    texts, _ = make_notes(40)
    found = fit_themes(texts, ["fr"] * len(texts))
    for theme, row in enumerate(found.representatives.tolist()):
        assert found.grouping.fine[row] == theme
        members = found.grouping.similarity[found.grouping.fine == theme]
        assert found.grouping.similarity[row] >= members.max() - 2e-5


def test_a_note_met_later_joins_the_theme_of_its_like() -> None:
    texts, _ = make_notes(60)
    found = fit_themes(texts, ["fr"] * len(texts), resolution=1.0)
    joined, _similarity, _margin = assign(encode(texts, ["fr"] * len(texts), found.space), found.grouping.centres)
    assert (joined == found.grouping.fine).mean() > 0.9


def test_a_large_corpus_is_grouped_by_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, subjects = make_notes(120)
    whole = fit_themes(texts, ["fr"] * len(texts), resolution=1.0)
    monkeypatch.setattr(fit, "GRAPH_LIMIT", 100)
    sampled = fit_themes(texts, ["fr"] * len(texts), resolution=1.0)
    assert (sampled.grouping.fine >= 0).all()
    sizes = np.bincount(sampled.grouping.fine)
    assert (np.diff(sizes) <= 0).all()
    assert adjusted_mutual_info_score(subjects, sampled.grouping.fine) > 0.6
    assert whole.n_distinct == sampled.n_distinct > 100


def test_setting_out_from_the_last_themes_keeps_more_notes_in_place() -> None:
    texts, _ = make_notes(150, seed=4)
    first = fit_themes(texts[::2], ["fr"] * 300)
    start = np.full(600, -1)
    start[::2] = first.grouping.fine
    again = fit_themes(texts, ["fr"] * 600, start=start)
    assert adjusted_mutual_info_score(first.grouping.fine, again.grouping.fine[::2]) > 0.8


def test_what_a_person_pinned_stays() -> None:
    texts, _ = make_notes(40)
    pins = np.full(len(texts), -1)
    pins[[0, 1, 2, 45, 46]] = 0  # delivery and price, merged by a person
    pins[[3, 4]] = 1  # split off by another
    found = fit_themes(texts, ["fr"] * len(texts), pins=pins)
    by_words = {text: pin for text, pin in zip(texts, pins.tolist(), strict=True) if pin >= 0}
    homes: dict[int, set[int]] = {0: set(), 1: set()}
    for text, pin in by_words.items():
        homes[pin].add(int(found.grouping.fine[texts.index(text)]))
    assert len(homes[0]) == len(homes[1]) == 1
    assert homes[0] != homes[1]
