"""Make a note out of a phrasing, as people type on a phone: openers, details, abbreviations, typos, missing accents."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence

from liant.demo.names import CONTACTS_EN, SEGMENTS, TOWNS

OPENERS_FR = (
    "Rdv ce matin avec {contact}.",
    "Appel de {contact}.",
    "Sortie de réunion, {contact} très direct.",
    "Visite sur site.",
    "Au tel avec {contact} :",
    "Point d'étape.",
    "Retour du comité.",
    "Déjeuner avec {contact}.",
    "Suite à la démo,",
    "2e rdv.",
    "Relance faite hier.",
    "Vu sur le salon,",
    "Mail reçu ce jour.",
    "Encore une fois :",
    "À chaud :",
    "En visio avec {contact} et son adjoint.",
    "Croisé {contact} à {site}.",
    "Revue d'affaire.",
    "Petit mot rapide :",
    "Après deux mois de silence, rappel.",
    "Visite de l'atelier de {site}.",
    "Réunion de lancement.",
    "Entretien annuel.",
)
OPENERS_EN = (
    "Call with {contact} today.",
    "Quick one:",
    "Site visit in {site}.",
    "Back from the meeting,",
    "2nd mtg.",
    "Follow-up call.",
    "From the demo:",
    "Spoke to {contact}.",
    "Again:",
    "Review of the deal.",
    "Lunch with {contact}.",
    "Just off the phone.",
    "Email came in today.",
    "After two months of silence:",
    "On the shop floor w/ {contact}.",
)
CLOSERS_FR = (
    "À relancer.",
    "On en reparle {month}.",
    "Je garde le contact.",
    "Décision fin de mois.",
    "Enjeu : {amount}.",
    "À suivre.",
    "Besoin d'un appui.",
    "Qqn a déjà eu le cas ?",
    "Pas d'urgence.",
    "{n} sites concernés.",
    "Prochain rdv dans {n} semaines.",
    "Le client attend notre réponse.",
    "Je rappelle lundi.",
    "cdt",
)
CLOSERS_EN = (
    "Will chase.",
    "Decision end of month.",
    "Worth {amount}.",
    "Need help here.",
    "{n} sites in play.",
    "Next mtg in {n} weeks.",
    "Anyone seen this?",
    "Back to them Monday.",
    "No rush.",
    "They expect an answer.",
)
MONTHS_FR = (
    "en janvier",
    "en mars",
    "en avril",
    "en juin",
    "en septembre",
    "en octobre",
    "après l'été",
    "à la rentrée",
)
MONTHS_EN = ("January", "March", "April", "June", "September", "October")
ABBREVIATIONS_FR = (
    (" rendez-vous", " rdv"),
    (" beaucoup", " bcp"),
    (" parce que", " pcq"),
    (" quand ", " qd "),
    (" problème", " pb"),
    (" toujours", " tjs"),
    (" quelqu'un", " qqn"),
    (" maintenance", " maint."),
    (" responsable", " resp."),
    (" pour ", " pr "),
)
ABBREVIATIONS_EN = (
    (" with ", " w/ "),
    (" because", " bc"),
    (" please", " pls"),
    (" about ", " abt "),
    (" meeting", " mtg"),
    (" maintenance", " maint"),
    (" people", " ppl"),
    (" without", " w/o"),
)


ENDINGS = frozenset('.!?»”"')


def fill(text: str, rng: random.Random, language: str) -> str:
    """Replace the placeholders of a phrasing, from a closed list."""
    contacts = [c for _, people in SEGMENTS.values() for c in people] if language == "fr" else list(CONTACTS_EN)
    months = MONTHS_FR if language == "fr" else MONTHS_EN
    amount = rng.choice((8, 12, 15, 18, 24, 30, 36, 45, 60, 85, 120, 180))
    for name, value in (
        ("{contact}", rng.choice(contacts)),
        ("{site}", rng.choice(TOWNS)),
        ("{month}", rng.choice(months)),
        ("{amount}", f"{amount} k€" if language == "fr" else f"€{amount}k"),
        ("{n}", str(rng.randint(2, 14))),
    ):
        text = text.replace(name, value)
    return text


def drop_accents(text: str) -> str:
    """Type without accents, as one does in a hurry."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def misspell(text: str, rng: random.Random) -> str:
    """Swap or drop a letter inside one or two long words."""
    words = text.split(" ")
    long_words = [i for i, w in enumerate(words) if len(w) > 6 and w.isalpha()]
    for i in rng.sample(long_words, k=min(len(long_words), rng.choice((1, 1, 2)))):
        place = rng.randrange(2, len(words[i]) - 2)
        word = words[i]
        words[i] = (
            word[:place] + word[place + 1 :]
            if rng.random() < 0.5
            else word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        )
    return " ".join(words)


def write_note(phrasings: Sequence[str], language: str, rng: random.Random) -> str:
    """Turn hand-written phrasings into one person's note: people say a thing twice, in other words."""
    openers, closers = (OPENERS_FR, CLOSERS_FR) if language == "fr" else (OPENERS_EN, CLOSERS_EN)
    text = ""
    for phrasing in phrasings:
        text += ("" if not text else " " if text[-1] in ENDINGS else rng.choice((". ", ", "))) + phrasing
    if rng.random() < 0.38:
        opener = rng.choice(openers)
        # After a comma or a colon, the sentence goes on in lower case, unless it opens with a mark or a name.
        if opener[-1] in ",:" and len(text) > 1 and text[0].isupper() and text[1].islower() and " " in text[:12]:
            text = text[0].lower() + text[1:]
        text = f"{opener} {text}"
    if rng.random() < 0.3:
        body = text.rstrip()
        text = f"{body}{'' if body[-1:] in ENDINGS else '.'} {rng.choice(closers)}"
    text = fill(text, rng, language)
    if rng.random() < 0.18:
        for long_form, short in ABBREVIATIONS_FR if language == "fr" else ABBREVIATIONS_EN:
            if rng.random() < 0.6:
                text = text.replace(long_form, short)
    if rng.random() < 0.12:
        text = misspell(text, rng)
    if language == "fr" and rng.random() < 0.1:
        text = drop_accents(text)
    if rng.random() < 0.14:
        text = text.lower()
    if rng.random() < 0.15:
        text = text.rstrip(".")
    return text
