"""Read the vectors that an encoder gave notes: a note that did not change is never encoded twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from liant.store.models import NoteVector

if TYPE_CHECKING:
    from liant.loop.themes.embed import FloatArray


def fingerprints(texts: Sequence[str]) -> list[int]:
    """Reduce each text to a whole number of 64 bits, signed as the database keeps them."""
    # Numbers take half a second to load: only whoever reads vectors waits for them.
    import numpy as np

    from liant.loop.themes.lasting import fingerprint

    found: list[int] = fingerprint(texts).view(np.int64).tolist() if texts else []
    return found


def kept_vectors(note_ids: Sequence[int], texts: Sequence[str], model: str) -> dict[int, FloatArray]:
    """Find the vectors kept of notes as they are written now, in one query per 10,000 notes.

    Returns
    -------
    (dim,) float32 by key of the note; notes never encoded by this model, or changed since, are absent.
    """
    import numpy as np

    wanted = dict(zip(note_ids, fingerprints(texts), strict=True))
    found: dict[int, FloatArray] = {}
    for first in range(0, len(note_ids), 10_000):
        rows = NoteVector.objects.filter(model=model, note__in=note_ids[first : first + 10_000])
        for note, fingerprint, raw in rows.values_list("note_id", "fingerprint", "vector").iterator():
            if wanted[note] == fingerprint:
                found[note] = np.frombuffer(bytes(raw), dtype="<f4").astype(np.float32)
    return found
