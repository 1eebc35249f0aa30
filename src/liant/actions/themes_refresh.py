"""Find the themes of all notes again, keeping the identity of those that are still there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from liant.actions.ledger import record
from liant.actions.themes import request_refresh
from liant.loop.themes import weigh
from liant.loop.themes.fit import Fit, fit_themes
from liant.loop.themes.tokens import fold
from liant.loop.themes.track import Happening, Tracking, match_themes
from liant.loop.values.errors import Invalid
from liant.store.models import (
    Competitor,
    Note,
    Opportunity,
    Person,
    Product,
    RefreshStatus,
    Theme,
    ThemeNote,
    ThemeRefresh,
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


def refresh_themes(*, actor: Person | None, seed: int, now: datetime) -> RefreshResult:
    """Find the themes of all notes and write them in one transaction.

    Only one runs at a time; called again after a failure, it starts afresh and changes nothing twice. Writes
    ``themes.refreshed`` and one event per theme born, split, merged or retired.

    Raises
    ------
    Conflict : ``themes.running``.
    Invalid : ``themes.no_notes`` when there is nothing to group.
    """
    refresh = request_refresh(actor=actor, seed=seed, now=now)
    try:
        notes = load_notes()
        if not notes.ids:
            raise Invalid(
                "There is no note to group yet.", code="themes.no_notes", hint="Capture or import field notes first."
            )
        names = [*Product.objects.values_list("name", flat=True), *Competitor.objects.values_list("name", flat=True)]
        fit = fit_themes(notes.texts, notes.languages, seed=seed, known_names=frozenset(fold(name) for name in names))
        n_themes = write_themes(actor, refresh, notes, fit, now)
    except BaseException as error:
        ThemeRefresh.objects.filter(pk=refresh.pk).update(
            status=RefreshStatus.FAILED.value, error=getattr(error, "code", type(error).__name__)[:60], finished_at=now
        )
        raise
    return RefreshResult(public_id=refresh.public_id, n_notes=len(notes.ids), n_themes=n_themes)


def write_themes(actor: Person | None, refresh: ThemeRefresh, notes: NoteColumns, fit: Fit, now: datetime) -> int:
    """Write the themes of a fit over those of the last one; return how many live themes there are."""
    groups = fit.grouping.fine.tolist()
    with transaction.atomic():
        old = dict(ThemeNote.objects.values_list("note_id", "theme__public_id"))
        tracking = match_themes(old, [(n, g) for n, g in zip(notes.ids, groups, strict=True) if g >= 0])
        themes = give_identities(fit, groups, tracking, now)
        write_members(notes, fit, groups, themes)
        weigh_themes(notes, groups, themes, now.date())
        tell(actor, tracking, themes, now)
        ThemeRefresh.objects.filter(pk=refresh.pk).update(
            status=RefreshStatus.DONE.value, n_notes=len(notes.ids), n_themes=len(themes), finished_at=now
        )
        record(actor, "themes.refreshed", "refresh", refresh.public_id, now, {"n_notes": len(notes.ids)})
    return len(themes)


def give_identities(fit: Fit, groups: Sequence[int], tracking: Tracking, now: datetime) -> dict[int, Theme]:
    """Find or create the theme of each group, and name it unless a person did."""
    known = {theme.public_id: theme for theme in Theme.objects.filter(public_id__in=tracking.theme_by_group.values())}
    broad_by_group = dict(zip(groups, fit.grouping.broad.tolist(), strict=True))
    themes: dict[int, Theme] = {}
    created: list[Theme] = []
    changed: list[Theme] = []
    for group in sorted(set(groups) - {-1}):
        kept = known.get(tracking.theme_by_group.get(group, ""))
        theme = kept or Theme(born_at=now)
        theme.broad_id = max(broad_by_group[group], 0)
        theme.retired_at = None
        if not theme.label_is_pinned:
            names = {language: fit.names.get(language, {}).get(group) for language in ("fr", "en")}
            theme.label_fr = (names["fr"].text if names["fr"] else "")[:120]
            theme.label_en = (names["en"].text if names["en"] else "")[:120]
        themes[group] = theme
        (changed if kept else created).append(theme)
    Theme.objects.bulk_create(created, batch_size=500)
    Theme.objects.bulk_update(changed, ["broad_id", "retired_at", "label_fr", "label_en"], batch_size=500)
    return themes


def write_members(notes: NoteColumns, fit: Fit, groups: Sequence[int], themes: dict[int, Theme]) -> None:
    """Put each note in its theme."""
    ThemeNote.objects.all().delete()
    margins = fit.grouping.margin.tolist()
    ranks = fit.centrality.tolist()
    ThemeNote.objects.bulk_create(
        (
            ThemeNote(theme=themes[group], note_id=pk, margin=margin, centrality_rank=rank)
            for pk, group, margin, rank in zip(notes.ids, groups, margins, ranks, strict=True)
            if group >= 0
        ),
        batch_size=BATCH,
    )


def weigh_themes(notes: NoteColumns, groups: Sequence[int], themes: dict[int, Theme], today: date) -> None:
    """Weigh and rank the themes."""
    amounts = {
        pk: (currency, cents or 0)
        for pk, currency, cents in Opportunity.objects.open().values_list("id", "currency", "amount_cents")
    }
    heard_by_group: dict[int, list[weigh.Heard]] = {group: [] for group in themes}
    for group, heard in zip(groups, notes.heard, strict=True):
        if group >= 0:
            heard_by_group[group].append(heard)
    overall = weigh.add_weeks(weigh.weekly_voices(heard, today) for heard in heard_by_group.values())
    weights = {group: weigh.weigh_theme(heard, amounts, today, overall) for group, heard in heard_by_group.items()}
    for rank, group in enumerate(sorted(weights, key=lambda g: (weigh.rank_key(weights[g]), g)), start=1):
        weight, theme = weights[group], themes[group]
        theme.rank = rank
        theme.n_notes, theme.n_accounts = weight.n_notes, weight.n_accounts
        theme.n_sellers, theme.n_open_deals = weight.n_sellers, weight.n_open_deals
        theme.stake_cents = weight.stake_cents
        theme.weekly_counts = list(weight.weekly)
        theme.trend = asdict(weight.trend) if weight.trend is not None else None
    columns = ["rank", "n_notes", "n_accounts", "n_sellers", "n_open_deals", "stake_cents", "weekly_counts", "trend"]
    Theme.objects.bulk_update(themes.values(), columns, batch_size=300)


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
