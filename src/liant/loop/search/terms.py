"""Words as search compares them: no case, no accent, each with its stem; the same for an index and for a query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from liant.loop.themes.stop_words import ENGLISH, FRENCH
from liant.loop.themes.words import MIN_TOKEN_BYTES, STEMMER_BY_LANGUAGE, fold_letters, stem_words

#: Longest word kept: what is longer is no word, and no engine has to hold it whole.
MAX_LETTERS = 40
#: Words of a query that are looked for; the rest is left out.
MAX_TERMS = 8
LANGUAGES = tuple(STEMMER_BY_LANGUAGE)

_WORD = re.compile(r"[^\W_]+")


class SearchText(NamedTuple):
    """What is searched in one object.

    Attributes
    ----------
    key : key of its row.
    head : its name or title; empty for what has none.
    body : all other words.
    language : "fr", "en", or anything else when it may be either.
    shown : whatever the caller wants back with it, to show it; not searched.
    """

    key: int
    head: str
    body: str
    language: str
    shown: tuple[Any, ...] = ()


class Entry(NamedTuple):
    """The words under which an object is found, each once, between spaces."""

    key: int
    head: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Term:
    """One word of a query.

    Attributes
    ----------
    forms : the word's stem in each language, its singular and its plural, without the word itself.
    is_prefix : the word may be the beginning of what is looked for: it is still being typed.
    is_required : what is found holds it; function words only help to order what is found.
    """

    word: str
    forms: frozenset[str]
    is_prefix: bool
    is_required: bool


def words_of(text: str) -> list[str]:
    """List the folded words of a text, in order; apostrophes and hyphens split, words of one letter are dropped."""
    return [word for written in _written(text) for word in fold_word(written)]


def _written(text: str) -> list[str]:
    # Composed first: a letter and its accent apart would be two words.
    return _WORD.findall(text if text.isascii() else unicodedata.normalize("NFC", text))


# The words of a company come again and again: each is folded and stemmed once.


@lru_cache(maxsize=65_536)
def fold_word(written: str) -> tuple[str, ...]:
    """Fold one word as it is written; a few signs hold several ("½" is 1 and 2)."""
    return tuple(
        word[:MAX_LETTERS]
        for word in _WORD.findall(fold_letters(written))
        if len(word) >= MIN_TOKEN_BYTES or not word.isascii()
    )


@lru_cache(maxsize=65_536)
def forms_of(written: str, language: str) -> tuple[str, ...]:
    """Give the folded form of a word as it is written, and its stem in a language; in every language for ""."""
    spoken = (language,) if language else LANGUAGES
    return tuple(
        dict.fromkeys(
            form for word in fold_word(written) for form in (word, *(stem_words([word], one)[0] for one in spoken))
        )
    )


@lru_cache(maxsize=65_536)
def stems_of(word: str) -> frozenset[str]:
    """Give a folded word and its stems in every language."""
    return frozenset(forms_of(word, ""))


def make_entries(texts: Iterable[SearchText]) -> list[Entry]:
    """Turn texts into the words they are found under: each word and its stem in the language of the text.

    A text whose language is unknown gets the stems of every language.
    """
    entries = []
    for key, head, body, spoken, _shown in texts:
        language = spoken if spoken in LANGUAGES else ""
        entries.append(Entry(key, _distinct(head, language), _distinct(body, language)))
    return entries


def _distinct(text: str, language: str) -> str:
    return " ".join(dict.fromkeys(form for written in _written(text) for form in forms_of(written, language)))


def numbers_of(word: str) -> set[str]:
    """Give the likely singular and plurals of a word: without its accents, a stemmer misses some (*délai*, *délais*)."""
    return {word[:-1]} if len(word) > 3 and word[-1] in "sx" else {f"{word}s", f"{word}x"}


def read_query(text: str) -> tuple[Term, ...]:
    """Read what somebody typed: its distinct words, the last one perhaps unfinished.

    Function words are looked for only when there is nothing else: « le délai de livraison » asks for *délai* and
    *livraison*, and what holds *le* and *de* too comes no earlier than its other words deserve.
    """
    words = list(dict.fromkeys(words_of(text)))[:MAX_TERMS]
    telling = {word for word in words if word not in FRENCH and word not in ENGLISH} or set(words)
    return tuple(
        Term(
            word=word,
            forms=(stems_of(word) | numbers_of(word)) - {word},
            is_prefix=position == len(words) - 1,
            is_required=word in telling,
        )
        for position, word in enumerate(words)
    )
