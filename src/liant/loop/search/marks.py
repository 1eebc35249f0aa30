"""Show where the words of a query stand in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from liant.loop.search.rank import form_of
from liant.loop.search.terms import Term, words_of

_WORD = re.compile(r"[^\W_]+")
#: Letters shown before the first word that answers.
BEFORE = 60


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A piece of a text; joined again, the pieces are the text."""

    text: str
    is_hit: bool


def mark_words(text: str, terms: Sequence[Term]) -> tuple[Stretch, ...]:
    """Cut a text where words that answer the query begin and end; function words are not marked."""
    wanted = [term for term in terms if term.is_required]
    # Folding can make several words of one ("½" is 1⁄2): it answers when one of them does.
    spans = [(match.start(), match.end(), words_of(match[0])) for match in _WORD.finditer(text)]
    stretches: list[Stretch] = []
    done = 0
    for start, end, words in spans:
        if any(form_of(term, word) for word in words for term in wanted):
            stretches += [Stretch(text=text[done:start], is_hit=False), Stretch(text=text[start:end], is_hit=True)]
            done = end
    return tuple(stretch for stretch in (*stretches, Stretch(text=text[done:], is_hit=False)) if stretch.text)


def excerpt(text: str, terms: Sequence[Term], *, length: int = 200) -> tuple[Stretch, ...]:
    """Take the part of a text around the first word that answers, on one line, marked; an ellipsis where it is cut."""
    line = " ".join(text.split())
    marked = mark_words(line, terms)
    first = 0
    for stretch in marked:
        if stretch.is_hit:
            break
        first += len(stretch.text)
    else:
        first = 0
    start = 0 if first <= BEFORE or len(line) <= length else line.rfind(" ", 0, first - BEFORE + 1) + 1
    end = len(line)
    if end - start > length:
        cut = line.rfind(" ", start, start + length)
        end = cut if cut > start else start + length
    part = ("… " if start else "") + line[start:end] + (" …" if end < len(line) else "")
    return mark_words(part, terms)
