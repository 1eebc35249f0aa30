"""Leads that marketing of the invented company handed over, with their answers, and one promise that waits for a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from liant.actions.clocks import pause_clock
from liant.actions.leads import answer_lead, hand_lead
from liant.demo.talk import first_of
from liant.loop.leads.leads import LeadStatus, LeadText
from liant.loop.values.roles import Role
from liant.queries.clocks import work_calendar
from liant.store import models as store

TAKEN, NOT_NOW, WRONG = LeadStatus.TAKEN, LeadStatus.NOT_NOW, LeadStatus.WRONG
#: Company, what they asked, days since it was handed over, hours until the answer, the answer, a word with it.
ANSWERED = (
    ("Papeteries du Val", "Salon de Lyon : cherchent à remplacer leurs fiches papier, 3 sites.", 78, 3, TAKEN, ""),
    ("Verrerie Sainte-Anne", "Ont demandé le prix par site depuis la page des tarifs.", 72, 4, TAKEN, ""),
    ("Laiterie Montbrun", "Webinaire sur les arrêts de nuit : deux questions sur les astreintes.", 66, 26, TAKEN, ""),
    (
        "Fonderie Charvet",
        "Ont téléchargé le guide de mise en service.",
        61,
        5,
        NOT_NOW,
        "Budget bouclé, à reprendre en janvier.",
    ),
    ("Conserverie Arvor", "Appel entrant : leur contrat actuel finit dans six mois.", 54, 2, TAKEN, ""),
    ("École Pasteur", "Formulaire rempli par un étudiant pour un mémoire.", 47, 1, WRONG, "Étudiant, pas d'achat."),
    ("Scierie Bonnard", "Salon de Nantes : veulent voir une démonstration sur tablette.", 40, 74, TAKEN, ""),
    ("Brasserie du Port", "Ont répondu à la lettre sur l'historique des machines.", 33, 3, TAKEN, ""),
    ("Plasturgie Lemoine", "Ont demandé une référence dans la plasturgie.", 26, 6, TAKEN, ""),
    ("Chaudronnerie Tissier", "Appel entrant : trois pannes le même mois, veulent en parler.", 19, 2, TAKEN, ""),
    ("Minoterie Gallet", "Webinaire : restés jusqu'au bout, question sur les capteurs.", 12, 28, NOT_NOW, ""),
)
#: Company, what they asked, hours since.
WAITING = (
    ("Tuilerie Vasseur", "Salon : deux lignes arrêtées ce trimestre, demandent ce que coûte la mise en service.", 3),
    ("Imprimerie Kervella", "Ont demandé à être rappelés sur les astreintes de week-end.", 26),
    ("Carrosserie Delmas", "Ont lu trois pages sur les délais d'intervention, puis demandé un rendez-vous.", 98),
)
MISSING = "Pour quels sites ? L'étude ne dit pas la même chose selon qu'ils tournent la nuit ou non."


def load_leads(people: Sequence[store.Person], now: datetime) -> None:
    """Hand leads over since three months, to the sellers in turn; the last ones wait, one for the first seller."""
    sellers = [person for person in people if person.role == Role.SELLER]
    marketers = [person for person in people if person.role == Role.MARKETER]
    for i, (company, words, days, hours, status, word) in enumerate(ANSWERED):
        handed_at = working_morning(now - timedelta(days=days))
        lead = hand_lead(
            actor=marketers[i % len(marketers)],
            seller=sellers[(2 * i + 1) % len(sellers)],
            text=LeadText(company=company, words=words),
            account=None,
            now=handed_at,
        )
        answer_lead(actor=lead.seller, lead=lead, status=status, word=word, now=handed_at + timedelta(hours=hours))
    store.Notice.objects.filter(kind="lead", at__lt=now - timedelta(days=7)).update(closed_at=now)
    for i, (company, words, hours) in enumerate(WAITING):
        hand_lead(
            actor=marketers[0],
            seller=sellers[-i],
            text=LeadText(company=company, words=words),
            account=None,
            now=now - timedelta(hours=hours),
        )
    wait_for_a_word(first_of(people, Role.MARKETER), first_of(people, Role.SELLER), now)


def working_morning(moment: datetime) -> datetime:
    """Return a working morning, on that day or after it: leads are handed over when people work."""
    calendar = work_calendar()
    day = moment.astimezone(calendar.zone).date()
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9, 30), calendar.zone)


def wait_for_a_word(marketer: store.Person, seller: store.Person, now: datetime) -> None:
    """Pause the promise of one request, of the first seller when there is one: marketing needs a word first."""
    waiting = store.Clock.objects.open().filter(kind="request", owed_by=None)
    clock = waiting.filter(waited_by=seller).first() or waiting.exclude(waited_by=marketer).first()
    if clock is not None:
        pause_clock(actor=marketer, clock=clock, reason=MISSING, now=now - timedelta(hours=2))
