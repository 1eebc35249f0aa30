"""Requests to marketing of the invented company: what was delivered, and what is asked today. Invented, like everything here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from liant.actions import arbitrate, arbitrate_work
from liant.actions.clocks import stop_clock
from liant.loop.arbitrate.requests import Ask, Need, RequestStatus
from liant.loop.values.roles import Role
from liant.loop.values.stages import OPEN_STAGES
from liant.store import models as store

#: Delivered: position of the type, name, days from the request to the delivery, half-days that it took.
DELIVERED = (
    (0, "Étude de cas : un atelier qui tourne en trois-huit", 26, 9),
    (0, "Étude de cas : reprise de l'historique en un mois", 31, 10),
    (0, "Étude de cas : deux sites, un seul stock de pièces", 24, 8),
    (0, "Étude de cas dans la santé", 35, 11),
    (0, "Étude de cas : la panne de nuit évitée", 28, 9),
    (0, "Étude de cas : mise en service en six semaines", 42, 12),
    (1, "Dossier de démonstration pour un site de production", 12, 5),
    (1, "Dossier de démonstration avec les machines du client", 16, 6),
    (1, "Dossier de démonstration pour les collectivités", 11, 5),
    (1, "Dossier de démonstration sans réseau", 19, 7),
    (4, "Présentation pour un comité de direction", 6, 3),
    (4, "Présentation pour un service informatique", 8, 4),
    (4, "Présentation en anglais pour un groupe", 5, 3),
    (4, "Présentation de la reprise des données", 9, 4),
    (6, "Calcul de l'heure d'arrêt, ligne d'emballage", 10, 3),
    (6, "Calcul de gain sur les pièces en double", 14, 5),
    (6, "Calcul de gain sur les interventions de nuit", 13, 4),
    (7, "Vidéo : trois gestes sur le téléphone", 30, 9),
    (9, "Stand du salon de la maintenance", 61, 22),
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A request of today.

    Attributes
    ----------
    kind : position of its type of work.
    team : whose seller asks, by the order of the teams; None for marketing itself.
    kinds : what the account is; empty when it is for the team or the company.
    due_days : days from today until it is needed; 0 when nobody says.
    days_ago : when it was asked.
    """

    kind: int
    title: str
    team: int | None
    seller: int
    account_kind: str
    need: Need
    due_days: int
    days_ago: int
    details: str = ""


WANTED = (
    Wanted(
        kind=0,
        title="Étude de cas dans l'agroalimentaire",
        team=0,
        seller=0,
        account_kind="prospect",
        need=Need.BLOCKS,
        due_days=38,
        days_ago=5,
        details="L'acheteur veut parler à un site comme le sien avant de signer.",
    ),
    Wanted(
        kind=9,
        title="Stand au salon de la logistique",
        team=1,
        seller=0,
        account_kind="",
        need=Need.IMPORTANT,
        due_days=70,
        days_ago=6,
        details="Deux concurrents y seront ; nous n'y étions pas l'an dernier.",
    ),
    Wanted(
        kind=1,
        title="Dossier de démonstration sur tablette",
        team=1,
        seller=1,
        account_kind="client",
        need=Need.IMPORTANT,
        due_days=21,
        days_ago=4,
    ),
    Wanted(
        kind=2,
        title="Visite d'un site qui a quitté Maintena",
        team=2,
        seller=0,
        account_kind="prospect",
        need=Need.BLOCKS,
        due_days=28,
        days_ago=4,
    ),
    Wanted(
        kind=6,
        title="Calcul de gain pour un parc de deux cents machines",
        team=2,
        seller=1,
        account_kind="client",
        need=Need.IMPORTANT,
        due_days=17,
        days_ago=3,
    ),
    Wanted(
        kind=5,
        title="Fiche concurrent Ondalis",
        team=0,
        seller=1,
        account_kind="",
        need=Need.USEFUL,
        due_days=0,
        days_ago=3,
    ),
    Wanted(
        kind=4,
        title="Présentation pour un intégrateur partenaire",
        team=1,
        seller=2,
        account_kind="partner",
        need=Need.IMPORTANT,
        due_days=14,
        days_ago=2,
    ),
    Wanted(
        kind=7,
        title="Vidéo de deux minutes pour les techniciens",
        team=0,
        seller=2,
        account_kind="client",
        need=Need.USEFUL,
        due_days=0,
        days_ago=2,
    ),
    Wanted(
        kind=8,
        title="Page « reprise de l'historique »",
        team=None,
        seller=0,
        account_kind="",
        need=Need.IMPORTANT,
        due_days=45,
        days_ago=2,
    ),
    Wanted(
        kind=3,
        title="Fiche produit Brisane Capteurs, version hôpital",
        team=2,
        seller=2,
        account_kind="client",
        need=Need.IMPORTANT,
        due_days=30,
        days_ago=1,
    ),
)


