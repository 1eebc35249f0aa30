"""Turn notes into sequences of stems: case, accents, digits and endings put aside."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from liant.loop.themes.glossary import meanings_of
from liant.loop.themes.scan import Scanner
from liant.loop.themes.words import stem_words, tokenise

#: From so many notes on, all their letters at once are quicker than word by word.
SCAN_FROM = 500


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
    words, numbers, starts = scan_quickly(texts) if len(texts) >= SCAN_FROM else scan_plainly(texts)
    known, code_by_note = number_languages(settled)
    # A word met in two languages has a stem in each.
    pairs = np.repeat(code_by_note, np.diff(starts)) * len(words) + numbers
    met = np.zeros(len(known) * len(words), dtype=np.bool_)
    met[pairs] = True
    stem_by_pair: dict[int, str] = {}
    for code, language in enumerate(known):
        here = np.flatnonzero(met[code * len(words) : (code + 1) * len(words)]).tolist()
        meanings = meanings_of(language)
        stemmed = [meanings.get(stem, stem) for stem in stem_words([words[number] for number in here], language)]
        stem_by_pair |= zip([code * len(words) + number for number in here], stemmed, strict=True)
    stems = tuple(sorted(set(stem_by_pair.values())))
    rank = {stem: position for position, stem in enumerate(stems)}
    renumber = np.zeros(len(met), dtype=np.int32)
    for pair, stem in stem_by_pair.items():
        renumber[pair] = rank[stem]
    return TokenisedNotes(stem_ids=renumber[pairs], starts=starts, stems=stems, languages=settled)


def stem_note(text: str, language: str) -> list[str]:
    """List the stems of one note, in order, as :func:`tokenise_notes` finds them."""
    meanings = meanings_of(language)
    return [meanings.get(stem, stem) for stem in stem_words(tokenise(text), language)]


def number_languages(languages: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """List the languages of a batch, sorted, and the position of each note's in that list: (n_notes,) int64."""
    known = sorted(set(languages))
    code_by_language = {language: code for code, language in enumerate(known)}
    return known, np.fromiter((code_by_language[language] for language in languages), np.int64, len(languages))


def scan_quickly(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:
    """Find the words of notes, all letters at once.

    Returns
    -------
    words : each distinct one, in any order.
    numbers : (n_tokens,) int32, positions in ``words``, in reading order.
    starts : (n_texts + 1,) int64; text ``i`` owns ``numbers[starts[i]:starts[i + 1]]``.
    """
    scanner = Scanner()
    numbers, starts = scanner.scan(texts)
    return scanner.words, numbers, starts


def scan_plainly(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:
    """Do the same word by word: quicker for a few notes, and what the quick way is tested against."""
    number_by_word: dict[str, int] = {}
    flat = array("i")
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    for position, text in enumerate(texts):
        flat.extend(number_by_word.setdefault(word, len(number_by_word)) for word in tokenise(text))
        starts[position + 1] = len(flat)
    return list(number_by_word), np.array(flat, dtype=np.int32), starts


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
    rows : (n_distinct,) int64, one note for each bag of stems, in an order that depends on its words alone.
    group_by_note : (n_notes,) int64, position in ``rows`` of each note's bag; -1 for a note without a single word.
    counts : (n_distinct,) int64, notes holding that bag.
    """

    rows: NDArray[np.int64]
    group_by_note: NDArray[np.int64]
    counts: NDArray[np.int64]


def find_distinct(notes: TokenisedNotes) -> DistinctNotes:
    """Group the notes that hold the same bag of stems in the same language.

    The order of the result depends on the words of the notes alone, not on the order of the notes nor on the other ones:
    everything computed from it is the same whatever the order of the input.

    Notes
    -----
    Bags are told apart by 64 bits of hash: in a million different ones, two meet with a probability of 3e-8.
    Cost O(n_tokens + n_notes log n_notes).
    """
    written = np.flatnonzero(np.diff(notes.starts) > 0)
    stems = np.array([_digest(stem) for stem in notes.stems], dtype=np.uint64)[notes.stem_ids]
    known, codes = number_languages(notes.languages)
    language = np.array([_digest(language) for language in known], dtype=np.uint64)[codes[written]]
    first, last = notes.starts[written], notes.starts[written + 1]
    sums = _sums(stems, first, last)
    bags = sums + language
    # Among notes with the same bag, the reading order decides which one stands for all: the input order must not.
    places = np.arange(1, len(stems) + 1, dtype=np.uint64)
    # Weighted by its place in the note: by that in the batch, minus the note's own times the sum of the bag.
    reading = _sums(stems * places, first, last) - first.astype(np.uint64) * sums
    order = np.lexsort((written, reading, bags))
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = np.diff(bags[order]) != 0
    group_by_note = np.full(len(notes), -1, dtype=np.int64)
    group_by_note[written[order]] = np.cumsum(is_first) - 1
    rows = written[order[is_first]]
    return DistinctNotes(
        rows=rows, group_by_note=group_by_note, counts=np.bincount(group_by_note[written], minlength=len(rows))
    )


def _digest(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _sums(values: NDArray[np.uint64], first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Sum stretches of values, modulo 2^64."""
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(values, dtype=np.uint64)])
    return np.asarray(sums[last] - sums[first])


def number_stems(notes: TokenisedNotes, number_by_stem: Mapping[str, int]) -> NDArray[np.int32]:
    """Translate each token of the batch into another vocabulary: (n_tokens,) int32, -1 for a stem it lacks."""
    if not notes.stems:
        return np.empty(0, dtype=np.int32)
    return np.array([number_by_stem.get(stem, -1) for stem in notes.stems], dtype=np.int32)[notes.stem_ids]
