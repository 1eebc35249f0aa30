"""Decide of the notes that nobody looked at yet: each goes to a theme, or stays without one for now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liant.actions.ledger import record
from liant.actions.themes_edit import move_note, take_live, undo_edit
from liant.loop.values.errors import Conflict
from liant.store.models import Note, Person, Theme, ThemeNote, Triage


def triage_note(*, actor: Person, note: Note, into: Theme | None, now: datetime) -> Triage:
    """Put a note into a theme, confirm the one it is in, or leave it for now. Marketing only (the route's business).

    What is decided holds at every refresh. Writes ``note.moved``, ``note.confirmed`` or ``note.left_aside``.

    Raises
    ------
    Conflict : ``themes.gone``; ``themes.triaged`` when somebody decided meanwhile.
    """
    with transaction.atomic():
        known = Triage.objects.select_for_update(of=("self",)).select_related("actor").filter(note=note).first()
        # A note left aside may be decided later; one that was put somewhere is moved from its own page.
        if known is not None and (known.theme_id is not None or into is None):
            raise Conflict(
                "%(who)s decided of this note already.",
                code="themes.triaged",
                hint="Open the inbox again.",
                params={"who": known.actor.name},
            )
        edit = None
        place = ThemeNote.objects.select_for_update().filter(note=note).first()
        if into is None:
            record(actor, "note.left_aside", "note", note.public_id, now)
        elif place is not None and place.theme_id == into.pk:
            take_live(into)
            place.is_pinned = True
            place.save(update_fields=["is_pinned"])
            record(actor, "note.confirmed", "note", note.public_id, now, {"in": into.public_id})
        else:
            edit = move_note(actor=actor, note=note, into=into, now=now)
        triage, _is_new = Triage.objects.update_or_create(
            note=note, defaults={"theme": into, "edit": edit, "actor": actor, "at": now}
        )
    return triage


def take_back_triage(*, actor: Person, note: Note, now: datetime) -> None:
    """Take a decision back: the note waits again. Marketing only (the route's business). Writes ``note.untriaged``.

    Raises
    ------
    Conflict : ``themes.not_triaged``, ``themes.undone``, ``themes.gone``.
    """
    with transaction.atomic():
        triage = Triage.objects.select_for_update(of=("self",)).select_related("edit").filter(note=note).first()
        if triage is None:
            raise Conflict("This note waits already.", code="themes.not_triaged")
        edit = triage.edit
        triage.delete()
        if edit is not None:
            undo_edit(actor=actor, edit=edit, now=now)
        else:
            ThemeNote.objects.filter(note=note, theme=triage.theme).update(is_pinned=False)
        record(actor, "note.untriaged", "note", note.public_id, now)
