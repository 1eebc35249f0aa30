"""Make vectors from elsewhere comparable across languages, those of the notes met later too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liant.loop.themes.embed import DIM, FloatArray, unit_rows

#: Directions of much variance count for more than those of little, which are mostly noise in the vectors of short texts:
#: each is stretched by its share of variance to this power. Measured on vectors of LSA and of a sentence encoder.
EMPHASIS = 0.125
_BLOCK = 4_096


@dataclass(frozen=True, kw_only=True, eq=False)
class GivenSpace:
    """What it takes to prepare one more vector as those of the fit were.

    Attributes
    ----------
    centre_by_language : (dim,) float32, mean of the unit vectors of a language; "" is the mean of these means.
    directions : (dim, at most ``2 * DIM``) float32, the directions of most variance, orthogonal columns of norm at most 1.
    """

    centre_by_language: dict[str, FloatArray]
    directions: FloatArray


def learn_given(vectors: FloatArray, languages: Sequence[str]) -> GivenSpace:
    """Learn what the vectors of each language have in common, and the directions in which they differ.

    Parameters
    ----------
    vectors : (n_notes, dim); a row of zeros for a note that says nothing.
    languages : one per row.
    """
    rows = unit_rows(np.asarray(vectors, dtype=np.float32))
    known, codes = rows.any(axis=1), np.array(languages)
    centres = {}
    for language in sorted(set(languages)):
        mine = known & (codes == language)
        # A note alone in its language is its own mean: centring would leave nothing of it.
        centres[language] = rows[mine].mean(axis=0) if mine.sum() > 1 else np.zeros(rows.shape[1], dtype=np.float32)
    centres[""] = np.mean(list(centres.values()), axis=0, dtype=np.float32)
    centred = _centre(rows, languages, centres)
    variances, directions = np.linalg.eigh(_scatter(centred))
    variances, directions = np.maximum(variances[::-1][: 2 * DIM], 0), directions[:, ::-1][:, : 2 * DIM]
    if variances.any():
        directions = directions * (variances / variances[0]) ** EMPHASIS
    return GivenSpace(centre_by_language=centres, directions=directions.astype(np.float32))


def _scatter(rows: FloatArray) -> NDArray[np.float64]:
    """Sum the squares and products of columns, block by block: a copy of all rows in double precision is never made."""
    total = np.zeros((rows.shape[1], rows.shape[1]))
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK].astype(np.float64)
        total += block.T @ block
    return total


def encode_given(vectors: FloatArray, languages: Sequence[str], space: GivenSpace) -> FloatArray:
    """Prepare vectors: (n_notes, n_directions) float32, rows of norm 1, or 0 for a row of zeros."""
    rows = unit_rows(np.asarray(vectors, dtype=np.float32))
    return unit_rows(_centre(rows, languages, space.centre_by_language) @ space.directions)


def _centre(rows: FloatArray, languages: Sequence[str], centres: dict[str, FloatArray]) -> FloatArray:
    """Take the mean of its language off each row that is not zero."""
    names = sorted(set(languages))
    number = {language: i for i, language in enumerate(names)}
    by_language = np.stack([centres.get(language, centres[""]) for language in names])
    out = rows - by_language[[number[language] for language in languages]]
    out[~rows.any(axis=1)] = 0
    return np.asarray(out, dtype=np.float32)
