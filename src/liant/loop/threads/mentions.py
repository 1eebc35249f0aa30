"""Find whom a message names after an ``@``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: An @ that does not end an e-mail address.
AT = re.compile(r"(?<![\w.])@(?=\w)")
#: What looks like a name after an @: a word, and following ones that begin with a capital.
NAME = re.compile(r"[\w'’-]+(?: (?=[^\W\d_a-zß-ÿ])[\w'’-]+){0,2}")
#: The name being typed when the text ends there.
TYPED = re.compile(r"(?<![\w.])@([\w'’ -]{0,40})$")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person named in a text; offsets from the ``@`` to the end of the name, end excluded."""

    person: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """Whom a text names, in its order, and the names after an ``@`` that are nobody's."""

    named: tuple[Named, ...]
    unknown: tuple[str, ...]


def fold(text: str) -> str:
    """Lower the case and drop the accents, one character for one: offsets stay."""
    return "".join(unicodedata.normalize("NFD", c)[0].lower()[:1] for c in text)


def find_mentions(text: str, name_by_person: Mapping[str, str]) -> Mentions:
    """Find the people that a text names.

    Parameters
    ----------
    name_by_person : those who can be named, by identifier.

    Notes
    -----
    After an ``@``, the longest full name wins, whatever its case and accents; then a first name that one person alone
    bears. People of the same full name are all named: the writer can tell them no more apart than Liant. O(number of
    ``@`` times number of people).
    """
    folded = fold(text)
    full = {person: fold(name) for person, name in name_by_person.items()}
    first = {person: name.partition(" ")[0] for person, name in full.items()}
    named: list[Named] = []
    unknown: list[str] = []
    for at in AT.finditer(text):
        rest = folded[at.end() :]
        people, length = longest(rest, full)
        if not people:
            people, length = longest(rest, first)
            if len(people) > 1:
                people = []
        if people:
            end = at.end() + length
            named += [Named(person=person, start=at.start(), end=end) for person in sorted(people)]
        else:
            match = NAME.match(text, at.end())
            unknown.append(match.group() if match else "")
    return Mentions(named=tuple(named), unknown=tuple(dict.fromkeys(unknown)))


def longest(rest: str, names: Mapping[str, str]) -> tuple[list[str], int]:
    """Return the people whose name begins a text and ends a word there, of the longest such name, and its length."""
    fitting = [
        (len(name), person)
        for person, name in names.items()
        if name and rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()
    ]
    best = max((length for length, _person in fitting), default=0)
    return [person for length, person in fitting if length == best], best


def being_typed(text: str) -> str | None:
    """Return the letters after the ``@`` at the end of a text, or None when no name is being typed."""
    match = TYPED.search(text)
    return match.group(1) if match else None


def begins_a_word(letters: str, names: Iterable[str]) -> list[str]:
    """Keep the names of which a word, or the whole, begins with these letters."""
    wanted = fold(letters.strip())
    return [name for name in names if any(part.startswith(wanted) for part in (fold(name), *fold(name).split()))]
