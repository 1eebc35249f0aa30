"""Requests to marketing of the invented company: what was delivered, and what is asked today. Invented, like everything here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from liant.actions import arbitrate, arbitrate_decide, arbitrate_propose, arbitrate_work
from liant.actions.clocks import stop_clock
from liant.loop.arbitrate.requests import Ask, Need, RequestStatus
from liant.loop.values.roles import SALES, Role
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.arbitrate_cycle import load_cycle, policy_now
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
    team : whose seller asks, or manager, by the order of the teams; None for marketing itself.
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
    is_manager: bool = False


#: What the marketing of the demonstration can give in a week.
WEEK_HALF_DAYS = 24


def wanted(
    kind: int, title: str, team: int | None, account_kind: str, need: Need, days_ago: int, **more: object
) -> Wanted:
    """Shorten what follows."""
    values: dict[str, Any] = {"seller": 0, "due_days": 0, **more}
    return Wanted(kind=kind, title=title, team=team, account_kind=account_kind, need=need, days_ago=days_ago, **values)


#: What managers propose to put in, whatever the rule says.
STAND, ONDALIS = "Stand au salon de la logistique", "Fiche concurrent Ondalis"
#: Asked before the decision of two weeks ago.
EARLIER = (
    wanted(4, "Présentation pour un comité d'achat", 0, "client", Need.IMPORTANT, 18, seller=1),
    wanted(1, "Dossier de démonstration multi-sites", 1, "prospect", Need.IMPORTANT, 18, seller=1),
    wanted(6, "Calcul de gain sur les arrêts de nuit", 2, "client", Need.IMPORTANT, 17),
    wanted(8, "Page « service de nuit »", None, "", Need.IMPORTANT, 17),
    wanted(7, "Vidéo de prise en main", 2, "client", Need.USEFUL, 16, seller=1),
    wanted(0, "Étude de cas dans la logistique", 1, "client", Need.USEFUL, 16, seller=2),
)
#: Asked before the decision of last week: the two managers want opposite things.
LAST = (
    wanted(
        0,
        "Étude de cas : deux usines équipées en un an",
        0,
        "client",
        Need.BLOCKS,
        11,
        is_manager=True,
        details="L'acheteur attend un exemple comparable ; trois autres affaires le demanderont.",
    ),
    wanted(
        9,
        STAND,
        1,
        "",
        Need.IMPORTANT,
        11,
        is_manager=True,
        due_days=70,
        details="Deux concurrents y seront ; nous n'y étions pas l'an dernier.",
    ),
    wanted(2, "Visite d'un atelier équipé depuis trois ans", 2, "prospect", Need.BLOCKS, 10, due_days=20),
    wanted(5, "Fiche concurrent Fixio", 0, "", Need.USEFUL, 9, seller=1),
    wanted(3, "Fiche produit Brisane Terrain, version collectivités", 1, "prospect", Need.IMPORTANT, 9, seller=1),
)
#: Waiting for this week's.
NOW = (
    wanted(
        0,
        "Étude de cas dans l'agroalimentaire",
        0,
        "prospect",
        Need.BLOCKS,
        5,
        due_days=38,
        details="L'acheteur veut parler à un site comme le sien avant de signer.",
    ),
    wanted(1, "Dossier de démonstration sur tablette", 1, "client", Need.IMPORTANT, 4, seller=1, due_days=21),
    wanted(2, "Visite d'un site qui a quitté Maintena", 2, "prospect", Need.BLOCKS, 4, due_days=28),
    wanted(
        6, "Calcul de gain pour un parc de deux cents machines", 2, "client", Need.IMPORTANT, 3, seller=1, due_days=17
    ),
    wanted(5, ONDALIS, 0, "", Need.USEFUL, 3, seller=1),
    wanted(4, "Présentation pour un intégrateur partenaire", 1, "partner", Need.IMPORTANT, 2, seller=2, due_days=14),
    wanted(7, "Vidéo de deux minutes pour les techniciens", 0, "client", Need.USEFUL, 2, seller=2),
    wanted(8, "Page « reprise de l'historique »", None, "", Need.IMPORTANT, 2, due_days=45),
    wanted(3, "Fiche produit Brisane Capteurs, version hôpital", 2, "client", Need.IMPORTANT, 1, seller=2, due_days=30),
)


def load_requests(people: Sequence[store.Person], now: datetime) -> None:
    """Write what was delivered over half a year, two decisions, what marketing makes, what is asked and proposed today."""
    types = list(store.Deliverable.objects.order_by("position"))
    sales = store.Team.objects.filter(side=store.Side.SALES.value).order_by("id")
    teams = [[person for person in people if person.role in SALES and person.team_id == team.pk] for team in sales]
    marketers = [person for person in people if person.role == Role.MARKETER]
    director = next(person for person in people if person.role == Role.MARKETING_DIRECTOR)
    sellers = [person for team in teams for person in team if person.role == Role.SELLER]
    for i, (kind, title, days, half_days) in enumerate(DELIVERED):
        asker, maker = sellers[(3 * i + 1) % len(sellers)], marketers[i % len(marketers)]
        asked_at = now - timedelta(days=175 - 7 * i + days // 4)
        load_delivered(asker, maker, types[kind], title, asked_at, days, half_days)
    set_week(director, now - timedelta(days=20))
    for asked, days_ago in ((EARLIER, 14), (LAST, 7), (NOW, 0)):
        for one in asked:
            load_wanted(asker_of(one, teams, marketers), types[one.kind], one, now)
        if asked is LAST:
            refuse(director, propose(teams[1], STAND, "Deux concurrents y tiennent un stand.", now - timedelta(days=8)))
        if days_ago:
            decide(director, now - timedelta(days=days_ago))
    propose(teams[0], ONDALIS, "Ils sont face à nous dans trois affaires ce mois-ci.", now - timedelta(days=1))
    propose(teams[1], STAND, "Le budget du salon est signé ; la place se réserve vendredi.", now - timedelta(hours=20))
    for row in store.MarketingRequest.objects.filter(status=RequestStatus.ACCEPTED.value).order_by("id")[:3]:
        arbitrate_work.start_request(actor=marketers[row.pk % len(marketers)], request=row, now=now - timedelta(days=2))
    join_first(next(person for person in teams[1] if person.role == Role.SELLER), now)


def asker_of(one: Wanted, teams: Sequence[Sequence[store.Person]], marketers: Sequence[store.Person]) -> store.Person:
    """Find who asks."""
    if one.team is None:
        return marketers[0]
    role = Role.SALES_MANAGER if one.is_manager else Role.SELLER
    able = [person for person in teams[one.team] if person.role == role]
    return able[one.seller % len(able)]


def set_week(director: store.Person, now: datetime) -> None:
    """Let the director say what marketing can give."""
    policy, version = policy_now()
    arbitrate_decide.set_policy(
        actor=director, policy=replace(policy, week_half_days=WEEK_HALF_DAYS), version=version, now=now
    )


def decide(director: store.Person, now: datetime) -> None:
    """Publish a week's decision."""
    arbitrate_decide.publish_window(actor=director, fingerprint=load_cycle(now).fingerprint, today=now.date(), now=now)


