"""Read what a lost deal has in common with others, what is done about it, and which open deals it may cost next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Count, F, Q, QuerySet

from liant.loop.refine.setbacks import Alike, Causes, count_alike
from liant.loop.values.stages import NoteKind, Reason, Stage
from liant.queries.crm import DealLine, view_deal_line
from liant.queries.listen import NoteView, page_of, view_notes
from liant.queries.refine_plans import PlanLine, about, plan_rows, view_plan_line
from liant.queries.themes import label_for
from liant.store.models import ActionPlan, Competitor, Note, Opportunity, OutcomeReason, Person, Theme, ThemeNote

#: How far back other losses are compared.
COMPARED_DAYS = 548

Key = TypeVar("Key", str, int)


@dataclass(frozen=True, kw_only=True)
class SharedTheme:
    """A theme heard in a lost deal, and how many other losses heard it."""

    public_id: str
    label: str
    n: int


@dataclass(frozen=True, kw_only=True)
class DealAtRisk:
    """An open deal that the reader may read and that shares a cause; ``shares`` names it: competitors, then themes."""

    line: DealLine
    shares: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LossView:
    """A lost deal beside the others: ``n`` of the ``n_compared`` other losses of eighteen months share a cause."""

    n: int
    n_compared: int
    reasons: tuple[tuple[str, int], ...]
    competitors: tuple[tuple[str, int], ...]
    themes: tuple[SharedTheme, ...]
    setbacks: tuple[NoteView, ...]
    at_risk: tuple[DealAtRisk, ...]
    is_waiting: bool  #: what was said of the deal is not in a theme yet


def causes_of(deals: QuerySet[Opportunity], within: Causes | None = None) -> dict[int, Causes]:
    """Gather the causes of deals, by key, in three queries; only those named in ``within``, when it is given.

    The reason "other" is no cause that two deals could share.
    """
    reasons: defaultdict[int, set[str]] = defaultdict(set)
    competitors: defaultdict[int, set[int]] = defaultdict(set)
    themes: defaultdict[int, set[int]] = defaultdict(set)
    given = OutcomeReason.objects.filter(opportunity__in=deals).exclude(reason=Reason.OTHER.value)
    met = deals.filter(competitors__isnull=False)
    heard = ThemeNote.objects.filter(note__opportunity__in=deals)
    if within is not None:
        given = given.filter(reason__in=within.reasons)
        met = met.filter(competitors__in=within.competitors)
        heard = heard.filter(theme__in=within.themes)
    for deal, reason in given.values_list("opportunity_id", "reason"):
        reasons[deal].add(reason)
    for deal, competitor in met.values_list("pk", "competitors"):
        competitors[deal].add(competitor)
    for deal, theme in heard.values_list("note__opportunity_id", "theme_id"):
        themes[deal].add(theme)
    return {
        deal: Causes(
            reasons=frozenset(reasons[deal]), competitors=frozenset(competitors[deal]), themes=frozenset(themes[deal])
        )
        for deal in {*reasons, *competitors, *themes}
    }


def loss_view(reader: Person, deal: Opportunity, *, today: date) -> LossView:
    """Show what a lost deal that the reader may read has in common with others, in at most sixteen queries."""
    lost = causes_of(Opportunity.objects.filter(pk=deal.pk)).get(deal.pk, Causes())
    since = today - timedelta(days=COMPARED_DAYS)
    others = Opportunity.objects.filter(stage=Stage.LOST.value, closed_on__gte=since).exclude(pk=deal.pk)
    alike = count_alike(lost, causes_of(others, lost).values(), others.count())
    rivals = dict(Competitor.objects.filter(pk__in=lost.competitors).values_list("pk", "name"))
    themes = list(Theme.objects.visible_to(reader).live().filter(pk__in=lost.themes))
    said = Note.objects.filter(opportunity=deal, kind=NoteKind.SETBACK.value, membership__isnull=True)
    return LossView(
        n=alike.n,
        n_compared=alike.n_compared,
        reasons=most_first(alike.by_reason),
        competitors=tuple((rivals[pk], n) for pk, n in most_first(alike.by_competitor)),
        themes=shared_themes(reader, themes, alike),
        setbacks=setbacks_of(reader, themes, deal),
        at_risk=deals_at_risk(reader, lost.competitors, themes, rivals, today),
        is_waiting=said.exists(),
    )


def most_first(counts: Mapping[Key, int]) -> tuple[tuple[Key, int], ...]:
    """Order counts, largest first, then by key."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def shared_themes(reader: Person, themes: Sequence[Theme], alike: Alike) -> tuple[SharedTheme, ...]:
    """Name the themes of a loss with how many others heard each, most first."""
    found = [
        SharedTheme(public_id=theme.public_id, label=label_for(reader, theme), n=alike.by_theme.get(theme.pk, 0))
        for theme in themes
    ]
    return tuple(sorted(found, key=lambda theme: (-theme.n, theme.label)))


