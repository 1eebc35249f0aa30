"""Names: as people write them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.themes.label import Lexicon, list_phrases, name_themes, split_words


def names(
    texts: list[str], themes: list[int], language: str = "fr", known: frozenset[str] = frozenset()
) -> dict[int, str]:
    found = name_themes(texts, [language] * len(texts), np.array(themes), language, known_names=known)
    return {theme: name.text for theme, name in found.items()}


DELIVERY = [
    "Le délai de livraison est trop long",
    "encore un delai de livraison pas tenu",
    "ils trouvent les délais de livraison trop longs sur SAP",
    "nos délais de livraison posent problème",
]
PRICE = ["la remise est trop faible", "remise de fin d'année", "il veut une remise", "pas de remise, pas de signature"]


def test_keeps_the_words_in_their_natural_order_with_their_accents() -> None:
    assert names(DELIVERY + PRICE, [0] * 4 + [1] * 4)[0] == "Délai de livraison"


def test_completes_a_single_word_or_leaves_it_alone() -> None:
    assert names(DELIVERY + PRICE, [0] * 4 + [1] * 4)[1].startswith("Remise")


def test_restores_accents_that_most_people_drop() -> None:
    texts = ["qualite du beton", "qualite du beton", "qualité du béton", "qualite du beton", *PRICE]
    assert names(texts, [0] * 4 + [1] * 4)[0] == "Qualité du béton"


def test_keeps_the_capitals_of_proper_names() -> None:
    texts = [f"they need the {word} connector for invoices" for word in ("SAP", "SAP", "SAP", "SAP")]
    texts += ["late delivery again", "the delivery was late", "delivery comes late", "late delivery"]
    assert names(texts, [0] * 4 + [1] * 4, "en")[0].startswith("SAP connector")


def test_names_each_language_from_its_own_notes() -> None:
    texts = [*DELIVERY, "delivery time is too long", "the delivery time again", "long delivery time"]
    languages = ["fr"] * 4 + ["en"] * 3
    themes = np.zeros(7, dtype=np.int64)
    assert name_themes(texts, languages, themes, "en")[0].text == "Delivery time"
    assert name_themes(texts, languages, themes, "en")[0].n == 3
    assert name_themes(texts, languages, themes, "fr")[0].text == "Délai de livraison"


def test_prefers_things_to_acts() -> None:
    texts = ["they suggest a meal", "please suggest the meal", "can you suggest a good meal", "suggest meal now"]
    texts += ["the delivery was late", "our delivery is late", "late with the delivery", "a late delivery"]
    assert names(texts, [0] * 4 + [1] * 4, "en")[0].startswith("Meal")


def test_gives_two_themes_two_names() -> None:
    texts = [
        "remise de prix volume",
        "remise de prix volume",
        "remise de prix contrat",
        "remise de prix contrat",
        *DELIVERY,
    ]
    found = names(texts, [0, 0, 1, 1, 2, 2, 2, 2])
    assert len(set(found.values())) == 3


def test_a_product_name_does_not_make_a_name_alone() -> None:
    texts = ["Argos tombe en panne", "panne sur Argos", "Argos en panne", "Argos: panne moteur", *PRICE]
    assert names(texts, [0] * 4 + [1] * 4, known=frozenset({"argos"}))[0] != "Argos"
    assert "anne" in names(texts, [0] * 4 + [1] * 4, known=frozenset({"argos"}))[0]


def test_splits_elisions_and_keeps_contractions() -> None:
    assert split_words("Jusqu'à l’export, don't") == ["Jusqu'", "à", "l'", "export", ",", "don't"]


def test_a_phrase_never_begins_or_ends_with_a_function_word() -> None:
    found = {phrase.surface for phrase in list_phrases("le délai de livraison de la commande", Lexicon(language="fr"))}
    assert found == {"délai", "livraison", "commande", "délai de livraison", "livraison de la commande"}


def test_writes_an_elision_with_its_apostrophe() -> None:
    texts = ["délai d'export client", "délai d'export", "le délai d’export", *PRICE]
    assert names(texts, [0] * 3 + [1] * 4)[0] == "Délai d’export"


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=8), st.sampled_from(["fr", "en", "de"]))
def test_a_name_is_never_empty_when_there_is_a_word(texts: list[str], language: str) -> None:
    texts = [text + " mot" for text in texts]
    found = names(texts, [0] * len(texts), language)
    assert found[0].strip()
    assert len(found[0]) <= 120