def propose(team: Sequence[store.Person], title: str, reason: str, now: datetime) -> store.AdjustmentProposal:
    """Let the manager of a team propose to put a request in."""
    return arbitrate_propose.propose_adjustment(
        actor=next(person for person in team if person.role == Role.SALES_MANAGER),
        request=store.MarketingRequest.objects.get(title=title),
        is_forced=True,
        reason=reason,
        now=now,
    )


def refuse(director: store.Person, proposal: store.AdjustmentProposal) -> None:
    """Let the director answer no, with the reason."""
    arbitrate_propose.answer_proposal(
        actor=director,
        proposal=proposal,
        is_accepted=False,
        answer="Le budget du salon n'est pas signé ; proposez-le de nouveau dès qu'il l'est.",
        now=proposal.at + timedelta(hours=2),
    )


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


def load_wanted(asker: store.Person, deliverable: store.Deliverable, one: Wanted, now: datetime) -> None:
    """Ask for something, about an open deal of whoever asks when there is one of that kind."""
    at = now - timedelta(days=one.days_ago)
    arbitrate.ask_request(
        actor=asker,
        deliverable=deliverable,
        ask=Ask(
            title=one.title,
            details=one.details,
            needed_on=now.date() + timedelta(days=one.due_days) if one.due_days else None,
        ),
        serves=serves_of(asker, one),
        need=one.need,
        today=at.date(),
        now=at,
    )


def serves_of(asker: store.Person, one: Wanted) -> arbitrate.Serves:
    """Find the deal that waits for it: the largest open one of that kind of account that whoever asks has."""
    if not one.account_kind:
        return arbitrate.Serves(is_for_company=one.team is None)
    whose = {"team": asker.team} if one.is_manager else {"owner": asker}
    deals = store.Opportunity.objects.filter(stage__in=[stage.value for stage in OPEN_STAGES], **whose)
    of_kind = deals.filter(account__kind=one.account_kind).select_related("account")
    deal = of_kind.order_by("-amount_cents", "id").first() or deals.select_related("account").order_by("-id").first()
    if deal is None or deal.account is None:
        account = store.Account.objects.filter(owner=asker).order_by("id").first()
        return arbitrate.Serves(account=account)
    return arbitrate.Serves(account=deal.account, opportunity=deal)


def join_first(seller: store.Person, now: datetime) -> None:
    """Let a seller of another team ask for the first request too."""
    first = store.MarketingRequest.objects.filter(title=NOW[0].title).get()
    deal = (
        store.Opportunity.objects.filter(owner=seller, account__isnull=False)
        .select_related("account")
        .order_by("-id")
        .first()
    )
    serves = arbitrate.Serves(account=deal.account, opportunity=deal) if deal else arbitrate.Serves()
    arbitrate.join_request(actor=seller, request=first, serves=serves, need=Need.IMPORTANT, now=now - timedelta(days=2))
