from __future__ import annotations

import pytest

from liant.loop.argue.drift import Drift, Pair, Part, compare, pair_up


def card(title: str, *claims: str) -> list[Part]:
    return [Part(name="title", text=title), *(Part(name="claim", text=claim) for claim in claims)]


FR, EN = card("Six semaines", "Un", "Deux"), card("Six weeks", "One", "Two")
ALIGNED = pair_up(FR, EN)


def drifts(aligned, original, translation) -> list[tuple[str, str, str]]:
    return [(row.original, row.translation, row.drift.value) for row in compare(aligned, original, translation)]


def test_what_was_found_to_say_the_same_says_the_same_until_something_moves() -> None:
    assert {drift for *_texts, drift in drifts(ALIGNED, FR, EN)} == {"same"}


@pytest.mark.parametrize(
    ("original", "translation", "drift"),
    [
        (card("Six semaines", "Un", "Trois"), EN, Drift.ORIGINAL_CHANGED),
        (FR, card("Six weeks", "One", "Three"), Drift.TRANSLATION_CHANGED),
        (card("Six semaines", "Un", "Trois"), card("Six weeks", "One", "Three"), Drift.BOTH_CHANGED),
        (card("Six semaines", "Un"), EN, Drift.ONLY_TRANSLATION),
        (FR, card("Six weeks", "One"), Drift.TO_TRANSLATE),
    ],
)
def test_only_the_sentence_that_moved_has_drifted(original, translation, drift) -> None:
    found = drifts(ALIGNED, original, translation)
    assert [d for *_texts, d in found].count("same") == 2
    assert [d for *_texts, d in found if d != "same"] == [drift.value]


def test_a_sentence_is_followed_wherever_it_moves() -> None:
    assert {d for *_texts, d in drifts(ALIGNED, card("Six semaines", "Deux", "Un"), EN)} == {"same"}


def test_a_sentence_more_is_to_translate_in_its_place() -> None:
    found = drifts(ALIGNED, card("Six semaines", "Un", "Nouveau", "Deux"), EN)
    assert [(o, d) for o, _t, d in found] == [
        ("Six semaines", "same"),
        ("Un", "same"),
        ("Nouveau", "to_translate"),
        ("Deux", "same"),
    ]


def test_a_copy_is_to_translate_and_a_translation_nobody_read_again_is_to_confirm() -> None:
    assert drifts((), FR, card("Six semaines", "One", "Deux")) == [
        ("Six semaines", "Six semaines", "to_translate"),
        ("Un", "One", "to_confirm"),
        ("Deux", "Deux", "to_translate"),
    ]


def test_what_was_there_is_kept_to_show_the_change() -> None:
    (row,) = [row for row in compare(ALIGNED, card("Six semaines", "Un", "Trois"), EN) if row.drift != Drift.SAME]
    assert (row.was_original, row.original, row.was_translation, row.translation) == ("Deux", "Trois", "Two", "Two")


def test_parts_left_alone_are_paired_with_nothing() -> None:
    assert pair_up(card("T", "Un"), card("T")) == (
        Pair(name="title", original="T", translation="T"),
        Pair(name="claim", original="Un", translation=""),
    )
    assert compare(pair_up([Part(name="not_to_say", text="")], []), [Part(name="not_to_say", text="")], []) == ()
