"""Read people and teams."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from liant.store.models import Company, Person, Team


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """A person in a list."""

    public_id: str
    name: str
    email: str
    role: str
    team_name: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class TeamLine:
    """A team with the number of its people."""

    public_id: str
    name: str
    side: str
    n_people: int


def is_set_up() -> bool:
    """Tell whether the first run is over."""
    return Company.objects.exists()


def all_people(*, search: str = "", first: int = 0, limit: int = 50) -> tuple[tuple[PersonLine, ...], int]:
    """List people by name, with their total number."""
    rows = Person.objects.select_related("team").order_by("name", "id")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(email__icontains=search))
    lines = tuple(
        PersonLine(
            public_id=row.public_id,
            name=row.name,
            email=row.email,
            role=row.role,
            team_name=row.team.name if row.team else "",
            is_active=row.is_active,
        )
        for row in rows[first : first + limit]
    )
    return lines, rows.count()


def all_teams() -> tuple[TeamLine, ...]:
    """List teams, sales first, by name."""
    rows = Team.objects.annotate(n=Count("members")).order_by("-side", "name")
    return tuple(TeamLine(public_id=row.public_id, name=row.name, side=row.side, n_people=row.n) for row in rows)


def one_of_each_role() -> tuple[Person, ...]:
    """Return, for the demonstration only, the person through whom each role is tried."""
    found: dict[str, Person] = {}
    for person in Person.objects.able().select_related("team").order_by("id"):
        found.setdefault(person.role, person)
    return tuple(found.values())
