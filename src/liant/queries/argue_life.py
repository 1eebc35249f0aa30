"""Read the life of arguments: whose each one is, until when it holds, and who has read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, OuterRef, Subquery, When

from liant.loop.values.roles import SALES
from liant.queries.audience import Asked, AudienceView, audiences_of
from liant.store.models import Acknowledgement, ArgumentVersion, AudiencePart, Person, VersionStatus
from liant.store.models.argue import ArgumentQuerySet
from liant.store.models.audience import is_for

EVERYBODY = AudienceView()


@dataclass(frozen=True, kw_only=True)
class LifeView:
    """Where an argument stands for one reader.

    Attributes
    ----------
    audience : known on the argument's own page only; elsewhere, everybody.
    is_mine : published to this reader; false for somebody who reads it only because it cites their words.
    has_expired : its last day has passed: it is offered in no deal any more.
    published_number : the version that sales reads; 0 when none is published.
    asked : what the reader is asked to acknowledge of this very version.
    """

    audience: AudienceView
    is_mine: bool
    has_expired: bool
    published_number: int
    asked: Asked | None


def with_life(rows: ArgumentQuerySet, reader: Person) -> Any:
    """Load with arguments what their life needs, in the same query: whether they are the reader's, and what is asked."""
    asked = Acknowledgement.objects.filter(person=reader, kind="argument", object_id=OuterRef("public_id"))
    latest = asked.order_by("-number")
    return rows.annotate(
        is_theirs=Case(When(is_for("argument", reader), then=True), default=False, output_field=BooleanField()),
        asked_number=Subquery(latest.values("number")[:1]),
        asked_due_at=Subquery(latest.values("due_at")[:1]),
        asked_done_at=Subquery(latest.values("done_at")[:1]),
    )


def view_life(reader: Person, argument: Any, version: ArgumentVersion, *, today: date) -> LifeView:
    """Tell the life of an argument loaded by :func:`with_life`, in the version that the reader sees."""
    published = (v.number for v in argument.versions.all() if v.status == VersionStatus.PUBLISHED)
    return LifeView(
        audience=EVERYBODY,
        is_mine=reader.role in SALES and argument.is_theirs,
        has_expired=version.status == VersionStatus.PUBLISHED and version.review_on < today,
        published_number=next(published, 0),
        asked=Asked(number=version.number, due_at=argument.asked_due_at, done_at=argument.asked_done_at)
        if argument.asked_number == version.number
        else None,
    )


def with_audience(view: LifeView, public_id: str) -> LifeView:
    """Add whom an argument is for, in names: one query."""
    return replace(view, audience=audiences_of("argument", [public_id]).get(public_id, EVERYBODY))


def deals_aimed_at() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Tell the segments and the stages that arguments are published for, by public id; one query, few rows."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for public_id, segment, stage in AudiencePart.objects.filter(kind="argument", team=None).values_list(
        "object_id", "segment", "stage"
    ):
        segments, stages = found.setdefault(public_id, (set(), set()))
        if segment:
            segments.add(segment)
        if stage:
            stages.add(stage)
    return {public_id: (frozenset(a), frozenset(b)) for public_id, (a, b) in found.items()}
