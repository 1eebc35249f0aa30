"""Read joint visits: those asked and agreed, those of an account, and how close teams work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from liant.loop.plan.availability import DAYS_A_WEEK
from liant.loop.plan.visit_reasons import Coverage, VisitStatus
from liant.loop.plan.visits import CLOSE_DAYS
from liant.loop.values.roles import MARKETING, Role
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.ledger import name_for
from liant.queries.themes import label_for
from liant.store.models import (
    Account,
    Opportunity,
    Person,
    Team,
    Visit,
)

#: A visit that comes is told of from so many days before.
SOON_DAYS = 4
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class VisitView:
    """A visit as one reader sees it.

    Attributes
    ----------
    marketer, seller : by name to the two of them and to whoever may read the visit: it is where work is assigned.
    theme : empty when it was retired.
    is_mine, is_asked : the reader is one of the two; it is theirs to answer.
    may_debrief : agreed or held, and its day has come.
    """

    public_id: str
    account: str
    account_id: str
    city: str
    theme: str
    theme_id: str
    marketer: str
    seller: str
    on: date
    half: int
    is_whole_day: bool
    status: str
    word: str
    n_notes: int
    version: int
    is_mine: bool
    is_asked: bool
    may_change: bool
    may_debrief: bool


@dataclass(frozen=True, kw_only=True)
class VisitAt:
    """A visit in the list of an account: named as the reader may; ``public_id`` is empty where its page stays shut."""

    public_id: str
    on: date
    status: str
    marketer: str
    seller: str
    theme: str
    n_notes: int


def visits_for(reader: Person, *, today: date) -> tuple[VisitView, ...]:
    """List the visits that one may read: those that stand by date, then the last ones held; two queries."""
    rows = Visit.objects.visible_to(reader)
    standing = loaded(rows.standing()).filter(on__gte=today - timedelta(days=14)).order_by("on", "half", "id")[:SHOWN]
    held = loaded(rows.filter(status=VisitStatus.HELD.value)).order_by("-on", "-id")[:SHOWN]
    return tuple(view_visit(row, reader, today) for row in (*standing, *held))


def visits_due_for(person: Person, *, today: date) -> tuple[VisitView, ...]:
    """List a person's agreed visits of the next days, and those just made of which nothing is told; one query."""
    rows = Visit.objects.filter(
        Q(marketer=person) | Q(seller=person),
        status=VisitStatus.AGREED.value,
        on__gt=today - timedelta(days=DAYS_A_WEEK),
        on__lte=today + timedelta(days=SOON_DAYS),
    )
    return tuple(view_visit(row, person, today) for row in loaded(rows).order_by("on", "id")[:3])


def visit_view(reader: Person, visit: Visit, *, today: date) -> VisitView:
    """Show one visit."""
    return view_visit(loaded(Visit.objects.filter(pk=visit.pk)).get(), reader, today)


def loaded(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """Load what a visit shows, in the same query."""
    return rows.select_related("account", "theme", "marketer", "seller").annotate(n_notes=Count("notes"))


def view_visit(row: Visit, reader: Person, today: date) -> VisitView:
    """Turn a loaded row into what a reader sees."""
    is_mine = reader.pk in (row.marketer_id, row.seller_id)
    stands = row.status in (VisitStatus.ASKED, VisitStatus.AGREED)
    return VisitView(
        public_id=row.public_id,
        account=row.account.name,
        account_id=row.account.public_id,
        city=row.account.city,
        theme=label_for(reader, row.theme) if row.theme else "",
        theme_id=row.theme.public_id if row.theme else "",
        marketer=row.marketer.name,
        seller=row.seller.name,
        on=row.on,
        half=row.half,
        is_whole_day=row.is_whole_day,
        status=row.status,
        word=row.word,
        n_notes=row.n_notes,  # type: ignore[attr-defined]
        version=row.version,
        is_mine=is_mine,
        is_asked=row.waits_for_id == reader.pk,
        may_change=is_mine and stands,
        may_debrief=is_mine and row.status in (VisitStatus.AGREED, VisitStatus.HELD) and row.on <= today,
    )


def visits_at(reader: Person, account: Account) -> tuple[VisitAt, ...]:
    """List the visits agreed and held at an account, the latest first, in two queries."""
    rows = loaded(Visit.objects.taking_time().filter(account=account))
    readable = set(Visit.objects.visible_to(reader).filter(account=account).values_list("pk", flat=True))
    return tuple(
        VisitAt(
            public_id=row.public_id if row.pk in readable else "",
            on=row.on,
            status=row.status,
            marketer=name_for(reader, row.marketer),
            seller=row.seller.name if row.pk in readable else name_for(reader, row.seller),
            theme=label_for(reader, row.theme) if row.theme else "",
            n_notes=row.n_notes,  # type: ignore[attr-defined]
        )
        for row in rows.order_by("-on", "-id")[:5]
    )


def closeness_by_team(reader: Person, *, today: date) -> tuple[Coverage, ...]:
    """Tell, team by team, how many accounts with an open deal were visited together in half a year; three queries.

    A sales manager reads the teams they manage, marketing every team; a seller none: it is told of teams, never of people.
    """
    teams = Team.objects.filter(side="sales")
    if reader.role == Role.SALES_MANAGER:
        teams = teams.filter(managers=reader)
    elif reader.role not in MARKETING:
        return ()
    open_stages = [stage.value for stage in OPEN_STAGES]
    rows = (
        Opportunity.objects.filter(stage__in=open_stages, account__isnull=False, team__in=teams)
        .values_list("team", "account")
        .distinct()
    )
    accounts: dict[int, set[int]] = defaultdict(set)
    for team, account in rows:
        if team is not None and account is not None:
            accounts[team].add(account)
    held: dict[int, list[int]] = defaultdict(list)
    for team, account in Visit.objects.filter(
        status=VisitStatus.HELD.value, on__gt=today - timedelta(days=CLOSE_DAYS), seller__team__in=teams
    ).values_list("seller__team", "account"):
        if team is not None:
            held[team].append(account)
    return tuple(
        Coverage(
            team=team.name,
            n_accounts=len(accounts[team.pk]),
            n_together=len(accounts[team.pk] & set(held[team.pk])),
            n_visits=len(held[team.pk]),
        )
        for team in teams.order_by("name", "id")
    )
