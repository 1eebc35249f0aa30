"""What every encoder promises of its rows, whatever gives them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from liant.loop.themes.embed import FloatArray
from liant.loop.values.errors import Invalid


def encode_written(texts: Sequence[str], encode: Callable[[list[str]], FloatArray]) -> FloatArray:
    """Encode the texts that say something; the others get a row of zeros.

    Parameters
    ----------
    texts : as given to the encoder.
    encode : gives (n, dim) vectors of any precision for n ≥ 1 texts that are not blank.

    Returns
    -------
    (n_texts, dim) float32; (0, 0) without a text.

    Raises
    ------
    Invalid : ``encoder.bad_vectors``.
    """
    if not texts:
        return np.zeros((0, 0), dtype=np.float32)
    written = [row for row, text in enumerate(texts) if text.strip()]
    # When no text says anything, a letter tells how many columns there are.
    found = np.asarray(encode([texts[row] for row in written] or ["a"]), dtype=np.float32)
    if not np.isfinite(found).all():
        raise bad_vectors()
    vectors = np.zeros((len(texts), found.shape[1]), dtype=np.float32)
    vectors[written] = found[: len(written)]
    return vectors


def bad_vectors() -> Invalid:
    """Say that what came cannot be the vectors of texts."""
    return Invalid(
        "The encoder gives something else than finite numbers, as many for each text.",
        code="encoder.bad_vectors",
        hint="Choose another model.",
    )
