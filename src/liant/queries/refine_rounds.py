"""Read rounds of ideas: what one person may see of one in each of its phases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from liant.loop.refine.rounds import Phase, by_dots
from liant.queries.ledger import name_for
from liant.store.models import (
    Brainstorm,
    BrainstormDot,
    BrainstormGroup,
    BrainstormItem,
    Person,
    RefinedIdea,
    Side,
    Team,
)


@dataclass(frozen=True, kw_only=True)
class RoundLine:
    """A round in a list."""

    public_id: str
    question: str
    host: str
    phase: str
    n_guests: int
    n_items: int
    is_host: bool
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """What somebody wrote; ``who`` is told once the round is closed, so that nobody votes for a name."""

    public_id: str
    text: str
    is_mine: bool
    who: str


@dataclass(frozen=True, kw_only=True)
class GroupView:
    """Ideas that say the same; ``n_dots`` is None where this reader may not know it yet."""

    public_id: str
    name: str
    items: tuple[ItemView, ...]
    n_dots: int | None
    has_my_dot: bool
    is_chosen: bool
    idea_id: str  #: empty where the reader may not open the idea


@dataclass(frozen=True, kw_only=True)
class RoundView:
    """A round as one reader may see it: in silence, one's own ideas only, and how many people have written."""

    line: RoundLine
    guests: tuple[str, ...]
    n_wrote: int
    mine: tuple[ItemView, ...]
    groups: tuple[GroupView, ...]
    dots_each: int
    dots_left: int
    n_dots: int
    rest_reason: str
    version: int


def round_rows(rows: QuerySet[Brainstorm]) -> QuerySet[Brainstorm]:
    """Load what a line needs, in one query."""
    items = BrainstormItem.objects.filter(brainstorm=OuterRef("pk")).order_by().values("brainstorm")
    return rows.select_related("host").annotate(
        n_guests=Count("guests", distinct=True),
        n_items=Coalesce(Subquery(items.annotate(n=Count("pk")).values("n")), 0),
    )


def view_round_line(row: Brainstorm, reader: Person) -> RoundLine:
    """Turn a loaded row into a line."""
    return RoundLine(
        public_id=row.public_id,
        question=row.question,
        host=name_for(reader, row.host),
        phase=row.phase,
        n_guests=row.n_guests,  # type: ignore[attr-defined]
        n_items=row.n_items,  # type: ignore[attr-defined]
        is_host=row.host_id == reader.pk,
        created_at=row.created_at,
    )


def rounds_for(reader: Person, *, first: int = 0, limit: int = 30) -> tuple[RoundLine, ...]:
    """List the rounds that one hosts or is invited to, latest first."""
    rows = Brainstorm.objects.visible_to(reader).order_by("-id").values("pk")[first : first + limit]
    return tuple(
        view_round_line(row, reader) for row in round_rows(Brainstorm.objects.filter(pk__in=rows)).order_by("-id")
    )


def round_view(reader: Person, brainstorm: Brainstorm) -> RoundView:
    """Show a round to somebody who takes part, in at most six queries."""
    row = round_rows(Brainstorm.objects.filter(pk=brainstorm.pk)).get()
    guests = list(row.guests.select_related("person").order_by("person__name", "id"))
    items = list(row.items.select_related("author").order_by("id"))
    place = next((guest for guest in guests if guest.person_id == reader.pk), None)
    is_closed = row.phase == Phase.CLOSED
    return RoundView(
        line=view_round_line(row, reader),
        guests=tuple(name_for(reader, guest.person) for guest in guests),
        n_wrote=len({item.author_id for item in items}),
        mine=tuple(view_item(item, reader, is_closed) for item in items if item.author_id == reader.pk),
        groups=() if row.phase == Phase.SILENT else view_groups(row, items, reader),
        dots_each=row.dots_each,
        dots_left=place.dots_left if place is not None else 0,
        n_dots=sum(row.dots_each - guest.dots_left for guest in guests),
        rest_reason=row.rest_reason,
        version=row.version,
    )


def view_item(item: BrainstormItem, reader: Person, is_closed: bool) -> ItemView:
    """Show what somebody wrote."""
    return ItemView(
        public_id=item.public_id,
        text=item.text,
        is_mine=item.author_id == reader.pk,
        who=name_for(reader, item.author) if is_closed else "",
    )


def view_groups(row: Brainstorm, items: list[BrainstormItem], reader: Person) -> tuple[GroupView, ...]:
    """Show the groups: as they were made until the round is closed, then by dots."""
    is_closed = row.phase == Phase.CLOSED
    knows = is_closed or (row.phase == Phase.VOTING and row.host_id == reader.pk)
    groups = {group.pk: group for group in BrainstormGroup.objects.filter(brainstorm=row)}
    ideas = RefinedIdea.objects.visible_to(reader).filter(brainstorm_group__brainstorm=row)
    idea_ids = dict(ideas.values_list("brainstorm_group", "public_id"))
    dots: defaultdict[int, int] = defaultdict(int)
    mine = set()
    for group, person in BrainstormDot.objects.filter(group__brainstorm=row).values_list("group", "guest__person"):
        dots[group] += 1
        if person == reader.pk:
            mine.add(group)
    inside: defaultdict[int, list[BrainstormItem]] = defaultdict(list)
    for item in items:
        inside[item.group_id or 0].append(item)
    order = sorted(groups)
    voices = {pk: len({item.author_id for item in inside[pk]}) for pk in order}
    return tuple(
        GroupView(
            public_id=groups[pk].public_id,
            name=groups[pk].name,
            items=tuple(view_item(item, reader, is_closed) for item in inside[pk]),
            n_dots=dots[pk] if knows else None,
            has_my_dot=pk in mine,
            is_chosen=groups[pk].idea_id is not None,
            idea_id=idea_ids.get(pk, ""),
        )
        for pk in (by_dots(dots, voices, order) if knows else order)
    )


def teams_to_invite() -> tuple[Team, ...]:
    """List the sales teams, which whoever may not know their people by name invites whole."""
    return tuple(Team.objects.filter(side=Side.SALES.value).order_by("name", "id"))


def members_of(teams: Sequence[Team]) -> tuple[Person, ...]:
    """List the people of teams who may sign in, their managers included."""
    managers = Q(managed_teams__in=teams)
    return tuple(Person.objects.able().filter(Q(team__in=teams) | managers).distinct().order_by("id"))
