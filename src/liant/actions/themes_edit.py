"""What people do to themes: merge, split, move a note, lock, undo; no refresh takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from liant.actions.ledger import record
from liant.actions.themes import WEIGHED, lay_on, open_amounts
from liant.loop.listen.imports.cells import fold
from liant.loop.themes import weigh
from liant.loop.values.errors import Conflict, Invalid
from liant.store.mapping.search_texts import index_objects
from liant.store.models import (
    Note,
    Opportunity,
    Person,
    RefreshStatus,
    Theme,
    ThemeEdit,
    ThemeEditKind,
    ThemeNote,
    ThemeRefresh,
)

Before = dict[int, tuple[int | None, bool]]


def take_live(*themes: Theme) -> list[Theme]:
    """Lock themes for a change, in the order given.

    Raises
    ------
    Conflict : ``themes.gone`` when one was merged or retired since it was shown.
    """
    found = {
        theme.pk: theme for theme in Theme.objects.live().select_for_update().filter(pk__in=[t.pk for t in themes])
    }
    for theme in themes:
        if theme.pk not in found:
            raise Conflict(
                "“%(theme)s” is no longer a theme of its own.",
                code="themes.gone",
                hint="Open the list of themes again: its notes are in another one.",
                params={"theme": str(theme)},
            )
    return [found[theme.pk] for theme in themes]


def where_notes_are(themes: Iterable[Theme]) -> Before:
    """Read where the notes of themes are and whether a person put them there, to be able to undo."""
    rows = ThemeNote.objects.filter(theme__in=list(themes)).values_list("note_id", "theme_id", "is_pinned")
    return {note: (theme, is_pinned) for note, theme, is_pinned in rows}


def keep_edit(
    actor: Person, kind: ThemeEditKind, theme: Theme, source: Theme | None, before: Before, now: datetime
) -> ThemeEdit:
    """Keep what it takes to undo a change."""
    return ThemeEdit.objects.create(
        kind=kind.value,
        theme=theme,
        source=source,
        before={str(note): place for note, place in before.items()},
        actor=actor,
        at=now,
    )


def weigh_again(themes: Iterable[Theme], now: datetime) -> None:
    """Weigh themes after a change, against all voices as the last refresh heard them; ranks wait for the next one."""
    last = ThemeRefresh.objects.filter(status=RefreshStatus.DONE.value).order_by("-id").first()
    overall = last.weekly_voices if last is not None and last.weekly_voices else [0] * weigh.N_WEEKS
    for theme in themes:
        notes = Note.objects.filter(membership__theme=theme)
        rows = notes.values_list("account_id", "author_id", "opportunity_id", "heard_on")
        heard = [weigh.Heard(account=account, seller=who, deal=deal, on=on) for account, who, deal, on in rows]
        amounts = open_amounts(Opportunity.objects.filter(notes__in=notes).distinct())
        voices = weigh.weekly_voices(heard, now.date())
        # What was said since that refresh counts on both sides.
        within = [max(all_voices, own) for all_voices, own in zip(overall, voices, strict=True)]
        lay_on(theme, weigh.weigh_theme(heard, amounts, now.date(), within))
        theme.save(update_fields=[*WEIGHED])


def merge_themes(*, actor: Person, theme: Theme, into: Theme, now: datetime) -> ThemeEdit:
    """Put the notes of a theme into another one; its address leads there from then on. Marketing only (the route's).

    Writes ``theme.merged``.

    Raises
    ------
    Invalid : ``themes.same`` for a theme into itself.
    Conflict : ``themes.gone``.
    """
    if theme.pk == into.pk:
        raise Invalid(
            "A theme cannot be merged into itself.", code="themes.same", hint="Choose the theme that it belongs to."
        )
    with transaction.atomic():
        theme, into = take_live(theme, into)
        edit = keep_edit(actor, ThemeEditKind.MERGE, into, theme, where_notes_are([theme, into]), now)
        ThemeNote.objects.filter(theme__in=[theme, into]).update(theme=into, is_pinned=True)
        into.rank = min(filter(None, (theme.rank, into.rank)), default=None)
        theme.merged_into, theme.rank = into, None
        theme.save(update_fields=["merged_into", "rank"])
        into.save(update_fields=["rank"])
        weigh_again([theme, into], now)
        record(actor, "theme.merged", "theme", theme.public_id, now, {"into": into.public_id})
        record(actor, "theme.received", "theme", into.public_id, now, {"from": theme.public_id})
    return edit


def split_theme(*, actor: Person, theme: Theme, words: str, label: str, now: datetime) -> ThemeEdit:
    """Make a theme of its own of the notes that hold some words. Marketing only (the route's business).

    Writes ``theme.split_off`` on the new theme and ``theme.gave`` on the old one.

    Parameters
    ----------
    words : found whatever their case, accents and signs.
    label : name of the new theme in the language of the actor; the words themselves when empty.

    Raises
    ------
    Invalid : ``themes.split_words`` without three letters, ``themes.split_none``, ``themes.split_all``.
    Conflict : ``themes.gone``.
    """
    wanted = fold(words)
    if len(wanted) < 3:
        raise Invalid(
            "Give words of at least three letters.",
            code="themes.split_words",
            hint="Those that only the notes of the new theme hold.",
        )
    with transaction.atomic():
        (theme,) = take_live(theme)
        texts = dict(Note.objects.filter(membership__theme=theme).values_list("id", "text"))
        chosen = [pk for pk, text in texts.items() if wanted in fold(text)]
        if not chosen:
            raise Invalid(
                "No note of this theme holds “%(words)s”.",
                code="themes.split_none",
                hint="Choose other words.",
                params={"words": words.strip()[:60]},
            )
        if len(chosen) == len(texts):
            raise Invalid(
                "All notes of this theme hold “%(words)s”: there would be nothing left.",
                code="themes.split_all",
                hint="Choose other words.",
                params={"words": words.strip()[:60]},
            )
        name = " ".join((label or words).split())[:120]
        new = Theme.objects.create(
            label_fr=name if actor.language == "fr" else "",
            label_en=name if actor.language != "fr" else "",
            label_is_pinned=True,
            broad=theme.broad,
            rank=theme.rank,
            born_at=now,
        )
        index_objects("theme", [new.pk], are_new=True)
        edit = keep_edit(actor, ThemeEditKind.SPLIT, new, theme, where_notes_are([theme]), now)
        # Both sides are held: what was told apart stays apart.
        ThemeNote.objects.filter(theme=theme).update(is_pinned=True)
        ThemeNote.objects.filter(note__in=chosen).update(theme=new)
        weigh_again([theme, new], now)
        record(actor, "theme.split_off", "theme", new.public_id, now, {"from": theme.public_id, "n_notes": len(chosen)})
        record(actor, "theme.gave", "theme", theme.public_id, now, {"to": new.public_id, "n_notes": len(chosen)})
    return edit


def move_note(*, actor: Person, note: Note, into: Theme, now: datetime) -> ThemeEdit:
    """Put a note into a theme. Marketing only (the route's business). Writes ``note.moved``.

    Raises
    ------
    Invalid : ``themes.there_already``.
    Conflict : ``themes.gone``.
    """
    with transaction.atomic():
        (into,) = take_live(into)
        place = ThemeNote.objects.select_for_update(of=("self",)).select_related("theme").filter(note=note).first()
        if place is not None and place.theme_id == into.pk:
            raise Invalid("The note is in this theme already.", code="themes.there_already", hint="Choose another one.")
        source = place.theme if place is not None else None
        before: Before = {note.pk: (source.pk if source else None, place.is_pinned if place else False)}
        edit = keep_edit(actor, ThemeEditKind.MOVE, into, source, before, now)
        # Behind the notes that the engine found typical.
        ThemeNote.objects.update_or_create(
            note=note, defaults={"theme": into, "is_pinned": True, "centrality_rank": into.n_notes, "margin": 0.0}
        )
        weigh_again([into, *([source] if source else [])], now)
        record(actor, "note.moved", "note", note.public_id, now, {"into": into.public_id})
    return edit


def lock_theme(*, actor: Person, theme: Theme, is_locked: bool, now: datetime) -> None:
    """Keep all notes of a theme where they are at every refresh, or let them go again. Marketing only.

    Writes ``theme.locked`` or ``theme.unlocked``; nothing when it is so already.

    Raises
    ------
    Conflict : ``themes.gone``.
    """
    with transaction.atomic():
        (theme,) = take_live(theme)
        if theme.is_locked != is_locked:
            theme.is_locked = is_locked
            theme.save(update_fields=["is_locked"])
            record(actor, "theme.locked" if is_locked else "theme.unlocked", "theme", theme.public_id, now)


def undo_edit(*, actor: Person, edit: ThemeEdit, now: datetime) -> Theme:
    """Take a merge, a split or a move back; return the theme to look at. Marketing only (the route's business).

    Notes that went elsewhere since stay where they are. Writes ``theme.edit_undone``.

    Raises
    ------
    Conflict : ``themes.undone`` when it was taken back already; ``themes.gone`` when a theme it needs is no longer.
    """
    with transaction.atomic():
        edit = ThemeEdit.objects.select_for_update().get(pk=edit.pk)
        if edit.undone_at is not None:
            raise Conflict("This was taken back already.", code="themes.undone")
        (theme,) = take_live(edit.theme)
        source = Theme.objects.select_for_update().get(pk=edit.source_id) if edit.source_id else None
        if edit.kind == ThemeEditKind.MERGE and source is not None:
            source.merged_into, source.rank = None, theme.rank
            source.save(update_fields=["merged_into", "rank"])
        elif source is not None:
            take_live(source)
        places = [
            place
            for place in ThemeNote.objects.filter(theme__in=[theme, *([source] if source else [])])
            if str(place.note_id) in edit.before
        ]
        for place in places:
            place.theme_id, place.is_pinned = edit.before[str(place.note_id)]
        ThemeNote.objects.filter(pk__in=[place.pk for place in places if place.theme_id is None]).delete()
        kept = [place for place in places if place.theme_id is not None]
        ThemeNote.objects.bulk_update(kept, ["theme", "is_pinned"], batch_size=500)
        weigh_again([theme, *([source] if source else [])], now)
        if not theme.memberships.exists():
            theme.retired_at, theme.rank = now, None
            theme.save(update_fields=["retired_at", "rank"])
        edit.undone_at = now
        edit.save(update_fields=["undone_at"])
        record(actor, "theme.edit_undone", "theme", theme.public_id, now, {"edit": edit.kind})
        if source is not None:
            record(actor, "theme.edit_undone", "theme", source.public_id, now, {"edit": edit.kind})
    return source if theme.retired_at is not None and source is not None else theme
