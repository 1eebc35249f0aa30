"""Find the themes of all notes again, keeping the identity of those that are still there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from liant.actions.ledger import record
from liant.actions.themes import WEIGHED, lay_on, open_amounts, request_refresh
from liant.actions.themes_vectors import chosen_embedder, encode_notes
from liant.loop.themes import weigh
from liant.loop.themes.fit import Fit, fit_themes
from liant.loop.themes.label import name_in_languages
from liant.loop.themes.state import keep_state
from liant.loop.themes.track import Happening, Tracking, match_themes
from liant.loop.themes.words import fold
from liant.loop.values.errors import Conflict, Invalid
from liant.store.mapping.search_texts import index_objects
from liant.store.models import (
    BroadTheme,
    Competitor,
    Note,
    Opportunity,
    Person,
    Product,
    RefreshStatus,
    Theme,
    ThemeEdit,
    ThemeNote,
    ThemeRefresh,
    ThemeState,
    Weighed,
)

BATCH = 2_000


@dataclass(frozen=True, kw_only=True)
class RefreshResult:
    """What a refresh found."""

    public_id: str
    n_notes: int
    n_themes: int


@dataclass(frozen=True, kw_only=True)
class NoteColumns:
    """All notes, column by column."""

    ids: list[int]
    texts: list[str]
    languages: list[str]
    heard: list[weigh.Heard]


def load_notes() -> NoteColumns:
    """Read what themes are made of, in one query."""
    rows = Note.objects.order_by("id").values_list(
        "id", "text", "language", "account_id", "author_id", "opportunity_id", "heard_on"
    )
    ids, texts, languages, heard = [], [], [], []
    for pk, text, language, account, author, deal, on in rows.iterator(chunk_size=5_000):
        ids.append(pk)
        texts.append(text)
        languages.append(language)
        heard.append(weigh.Heard(account=account, seller=author, deal=deal, on=on))
    return NoteColumns(ids=ids, texts=texts, languages=languages, heard=heard)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The themes as they stand before a refresh.

    Attributes
    ----------
    theme_by_note : public id of the theme of each note that has one.
    themes : their public ids, whose positions number them below.
    start : (n_notes,) theme of each note, -1 for none.
    pins : (n_notes,) theme of each note that a person put there or that lies in a locked theme, -1 for a free one.
    """

    theme_by_note: dict[int, str]
    themes: list[str]
    start: NDArray[np.int64]
    pins: NDArray[np.int64]


def load_standing(notes: NoteColumns) -> Standing:
    """Read where notes are and which ones people hold there, in one query."""
    rows = list(ThemeNote.objects.values_list("note_id", "theme__public_id", "is_pinned", "theme__is_locked"))
    themes = sorted({theme for _note, theme, *_held in rows})
    number, position = {theme: i for i, theme in enumerate(themes)}, {note: i for i, note in enumerate(notes.ids)}
    start, pins = np.full(len(notes.ids), -1, dtype=np.int64), np.full(len(notes.ids), -1, dtype=np.int64)
    for note, theme, is_pinned, is_locked in rows:
        if note not in position:
            continue  # written since: it waits for the next time
        start[position[note]] = number[theme]
        if is_pinned or is_locked:
            pins[position[note]] = number[theme]
    return Standing(theme_by_note={note: theme for note, theme, *_held in rows}, themes=themes, start=start, pins=pins)


def hold(groups: NDArray[np.int64], standing: Standing) -> tuple[list[int], dict[int, str]]:
    """Put every note that a person holds into the group of its theme, whatever the engine found.

    Returns
    -------
    the group of each note, and the theme of the groups that hold such notes. A theme whose notes the engine could not
    read at all gets a group of its own.
    """
    held: dict[int, str] = {}
    final = groups.copy()
    next_group = int(groups.max(initial=-1)) + 1
    for pin in np.unique(standing.pins[standing.pins >= 0]).tolist():
        rows = np.flatnonzero(standing.pins == pin)
        numbers, counts = np.unique(groups[rows][groups[rows] >= 0], return_counts=True)
        free = [int(number) for number in numbers[np.argsort(-counts, kind="stable")] if int(number) not in held]
        group = free[0] if free else next_group
        next_group += not free
        held[group] = standing.themes[pin]
        final[rows] = group
    return final.tolist(), held