def setbacks_of(reader: Person, themes: Sequence[Theme], deal: Opportunity, *, limit: int = 3) -> tuple[NoteView, ...]:
    """List the latest setbacks of other deals in the same themes, among those that the reader may read."""
    rows = Note.objects.visible_to(reader).filter(kind=NoteKind.SETBACK.value, membership__theme__in=themes)
    latest = rows.exclude(opportunity=deal).order_by("-heard_on", "-id")
    return view_notes(page_of(latest, limit=limit).order_by("-heard_on", "-id"), reader)


def themes_of_deal(reader: Person, deal: Opportunity) -> tuple[Theme, ...]:
    """List the themes heard in a deal, those with most notes there first."""
    rows = Theme.objects.visible_to(reader).live().filter(memberships__note__opportunity=deal)
    return tuple(rows.annotate(n_here=Count("memberships")).order_by("-n_here", "id"))


def plans_about(reader: Person, themes: Sequence[Theme], *, today: date, limit: int = 3) -> tuple[PlanLine, ...]:
    """List what is planned or was done about themes, what goes on first; what was dropped is left out."""
    rows = ActionPlan.objects.visible_to(reader).filter(about(*themes)).exclude(status="dropped")
    ordered = plan_rows(rows).order_by(F("ended_at").desc(nulls_first=True), "-id")
    return tuple(view_plan_line(row, reader, today) for row in ordered[:limit])


def heard_in(themes: Iterable[Theme]) -> Q:
    """Match the deals where a theme was heard."""
    return Q(notes__membership__theme__in=list(themes))


def deals_at_risk(
    reader: Person,
    competitors: frozenset[int],
    themes: Sequence[Theme],
    rivals: dict[int, str],
    today: date,
    *,
    limit: int = 8,
) -> tuple[DealAtRisk, ...]:
    """List the open deals that a reader may read where a competitor or a theme is met again, nearest close first."""
    visible = Opportunity.objects.visible_to(reader).open()
    keys = visible.filter(Q(competitors__in=competitors) | heard_in(themes)).values("pk")
    nearest = Opportunity.objects.filter(pk__in=keys).order_by(F("expected_close_on").asc(nulls_last=True), "id")
    rows = list(nearest.select_related("account", "owner")[:limit])
    within = Causes(competitors=competitors, themes=frozenset(theme.pk for theme in themes))
    causes = causes_of(Opportunity.objects.filter(pk__in=[row.pk for row in rows]), within)
    labels = {theme.pk: label_for(reader, theme) for theme in themes}
    return tuple(
        DealAtRisk(
            line=view_deal_line(row, reader, today),
            shares=(
                *sorted(rivals[pk] for pk in causes[row.pk].competitors),
                *sorted(labels[pk] for pk in causes[row.pk].themes),
            ),
        )
        for row in rows
    )


def deals_it_may_save(reader: Person, plan: ActionPlan, *, today: date) -> tuple[DealAtRisk, ...]:
    """List the open deals of a reader where the themes that a plan serves were heard."""
    themes = [theme for theme in (plan.theme, plan.idea.theme if plan.idea else None) if theme is not None]
    return deals_at_risk(reader, frozenset(), themes, {}, today) if themes else ()


def open_deals_by_owner(themes: Sequence[Theme]) -> dict[int, int]:
    """Count the open deals where themes were heard, by key of their owner: to be told to that owner only."""
    rows = Opportunity.objects.all().open().filter(heard_in(themes), owner__isnull=False)
    return dict(rows.values_list("owner_id").annotate(n=Count("pk", distinct=True)).order_by())
