"""Read the life of arguments: whose each one is, until when it holds, and who has read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Case, OuterRef, Subquery, When

from liant.loop.values.roles import SALES, Role
from liant.queries.audience import Asked, AudienceView, audiences_of
from liant.queries.clocks import ClockView, clocks_of, day_in_company
from liant.queries.ledger import name_for
from liant.store.models import (
    Acknowledgement,
    ArgumentUse,
    ArgumentVersion,
    AudiencePart,
    Contest,
    Opportunity,
    Person,
    Verdict,
    VersionStatus,
)
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
    contest_id : public id of the contest that waits for an answer; empty when there is none.
    """

    audience: AudienceView
    is_mine: bool
    has_expired: bool
    published_number: int
    asked: Asked | None
    contest_id: str


@dataclass(frozen=True, kw_only=True)
class MyUse:
    """What a reader said last of an argument in a deal; ``is_fresh``: said today, it may be explained or taken back."""

    public_id: str
    verdict: str
    comment: str
    is_fresh: bool


@dataclass(frozen=True, kw_only=True)
class Objection:
    """What one seller said is wrong; ``who`` is masked by rights."""

    who: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ContestView:
    """A contest as one reader sees it."""

    public_id: str
    argument_id: str
    title: str
    language: str
    number: int
    published_number: int
    outcome: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    objections: tuple[Objection, ...]
    clock: ClockView | None
    is_mine: bool


def with_life(rows: ArgumentQuerySet, reader: Person) -> Any:
    """Load with arguments what their life needs, in the same query: whether they are the reader's, and what is asked."""
    asked = Acknowledgement.objects.filter(person=reader, kind="argument", object_id=OuterRef("public_id"))
    latest = asked.order_by("-number")
    return rows.annotate(
        is_theirs=Case(When(is_for("argument", reader), then=True), default=False, output_field=BooleanField()),
        asked_number=Subquery(latest.values("number")[:1]),
        asked_due_at=Subquery(latest.values("due_at")[:1]),
        asked_done_at=Subquery(latest.values("done_at")[:1]),
        contest_id=Subquery(Contest.objects.filter(argument=OuterRef("pk"), answered_at=None).values("public_id")[:1]),
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
        contest_id=argument.contest_id or "",
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


def uses_of_mine(reader: Person, deal: Opportunity, keys: Sequence[int], *, today: date) -> dict[int, MyUse]:
    """Find what a reader said last of arguments, by key, in a deal: one query."""
    rows = ArgumentUse.objects.filter(opportunity=deal, person=reader, argument__in=keys).order_by("id")
    return {
        row.argument_id: MyUse(
            public_id=row.public_id,
            verdict=row.verdict,
            comment=row.comment,
            is_fresh=day_in_company(row.recorded_at) == today,
        )
        for row in rows
    }


def contest_view(reader: Person, contest: Contest, now: datetime) -> ContestView:
    """Show a contest: what is said to be wrong, until when an answer is due, and the answer."""
    until = contest.answered_at or now
    uses = (
        ArgumentUse.objects.filter(
            argument=contest.argument,
            verdict=Verdict.WRONG.value,
            recorded_at__gte=contest.opened_at,
            recorded_at__lte=until,
        )
        .select_related("person")
        .order_by("id")
    )
    published = contest.argument.versions.filter(status=VersionStatus.PUBLISHED.value).first()
    version = contest.argument_version
    owns = contest.argument.owner_id == reader.pk or reader.role == Role.MARKETING_DIRECTOR
    return ContestView(
        public_id=contest.public_id,
        argument_id=contest.argument.public_id,
        title=version.title,
        language=version.language,
        number=version.number,
        published_number=published.number if published else 0,
        outcome=contest.outcome,
        answer=contest.answer,
        answered_by=name_for(reader, contest.answered_by) if contest.answered_by else "",
        answered_at=contest.answered_at,
        objections=tuple(
            Objection(who=name_for(reader, use.person), text=use.comment, at=use.recorded_at) for use in uses[:50]
        ),
        clock=clocks_of("contest", [contest.public_id], reader, now).get(contest.public_id),
        is_mine=owns and contest.answered_at is None,
    )
