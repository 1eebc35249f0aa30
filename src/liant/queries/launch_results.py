"""Read what a launch brought first: uses, deals closed, notes; nothing is concluded from too few of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from liant.loop.launch.results import FirstResults, conclude
from liant.loop.values.stages import CLOSED_STAGES, Stage
from liant.queries.argue import NO_USE, ArgumentView, UseCounts, view_arguments
from liant.queries.listen import LATEST, NoteView, page_of, view_notes
from liant.store.models import (
    Argument,
    ArgumentUse,
    AudiencePart,
    Launch,
    Note,
    Opportunity,
    Person,
    Verdict,
)


@dataclass(frozen=True, kw_only=True)
class ResultsView:
    """What came since a launch: uses of the arguments that carry it, deals closed by its audience, notes on its themes."""

    since: date
    uses: UseCounts
    deals: FirstResults
    notes: tuple[NoteView, ...]
    n_notes: int


def arguments_carrying(reader: Person, launch: Launch, *, today: date, limit: int = 3) -> tuple[ArgumentView, ...]:
    """List the arguments that answer the themes on the board, as far as a reader may read them, the latest first."""
    rows = Argument.objects.visible_to(reader).filter(theme__in=launch.pins.filter(theme__isnull=False).values("theme"))
    return view_arguments(reader, list(rows.order_by("-id").values_list("pk", flat=True)[:limit]), today=today)


def audience_deals(launch: Launch) -> QuerySet[Opportunity]:
    """Select the deals of the audience of a launch: of its teams, its segments and its product, where they are named."""
    parts = list(AudiencePart.objects.filter(kind="launch", object_id=launch.public_id))
    teams = [part.team_id for part in parts if part.team_id is not None]
    segments = [part.segment for part in parts if part.segment]
    deals = Opportunity.objects.all()
    if teams:
        deals = deals.filter(team__in=teams)
    if segments:
        deals = deals.filter(account__segment__in=segments)
    if launch.product_id is not None:
        deals = deals.filter(product=launch.product_id)
    return deals


def results_view(reader: Person, launch: Launch) -> ResultsView | None:
    """Tell the first results of a launch to those who work on it; None before it is launched. Six queries."""
    if launch.launched_at is None:
        return None
    since = launch.launched_at.date()
    deals = audience_deals(launch)
    closed = deals.filter(stage__in=CLOSED_STAGES, closed_on__gte=since).aggregate(
        won=Count("id", filter=Q(stage=Stage.WON.value)),
        lost=Count("id", filter=Q(stage=Stage.LOST.value)),
        sellers=Count("owner", distinct=True),
    )
    themes = launch.pins.filter(theme__isnull=False).values("theme")
    notes = Note.objects.visible_to(reader).filter(heard_on__gte=since, membership__theme__in=themes)
    return ResultsView(
        since=since,
        uses=uses_since(launch, deals),
        deals=conclude(n_won=closed["won"], n_lost=closed["lost"], n_sellers=closed["sellers"]),
        notes=view_notes(page_of(notes.order_by(*LATEST), limit=5).order_by(*LATEST), reader),
        n_notes=notes.count(),
    )


def uses_since(launch: Launch, deals: QuerySet[Opportunity]) -> UseCounts:
    """Count the uses, in the deals given, of the arguments that carry a launch, since its day."""
    counts = ArgumentUse.objects.filter(
        argument__theme__in=launch.pins.filter(theme__isnull=False).values("theme"),
        at__gte=launch.launched_at,
        opportunity__in=deals,
    ).aggregate(
        used=Count("id", filter=Q(verdict=Verdict.USED.value)),
        failed=Count("id", filter=Q(verdict=Verdict.DID_NOT_WORK.value)),
        wrong=Count("id", filter=Q(verdict=Verdict.WRONG.value)),
        deals=Count("opportunity", distinct=True),
        sellers=Count("person", distinct=True),
    )
    if not counts["deals"]:
        return NO_USE
    return UseCounts(
        n_used=counts["used"],
        n_did_not_work=counts["failed"],
        n_wrong=counts["wrong"],
        n_deals=counts["deals"],
        n_sellers=counts["sellers"],
    )
