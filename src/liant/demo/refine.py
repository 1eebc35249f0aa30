"""Ideas, plans and rounds of the invented company, at every stage; invented like everything here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from liant.actions import refine, refine_plans, refine_rounds
from liant.loop.refine.ideas import StillYours, Wording
from liant.loop.values.roles import SALES, Role
from liant.store import models as store


@dataclass(frozen=True, kw_only=True)
class Refined:
    """An idea as marketing wrote it, from the notes of a topic."""

    title: str
    text: str


IDEAS: Mapping[str, Refined] = {
    "sensor_delivery_delay": Refined(
        title="Prêter des capteurs en attendant la livraison",
        text="Quand la livraison dépasse quatre semaines, prêter deux capteurs au client dès la commande ; ils sont repris le jour où les siens arrivent.",
    ),
    "technician_training": Refined(
        title="Dix minutes par geste, sur le téléphone",
        text="Remplacer la journée de formation par des séquences de dix minutes sur téléphone, et deux référents par équipe qui forment les autres.",
    ),
    "night_support_hours": Refined(
        title="Dire qui répond la nuit, et en combien de temps",
        text="Afficher sur le devis le numéro de nuit et le délai constaté les trois derniers mois.",
    ),
    "price_too_high": Refined(
        title="Chiffrer l'heure d'arrêt avec le client",
        text="Compter avec le client ce que coûte une heure d'arrêt sur sa ligne la plus chargée, et comparer à l'écart de prix.",
    ),
    "history_migration": Refined(
        title="Montrer ses propres machines dès la démonstration",
        text="Reprendre un extrait de l'historique du client pendant l'avant-vente, et faire la démonstration sur ses machines.",
    ),
    "hidden_setup_cost": Refined(
        title="Un devis où tout est compris la première année",
        text="Écrire la mise en service, la reprise et la formation sur le devis, et rien d'autre pendant douze mois.",
    ),
}
#: What the seller through whom the demonstration is tried is asked about: an idea of the seller's latest note on one of
#: these topics.
ASKED: Mapping[str, Refined] = {
    "too_many_alerts": Refined(
        title="Régler les alertes avec le client le premier mois",
        text="Après un mois d'usage, une heure avec le responsable pour couper les alertes inutiles et regrouper les autres ; il doit en rester trois par jour.",
    ),
    "same_sector_reference": Refined(
        title="Arriver avec un client du même métier",
        text="Avant chaque premier rendez-vous, une page sur un client du même métier : son problème, ce qui a changé, et quelqu'un à appeler.",
    ),
    "slow_onboarding": Refined(
        title="Un plan de six semaines, avec nos retards passés",
        text="Donner le plan de mise en service dès la proposition, et dire combien de fois nous l'avons tenu.",
    ),
    "technicians_resist_change": Refined(
        title="Commencer par le technicien que les autres écoutent",
        text="Choisir avec le chef un technicien respecté, l'équiper trois semaines avant les autres, et le laisser montrer.",
    ),
    "volume_discount": Refined(
        title="Écrire le prix des sites suivants dès le premier",
        text="Mettre au contrat le palier de prix des sites suivants, pour que l'acheteur sache ce qu'il gagne à nous étendre.",
    ),
    "it_department_blocks": Refined(
        title="Deux pages pour l'informatique avant la démonstration",
        text="Envoyer à l'informatique, avant la démonstration, deux pages sur les accès, les flux et les sauvegardes.",
    ),
}
QUESTION_CLOSED = "Qu'est-ce qui ferait gagner une semaine sur la mise en service ?"
QUESTION_OPEN = "Que montrer à un client qui a déjà été déçu par un autre fournisseur ?"
ITEMS_CLOSED = (
    "Envoyer la liste des machines à saisir avant le premier rendez-vous technique.",
    "Un modèle de fichier à remplir par le client, avec trois machines d'exemple.",
    "Demander l'export de l'ancien logiciel dès la signature.",
    "Former le référent pendant que l'informatique ouvre les accès.",
    "Livrer les étiquettes avec le contrat.",
)
ITEMS_OPEN = (
    "Le plan des six premières semaines, avec nos retards passés.",
    "Le téléphone d'un client déçu, puis content.",
)


def load_refine(
    people: Sequence[store.Person], notes_by_topic: Mapping[str, Sequence[store.Note]], now: datetime
) -> None:
    """Write ideas from open to closed, plans late, under way and done, a finished round and one where people write."""
    marketers = [person for person in people if person.role == Role.MARKETER]
    seller = next(person for person in people if person.role == Role.SELLER)
    ideas = {
        topic: refine_topic(
            marketers[i % len(marketers)], notes_by_topic.get(topic, ()), wording, seller, now, 40 - 5 * i
        )
        for i, (topic, wording) in enumerate(IDEAS.items())
    }
    made = [idea for idea in ideas.values() if idea is not None]
    for i, idea in enumerate(made[:4]):
        load_plan(idea, i, now)
    for idea, answer, words in zip(
        made[4:],
        (StillYours.YES, StillYours.NOT_QUITE),
        ("", "Je pensais à ses vraies pannes, pas à une liste."),
        strict=False,
    ):
        first = refine.first_speaker(idea)
        if first is not None:
            refine.answer_idea(actor=first, idea=idea, answer=answer, words=words, now=now - timedelta(days=6))
    ask_seller(marketers[0], seller, notes_by_topic, now)
    load_rounds(people, marketers[0], seller, now)


def refine_topic(
    marketer: store.Person,
    notes: Sequence[store.Note],
    wording: Refined,
    seller: store.Person,
    now: datetime,
    days_ago: int,
) -> store.RefinedIdea | None:
    """Refine the first two French notes of a topic that are long enough to say something."""
    chosen = [note for note in notes if note.language == "fr" and len(note.text) > 40 and note.author_id != seller.pk][
        :2
    ]
    if not chosen:
        return None
    theme = store.Theme.objects.filter(memberships__note=chosen[0]).first()
    words = {"fr": Wording(title=wording.title, text=wording.text)}
    at = now - timedelta(days=days_ago)
    return refine.refine_notes(actor=marketer, notes=chosen, theme=theme, wordings=words, now=at)


def ask_seller(
    marketer: store.Person, seller: store.Person, notes_by_topic: Mapping[str, Sequence[store.Note]], now: datetime
) -> None:
    """Refine a note of the seller through whom the demonstration is tried, who is asked about it."""
    own = [
        (note.heard_on, note.pk, note, topic)
        for topic in ASKED
        for note in notes_by_topic.get(topic, ())
        if note.author_id == seller.pk and note.language == "fr"
    ]
    if own:
        _on, _pk, note, topic = max(own)
        words = {"fr": Wording(title=ASKED[topic].title, text=ASKED[topic].text)}
        at = now - timedelta(days=1)
        refine.refine_notes(actor=marketer, notes=[note], theme=None, wordings=words, now=at)


def load_plan(idea: store.RefinedIdea, number: int, now: datetime) -> None:
    """Plan an idea: done, with a late step, under way, or closed without a plan, by its number."""
    owner = idea.owner
    if number == 2:
        refine.close_idea(
            actor=owner,
            idea=idea,
            reason="Le délai de nuit n'est pas mesuré aujourd'hui : on ne peut pas l'écrire sur un devis.",
            next_step="Le support le mesure jusqu'en juin ; l'idée sera rouverte avec un chiffre.",
            version=idea.version,
            now=now - timedelta(days=20),
        )
        return
    today = now.date()

    def step(
        what: str, start: int, due: int, cost: int, who: store.Person | refine_plans.Doer
    ) -> refine_plans.StepText:
        return refine_plans.StepText(
            public_id="",
            what=what,
            who=who,
            starts_on=today + timedelta(days=start),
            due_on=today + timedelta(days=due),
            cost_half_days=cost,
        )

    shift = {0: -34, 1: -16, 3: -2}[number]
    steps = (
        step("Écrire une page et la faire relire par deux vendeurs", shift, shift + 7, 3, owner),
        step("L'essayer chez un client", shift + 8, shift + 14, 2, refine_plans.Doer.FIRST),
        step("La publier et prévenir les équipes", shift + 15, shift + 21, 1, owner),
    )
    latest = idea.texts.get(number=idea.number, language="fr")
    plan = refine_plans.draft_plan(
        actor=owner,
        text=refine_plans.PlanText(
            title=latest.title, purpose="Que plus aucune affaire ne se perde là-dessus sans réponse.", steps=steps
        ),
        serves=refine_plans.Serves(idea=idea),
        now=now + timedelta(days=shift),
    )
    n_done = {0: 3, 1: 1, 3: 0}[number]
    for done in plan.steps.order_by("position")[:n_done]:
        refine_plans.do_step(actor=owner, step=done, is_done=True, now=now + timedelta(days=shift + 7))
    if number == 0:
        refine_plans.finish_plan(
            actor=owner,
            plan=plan,
            outcome="Deux commandes ont attendu avec des capteurs prêtés ; aucune n'a été annulée.",
            version=plan.version,
            now=now - timedelta(days=8),
        )


def load_rounds(people: Sequence[store.Person], marketer: store.Person, seller: store.Person, now: datetime) -> None:
    """Hold a round to its end, and open another one."""
    sales = [person for person in people if person.role in SALES and person.pk != seller.pk][:4]
    guests = [seller, *sales]
    at = now - timedelta(days=12)
    closed = refine_rounds.open_round(actor=marketer, question=QUESTION_CLOSED, guests=guests, dots_each=2, now=at)
    for person, text in zip(guests, ITEMS_CLOSED, strict=False):
        refine_rounds.write_item(actor=person, brainstorm=closed, text=text, now=at)
    refine_rounds.end_silence(actor=marketer, brainstorm=closed, now=at + timedelta(hours=1))
    items = list(closed.items.select_related("group", "brainstorm").order_by("id"))
    into = items[0].group
    refine_rounds.move_item(actor=marketer, item=items[1], into=into)
    refine_rounds.open_vote(actor=marketer, brainstorm=closed, now=at + timedelta(hours=2))
    groups = list(closed.groups.select_related("brainstorm").order_by("id"))
    for i, person in enumerate(guests):
        for group in {groups[0], groups[1 + i % (len(groups) - 1)]}:
            refine_rounds.give_dot(actor=person, group=group, now=at + timedelta(hours=3))
    refine_rounds.close_round(
        actor=marketer,
        brainstorm=closed,
        chosen=groups[:1],
        rest_reason="Reprises au prochain remue-méninges, une fois la liste essayée chez deux clients.",
        now=at + timedelta(days=1),
    )
    still = refine_rounds.open_round(
        actor=marketer, question=QUESTION_OPEN, guests=guests, dots_each=3, now=now - timedelta(hours=3)
    )
    # The seller through whom it is tried is not asked a third thing at once: that one has written already.
    for person, text in zip([seller, *sales], ITEMS_OPEN, strict=False):
        refine_rounds.write_item(actor=person, brainstorm=still, text=text, now=now - timedelta(hours=1))
