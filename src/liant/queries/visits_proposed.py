"""Propose joint visits: where a theme is open, who could go, and when both are free."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Sum

from liant.loop.plan.availability import DAYS_A_WEEK, free_half_days, monday_of
from liant.loop.plan.problem import HALF_DAYS_A_WEEK, Plan, Problem, Seller
from liant.loop.plan.problem import Person as Maker
from liant.loop.plan.visit_reasons import Reason, VisitStatus, weight_of
from liant.loop.plan.visits import CLOSE_DAYS, Made, Opening, proposals
from liant.loop.values.roles import MARKETING, SALES
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.clocks import work_calendar
from liant.queries.plan_time import absences_by_person, visits_by_person, working_time
from liant.queries.themes import label_for
from liant.store.models import (
    Account,
    ArgumentVersion,
    Note,
    Opportunity,
    Person,
    Theme,
    VersionStatus,
    Visit,
    WorkPattern,
)

#: How far ahead a visit is proposed, and how far back what was heard still calls for one.
N_WEEKS, HEARD_DAYS = 4, 180
MOST_PROPOSED = 4
#: Visits are proposed in free half-days, whatever work is planned in their week.
VISIT_WEEK_HOURS = 40.0


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """A visit that the data proposes to its reader."""

    account: str
    account_id: str
    theme: str
    theme_id: str
    n_heard: int
    marketer: str
    marketer_id: str
    seller: str
    seller_id: str
    on: date
    half: int
    is_whole_day: bool
    never: bool


def proposals_for(reader: Person, *, today: date) -> tuple[ProposalView, ...]:
    """Propose visits to a marketer or a seller: where a theme is open, with whom and when; ten queries.

    A marketer is proposed accounts of every team; somebody in sales, those they own. The reader is always one of the two.
    """
    if reader.role not in MARKETING | SALES:
        return ()
    reasons = reasons_for(reader, today)
    if not reasons:
        return ()
    makers = Person.objects.able().filter(role__in=[role.value for role in MARKETING])
    marketers = {p.public_id: p for p in ([reader] if reader.role in MARKETING else makers.order_by("id"))}
    sellers = {p.public_id: p for p in Person.objects.able().filter(public_id__in={o.seller for o in reasons})}
    free = free_of([*marketers.values(), *sellers.values()], today)
    found = proposals(
        Problem(
            n_weeks=N_WEEKS,
            people=tuple(
                Maker(id=id_, skills=frozenset(), hours=(VISIT_WEEK_HOURS,) * N_WEEKS, free_half_days=free[person.pk])
                for id_, person in marketers.items()
            ),
            requests=(),
            sellers=tuple(Seller(id=id_, free_half_days=free[person.pk]) for id_, person in sellers.items()),
        ),
        Plan(),
        [opening for opening in reasons if opening.seller in sellers],
        made_lately(today),
        most=MOST_PROPOSED,
    )
    accounts = {row.public_id: row for row in Account.objects.filter(public_id__in=[p.opening.account for p in found])}
    themes = {row.public_id: row for row in Theme.objects.filter(public_id__in=[p.opening.theme for p in found])}
    views = []
    for proposal in found:
        opening, (on, half) = proposal.opening, day_of(proposal.booking.half_day, today)
        views.append(
            ProposalView(
                account=accounts[opening.account].name,
                account_id=opening.account,
                theme=label_for(reader, themes[opening.theme]),
                theme_id=opening.theme,
                n_heard=reasons[opening].n_heard,
                marketer=marketers[proposal.booking.marketer].name,
                marketer_id=proposal.booking.marketer,
                seller=sellers[opening.seller].name,
                seller_id=opening.seller,
                on=on,
                half=half,
                is_whole_day=proposal.half_days > 1,
                never=reasons[opening].days_since is None,
            )
        )
    return tuple(views)


def day_of(half_day: int, today: date) -> tuple[date, int]:
    """Tell the day and the half of a half-day numbered from this week's Monday morning."""
    week, place = divmod(half_day, HALF_DAYS_A_WEEK)
    return monday_of(today) + timedelta(days=DAYS_A_WEEK * week + place // 2), place % 2


def made_lately(today: date) -> list[Made]:
    """List who visited with whom in half a year; one query."""
    rows = Visit.objects.filter(status=VisitStatus.HELD.value, on__gt=today - timedelta(days=CLOSE_DAYS))
    return [
        Made(seller=seller, marketer=marketer, on=on)
        for seller, marketer, on in rows.values_list("seller__public_id", "marketer__public_id", "on")
    ]


def reasons_for(reader: Person, today: date) -> dict[Opening, Reason]:
    """List the accounts with an open deal where a theme was heard lately, with their sellers; five queries."""
    rows = Account.objects.visible_to(reader).filter(owner__isnull=False, owner__is_active=True)
    if reader.role in SALES:
        rows = rows.filter(owner=reader)
    deals = Opportunity.objects.filter(account=OuterRef("pk"), stage__in=[stage.value for stage in OPEN_STAGES])
    rows = rows.filter(Exists(deals), owner__role__in=[role.value for role in SALES]).exclude(
        pk__in=Visit.objects.standing().filter(on__gte=today).values("account")
    )
    accounts = {row.pk: row for row in rows.select_related("owner")}
    themes = open_themes(reader, accounts, today)
    stakes = dict(
        Opportunity.objects.filter(account__in=themes, stage__in=[stage.value for stage in OPEN_STAGES])
        .values_list("account")
        .annotate(cents=Sum("amount_cents"))
        .order_by()
    )
    last = dict(
        Visit.objects.filter(account__in=themes, status=VisitStatus.HELD.value)
        .order_by("on")
        .values_list("account", "on")
    )
    home = usual_cities(row for row in accounts.values())
    found = {}
    for key, (theme, n, is_answered) in themes.items():
        account, owner = accounts[key], accounts[key].owner
        reason = Reason(
            n_heard=n,
            stake_cents=stakes.get(key) or 0,
            is_answered=is_answered,
            days_since=(today - last[key]).days if key in last else None,
        )
        if owner is not None and (weight := weight_of(reason)) > 0:
            opening = Opening(
                account=account.public_id,
                theme=theme,
                seller=owner.public_id,
                weight=weight,
                needs_travel=bool(account.city) and account.city != home.get(owner.pk),
            )
            found[opening] = reason
    return found


def open_themes(reader: Person, accounts: Collection[int], today: date) -> dict[int, tuple[str, int, bool]]:
    """Find the theme heard most at each account lately, unanswered ones first: id, times heard, whether answered."""
    published = ArgumentVersion.objects.filter(
        status=VersionStatus.PUBLISHED.value, argument__theme=OuterRef("membership__theme")
    )
    rows = (
        Note.objects.visible_to(reader)
        .filter(
            account__in=accounts,
            heard_on__gt=today - timedelta(days=HEARD_DAYS),
            membership__theme__merged_into=None,
            membership__theme__rank__isnull=False,
        )
        .annotate(is_answered=Exists(published))
        .values_list("account", "membership__theme__public_id", "is_answered")
        .annotate(n_here=Count("id"))
        .order_by("is_answered", "-n_here", "membership__theme__public_id")
    )
    found: dict[int, tuple[str, int, bool]] = {}
    for account, theme, is_answered, n in rows:
        found.setdefault(account, (theme, n, is_answered))
    return found


def usual_cities(accounts: Iterable[Account]) -> Mapping[int, str]:
    """Tell the city where each owner has most accounts: a visit elsewhere takes half a day of travel besides."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for account in accounts:
        if account.owner_id is not None and account.city:
            counts[account.owner_id][account.city] += 1
    return {owner: min(cities, key=lambda city: (-cities[city], city)) for owner, cities in counts.items()}


def free_of(people: Collection[Person], today: date) -> Mapping[int, frozenset[int]]:
    """Tell when each person can go, from tomorrow on, visits that stand taken away; four queries."""
    keys = [person.pk for person in people]
    monday, calendar = monday_of(today), work_calendar()
    patterns = {row.person_id: row for row in WorkPattern.objects.filter(person__in=keys)}
    away = absences_by_person(keys, since=monday)
    visiting = visits_by_person(Visit.objects.standing(), keys, since=monday)
    passed = frozenset(range((today.weekday() + 1) * 2))
    found = {}
    for key in keys:
        taken = away.get(key, frozenset()) | visiting.get(key, frozenset())
        found[key] = free_half_days(working_time(patterns.get(key), taken), monday, N_WEEKS, calendar) - passed
    return found


def marketers_for() -> tuple[tuple[str, str], ...]:
    """List whoever in marketing may come, by id and name; one query."""
    rows = Person.objects.able().filter(role__in=[role.value for role in MARKETING]).order_by("name", "id")
    return tuple(rows.values_list("public_id", "name"))


def free_together(marketer: Person, seller: Person, *, today: date, limit: int = 16) -> tuple[tuple[date, int], ...]:
    """List the first half-days on which both are free."""
    free = free_of([marketer, seller], today)
    both = sorted(free[marketer.pk] & free[seller.pk])[:limit]
    return tuple(day_of(half_day, today) for half_day in both)
