"""Names: as people write them."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.themes.label import name_in_languages, name_themes
from liant.loop.themes.phrases import Lexicon, list_phrases, split_words
from liant.loop.themes.word_kinds import guess_kind


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
    assert found == {
        "délai",
        "livraison",
        "commande",
        "délai de livraison",
        "livraison de la commande",
        "délai de livraison de la commande",
    }


def test_writes_an_elision_with_its_apostrophe() -> None:
    texts = ["délai d'export client", "délai d'export", "le délai d’export", *PRICE]
    assert names(texts, [0] * 3 + [1] * 4)[0] == "Délai d’export"


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=8), st.sampled_from(["fr", "en", "de"]))
def test_a_name_is_never_empty_when_there_is_a_word(texts: list[str], language: str) -> None:
    texts = [text + " mot" for text in texts]
    found = names(texts, [0] * len(texts), language)
    assert found[0].strip()
    assert len(found[0]) <= 120


def test_a_phrase_holds_no_article_without_a_preposition() -> None:
    found = {phrase.surface for phrase in list_phrases("coupé les notifications", Lexicon(language="fr"))}
    assert found == {"coupé", "notifications"}


def test_words_of_one_meaning_count_together_and_the_thing_is_written() -> None:
    texts = ["il veut signer", "signé hier", "encore signer", "signature attendue", "toujours pas de signature", *PRICE]
    assert names(texts, [0] * 5 + [1] * 4)[0] == "Signature"


def test_who_speaks_is_not_what_is_spoken_of() -> None:
    texts = ["le directeur bloque", "le directeur et la sauvegarde", "sauvegarde, dit le directeur", "une sauvegarde"]
    assert names([*texts, *PRICE], [0] * 4 + [1] * 4)[0] == "Sauvegarde"


def test_two_letters_in_capitals_may_name_a_theme() -> None:
    texts = ["blocked by IT again", "IT says no", "waiting for IT", "IT is swamped"]
    texts += ["late delivery again", "the delivery was late", "delivery comes late", "late delivery"]
    assert names(texts, [0] * 4 + [1] * 4, "en")[0].startswith("IT")


def test_a_sentence_pasted_many_times_does_not_outweigh_what_is_said_in_many_ways() -> None:
    pasted = ["le levier grippe au démarrage"] * 9
    varied = ["fuite du joint", "le joint fuit", "un joint usé", "changer ce joint", "joint neuf demandé", "joint sec"]
    assert names([*pasted, *varied, *PRICE * 4], [0] * 15 + [1] * 16)[0].startswith("Joint")


@pytest.mark.parametrize(
    ("language", "word", "kind"),
    [
        ("fr", "livraison", 0),
        ("fr", "refusent", 2),
        ("fr", "élevé", 1),
        ("fr", "qualité", 0),
        ("fr", "prévenu", 0),
        ("en", "replacement", 0),
        ("en", "replaces", 2),
        ("en", "cheap", 1),
        ("en", "shared", 1),
        ("en", "operator’s", 1),
    ],
)
def test_tells_things_from_qualities_and_acts_by_their_form(language: str, word: str, kind: int) -> None:
    shares = guess_kind(word, language)
    assert shares.index(max(shares)) == kind
    assert sum(shares) == pytest.approx(1)


def test_learns_from_notes_what_a_word_is() -> None:
    words = Lexicon(language="en")
    for text in ("they grommet the plates", "we grommet it", "you grommet them"):
        list_phrases(text, words)
    thing, _quality, act = words.kinds.tell("grommet")
    assert act > thing


def test_a_theme_of_few_notes_in_a_language_takes_its_words_from_the_other() -> None:
    texts = [*DELIVERY, *PRICE, "late"]
    languages = ["fr"] * 8 + ["en"]
    found = name_in_languages(texts, languages, np.array([0] * 4 + [1] * 4 + [0]), ["en", "fr"])
    assert found["en"][0].text == "Delay, delivery"
    assert found["en"][0].n == 1
    assert found["en"][1].text == "Discount"
    assert found["fr"][0].n == 4


def test_a_product_keeps_its_name_in_the_other_language() -> None:
    texts = ["Argos, prix trop haut", "le prix d’Argos", "Argos encore", "c’est Argos", "toujours Argos", *DELIVERY]
    found = name_in_languages(
        texts, ["fr"] * 9, np.array([0] * 5 + [1] * 4), ["en", "fr"], known_names=frozenset({"argos"})
    )
    assert found["en"][0].text in ("Price, Argos", "Argos, price")


def test_a_theme_that_the_glossary_cannot_name_stays_without_a_name() -> None:
    found = name_in_languages(["zorglub marzipan"] * 4, ["fr"] * 4, np.zeros(4, dtype=np.int64), ["en", "fr"])
    assert found["fr"][0].text
    assert found["en"] == {}


@given(st.randoms(use_true_random=False))
def test_names_do_not_depend_on_the_order_of_the_notes(random: Random) -> None:
    texts, themes = [*DELIVERY, *PRICE], [0] * 4 + [1] * 4
    order = list(range(8))
    random.shuffle(order)
    assert names([texts[row] for row in order], [themes[row] for row in order]) == names(texts, themes)
