"""Words that a seller proposes for a draft: for which part, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from liant.loop.values.errors import Invalid


class CardPart(StrEnum):
    """Name the part of a card for which words are proposed, in the order in which it is read."""

    TITLE = "title"
    SITUATION = "situation"
    REPLY = "reply"
    CLAIM = "claim"  # another wording of a claim that is there
    NEW_CLAIM = "new_claim"  # a sentence more
    NOT_TO_SAY = "not_to_say"


class WordsStatus(StrEnum):
    """Tell what became of proposed words."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"  # always with a reason
    WITHDRAWN = "withdrawn"  # by whoever proposed them


#: Letters that each part takes.
MAX_LETTERS: Mapping[CardPart, int] = {
    part: 120 if part == CardPart.TITLE else 1_000 if part in (CardPart.CLAIM, CardPart.NEW_CLAIM) else 2_000
    for part in CardPart
}


def clean_words(part: CardPart, text: str, before: str) -> str:
    """Tidy words proposed in place of others; lines are kept where a part has several.

    Raises
    ------
    Invalid : ``argue.no_words`` when they are empty, too long, or say what stands there already.
    """
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    words = ("\n" if part in (CardPart.SITUATION, CardPart.REPLY, CardPart.NOT_TO_SAY) else " ").join(lines)
    if not words or len(words) > MAX_LETTERS[part] or words.split() == before.split():
        raise Invalid(
            "Nothing can be proposed: the words are missing, longer than %(n)s letters, or those that stand there.",
            code="argue.no_words",
            hint="Say it as you would in front of a client.",
            params={"n": MAX_LETTERS[part]},
        )
    return words