def refresh_themes(*, actor: Person | None, seed: int, now: datetime) -> RefreshResult:
    """Find the themes of all notes and write them in one transaction.

    The search sets out from the themes as they stand, and leaves what people put in place. Only one runs at a time;
    called again after a failure, it starts afresh and changes nothing twice. Writes ``themes.refreshed`` and one event
    per theme born, split, merged or retired.

    Raises
    ------
    Conflict : ``themes.running``; ``themes.edited`` when somebody merged, split or moved meanwhile;
        ``themes.cancelled`` when somebody stopped it.
    Invalid : ``themes.no_notes`` when there is nothing to group; ``encoder.*`` when the encoder cannot answer.
    """
    refresh = request_refresh(actor=actor, seed=seed, now=now)
    try:
        notes = load_notes()
        if not notes.ids:
            raise Invalid(
                "There is no note to group yet.", code="themes.no_notes", hint="Capture or import field notes first."
            )
        edits = count_edits()
        standing = load_standing(notes)
        embedder = chosen_embedder()
        vectors = None
        if embedder is not None:
            vectors = encode_notes(notes.ids, notes.texts, embedder, at_batch=partial(say_step, refresh, "encode"))
        names = [*Product.objects.values_list("name", flat=True), *Competitor.objects.values_list("name", flat=True)]
        fit = fit_themes(
            notes.texts,
            notes.languages,
            seed=seed,
            start=standing.start if standing.themes else None,
            pins=standing.pins if (standing.pins >= 0).any() else None,
            known_names=frozenset(fold(name) for name in names),
            vectors=vectors,
            at_step=partial(say_step, refresh),
        )
        say_step(refresh, "write")
        model = embedder.name if embedder is not None else ""
        n_themes = write_themes(actor, refresh, notes, standing, fit, now, edits, model)
    except BaseException as error:
        ThemeRefresh.objects.filter(pk=refresh.pk, status=RefreshStatus.RUNNING.value).update(
            status=RefreshStatus.FAILED.value, error=getattr(error, "code", type(error).__name__)[:60], finished_at=now
        )
        raise
    return RefreshResult(public_id=refresh.public_id, n_notes=len(notes.ids), n_themes=n_themes)


def say_step(refresh: ThemeRefresh, step: str, n_encoded: int = 0) -> None:
    """Tell the page what the refresh is at, and how many notes the encoder has read.

    Raises
    ------
    Conflict : ``themes.cancelled`` when somebody stopped it meanwhile, or another one took its place.
    """
    running = ThemeRefresh.objects.filter(pk=refresh.pk, status=RefreshStatus.RUNNING.value)
    if not running.update(step=step, n_encoded=n_encoded):
        raise Conflict("The search for themes was stopped; nothing changed.", code="themes.cancelled")


def count_edits() -> tuple[int, int]:
    """Count what people changed, and what they took back."""
    return ThemeEdit.objects.count(), ThemeEdit.objects.filter(undone_at__isnull=False).count()


def write_themes(
    actor: Person | None,
    refresh: ThemeRefresh,
    notes: NoteColumns,
    standing: Standing,
    fit: Fit,
    now: datetime,
    edits: tuple[int, int],
    model: str,
) -> int:
    """Write the themes of a fit over those that stand; return how many live themes there are."""
    groups, held = hold(fit.grouping.fine, standing)
    with transaction.atomic():
        if count_edits() != edits:
            raise Conflict(
                "Somebody changed the themes while they were being found.",
                code="themes.edited",
                hint="Find them again: what people put in place stays.",
            )
        tracking = match_themes(
            standing.theme_by_note, [(n, g) for n, g in zip(notes.ids, groups, strict=True) if g >= 0], held
        )
        themes = give_identities(fit, groups, tracking, now)
        broad = give_broad_identities(fit, notes, groups, standing, themes, now)
        write_members(notes, fit, groups, themes)
        weekly = weigh_themes(notes, groups, themes, broad, now.date())
        tell(actor, tracking, themes, now)
        ThemeRefresh.objects.filter(pk=refresh.pk).update(
            status=RefreshStatus.DONE.value,
            n_notes=len(notes.ids),
            n_themes=len(themes),
            weekly_voices=weekly,
            finished_at=now,
        )
        keys = [themes[group].public_id if group in themes else "" for group in range(fit.n_themes)]
        ThemeState.objects.all().delete()
        ThemeState.objects.create(refresh=refresh, data=keep_state(fit, keys, model=model))
        record(actor, "themes.refreshed", "refresh", refresh.public_id, now, {"n_notes": len(notes.ids)})
    return len(themes)


