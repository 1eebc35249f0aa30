"""Vectors: their shape, their norm, what is near what."""

from __future__ import annotations

import numpy as np
import pytest

from liant.loop.themes.embed import encode, encode_tokens, learn_space
from liant.loop.themes.tokens import tokenise_notes
from tests.unit.loop.themes.notes import make_notes


def test_gives_rows_of_norm_one_in_single_precision() -> None:
    texts, _ = make_notes(40)
    notes = tokenise_notes(texts, ["fr"] * len(texts))
    space = learn_space(notes, seed=0)
    vectors = encode_tokens(notes, space)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), space.dim)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_gives_zeros_to_a_note_without_a_known_word() -> None:
    texts, _ = make_notes(40)
    space = learn_space(tokenise_notes(texts, ["fr"] * len(texts)), seed=0)
    vectors = encode(["zzz xyz", "", "csv"], ["fr", "fr", "de"], space)
    assert not vectors[:2].any()
    assert vectors[2].any()


def test_puts_a_new_note_near_those_on_its_subject() -> None:
    texts, subjects = make_notes(40)
    space = learn_space(tokenise_notes(texts, ["fr"] * len(texts)), seed=0)
    vectors = encode(texts, ["fr"] * len(texts), space)
    new = encode(["encore un retard, livraison repoussée"], ["fr"], space)
    nearest = np.argsort(-(vectors @ new[0]))[:20]
    assert {subjects[row] for row in nearest.tolist()} == {"delivery"}


def test_sees_words_that_keep_the_same_company() -> None:
    # "shipping" and "delivery" never meet, but both are said of trucks and depots.
    texts = [f"{word} truck depot {i % 5}x late" for i in range(60) for word in ("shipping", "delivery")]
    texts += [f"{word} invoice euro {i % 5}y budget" for i in range(60) for word in ("discount", "rebate")]
    space = learn_space(tokenise_notes(texts, ["en"] * len(texts)), seed=0)
    shipping, delivery, rebate = encode(["shipping", "delivery", "rebate"], ["en"] * 3, space)
    assert shipping @ delivery > shipping @ rebate + 0.3


def test_takes_away_what_only_tells_the_language() -> None:
    french = [f"le logiciel {topic} est utile {i % 7}" for i in range(30) for topic in ("alpha", "gamma")]
    english = [f"the software {topic} is useful {i % 7}" for i in range(30) for topic in ("alpha", "gamma")]
    languages = ["fr"] * 60 + ["en"] * 60
    space = learn_space(tokenise_notes(french + english, languages), seed=0)
    vectors = encode(french + english, languages, space)
    assert vectors[0] @ vectors[60] > vectors[0] @ vectors[1] + 0.3


@pytest.mark.parametrize("texts", [["prix"], ["prix"] * 3, ["prix haut", "livraison"], ["..."], []])
def test_handles_the_smallest_corpora(texts: list[str]) -> None:
    notes = tokenise_notes(texts, ["fr"] * len(texts))
    vectors = encode_tokens(notes, learn_space(notes, seed=0))
    assert len(vectors) == len(texts)
    assert np.isfinite(vectors).all()
    if texts and texts != ["..."]:
        assert vectors.any(axis=1).all()


def test_gives_nearly_the_same_cosines_whatever_the_seed() -> None:
    texts, _ = make_notes(150)
    notes = tokenise_notes(texts, ["fr"] * len(texts))
    first, second = (encode_tokens(notes, learn_space(notes, seed=seed, dim=8)) for seed in (0, 1))
    np.testing.assert_allclose(first @ first.T, second @ second.T, atol=5e-3)
