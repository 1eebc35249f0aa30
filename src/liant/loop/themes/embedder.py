"""The port of the encoders that are not learnt on the notes: whatever turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from liant.loop.themes.embed import FloatArray


class Embedder(Protocol):
    """Turn texts into vectors with a model made elsewhere."""

    @property
    def name(self) -> str:
        """Identifier of the model: vectors kept under one name can be compared, today and tomorrow."""
        ...

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Encode texts.

        Returns
        -------
        (n_texts, dim) float32, finite, one row per text in their order, of the norm that the model gives; a row of zeros
        for an empty or blank text. No text at all gives no row, and possibly no column.

        Raises
        ------
        Invalid : ``encoder.*``, when the model cannot answer or answers with something else.

        Notes
        -----
        The same text has the same vector, to the rounding of single precision, whatever the texts beside it.
        """
        ...
