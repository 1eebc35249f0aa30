"""The tray: notes that belong to no theme yet, with the themes they come nearest to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from liant.queries.listen import LATEST, NoteView, page_of, view_notes
from liant.queries.themes import label_for
from liant.store.models import Note, Person, Theme, ThemeState

if TYPE_CHECKING:
    from liant.loop.themes.state import Placement, State

#: Levels of merging that are followed from a theme the last refresh knew to the one it is in now.
DEEPEST = 10


@dataclass(frozen=True, kw_only=True)
class TrayLine:
    """A note without theme, and the live themes it comes nearest to: (public id, label), the nearest first."""

    note: NoteView
    suggestions: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _read(refresh_id: str) -> State:
    """Read what a refresh learnt, once per process: it never changes."""
    # Numbers take half a second to load: only whoever places notes waits for them.
    from liant.loop.themes.state import read_state

    return read_state(bytes(ThemeState.objects.get(refresh__public_id=refresh_id).data))


def place(notes: list[Note]) -> list[Placement]:
    """Place notes by what the last refresh learnt; none anywhere before the first one."""
    from liant.loop.themes.state import Placement, place_notes

    latest = ThemeState.objects.order_by("-id").values_list("refresh__public_id", flat=True).first()
    if latest is None:
        return [Placement(theme=None, nearest=(), margin=0.0) for _note in notes]
    return place_notes([note.text for note in notes], [note.language for note in notes], _read(latest))


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


def tray_for(reader: Person, *, first: int = 0, limit: int = 20) -> tuple[tuple[TrayLine, ...], int]:
    """List the notes of the tray that a reader may read, the latest heard first, and say how many there are."""
    waiting = Note.objects.visible_to(reader).filter(membership__isnull=True)
    notes = list(page_of(waiting.order_by(*LATEST), first=first, limit=limit).order_by(*LATEST))
    placements = place(notes)
    themes = live_themes({theme for placement in placements for theme in placement.nearest})
    lines = []
    for view, placement in zip(view_notes(notes, reader), placements, strict=True):
        near = dict.fromkeys(themes[theme] for theme in placement.nearest if theme in themes)
        suggestions = tuple((theme.public_id, label_for(reader, theme)) for theme in near)
        lines.append(TrayLine(note=view, suggestions=suggestions))
    return tuple(lines), waiting.count()
