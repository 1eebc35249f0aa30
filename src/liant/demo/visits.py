"""Joint visits of the invented company: some made and told, one agreed this week, one that waits for the first seller."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from liant.actions.visits import Slot, accept_visit, debrief_visit, propose_visit
from liant.demo.talk import first_of
from liant.loop.values.roles import Role
from liant.loop.values.stages import OPEN_STAGES, NoteKind
from liant.queries.clocks import work_calendar
from liant.store import models as store

NEED, OBJECTION, SURPRISE = NoteKind.NEED, NoteKind.OBJECTION, NoteKind.VISIT
#: Days since, and what was told of it.
MADE = (
    (
        150,
        (
            (
                NEED,
                "Le chef d'atelier veut voir les trois dernières pannes d'une machine : « sans ouvrir l'ordinateur ».",
            ),
            (SURPRISE, "Les techniciens photographient déjà les plaques avec leur propre téléphone."),
        ),
    ),
    (96, ((OBJECTION, "« Deux semaines de reprise de données, on ne peut pas arrêter l'équipe si longtemps. »"),)),
    (61, ((NEED, "Ils demandent un chiffrage par ligne, pas par site : chaque ligne a son budget."),)),
    (
        33,
        (
            (NEED, "« Qui répond le samedi ? » : c'est la première question de la directrice de production."),
            (OBJECTION, "Le service informatique refuse une application de plus sur les tablettes."),
        ),
    ),
    (12, ((SURPRISE, "Ils ont imprimé notre fiche et l'ont affichée près de la ligne d'emballage."),)),
)


def load_visits(people: Sequence[store.Person], now: datetime, today: date) -> None:
    """Make visits over half a year, in the teams in turn, then one to come and one to answer."""
    marketers = [person for person in people if person.role == Role.MARKETER]
    accounts = accounts_by_seller(people)
    first = first_of(people, Role.SELLER)
    others = [person for person in people if person.pk in accounts and person != first]
    for i, (days, lines) in enumerate(MADE):
        seller, on = others[(3 * i) % len(others)], working_day(today - timedelta(days=days))
        go(marketers[i % len(marketers)], seller, accounts[seller.pk][0], on, lines)
    meet_first(first, marketers, now, today)


def meet_first(first: store.Person, marketers: Sequence[store.Person], now: datetime, today: date) -> None:
    """Leave the first seller a visit made yesterday to tell, one to make this week and one to answer."""
    mine = store.Account.objects.filter(owner=first).annotate(n=Count("opportunities")).order_by("n", "id")
    own = list(mine[:2])
    if len(own) < 2:
        return
    days = (working_day_before(today), working_day(today + timedelta(days=2)), working_day(today + timedelta(days=9)))
    asked_at = datetime.combine(days[0], time(9), work_calendar().zone) - timedelta(days=6)
    for on, marketer, at in ((days[0], marketers[0], asked_at), (days[1], marketers[-1], now - timedelta(hours=2))):
        visit = propose(marketer, first, own[0], Slot(on=on, half=0), at)
        accept_visit(actor=first, visit=visit, now=at + timedelta(hours=1))
        store.Notice.objects.filter(kind="visit", object_id=visit.public_id).update(closed_at=now)
    propose(marketers[-1], first, own[1], Slot(on=days[2], half=1), now - timedelta(hours=6))


def working_day_before(day: date) -> date:
    """Return the last working day before a day."""
    calendar = work_calendar()
    day -= timedelta(days=1)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def accounts_by_seller(people: Sequence[store.Person]) -> dict[int, list[store.Account]]:
    """List the accounts of each seller that have an open deal, in order."""
    found: dict[int, list[store.Account]] = {}
    sellers = [person for person in people if person.role == Role.SELLER]
    deals = store.Opportunity.objects.filter(stage__in=[stage.value for stage in OPEN_STAGES])
    rows = store.Account.objects.filter(owner__in=sellers, pk__in=deals.values("account")).order_by("id")
    for account in rows:
        if account.owner_id is not None:
            found.setdefault(account.owner_id, []).append(account)
    return found


def working_day(day: date) -> date:
    """Return a working day, that one or the next."""
    calendar = work_calendar()
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def propose(
    marketer: store.Person, seller: store.Person, account: store.Account, slot: Slot, now: datetime
) -> store.Visit:
    """Let a marketer propose a visit, on what was heard there last."""
    notes = store.Note.objects.filter(account=account, membership__theme__rank__isnull=False)
    note = notes.select_related("membership__theme").order_by("-heard_on", "id").first()
    return propose_visit(
        actor=marketer,
        marketer=marketer,
        seller=seller,
        account=account,
        theme=note.membership.theme if note else None,
        slot=slot,
        now=now,
    )


def go(
    marketer: store.Person,
    seller: store.Person,
    account: store.Account,
    on: date,
    lines: Sequence[tuple[NoteKind, str]],
) -> None:
    """Make a visit, from the proposal to what was told of it; nobody is told of it as news any more."""
    morning = datetime.combine(on, time(9), work_calendar().zone)
    visit = propose(marketer, seller, account, Slot(on=on, half=0), morning - timedelta(days=8))
    accept_visit(actor=seller, visit=visit, now=morning - timedelta(days=7))
    debrief_visit(actor=seller, visit=visit, lines=lines, now=morning + timedelta(hours=5), guard_seen=True)
    store.Notice.objects.filter(kind="visit", object_id=visit.public_id).update(closed_at=morning + timedelta(days=1))
