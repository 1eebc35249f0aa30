"""Put notes captured since the last refresh into the themes they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liant.actions.themes_edit import weigh_again
from liant.actions.themes_vectors import chosen_embedder, encode_notes
from liant.queries.themes_tray import live_themes, model_of_themes, place
from liant.store.models import Note, Theme, ThemeNote, ThemeState


def assign_notes(public_ids: Sequence[str], *, now: datetime) -> int:
    """Place notes that are in no theme yet; those that fit none stay in the tray. Return how many found theirs.

    When the themes were found by the vectors of the encoder in use, it reads the notes first.

    Done twice, it changes nothing the second time. No ledger event: nobody decided anything, and the next refresh may
    find better.
    """
    if not ThemeState.objects.exists():
        return 0  # before the first refresh there is no theme to find
    notes = list(Note.objects.filter(public_id__in=public_ids, membership__isnull=True).order_by("id"))
    embedder = chosen_embedder()
    if embedder is not None and notes and embedder.name == model_of_themes():
        encode_notes([note.pk for note in notes], [note.text for note in notes], embedder)
    placements = place(notes)
    with transaction.atomic():
        themes = live_themes({placement.theme for placement in placements if placement.theme})
        changed: dict[int, Theme] = {}
        n_placed = 0
        for note, placement in zip(notes, placements, strict=True):
            theme = themes.get(placement.theme or "")
            if theme is None:
                continue
            # Behind the notes that the engine found typical.
            _place, is_new = ThemeNote.objects.get_or_create(
                note=note, defaults={"theme": theme, "margin": placement.margin, "centrality_rank": theme.n_notes}
            )
            if is_new:
                changed[theme.pk] = theme
                n_placed += 1
        weigh_again(changed.values(), now)
    return n_placed
