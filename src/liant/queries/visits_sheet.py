"""Read what two people need on one page before they go: the client, three questions to listen for, arguments to try.

It reads the client's page, which stands above visits in the order of stages: nothing imports this but its view.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from liant.queries.client_concepts import Need, needs_of
from liant.queries.client_figures import ClientFigures, client_figures
from liant.queries.themes import label_for
from liant.queries.visits import VisitView, visit_view
from liant.store.models import Argument, ArgumentVersion, Note, Person, Theme, VersionStatus, Visit


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something to listen for about a theme: ``deepen`` why they go, ``other`` also heard, ``elsewhere`` never there."""

    kind: str
    theme: str


@dataclass(frozen=True, kw_only=True)
class ArgumentToTry:
    """A published argument, by its reply."""

    public_id: str
    title: str
    reply: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The preparation of a visit."""

    visit: VisitView
    figures: ClientFigures
    needs: tuple[Need, ...]
    questions: tuple[Question, ...]
    arguments: tuple[ArgumentToTry, ...]


def sheet_for(reader: Person, visit: Visit, *, today: date) -> Sheet:
    """Prepare a visit, in eight queries."""
    view, needs = visit_view(reader, visit, today=today), needs_of(reader, visit.account)
    return Sheet(
        visit=view,
        figures=client_figures(reader, visit.account, today=today),
        needs=needs[:3],
        questions=questions_of(reader, view, needs),
        arguments=tuple(
            ArgumentToTry(public_id=public_id, title=title, reply=reply)
            for public_id, title, reply in arguments_to_try(visit.seller, visit, today=today)
        ),
    )


def questions_of(reader: Person, visit: VisitView, needs: tuple[Need, ...]) -> tuple[Question, ...]:
    """Choose what to listen for: why they go, what else was heard there, what others say and this client never did."""
    found = [Question(kind="deepen", theme=visit.theme)] if visit.theme else []
    found += [Question(kind="other", theme=need.label) for need in needs if need.public_id != visit.theme_id]
    known = {need.public_id for need in needs} | {visit.theme_id}
    elsewhere = Theme.objects.live().filter(rank__isnull=False).exclude(public_id__in=known).order_by("rank")
    return (
        *found[:2],
        *(Question(kind="elsewhere", theme=label_for(reader, theme)) for theme in elsewhere[: max(1, 3 - len(found))]),
    )


def arguments_to_try(seller: Person, visit: Visit, *, today: date, limit: int = 3) -> tuple[tuple[str, str, str], ...]:
    """List the published arguments on what was heard there, the visit's theme first, as (id, title, reply)."""
    themes = Note.objects.filter(account=visit.account, membership__isnull=False).values("membership__theme")
    rows = (
        ArgumentVersion.objects.filter(
            status=VersionStatus.PUBLISHED.value,
            argument__in=Argument.objects.offered_to(seller, today),
            argument__theme__in=themes,
        )
        .annotate(is_first=Exists(Argument.objects.filter(pk=OuterRef("argument"), theme=visit.theme)))
        .order_by("-is_first", "-published_at", "id")
    )
    return tuple(rows.values_list("argument__public_id", "title", "reply")[:limit])
