"""Turn notes into sequences of stems: case, accents, digits and endings put aside."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import Stemmer
from numpy.typing import NDArray

#: Snowball algorithm by language; a language outside it is read with no stemming.
STEMMER_BY_LANGUAGE = {"fr": "french", "en": "english"}

#: Shortest token kept, in UTF-8 bytes: one Latin letter says nothing, one ideogram does.
MIN_TOKEN_BYTES = 2

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
#: Letters that compatibility decomposition leaves whole.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


@dataclass(frozen=True, kw_only=True, eq=False)
class TokenisedNotes:
    """Hold the stems of a batch of notes, in reading order, as one flat array.

    Attributes
    ----------
    stem_ids : (n_tokens,) int32, positions in ``stems``.
    starts : (n_notes + 1,) int64; note ``i`` owns ``stem_ids[starts[i]:starts[i + 1]]``.
    stems : every stem met, sorted, so that a number does not depend on the order of the notes.
    languages : one per note, never "und" (see :func:`settle_languages`).
    """

    stem_ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    stems: tuple[str, ...]
    languages: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.starts) - 1


def fold(text: str) -> str:
    """Put text in the form words are compared in: lower case, no accent, every digit a 0."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold()).translate(_LIGATURES)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _DIGIT.sub("0", text.lower())


def tokenise(text: str) -> list[str]:
    """Split text into folded words, in order; apostrophes split, words of one byte are dropped."""
    return [word for word in _WORD.findall(fold(text)) if len(word) >= MIN_TOKEN_BYTES or not word.isascii()]


def stem_words(words: Sequence[str], language: str) -> list[str]:
    """Stem folded words, each on its own; a language without stemmer leaves them whole."""
    if language not in STEMMER_BY_LANGUAGE:
        return list(words)
    # Our own mapping keeps each distinct word once: the stemmer's cache would be dead weight.
    stemmer = Stemmer.Stemmer(STEMMER_BY_LANGUAGE[language], 0)
    return list(stemmer.stemWords(list(words)))


def settle_languages(languages: Sequence[str]) -> tuple[str, ...]:
    """Give each note of unknown language ("und" or "") the commonest known one of the batch, "und" if none is known.

    Two words ("rappel demain") rarely tell their language, yet their stems must meet those of longer notes.
    """
    known = Counter(language for language in languages if language not in ("", "und"))
    commonest = min(known, key=lambda language: (-known[language], language)) if known else "und"
    return tuple(commonest if language in ("", "und") else language for language in languages)


def tokenise_notes(texts: Sequence[str], languages: Sequence[str]) -> TokenisedNotes:
    """Tokenise and stem a batch of notes.

    Parameters
    ----------
    texts : the notes as written.
    languages : one code per note ("fr", "en", "und"...).

    Notes
    -----
    Each distinct (language, word) is stemmed once: O(characters) otherwise.
    """
    settled = settle_languages(languages)
    seen: dict[str, dict[str, int]] = {language: {} for language in sorted(set(settled))}
    n_words = 0
    flat = array("i")
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    for position, (text, language) in enumerate(zip(texts, settled, strict=True)):
        number_by_word = seen[language]
        for word in tokenise(text):
            number = number_by_word.get(word)
            if number is None:
                number = number_by_word[word] = n_words
                n_words += 1
            flat.append(number)
        starts[position + 1] = len(flat)
    stem_by_number: list[str] = [""] * n_words
    for language, number_by_word in seen.items():
        for number, stem in zip(number_by_word.values(), stem_words(list(number_by_word), language), strict=True):
            stem_by_number[number] = stem
    stems = tuple(sorted(set(stem_by_number)))
    rank = {stem: position for position, stem in enumerate(stems)}
    renumber = np.array([rank[stem] for stem in stem_by_number], dtype=np.int32)
    stem_ids = renumber[np.frombuffer(flat, dtype=np.int32)] if flat else np.empty(0, dtype=np.int32)
    return TokenisedNotes(stem_ids=stem_ids, starts=starts, stems=stems, languages=settled)


def select_notes(notes: TokenisedNotes, rows: NDArray[np.int64]) -> TokenisedNotes:
    """Take some notes, in the order given; the list of stems stays whole."""
    lengths = notes.starts[rows + 1] - notes.starts[rows]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    picked = np.repeat(notes.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
    return TokenisedNotes(
        stem_ids=notes.stem_ids[picked],
        starts=starts,
        stems=notes.stems,
        languages=tuple(notes.languages[row] for row in rows.tolist()),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class DistinctNotes:
    """Tell which notes hold the same words.

    Attributes
    ----------
    rows : (n_distinct,) int64, one note for each bag of stems, in an order that depends on the words alone.
    group_by_note : (n_notes,) int64, position in ``rows`` of each note's bag; -1 for a note without a single word.
    counts : (n_distinct,) int64, notes holding that bag.
    """

    rows: NDArray[np.int64]
    group_by_note: NDArray[np.int64]
    counts: NDArray[np.int64]


def find_distinct(notes: TokenisedNotes) -> DistinctNotes:
    """Group the notes that hold the same bag of stems in the same language.

    The order of the result does not depend on the order of the notes: everything computed from it is the same
    whatever the order of the input.
    """
    bags: dict[tuple[str, bytes], list[int]] = {}
    for row in range(len(notes)):
        ids = notes.stem_ids[notes.starts[row] : notes.starts[row + 1]]
        if len(ids):
            bags.setdefault((notes.languages[row], np.sort(ids).astype(">i4").tobytes()), []).append(row)
    rows = np.empty(len(bags), dtype=np.int64)
    counts = np.empty(len(bags), dtype=np.int64)
    group_by_note = np.full(len(notes), -1, dtype=np.int64)
    for position, key in enumerate(sorted(bags)):
        members = bags[key]
        # Among notes with the same bag, the reading order decides which one stands for all: the input order must not.
        rows[position] = min(members, key=lambda row: _sequence(notes, row)) if len(members) > 1 else members[0]
        counts[position] = len(members)
        group_by_note[members] = position
    return DistinctNotes(rows=rows, group_by_note=group_by_note, counts=counts)


def _sequence(notes: TokenisedNotes, row: int) -> bytes:
    ids = notes.stem_ids[notes.starts[row] : notes.starts[row + 1]]
    return ids.astype(">i4").tobytes()


def number_stems(notes: TokenisedNotes, number_by_stem: Mapping[str, int]) -> NDArray[np.int32]:
    """Translate each token of the batch into another vocabulary: (n_tokens,) int32, -1 for a stem it lacks."""
    if not notes.stems:
        return np.empty(0, dtype=np.int32)
    return np.array([number_by_stem.get(stem, -1) for stem in notes.stems], dtype=np.int32)[notes.stem_ids]
