"""What a field note is: its text cleaned of what nobody typed, its quotes, and whose words they are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from liant.loop.values.errors import Invalid
from liant.loop.values.stages import Voice

MAX_LENGTH = 5_000
#: Passages between marks are the client's words: « », “ ”, " ".
MARKED = re.compile(r"«\s*(?P<fr>[^«»]+?)\s*»|“\s*(?P<en>[^“”]+?)\s*”|\"\s*(?P<plain>[^\"]{3,}?)\s*\"", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A passage of a note: offsets in its text, end excluded, and whose words it holds."""

    start: int
    end: int
    voice: Voice


def normalise_text(text: str) -> str:
    """Clean a note without changing a word: NFC, plain line ends, no control characters, no outer spaces.

    Raises
    ------
    Invalid : ``listen.empty``; ``listen.too_long`` above ``MAX_LENGTH`` characters.
    """
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    clean = "".join(c for c in clean if c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    if not clean:
        raise Invalid("The note is empty.", code="listen.empty", hint="Write what you heard, even in five words.")
    if len(clean) > MAX_LENGTH:
        raise Invalid(
            "The note has %(n)s characters; the most is %(limit)s.",
            code="listen.too_long",
            hint="Keep what the client said; attach the rest to the deal in your CRM.",
            params={"n": len(clean), "limit": MAX_LENGTH},
        )
    return clean


def find_quotes(text: str) -> tuple[Passage, ...]:
    """Find the client's words, between quotation marks; without any, the whole note is the seller's."""
    passages = []
    for match in MARKED.finditer(text):
        group = next(name for name in ("fr", "en", "plain") if match.group(name))
        passages.append(Passage(start=match.start(group), end=match.end(group), voice=Voice.CLIENT))
    return tuple(passages) or (Passage(start=0, end=len(text), voice=Voice.SELLER),)
