"""The calendar of the invented company: who works when, and what is booked. Invented, like everything here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from liant.actions import arbitrate, arbitrate_work, plan, plan_offers, plan_time
from liant.actions.clocks import stop_clock
from liant.loop.arbitrate.requests import Ask, Need, RequestStatus, Skill
from liant.loop.plan.availability import FULL_WEEK, USUAL_PERCENT, Span, monday_of
from liant.loop.values.roles import MARKETING, Role
from liant.loop.values.stages import OPEN_STAGES
from liant.store import models as store

#: Of the marketers, in turn; one team makes everything between them.
SKILLS = (
    (Skill.WRITING, Skill.FIGURES),
    (Skill.DESIGN, Skill.WEB),
    (Skill.EVENTS, Skill.TECHNICAL),
    (Skill.VIDEO, Skill.DESIGN),
    (Skill.TECHNICAL, Skill.WRITING, Skill.FIGURES),
    (Skill.WEB, Skill.EVENTS),
)
#: Off on Wednesdays; mornings only on Fridays.
WITHOUT_WEDNESDAY = FULL_WEEK - {4, 5}
WITHOUT_FRIDAY_AFTERNOON = FULL_WEEK - {9}
#: The director works on requests little.
DIRECTOR_PERCENT = 20


#: Accepted before today: position of the type, seller of which team, name, days until it is needed (0: nobody says), days
#: since it was accepted, and whether it is in hand.
ACCEPTED = (
    (0, 0, "Étude de cas : un site pilote en six semaines", 24, 20, True),
    (4, 0, "Présentation pour un comité d'investissement", 10, 9, True),
    (6, 0, "Calcul de gain sur les arrêts non planifiés", 17, 9, False),
    (1, 1, "Dossier de démonstration pour un entrepôt frigorifique", 24, 16, True),
    (8, 1, "Page web : les questions des acheteurs publics", 31, 9, False),
    (3, 2, "Fiche produit pour les petites équipes", 12, 2, False),
    (7, 2, "Vidéo : la première semaine d'un technicien", 52, 9, False),
    (9, 2, "Journée portes ouvertes chez un client", 66, 16, False),
    (2, 0, "Visite de référence chez un industriel", 38, 2, False),
    (5, 1, "Fiche concurrent Maintena, mise à jour", 0, 2, False),
)


def load_calendar(people: Sequence[store.Person], now: datetime) -> None:
    """Say the usual weeks, some absences and when the company is closed; book what was accepted."""
    makers = [person for person in people if person.role in MARKETING]
    for place, person in enumerate(makers):
        is_director = person.role == Role.MARKETING_DIRECTOR
        weeks = (FULL_WEEK, WITHOUT_WEDNESDAY, FULL_WEEK, WITHOUT_FRIDAY_AFTERNOON)
        pattern = plan_time.Pattern(
            skills=SKILLS[place % len(SKILLS)],
            half_days=weeks[place % len(weeks)],
            percent=DIRECTOR_PERCENT if is_director else USUAL_PERCENT,
        )
        plan_time.say_pattern(actor=person, person=person, pattern=pattern, version=0, now=now - timedelta(days=90))
    monday = monday_of(now.date())
    for place, (person, first, n_days) in enumerate(
        zip(makers, (14, 3, 25, 8, 39, 17), (5, 1, 5, 2, 5, 1), strict=False)
    ):
        first_on = monday + timedelta(days=first)
        first_on += timedelta(days=7 - first_on.weekday()) if first_on.weekday() > 4 else timedelta()
        last_on = first_on + timedelta(days=n_days - 1)
        span = Span(first=(first_on, place % 2), last=(last_on, 1))
        plan_time.add_absence(actor=person, person=person, span=span, now=now - timedelta(days=12))
    director = next(person for person in makers if person.role == Role.MARKETING_DIRECTOR)
    first_on, last_on = date(now.year, 12, 26), date(now.year, 12, 31)
    plan_time.close_company(actor=director, first_on=first_on, last_on=last_on, now=now - timedelta(days=60))
    load_accepted(people, now)
    plan.compute_plan(plan.ask_plan(actor=director, now=now - timedelta(hours=5)), now=now)


def load_accepted(people: Sequence[store.Person], now: datetime) -> None:
    """Write what was accepted before arbitration was kept here, each for an open deal of whoever asks."""
    types = list(store.Deliverable.objects.order_by("position"))
    marketers = [person for person in people if person.role == Role.MARKETER]
    teams = list(store.Team.objects.filter(side=store.Side.SALES.value).order_by("id"))
    for place, (kind, team, title, due_days, days_ago, in_hand) in enumerate(ACCEPTED):
        sellers = [person for person in people if person.role == Role.SELLER and person.team_id == teams[team].pk]
        seller, accepted_at = sellers[place % 2], now - timedelta(days=days_ago)
        asked_at = accepted_at - timedelta(days=4)
        request = arbitrate.ask_request(
            actor=seller,
            deliverable=types[kind],
            ask=Ask(title=title, details="", needed_on=now.date() + timedelta(days=due_days) if due_days else None),
            serves=serves_of(seller, now.date()),
            need=Need.IMPORTANT,
            today=asked_at.date(),
            now=asked_at,
        )
        accepted = store.MarketingRequest.objects.filter(pk=request.pk)
        accepted.update(status=RequestStatus.ACCEPTED.value, accepted_at=accepted_at)
        stop_clock(actor=None, code=arbitrate.CLOCK, kind="request", public_id=request.public_id, now=accepted_at)
        if in_hand:
            skill = types[kind].skills[0]
            able = [one for one in marketers if skill in store.WorkPattern.objects.get(person=one).skills]
            arbitrate_work.start_request(actor=(able or marketers)[0], request=request, now=accepted_at)


def serves_of(seller: store.Person, on: date) -> arbitrate.Serves:
    """Find an open deal of somebody: the next one to close."""
    deals = store.Opportunity.objects.filter(owner=seller, stage__in=[stage.value for stage in OPEN_STAGES])
    deal = (
        deals.filter(account__isnull=False)
        .select_related("account")
        .filter(expected_close_on__gte=on)
        .order_by("expected_close_on", "id")
        .first()
    )
    return arbitrate.Serves(account=deal.account, opportunity=deal) if deal else arbitrate.Serves()


def load_offers(now: datetime) -> None:
    """Look for better plans once everything has its place, visits included: the calendar then proposes one."""
    plan_offers.find_offers(plan_offers.ask_offers(actor=None, now=now), clock=lambda: now)
