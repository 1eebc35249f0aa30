"""What a fit learnt is kept, and places notes met later: those that fit, and those that do not."""

from __future__ import annotations

from itertools import chain
from zipfile import BadZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.themes.fit import fit_themes
from liant.loop.themes.state import (
    MISFIT_SHARE,
    keep_state,
    measure_floors,
    place_note,
    place_notes,
    place_vectors,
    read_state,
)
from tests.unit.loop.themes.notes import SUBJECTS, make_notes


@pytest.fixture(scope="module")
def fitted():
    texts, _subjects = make_notes(30)
    return texts, fit_themes(texts, ["fr"] * len(texts))


def test_a_note_like_those_of_a_theme_joins_it(fitted) -> None:
    texts, fit = fitted
    state = read_state(keep_state(fit, [f"t{n}" for n in range(fit.n_themes)]))
    for row in fit.representatives.tolist():
        (placement,) = place_notes([texts[row]], ["fr"], state)
        assert placement.theme == f"t{fit.grouping.fine[row]}"
        assert placement.nearest[0] == placement.theme
        assert 0 <= placement.margin <= 2


def test_the_notes_of_the_fit_come_back_where_they_were_but_for_the_misfits(fitted) -> None:
    texts, fit = fitted
    state = read_state(keep_state(fit, [str(n) for n in range(fit.n_themes)]))
    placements = place_notes(texts, ["fr"] * len(texts), state)
    placed = [row for row, placement in enumerate(placements) if placement.theme is not None]
    assert len(placed) >= (1 - 3 * MISFIT_SHARE) * len(texts)
    same = [row for row in placed if placements[row].theme == str(fit.grouping.fine[row])]
    assert len(same) >= 0.98 * len(placed)


def test_what_nobody_said_before_belongs_nowhere_yet(fitted) -> None:
    _texts, fit = fitted
    state = read_state(keep_state(fit, [str(n) for n in range(fit.n_themes)]))
    strange, unknown, empty = place_notes(["qwerty zzz", "wwww xxxx", ""], ["fr", "en", "und"], state)
    assert (strange.theme, unknown.theme, empty.theme) == (None, None, None)
    assert (strange.nearest, empty.nearest) == ((), ())


def test_nothing_is_lost_on_the_way_to_bytes_and_back(fitted) -> None:
    _texts, fit = fitted
    themes = [f"thème {n}" for n in range(fit.n_themes)]
    state = read_state(keep_state(fit, themes))
    assert state.themes == tuple(themes)
    assert state.space.stems == fit.space.stems
    for name in ("idf", "ppmi", "lsa"):
        assert np.array_equal(getattr(state.space, name), getattr(fit.space, name))
    assert set(state.space.centre_by_language) == set(fit.space.centre_by_language)
    assert np.array_equal(state.floors, measure_floors(fit))
    assert keep_state(fit, themes) == keep_state(fit, themes)


def test_damaged_bytes_are_no_state(fitted) -> None:
    _texts, fit = fitted
    raw = keep_state(fit, [str(n) for n in range(fit.n_themes)])
    with pytest.raises(BadZipFile):
        read_state(raw[: len(raw) // 2])


@pytest.mark.parametrize("n", [1, 2, 4])
def test_few_themes_give_few_suggestions(n: int) -> None:
    texts = [phrase for phrases in list(SUBJECTS.values())[:n] for phrase in phrases]
    fit = fit_themes(texts, ["fr"] * len(texts))
    state = read_state(keep_state(fit, [str(k) for k in range(fit.n_themes)]))
    (placement,) = place_notes([texts[0]], ["fr"], state)
    assert len(placement.nearest) == min(3, fit.n_themes)


def test_one_known_word_among_unknown_ones_is_not_enough(fitted) -> None:
    _texts, fit = fitted
    state = read_state(keep_state(fit, [str(n) for n in range(fit.n_themes)]))
    (placement,) = place_notes(["livraison zygomatique xylophone kaléidoscope marmelade"], ["fr"], state)
    assert placement.theme is None
    assert placement.nearest, "where it could go is still suggested"


@given(
    st.lists(
        st.sampled_from([*" ".join(chain.from_iterable(SUBJECTS.values())).split(), "inconnu", "price", "…"]),
        max_size=12,
    )
)
def test_one_note_alone_is_placed_as_in_a_batch(fitted, words: list[str]) -> None:
    _texts, fit = fitted
    state = read_state(keep_state(fit, [str(n) for n in range(fit.n_themes)]))
    for language in ("fr", "en", "de"):
        alone = place_note(" ".join(words), language, state)
        together = place_notes([" ".join(words), ""], [language] * 2, state)[0]
        assert alone.margin == pytest.approx(together.margin, abs=1e-5)
        if alone.margin > 1e-4:
            assert (alone.theme, alone.nearest[:1]) == (together.theme, together.nearest[:1])


# --- vectors from elsewhere ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=[24, 400], ids=["short", "long"])
def given_fit(request):
    """Notes of four subjects in two languages, whose vectors lean towards their language."""
    rng = np.random.default_rng(3)
    subjects, leanings = rng.standard_normal((2, 4, request.param))
    topics, languages = np.arange(240) % 4, np.array(["fr", "en"])[np.arange(240) // 120]
    vectors = (
        subjects[topics] + 0.5 * leanings[np.arange(240) // 120] + 0.25 * rng.standard_normal((240, request.param))
    )
    texts = [f"note {chr(97 + number % 16)}{chr(97 + number // 16)}" for number in range(240)]
    return fit_themes(texts, languages.tolist(), vectors=vectors), vectors, languages.tolist(), topics


def test_given_vectors_place_the_notes_met_later(given_fit) -> None:
    fit, vectors, languages, topics = given_fit
    state = read_state(keep_state(fit, [str(n) for n in range(fit.n_themes)], model="a model"))
    assert state.model == "a model"
    placements = place_vectors(vectors, languages, state)
    placed = [row for row, placement in enumerate(placements) if placement.theme is not None]
    assert len(placed) >= 0.85 * len(vectors)
    same = [row for row in placed if placements[row].theme == str(fit.grouping.fine[row])]
    assert len(same) >= 0.98 * len(placed)
    # The language that a vector leans towards is nobody's subject.
    for theme in range(fit.n_themes):
        assert (
            len({language for language, fine in zip(languages, fit.grouping.fine, strict=True) if fine == theme}) == 2
        )
        assert len(set(topics[fit.grouping.fine == theme].tolist())) == 1


def test_a_vector_of_zeros_goes_nowhere(given_fit) -> None:
    fit, vectors, _languages, _topics = given_fit
    state = read_state(keep_state(fit, [str(n) for n in range(fit.n_themes)], model="a model"))
    (placement,) = place_vectors(np.zeros((1, vectors.shape[1])), ["de"], state)
    assert (placement.theme, placement.nearest) == (None, ())


def test_words_and_vectors_are_not_taken_for_one_another(fitted, given_fit) -> None:
    _texts, fit = fitted
    by_words = read_state(keep_state(fit, [str(n) for n in range(fit.n_themes)]))
    by_vectors = read_state(keep_state(given_fit[0], [str(n) for n in range(given_fit[0].n_themes)]))
    with pytest.raises(TypeError):
        place_vectors(np.ones((1, 8)), ["fr"], by_words)
    for place in (place_notes, lambda *given: place_note(given[0][0], given[1][0], given[2])):
        with pytest.raises(TypeError):
            place(["one"], ["fr"], by_vectors)
