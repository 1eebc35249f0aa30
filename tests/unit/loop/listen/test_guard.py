from __future__ import annotations

import pytest

from liant.loop.listen.guard import Concern, check_note, luhn_holds


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("Le resp. est en arrêt maladie depuis un mois", Concern.HEALTH),
        ("she is pregnant so the project waits", Concern.HEALTH),
        ("il est syndiqué à la CGT", Concern.UNION),
        ("il fait le ramadan en ce moment", Concern.RELIGION),
        ("their buyer votes for the far right", Concern.POLITICS),
        ("le DAF est un vrai connard", Concern.INSULT),
        ("carte 4539 1488 0343 6467 pour le dépôt", Concern.CARD_NUMBER),
        ("num sécu 1 84 12 76 451 089 46", Concern.SOCIAL_SECURITY),
    ],
)
def test_warns_about(text: str, concern: Concern) -> None:
    assert concern in {caution.concern for caution in check_note(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Le client veut un devis pour 12 capteurs avant vendredi",
        "They compare us with Maintena on price, 45 000 € over 3 years",
        "réf. commande 4539 1488 0343 6468",  # fails the Luhn key
        "contrat conclu, consultation en cours",  # « con » inside longer words
        "la ligne de concassage est à l'arrêt",
    ],
)
def test_lets_ordinary_notes_through(text: str) -> None:
    assert check_note(text) == ()


def test_points_at_the_passage_in_the_text_as_written() -> None:
    text = "Ça coince : l'acheteuse est ENCEINTE jusqu'en mai"
    (caution,) = check_note(text)
    assert text[caution.start : caution.end] == "ENCEINTE"


def test_luhn_rejects_a_changed_digit() -> None:
    assert luhn_holds("4539148803436467")
    assert not luhn_holds("4539148803436466")
