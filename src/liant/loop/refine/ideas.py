"""The life of an idea once somebody works on it, and what has to be said at each turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from liant.loop.listen.notes import normalise_text
from liant.loop.values.errors import Conflict, Invalid

MAX_TITLE = 120
MAX_SENTENCE = 600
LANGUAGES = ("fr", "en")


class IdeaStatus(StrEnum):
    """Tell where an idea is."""

    OPEN = "open"  #: taken up, not written yet
    REFINED = "refined"
    PLANNED = "planned"
    DONE = "done"
    CLOSED = "closed"


#: Still being worked on.
LIVE = (IdeaStatus.OPEN, IdeaStatus.REFINED, IdeaStatus.PLANNED)


class StillYours(StrEnum):
    """What whoever spoke first says of the new words."""

    YES = "yes"
    NOT_QUITE = "not_quite"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A title and a text, in one language."""

    title: str
    text: str


def checked_wordings(wordings: Mapping[str, Wording]) -> dict[str, Wording]:
    """Clean the wordings by language, those without a word left out.

    Raises
    ------
    Invalid : ``refine.no_words`` when none is written; ``refine.half`` for a title without text or a text without title;
        ``listen.too_long``.
    """
    found = {}
    for language in LANGUAGES:
        wording = wordings.get(language)
        if wording is None or not (wording.title.strip() or wording.text.strip()):
            continue
        if not (wording.title.strip() and wording.text.strip()):
            raise Invalid(
                "A title and a text go together.",
                code="refine.half",
                hint="Write both in a language, or neither.",
            )
        title = " ".join(normalise_text(wording.title).split())[:MAX_TITLE]
        found[language] = Wording(title=title, text=normalise_text(wording.text))
    if not found:
        raise Invalid(
            "The idea has no words yet.", code="refine.no_words", hint="Write a title and a text in one language."
        )
    return found


def checked_ending(reason: str, next_step: str) -> tuple[str, str]:
    """Clean why something ends and what comes next: an end without them would cost the next idea.

    Raises
    ------
    Invalid : ``refine.no_reason``.
    """
    cleaned = tuple(" ".join(text.split())[:MAX_SENTENCE] for text in (reason, next_step))
    if not all(cleaned):
        raise Invalid(
            "Say why, and what comes next.",
            code="refine.no_reason",
            hint="Whoever had the idea reads both: a sentence each is enough.",
        )
    return cleaned[0], cleaned[1]


def check_live(status: str) -> None:
    """Refuse to work on an idea that is over.

    Raises
    ------
    Conflict : ``refine.over``.
    """
    if status not in LIVE:
        raise Conflict("This idea is closed or done.", code="refine.over", hint="Open it again first, from its page.")
