"""Encode notes with the encoder that the settings name, and keep what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings

from liant.queries.themes_vectors import fingerprints, kept_vectors
from liant.store.models import Note, NoteVector

if TYPE_CHECKING:
    from liant.loop.themes.embed import FloatArray
    from liant.loop.themes.embedder import Embedder

#: Notes encoded, kept and counted at a time: what is lost when the machine stops.
BATCH = 256


def chosen_embedder() -> Embedder | None:
    """Open the encoder that ``LIANT_EMBEDDER`` names; None when vectors are learnt on the notes.

    Raises
    ------
    Invalid : ``encoder.*`` as ``open_embedder``.
    """
    if not settings.LIANT_EMBEDDER:
        return None
    from liant.engines.embedders import open_embedder

    return open_embedder(settings.LIANT_EMBEDDER, key=settings.LIANT_EMBEDDER_KEY)


def encode_notes(
    note_ids: Sequence[int],
    texts: Sequence[str],
    embedder: Embedder,
    *,
    at_batch: Callable[[int], None] = lambda _n_done: None,
) -> FloatArray:
    """Give the vector of each note, asking the encoder only for those it has not read as they are written now.

    What was encoded is kept batch by batch: begun again after a stop, it goes on where it was.

    Parameters
    ----------
    at_batch : called with the number of notes that have a vector; what it raises ends the work.

    Returns
    -------
    (n_notes, dim) float32.

    Raises
    ------
    Invalid : ``encoder.*``; ``encoder.bad_vectors`` when kept and new vectors are not of one length.
    """
    import numpy as np

    from liant.engines.embedders.rows import bad_vectors

    found = kept_vectors(note_ids, texts, embedder.name)
    missing = [row for row, note in enumerate(note_ids) if note not in found]
    at_batch(len(found))
    for first in range(0, len(missing), BATCH):
        rows = missing[first : first + BATCH]
        vectors = embedder.encode([texts[row] for row in rows])
        marks = fingerprints([texts[row] for row in rows])
        # Asked for again: a note that was deleted meanwhile has no place for its vector.
        there = set(Note.objects.filter(pk__in=[note_ids[row] for row in rows]).values_list("pk", flat=True))
        NoteVector.objects.bulk_create(
            [
                NoteVector(
                    note_id=note_ids[row],
                    model=embedder.name,
                    fingerprint=mark,
                    vector=vector.astype("<f4").tobytes(),
                )
                for row, mark, vector in zip(rows, marks, vectors, strict=True)
                if note_ids[row] in there
            ],
            update_conflicts=True,
            unique_fields=["note", "model"],
            update_fields=["fingerprint", "vector"],
        )
        found.update((note_ids[row], vector) for row, vector in zip(rows, vectors, strict=True))
        at_batch(len(found))
    if len({len(vector) for vector in found.values()}) > 1:
        raise bad_vectors()
    return np.stack([found[note] for note in note_ids]).astype(np.float32)
