"""Read audiences and acknowledgements: counts for marketing, names for a manager's own teams, one's own for oneself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from liant.loop.values.groups import KEPT_BY_PERSON, Breakdown, Tally, break_down
from liant.loop.values.roles import Role
from liant.store.models import Account, Acknowledgement, AcknowledgementCount, AudiencePart, Person


@dataclass(frozen=True, kw_only=True)
class AudienceView:
    """Whom something is for, in names; empty dimensions leave nobody out."""

    teams: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()

    @property
    def is_everybody(self) -> bool:
        """Tell whether all of sales gets it, in all its deals."""
        return not (self.teams or self.segments or self.stages)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What one person is asked to say having read."""

    number: int
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Somebody of a manager's own teams, and whether an answer is there."""

    name: str
    team: str
    due_at: datetime
    done_at: datetime | None


def audiences_of(kind: str, public_ids: Iterable[str]) -> dict[str, AudienceView]:
    """Find the audiences of objects, by public id: one query; an object without a row is for everybody."""
    found: dict[str, AudienceView] = {}
    parts = AudiencePart.objects.filter(kind=kind, object_id__in=list(public_ids)).select_related("team")
    by_object: dict[str, list[AudiencePart]] = {}
    for part in parts.order_by("team__name", "segment", "id"):
        by_object.setdefault(part.object_id, []).append(part)
    for object_id, rows in by_object.items():
        found[object_id] = AudienceView(
            teams=tuple(row.team.name for row in rows if row.team),
            team_ids=tuple(row.team.public_id for row in rows if row.team),
            segments=tuple(row.segment for row in rows if row.segment),
            stages=tuple(row.stage for row in rows if row.stage),
        )
    return found


def asked_of(person: Person, kind: str, public_ids: Iterable[str]) -> dict[str, Asked]:
    """Find what a person is asked to acknowledge, by public id, the latest version of each: one query."""
    rows = Acknowledgement.objects.filter(person=person, kind=kind, object_id__in=list(public_ids)).order_by("number")
    return {row.object_id: Asked(number=row.number, due_at=row.due_at, done_at=row.done_at) for row in rows}


def coverage_of(kind: str, public_id: str, number: int) -> Breakdown | None:
    """Count who was asked about a version and who has answered, by team where five or more are; None if nobody was."""
    return coverages_of(kind, {public_id: number}).get(public_id)


def coverages_of(kind: str, numbers: Mapping[str, int]) -> dict[str, Breakdown]:
    """Count as :func:`coverage_of` for several objects, given the version of each: two queries."""
    rows = (
        Acknowledgement.objects.filter(kind=kind, object_id__in=list(numbers))
        .values("object_id", "number", "person__team__name")
        .annotate(asked=Count("id"), done=Count("id", filter=Q(done_at__isnull=False)))
        .order_by()
    )
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for row in rows:
        if row["number"] == numbers[row["object_id"]]:
            team = row["person__team__name"] or ""
            tallies[row["object_id"]].append(Tally(name=team, n_people=row["asked"], n_done=row["done"]))
    for counted in AcknowledgementCount.objects.filter(kind=kind, object_id__in=list(numbers)):
        if counted.number == numbers[counted.object_id]:
            # Who was in which team is forgotten with the people: the total is all that is left.
            kept = tallies[counted.object_id]
            total = Tally(
                name="",
                n_people=counted.n_asked + sum(t.n_people for t in kept),
                n_done=counted.n_done + sum(t.n_done for t in kept),
            )
            tallies[counted.object_id] = [total]
    return {public_id: break_down(found) for public_id, found in tallies.items()}


def due_of(kind: str, public_id: str, number: int) -> datetime | None:
    """Tell until when an answer was asked; None when nobody was asked, or when who was is forgotten."""
    latest = Acknowledgement.objects.filter(kind=kind, object_id=public_id, number=number).aggregate(at=Max("due_at"))
    return latest["at"]  # type: ignore[no-any-return]


def answers_of_own_teams(
    reader: Person, kind: str, public_id: str, number: int, *, now: datetime
) -> tuple[Missing, ...]:
    """List who of a manager's own teams was asked in the last ninety days, the missing first.

    Nobody else reads it by person.
    """
    if reader.role != Role.SALES_MANAGER:
        return ()
    rows = (
        Acknowledgement.objects.filter(
            kind=kind,
            object_id=public_id,
            number=number,
            asked_at__gte=now - KEPT_BY_PERSON,
            person__team__managers=reader,
            person__is_active=True,
        )
        .select_related("person__team")
        .order_by("person__name", "id")
    )
    found = [
        Missing(
            name=row.person.name,
            team=row.person.team.name if row.person.team else "",
            due_at=row.due_at,
            done_at=row.done_at,
        )
        for row in rows
    ]
    # Databases disagree on where an empty date sorts.
    return tuple(sorted(found, key=lambda answer: answer.done_at is not None))


def known_segments() -> tuple[str, ...]:
    """List the segments of the accounts, as the CRM names them."""
    rows = Account.objects.exclude(segment="").values_list("segment", flat=True).distinct().order_by("segment")
    return tuple(rows[:50])
