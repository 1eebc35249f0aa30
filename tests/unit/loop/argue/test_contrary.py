from __future__ import annotations

import csv
from pathlib import Path

import pytest

from liant.loop.argue.contrary import Cue, cues_against, find_quantities, read_said

PAIRS = Path(__file__).resolve().parents[4] / "bench/data/contrary.tsv"


def cues(claim: str, quote: str, language: str = "fr", quote_language: str = "") -> tuple[Cue, ...]:
    return cues_against(read_said(claim, language), read_said(quote, quote_language or language))


@pytest.mark.parametrize(
    ("claim", "quote", "language", "cue"),
    [
        ("L'application marche sans réseau.", "Sans réseau, l'application ne marche plus.", "fr", Cue.NEGATION),
        ("No hardware to buy.", "We had to buy hardware in the end.", "en", Cue.NEGATION),
        ("Prices are fixed.", "It is not true that prices are fixed.", "en", Cue.DENIAL),
        ("Le logiciel est simple.", "Le logiciel est compliqué.", "fr", Cue.OPPOSITE),
        ("La mise en route prend six semaines.", "La mise en route a duré 5 mois.", "fr", Cue.QUANTITY),
    ],
)
def test_notices_each_cue(claim: str, quote: str, language: str, cue: Cue) -> None:
    assert cue in cues(claim, quote, language)


@pytest.mark.parametrize(
    ("claim", "quote", "language"),
    [
        ("La reprise est incluse.", "Est-ce que la reprise n'est pas incluse ?", "fr"),  # a question
        ("Le contrat se résilie.", "Ils veulent un contrat qui ne se résilie pas.", "fr"),  # a wish
        ("Nous livrons en 48 heures.", "Livraison reçue en 24 heures.", "fr"),  # less than "at most"
        ("Une pile tient au moins cinq ans.", "La pile a tenu neuf ans.", "fr"),  # more than "at least"
        ("Somebody answers at night.", "Nobody told us the price.", "en"),  # another matter
        ("Le prix est fixe.", "", "fr"),
    ],
)
def test_says_nothing_where_nothing_is_contradicted(claim: str, quote: str, language: str) -> None:
    assert cues(claim, quote, language) == ()


def test_reads_across_languages() -> None:
    said = "The price is not the same for our second site."
    assert Cue.NEGATION in cues("Le prix est le même pour tous les sites.", said, "fr", "en")


def test_reads_quantities_in_words_and_digits() -> None:
    found = find_quantities("en quarante huit heures , 3 mois , 12,5 % et au moins deux ans".split())
    assert [(q.kind, round(q.value, 1), q.bound) for q in found] == [
        ("time", 48, -1),
        ("time", 2190, 0),
        ("share", 12.5, 0),
        ("time", 17520, 1),
    ]


def test_keeps_the_precision_that_is_told() -> None:
    with PAIRS.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    held = [row for row in rows if row["split"] == "held"]
    flagged = [row for row in held if cues(row["claim"], row["quote"], row["language"])]
    right = [row for row in flagged if row["contrary"] == "1"]
    assert len(right) >= 0.9 * len(flagged)
    assert len(right) >= 0.7 * sum(row["contrary"] == "1" for row in held)