def load_requests(people: Sequence[store.Person], now: datetime) -> None:
    """Write what was delivered over half a year, then what is asked today."""
    types = list(store.Deliverable.objects.order_by("position"))
    teams = [
        [person for person in people if person.role == Role.SELLER and person.team_id == team.pk]
        for team in store.Team.objects.filter(side=store.Side.SALES.value).order_by("id")
    ]
    marketers = [person for person in people if person.role == Role.MARKETER]
    sellers = [seller for team in teams for seller in team]
    for i, (kind, title, days, half_days) in enumerate(DELIVERED):
        asked_at = now - timedelta(days=175 - 7 * i + days // 4)
        load_delivered(
            sellers[(3 * i + 1) % len(sellers)],
            marketers[i % len(marketers)],
            types[kind],
            title,
            asked_at,
            days,
            half_days,
        )
    for wanted in WANTED:
        asker = marketers[0] if wanted.team is None else teams[wanted.team][wanted.seller % len(teams[wanted.team])]
        load_wanted(asker, types[wanted.kind], wanted, now)
    join_first(teams[1][0], now)


def load_delivered(
    asker: store.Person,
    maker: store.Person,
    deliverable: store.Deliverable,
    title: str,
    asked_at: datetime,
    days: int,
    half_days: int,
) -> None:
    """Write a request from its first day to its delivery; it was accepted before arbitration was kept here."""
    request = arbitrate.ask_request(
        actor=asker,
        deliverable=deliverable,
        ask=Ask(title=title, details="", needed_on=None),
        serves=arbitrate.Serves(),
        need=Need.IMPORTANT,
        today=asked_at.date(),
        now=asked_at,
    )
    accepted_at = asked_at + timedelta(days=2)
    store.MarketingRequest.objects.filter(pk=request.pk).update(
        status=RequestStatus.ACCEPTED.value, accepted_at=accepted_at
    )
    stop_clock(actor=maker, code=arbitrate.CLOCK, kind="request", public_id=request.public_id, now=accepted_at)
    arbitrate_work.start_request(actor=maker, request=request, now=asked_at + timedelta(days=max(2, days // 2)))
    arbitrate_work.deliver_request(
        actor=maker,
        request=request,
        where="Dossier partagé « Ventes », rubrique Documents",
        actual_half_days=half_days,
        now=asked_at + timedelta(days=days),
    )


def load_wanted(asker: store.Person, deliverable: store.Deliverable, wanted: Wanted, now: datetime) -> None:
    """Ask for something, about an open deal of whoever asks when there is one of that kind."""
    at = now - timedelta(days=wanted.days_ago)
    arbitrate.ask_request(
        actor=asker,
        deliverable=deliverable,
        ask=Ask(
            title=wanted.title,
            details=wanted.details,
            needed_on=now.date() + timedelta(days=wanted.due_days) if wanted.due_days else None,
        ),
        serves=serves_of(asker, wanted),
        need=wanted.need,
        today=at.date(),
        now=at,
    )


def serves_of(asker: store.Person, wanted: Wanted) -> arbitrate.Serves:
    """Find the deal that waits for it: the largest open one of that kind of account that whoever asks has."""
    if not wanted.account_kind:
        return arbitrate.Serves(is_for_company=wanted.team is None)
    deals = store.Opportunity.objects.filter(owner=asker, stage__in=[stage.value for stage in OPEN_STAGES])
    of_kind = deals.filter(account__kind=wanted.account_kind).select_related("account")
    deal = of_kind.order_by("-amount_cents", "id").first() or deals.select_related("account").order_by("-id").first()
    if deal is None or deal.account is None:
        account = store.Account.objects.filter(owner=asker).order_by("id").first()
        return arbitrate.Serves(account=account)
    return arbitrate.Serves(account=deal.account, opportunity=deal)


def join_first(seller: store.Person, now: datetime) -> None:
    """Let a seller of another team ask for the first request too."""
    first = store.MarketingRequest.objects.filter(title=WANTED[0].title).get()
    deal = (
        store.Opportunity.objects.filter(owner=seller, account__isnull=False)
        .select_related("account")
        .order_by("-id")
        .first()
    )
    serves = arbitrate.Serves(account=deal.account, opportunity=deal) if deal else arbitrate.Serves()
    arbitrate.join_request(actor=seller, request=first, serves=serves, need=Need.IMPORTANT, now=now - timedelta(days=2))
