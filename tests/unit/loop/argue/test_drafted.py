from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.argue.drafted import MAX_SENTENCES, Drafted, Given, hide_names, keep_cited, messages_for
from liant.loop.values.errors import Invalid

KNOWN = {"q1", "q2"}


def answer(*rows: object) -> str:
    return json.dumps({"sentences": list(rows)})


def test_a_sentence_that_cites_what_was_given_is_kept() -> None:
    kept = keep_cited(answer({"text": " Ils  comparent. ", "quotes": ["q1", "q2", "q1"]}), KNOWN)
    assert kept.sentences == (Drafted(text="Ils comparent.", quotes=("q1", "q2")),)
    assert kept.n_dropped == 0


@pytest.mark.parametrize(
    "row",
    [
        {"text": "It works.", "quotes": []},
        {"text": "It works."},
        {"text": "It works.", "quotes": ["q9"]},
        {"text": "It works.", "quotes": ["q1", "q9"]},
        {"text": "It works.", "quotes": "q1"},
        {"text": "It works.", "quotes": [1]},
        {"text": "", "quotes": ["q1"]},
        {"text": 3, "quotes": ["q1"]},
        {"text": "x" * 301, "quotes": ["q1"]},
        {"text": "See <script>", "quotes": ["q1"]},
        {"text": "Go to https://evil.example", "quotes": ["q1"]},
        {"text": "Turned\u202eround", "quotes": ["q1"]},
        "It works.",
        None,
    ],
)
def test_what_cites_nothing_that_exists_or_is_no_sentence_is_dropped_and_counted(row: object) -> None:
    kept = keep_cited(answer(row, {"text": "Kept.", "quotes": ["q1"]}), KNOWN)
    assert [sentence.text for sentence in kept.sentences] == ["Kept."]
    assert kept.n_dropped == 1


def test_the_same_sentence_twice_and_too_many_of_them_are_dropped() -> None:
    rows = [{"text": f"Sentence {i % 12}.", "quotes": ["q1"]} for i in range(24)]
    kept = keep_cited(answer(*rows), KNOWN)
    assert (len(kept.sentences), kept.n_dropped) == (MAX_SENTENCES, 24 - MAX_SENTENCES)


def test_the_answer_is_found_among_other_words() -> None:
    said = "Here it is:\n```json\n" + answer({"text": "Kept.", "quotes": ["q1"]}) + "\n```"
    assert len(keep_cited(said, KNOWN).sentences) == 1


@pytest.mark.parametrize(
    "said", ["", "no", "{", "[]", "{}", '{"sentences": 3}', '{"sentences": {}}', "{" * 9_999 + "}"]
)
def test_what_is_not_the_json_asked_for_is_refused(said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        keep_cited(said, KNOWN)
    assert refusal.value.code == "drafter.unreadable"


@given(st.text(max_size=200))
@settings(max_examples=500, deadline=None)
def test_whatever_is_answered_only_what_exists_is_cited(said: str) -> None:
    try:
        kept = keep_cited(said, KNOWN)
    except Invalid:
        return
    assert all(set(sentence.quotes) <= KNOWN and sentence.quotes for sentence in kept.sentences)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Roy dit que Cycles Nord paie", "… dit que … paie"),
        ("ROY, de cycles nord", "…, de …"),
        ("Royal Canin n'est pas Roy", "Royal Canin n'est pas …"),
        ("écrire à a.roy@nord.example ou 06 12 34 56 78", "écrire à … ou …"),
        ("180 questions, 12 000 euros en 2026", "180 questions, 12 000 euros en 2026"),
    ],
)
def test_names_and_addresses_are_hidden_and_figures_are_not(text: str, hidden: str) -> None:
    assert hide_names(text, ["Roy", "Cycles Nord", "R", ""]) == hidden


@pytest.mark.parametrize("language", ["fr", "en"])
def test_quotes_are_given_as_data_under_names_that_mean_nothing(language: str) -> None:
    system, user = messages_for("Délais", [Given(name="q1", text='Dit "oui"')], language)
    assert "q1" in system["content"]
    assert json.loads(user["content"]) == {"theme": "Délais", "quotes": [{"id": "q1", "text": 'Dit "oui"'}]}
