"""What stands beside an argument while it is written: quotes, what the theme suggests, figures and deals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery, Sum

from liant.loop.argue.suggest import Heard, suggest_from
from liant.loop.values.stages import OPEN_STAGES, Voice
from liant.queries.argue_figures import FigureToCite, figures_to_cite
from liant.queries.listen import QuoteView, view_quote
from liant.store.models import Competitor, Note, Opportunity, Person, Quote, Theme

#: Quotes of a theme that the suggestions look at, latest first: what is said now.
LATELY = 400


@dataclass(frozen=True, kw_only=True)
class StageCount:
    """Deals of a stage in which a theme was heard."""

    stage: str
    n: int


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a theme offers to whoever writes about it; ``n_won`` is None when too few deals are closed to compare."""

    typical: tuple[QuoteView, ...]
    strongest: tuple[QuoteView, ...]
    won: tuple[QuoteView, ...]
    n_won: int | None
    n_lost: int | None
    figures: tuple[FigureToCite, ...]
    deals: tuple[StageCount, ...]


def desk_for(reader: Person, theme: Theme | None, competitor_id: str, *, today: date) -> Desk:
    """Lay out what a writer may use.

    Parameters
    ----------
    competitor_id : public id of the competitor that the argument answers, empty for none.

    Notes
    -----
    About eight queries whatever the number of notes; open money ranks quotes and is never shown.
    """
    rival = Competitor.objects.filter(public_id=competitor_id).first() if competitor_id else None
    figures = figures_to_cite(reader, theme, rival, today=today)
    if theme is None:
        return Desk(typical=(), strongest=(), won=(), n_won=None, n_lost=None, figures=figures, deals=())
    rows = {row.public_id: row for row in quotes_heard(reader, theme)}
    found = suggest_from([heard(row) for row in rows.values()], today=today)

    def views(keys: tuple[str, ...]) -> tuple[QuoteView, ...]:
        return tuple(view_quote(rows[key], rows[key].note, reader) for key in keys)

    return Desk(
        typical=views(found.typical),
        strongest=views(found.strongest),
        won=views(found.won.keys) if found.won else (),
        n_won=found.won.n_won if found.won else None,
        n_lost=found.won.n_lost if found.won else None,
        figures=figures,
        deals=deals_by_stage(theme),
    )


def quotes_heard(reader: Person, theme: Theme) -> list[Quote]:
    """Load the latest quotes of a theme that a reader may read, each with the open money of its account."""
    money = (
        Opportunity.objects.filter(account=OuterRef("note__account"), stage__in=OPEN_STAGES)
        .order_by()
        .values("account")
        .annotate(cents=Sum("amount_cents"))
        .values("cents")
    )
    return list(
        Quote.objects.filter(note__membership__theme=theme, note__in=Note.objects.visible_to(reader))
        .select_related("note__author", "note__account", "note__opportunity")
        .annotate(open_cents=Subquery(money))
        .order_by("-note__heard_on", "-id")[:LATELY]
    )


def heard(row: Quote) -> Heard:
    """Turn a loaded quote into what the suggestions read."""
    note = row.note
    outcome = note.opportunity.stage if note.opportunity else ""
    return Heard(
        key=row.public_id,
        text=note.text[row.start : row.end],
        language=note.language,
        is_client=row.voice == Voice.CLIENT,
        account=note.account_id,
        deal=note.opportunity_id,
        open_cents=max(0, vars(row)["open_cents"] or 0),
        outcome=outcome if outcome in ("won", "lost") else "",
        heard_on=note.heard_on,
    )


def deals_by_stage(theme: Theme) -> tuple[StageCount, ...]:
    """Count the deals in which a theme was heard, by stage, in the order of a sale."""
    heard_in = Note.objects.filter(is_shared=True, membership__theme=theme, opportunity__isnull=False)
    rows: Mapping[str, int] = dict(
        Opportunity.objects.filter(pk__in=heard_in.values("opportunity"))
        .order_by()
        .values_list("stage")
        .annotate(n=Count("id"))
    )
    return tuple(StageCount(stage=stage, n=rows[stage]) for stage in (*OPEN_STAGES, "won", "lost") if stage in rows)
