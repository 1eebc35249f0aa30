"""Small invented corpora whose topics are known."""

from __future__ import annotations

import numpy as np

SUBJECTS = {
    "delivery": [
        "délai de livraison",
        "livraison en retard",
        "date de livraison",
        "livraison repoussée",
        "retard de livraison",
    ],
    "price": ["prix trop élevé", "remise sur le prix", "prix du concurrent", "tarif et prix", "hausse de prix"],
    "training": [
        "formation des équipes",
        "formation en ligne",
        "session de formation",
        "formation au démarrage",
        "support de formation",
    ],
    "export": [
        "export vers excel",
        "export comptable",
        "format export csv",
        "export des données",
        "bouton export cassé",
    ],
}
#: Endings say nothing of the subject, so no few of them may come back often enough to be one.
PLACES = """Agen Albi Angers Arles Arras Auch Autun Auxerre Belfort Béziers Blois Bourges Brest Caen Cahors Calais
Cannes Castres Chartres Cognac Colmar Dax Dieppe Dijon Dole Douai Épinal Évreux Foix Gap Grasse Guéret Laon Laval Lens
Lille Lyon Mâcon Metz Meaux Melun Millau Nantes Nevers Nice Nîmes Niort Orange Pau Quimper Reims Rennes Rodez Rouen Sens
Sète Tarbes Toul Tours Troyes Tulle Valence Vannes Vesoul Vichy Vienne""".split()


def make_notes(n_per_subject: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Write notes on four subjects; return the notes and their subjects, subject by subject."""
    rng = np.random.default_rng(seed)
    texts, subjects = [], []
    for subject, phrases in SUBJECTS.items():
        for _ in range(n_per_subject):
            first, second = rng.choice(len(phrases), 2, replace=False)
            texts.append(f"{phrases[first]}, {phrases[second]} à {PLACES[rng.integers(len(PLACES))]}")
            subjects.append(subject)
    return texts, subjects
