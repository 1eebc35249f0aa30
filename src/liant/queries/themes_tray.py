"""The inbox of notes that nobody looked at yet, with the themes they come nearest to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from liant.queries.listen import LATEST, NoteView, page_of, view_notes
from liant.queries.themes import label_for
from liant.queries.themes_vectors import kept_vectors
from liant.store.models import Note, Person, RefreshStatus, Theme, ThemeRefresh, ThemeState

if TYPE_CHECKING:
    from liant.loop.themes.state import Placement, State

#: Levels of merging that are followed from a theme the last refresh knew to the one it is in now.
DEEPEST = 10
#: Themes offered for a note: as many as digits are at hand.
N_SUGGESTIONS = 4


@dataclass(frozen=True, kw_only=True)
class TrayLine:
    """A note that waits, and where it could go: (public id, label), its own theme first, then the nearest."""

    note: NoteView
    suggestions: tuple[tuple[str, str], ...]


def latest_state() -> str | None:
    """Tell which refresh learnt what notes are placed by; None before the first one."""
    return ThemeState.objects.order_by("-id").values_list("refresh__public_id", flat=True).first()


@lru_cache(maxsize=1)
def read_kept(refresh_id: str) -> State:
    """Read what a refresh learnt, once per process: it never changes."""
    # Numbers take half a second to load: only whoever places notes waits for them.
    from liant.loop.themes.state import read_state

    return read_state(bytes(ThemeState.objects.get(refresh__public_id=refresh_id).data))


def model_of_themes() -> str:
    """Name the encoder whose vectors the last refresh was given; empty when it learnt its own, or before the first."""
    latest = latest_state()
    return read_kept(latest).model if latest is not None else ""


def place(notes: list[Note]) -> list[Placement]:
    """Place notes by what the last refresh learnt; none anywhere before the first one.

    When it was given the vectors of an encoder, only the notes that this encoder has read can be placed.
    """
    import numpy as np

    from liant.loop.themes.state import Placement, place_notes, place_vectors

    nowhere = Placement(theme=None, nearest=(), margin=0.0)
    latest = latest_state()
    if latest is None:
        return [nowhere for _note in notes]
    state = read_kept(latest)
    if not state.model:
        return place_notes([note.text for note in notes], [note.language for note in notes], state)
    vectors = kept_vectors([note.pk for note in notes], [note.text for note in notes], state.model)
    encoded = [note for note in notes if note.pk in vectors]
    if not encoded:
        return [nowhere for _note in notes]
    rows = np.stack([vectors[note.pk] for note in encoded])
    found = place_vectors(rows, [note.language for note in encoded], state)
    by_note = dict(zip([note.pk for note in encoded], found, strict=True))
    return [by_note.get(note.pk, nowhere) for note in notes]


def live_themes(public_ids: set[str]) -> dict[str, Theme]:
    """Find the live theme that each of these is now: itself, or the one it was merged into; retired ones are absent."""
    found: dict[str, Theme] = {}
    for theme in Theme.objects.filter(public_id__in=public_ids).select_related("merged_into__merged_into"):
        heir: Theme | None = theme
        for _ in range(DEEPEST):
            if heir is None or heir.merged_into is None:
                break
            heir = heir.merged_into
        if heir is not None and heir.retired_at is None and heir.merged_into is None:
            found[theme.public_id] = heir
    return found


def waiting_notes(reader: Person) -> QuerySet[Note]:
    """Keep the notes that a reader may read and that neither a refresh nor a person put anywhere.

    Those captured since the last refresh wait too when they were put into a theme behind their capture: nobody looked.
    """
    last = ThemeRefresh.objects.filter(status=RefreshStatus.DONE.value).order_by("-id").first()
    unseen = Q(membership__isnull=True)
    if last is not None and last.started_at is not None:
        unseen |= Q(created_at__gt=last.started_at, membership__is_pinned=False)
    return Note.objects.visible_to(reader).filter(unseen, triage__isnull=True)


def left_notes(reader: Person) -> QuerySet[Note]:
    """Keep the notes that somebody left without theme for now, and that have none yet."""
    return Note.objects.visible_to(reader).filter(triage__theme__isnull=True, triage__isnull=False, membership=None)


def tray_for(reader: Person, waiting: QuerySet[Note], *, first: int = 0, limit: int = 20) -> tuple[TrayLine, ...]:
    """List notes with where they could go, the latest heard first, in five queries."""
    notes = list(page_of(waiting.order_by(*LATEST), first=first, limit=limit).order_by(*LATEST))
    placements = place(notes)
    themes = live_themes({theme for placement in placements for theme in placement.nearest})
    lines = []
    for view, placement in zip(view_notes(notes, reader), placements, strict=True):
        near = dict.fromkeys(themes[theme] for theme in placement.nearest if theme in themes)
        found = {theme.public_id: label_for(reader, theme) for theme in near}
        if view.theme_id:
            found = {view.theme_id: view.theme_label, **found}
        lines.append(TrayLine(note=view, suggestions=tuple(found.items())[:N_SUGGESTIONS]))
    return tuple(lines)
