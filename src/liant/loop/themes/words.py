"""Take text apart into words in the form they are compared in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import Stemmer

#: Snowball algorithm by language; a language outside it is read with no stemming.
STEMMER_BY_LANGUAGE = {"fr": "french", "en": "english"}

#: Shortest token kept, in UTF-8 bytes: one Latin letter says nothing, one ideogram does.
MIN_TOKEN_BYTES = 2

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
#: Letters that compatibility decomposition leaves whole.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def fold(text: str) -> str:
    """Put text in the form words are compared in: lower case, no accent, every digit a 0; letter by letter."""
    return _DIGIT.sub("0", fold_letters(text))


def fold_letters(text: str) -> str:
    """Put text in lower case without accents; digits stay what they are."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.casefold()).translate(_LIGATURES)
    return "".join(letter for letter in text if not unicodedata.combining(letter)).casefold()


def tokenise(text: str) -> list[str]:
    """Split text into folded words, in order; apostrophes split, words of one byte are dropped."""
    return [word for word in _WORD.findall(fold(text)) if len(word) >= MIN_TOKEN_BYTES or not word.isascii()]


def stem_words(words: Sequence[str], language: str) -> list[str]:
    """Stem folded words, each on its own; a language without stemmer leaves them whole."""
    if language not in STEMMER_BY_LANGUAGE:
        return list(words)
    # Callers keep each distinct word once: the stemmer's own cache would be dead weight.
    return list(Stemmer.Stemmer(STEMMER_BY_LANGUAGE[language], 0).stemWords(list(words)))