def give_identities(fit: Fit, groups: Sequence[int], tracking: Tracking, now: datetime) -> dict[int, Theme]:
    """Find or create the theme of each group, and name it unless a person did."""
    known = {theme.public_id: theme for theme in Theme.objects.filter(public_id__in=tracking.theme_by_group.values())}
    themes: dict[int, Theme] = {}
    created: list[Theme] = []
    changed: list[Theme] = []
    for group in sorted(set(groups) - {-1}):
        kept = known.get(tracking.theme_by_group.get(group, ""))
        theme = kept or Theme(born_at=now)
        theme.retired_at = None
        if not theme.label_is_pinned:
            names = {language: fit.names.get(language, {}).get(group) for language in ("fr", "en")}
            # A group that the engine could not read has no name: it keeps the one it had.
            if names["fr"] or names["en"]:
                theme.label_fr = (names["fr"].text if names["fr"] else "")[:120]
                theme.label_en = (names["en"].text if names["en"] else "")[:120]
        themes[group] = theme
        (changed if kept else created).append(theme)
    Theme.objects.bulk_create(created, batch_size=500)
    Theme.objects.bulk_update(changed, ["retired_at", "label_fr", "label_en"], batch_size=500)
    index_objects("theme", [theme.pk for theme in themes.values()])
    return themes


def give_broad_identities(
    fit: Fit, notes: NoteColumns, groups: Sequence[int], standing: Standing, themes: dict[int, Theme], now: datetime
) -> dict[int, BroadTheme]:
    """Find or create the broad theme of each group and put its themes in it; return the broad theme by group.

    A group that only people made has none.
    """
    number_by_group = dict(enumerate(fit.grouping.broad_by_fine.tolist()))
    broad_by_theme = dict(Theme.objects.exclude(broad=None).values_list("public_id", "broad__public_id"))
    old = {note: broad_by_theme[theme] for note, theme in standing.theme_by_note.items() if theme in broad_by_theme}
    numbers = np.array([number_by_group.get(group, -1) for group in groups], dtype=np.int64)
    kept = match_themes(
        old, [(n, b) for n, b in zip(notes.ids, numbers.tolist(), strict=True) if b >= 0]
    ).theme_by_group
    known = BroadTheme.objects.in_bulk(list(kept.values()), field_name="public_id")
    names = name_in_languages(notes.texts, fit.languages, numbers, ("fr", "en"), centrality=fit.centrality)
    found: dict[int, BroadTheme] = {}
    for number in sorted(set(numbers.tolist()) - {-1}):
        broad = known.get(kept.get(number, "")) or BroadTheme(born_at=now)
        members = [group for group in themes if number_by_group.get(group) == number]
        for language in ("fr", "en"):
            name = names[language].get(number)
            alone = getattr(themes[members[0]], f"label_{language}") if len(members) == 1 else ""
            setattr(broad, f"label_{language}", (alone or (name.text if name else ""))[:120])
        found[number] = broad
    BroadTheme.objects.bulk_create([broad for broad in found.values() if broad.pk is None], batch_size=500)
    BroadTheme.objects.bulk_update(
        [broad for broad in found.values() if broad.public_id in known], ["label_fr", "label_en"], batch_size=500
    )
    for group, theme in themes.items():
        theme.broad = found.get(number_by_group.get(group, -1))
    Theme.objects.bulk_update(themes.values(), ["broad"], batch_size=500)
    BroadTheme.objects.exclude(pk__in=[broad.pk for broad in found.values()]).delete()
    return {group: found[number] for group, number in number_by_group.items() if group in themes and number in found}


