"""What has to be said at each turn of an idea."""

from __future__ import annotations

import pytest

from liant.loop.refine.ideas import MAX_TITLE, IdeaStatus, Wording, check_live, checked_ending, checked_wordings
from liant.loop.values.errors import Conflict, Invalid


def words(title: str, text: str) -> Wording:
    return Wording(title=title, text=text)


def test_one_language_is_enough() -> None:
    kept = checked_wordings({"fr": words("  Un  prêt ", "Prêter des capteurs.\r\n"), "en": words("", " ")})
    assert kept == {"fr": words("Un prêt", "Prêter des capteurs.")}


@pytest.mark.parametrize(
    ("wordings", "code"),
    [
        ({}, "refine.no_words"),
        ({"fr": words(" ", "")}, "refine.no_words"),
        ({"fr": words("Un prêt", "")}, "refine.half"),
        ({"fr": words("Un prêt", "Prêter."), "en": words("", "Lend some.")}, "refine.half"),
        ({"de": words("Leihen", "Leihen.")}, "refine.no_words"),
    ],
)
def test_half_a_wording_is_refused(wordings: dict[str, Wording], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_wordings(wordings)
    assert refusal.value.code == code


def test_a_title_is_cut_to_its_column() -> None:
    assert len(checked_wordings({"en": words("x" * 500, "text")})["en"].title) == MAX_TITLE


@pytest.mark.parametrize(("reason", "then"), [("", "next"), ("why", " \n"), ("", "")])
def test_nothing_ends_without_a_reason_and_a_next_step(reason: str, then: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_ending(reason, then)
    assert refusal.value.code == "refine.no_reason"


@pytest.mark.parametrize("status", list(IdeaStatus))
def test_only_a_live_idea_is_worked_on(status: IdeaStatus) -> None:
    if status in (IdeaStatus.DONE, IdeaStatus.CLOSED):
        with pytest.raises(Conflict):
            check_live(status)
    else:
        check_live(status)