def write_members(notes: NoteColumns, fit: Fit, groups: Sequence[int], themes: dict[int, Theme]) -> None:
    """Put each note in its theme; those that a person put there stay marked."""
    pinned = set(ThemeNote.objects.filter(is_pinned=True).values_list("note_id", flat=True))
    ThemeNote.objects.all().delete()
    margins = fit.grouping.margin.tolist()
    ranks = fit.centrality.tolist()
    ThemeNote.objects.bulk_create(
        (
            ThemeNote(
                theme=themes[group],
                note_id=pk,
                margin=margin,
                centrality_rank=max(rank, 0),
                is_pinned=pk in pinned,
            )
            for pk, group, margin, rank in zip(notes.ids, groups, margins, ranks, strict=True)
            if group >= 0
        ),
        batch_size=BATCH,
    )


def weigh_themes(
    notes: NoteColumns, groups: Sequence[int], themes: dict[int, Theme], broad: dict[int, BroadTheme], today: date
) -> tuple[int, ...]:
    """Weigh and rank the themes and the broad ones; return the weekly voices of all of them."""
    amounts = open_amounts(Opportunity.objects.all())
    heard_by_group: dict[int, list[weigh.Heard]] = {group: [] for group in themes}
    for group, heard in zip(groups, notes.heard, strict=True):
        if group >= 0:
            heard_by_group[group].append(heard)
    overall = weigh.add_weeks(weigh.weekly_voices(heard, today) for heard in heard_by_group.values())
    heard_by_broad: dict[int, list[weigh.Heard]] = {row.pk: [] for row in broad.values()}
    for group, row in broad.items():
        heard_by_broad[row.pk] += heard_by_group[group]
    rank_rows({theme: heard_by_group[group] for group, theme in themes.items()}, amounts, today, overall)
    rank_rows({row: heard_by_broad[row.pk] for row in broad.values()}, amounts, today, overall)
    Theme.objects.bulk_update(themes.values(), ["rank", *WEIGHED], batch_size=300)
    BroadTheme.objects.bulk_update(set(broad.values()), ["rank", *WEIGHED], batch_size=300)
    return overall


def rank_rows(
    heard_by_row: Mapping[Weighed, list[weigh.Heard]],
    amounts: dict[int, tuple[str, int]],
    today: date,
    overall: tuple[int, ...],
) -> None:
    """Lay weights and ranks on rows, to be saved by the caller."""
    weights = {row: weigh.weigh_theme(heard, amounts, today, overall) for row, heard in heard_by_row.items()}
    for rank, row in enumerate(sorted(weights, key=lambda row: (weigh.rank_key(weights[row]), row.pk)), start=1):
        row.rank = rank
        lay_on(row, weights[row])


def tell(actor: Person | None, tracking: Tracking, themes: dict[int, Theme], now: datetime) -> None:
    """Write what happened to themes: to the rows of those that ended, and to the ledger."""
    for event in tracking.events:
        if event.what in (Happening.BORN, Happening.SPLIT):
            theme = themes[event.group if event.group is not None else -1]
            data = {"n_notes": theme.n_notes, **({"from": event.theme} if event.theme else {})}
            record(actor, f"theme.{event.what.value}", "theme", theme.public_id, now, data)
        elif event.theme is not None:
            ended = Theme.objects.filter(public_id=event.theme)
            if event.what == Happening.MERGED and event.into is not None:
                heir = themes[event.into]
                ended.update(merged_into=heir, rank=None, n_notes=0)
                record(actor, "theme.merged", "theme", event.theme, now, {"into": heir.public_id})
            else:
                ended.update(retired_at=now, rank=None, n_notes=0)
                record(actor, "theme.retired", "theme", event.theme, now)
