"""Find the words of many notes at once: the fast twin of :func:`liant.loop.themes.words.tokenise`.

The characters of a block of notes become one array; folding is a table look-up, words are runs between breaks, and each
is told by a 64-bit hash, so that only a word never met before is ever made into a Python string.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from liant.loop.themes.words import MIN_TOKEN_BYTES, fold

#: Characters of a block, about: its arrays stay in the processor's cache.
BLOCK_LETTERS = 250_000
#: Stands between notes; where a note holds one, it is a space.
_SEPARATOR = "\x1e"
_BREAK, _NOTE_END, _FIRST_LETTER = 0, 1, 2
_UNSEEN = 255
_N_CODES = 0x110000
#: Odd, so that its powers can be divided by modulo 2^64.
_BASE = 0x9E3779B97F4A7C15
_SLOT_BITS = 20

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]


class Scanner:
    """Number the words of notes, block by block.

    Notes
    -----
    Two different words share a number with a probability under 1e-8 in a million distinct ones. Cost about 25 ns a
    character.
    """

    def __init__(self) -> None:
        #: Every word met, by number.
        self.words: list[str] = []
        self._number_by_hash: dict[int, int] = {}
        # A word is looked for in one place of a table first; those that share a place go through the mapping.
        self._slot_hash = np.zeros(1 << _SLOT_BITS, dtype=np.uint64)
        self._slot_number = np.zeros(1 << _SLOT_BITS, dtype=np.int32)
        # What each character folds to: its first letter, how many, and the few that fold to several.
        self._first = np.zeros(_N_CODES, dtype=np.uint32)
        self._length = np.full(_N_CODES, _UNSEEN, dtype=np.uint8)
        self._several: dict[int, Codes] = {}
        self._learn(np.array([ord(_SEPARATOR)]))
        self._first[ord(_SEPARATOR)] = _NOTE_END
        self._powers, self._inverses = _powers_of(_BASE, 0), _powers_of(_BASE, 0)

    def scan(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Find the words of notes.

        Returns
        -------
        numbers : (n_tokens,) int32, positions in ``words``, in reading order.
        starts : (n_texts + 1,) int64; text ``i`` owns ``numbers[starts[i]:starts[i + 1]]``.
        """
        numbers, counts = [np.empty(0, dtype=np.int32)], [np.zeros(1, dtype=np.int64)]
        for block in _blocks(texts):
            found, n_by_note = self._scan_block(block)
            numbers.append(found)
            counts.append(n_by_note)
        return np.concatenate(numbers), np.cumsum(np.concatenate(counts))

    def _scan_block(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        letters = self._fold(texts)
        is_letter = letters >= _FIRST_LETTER
        edges = np.flatnonzero(is_letter[1:] != is_letter[:-1]) + 1
        first, after = edges[::2], edges[1::2]
        # One Latin letter says nothing, one ideogram does.
        kept = (after - first >= MIN_TOKEN_BYTES) | (letters[first] >= 128)
        first, after = first[kept], after[kept]
        ends = np.flatnonzero(letters == _NOTE_END)
        counts = np.diff(np.searchsorted(first, ends)).astype(np.int64)
        return self._number(self._hash(letters, first, after), letters, first, after), counts

    def _fold(self, texts: Sequence[str]) -> Codes:
        """Fold a block into one array that begins and ends with the mark of a note's end."""
        joined = _SEPARATOR.join(["", *texts, ""])
        if joined.count(_SEPARATOR) != len(texts) + 1:
            joined = _SEPARATOR.join(["", *(text.replace(_SEPARATOR, " ") for text in texts), ""])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = self._length[codes]
        unseen = lengths == _UNSEEN
        if unseen.any():
            self._learn(np.unique(codes[unseen]))
            lengths = self._length[codes]
        letters = self._first[codes]
        if (lengths == 1).all():
            return letters
        letters = np.repeat(letters, lengths)
        several = np.flatnonzero(lengths > 1)
        places = (np.cumsum(lengths, dtype=np.int64) - lengths)[several]
        for code in np.unique(codes[several]).tolist():
            here = places[codes[several] == code]
            for offset, letter in enumerate(self._several[code].tolist()):
                letters[here + offset] = letter
        return letters

    def _learn(self, codes: NDArray[np.integer]) -> None:
        """Learn what characters fold to; what is neither letter nor digit breaks words."""
        for code in codes.tolist():
            folded = [ord(letter) if letter.isalnum() else _BREAK for letter in fold(chr(code))]
            self._first[code] = folded[0] if folded else _BREAK
            self._several[code] = np.array(folded, dtype=np.uint32)
            self._length[code] = len(folded)

    def _hash(self, letters: Codes, first: NDArray[np.int64], after: NDArray[np.int64]) -> Hashes:
        """Hash each word: the sum of its letters times powers of a constant, modulo 2^64."""
        if len(self._powers) < len(letters):
            self._powers = _powers_of(_BASE, len(letters))
            self._inverses = _powers_of(pow(_BASE, -1, 1 << 64), len(letters))
        sums = np.cumsum(letters * self._powers[: len(letters)], dtype=np.uint64)
        hashes = (sums[after - 1] - sums[first - 1]) * self._inverses[first]
        # The low bits of such a sum say little: the high ones are folded in.
        hashes ^= hashes >> np.uint64(32)
        hashes *= np.uint64(0xD6E8FEB86659FD93)
        return np.asarray(hashes ^ (hashes >> np.uint64(32)))

    def _number(
        self, hashes: Hashes, letters: Codes, first: NDArray[np.int64], after: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        slots = hashes >> np.uint64(64 - _SLOT_BITS)
        numbers: NDArray[np.int32] = self._slot_number[slots]
        missed = np.flatnonzero(self._slot_hash[slots] != hashes)
        if len(missed) == 0:
            return numbers
        distinct, where, back = np.unique(hashes[missed], return_index=True, return_inverse=True)
        found = np.empty(len(distinct), dtype=np.int32)
        for position, (hashed, row) in enumerate(zip(distinct.tolist(), missed[where].tolist(), strict=True)):
            number = self._number_by_hash.get(hashed)
            if number is None:
                number = self._number_by_hash[hashed] = len(self.words)
                self.words.append(letters[first[row] : after[row]].tobytes().decode("utf-32-le", "surrogatepass"))
            found[position] = number
        numbers[missed] = found[back]
        self._slot_hash[slots[missed]] = hashes[missed]
        self._slot_number[slots[missed]] = numbers[missed]
        return numbers


def _blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut notes into blocks of about ``BLOCK_LETTERS`` characters."""
    first, letters = 0, 0
    for position, text in enumerate(texts):
        letters += len(text)
        if letters >= BLOCK_LETTERS:
            yield texts[first : position + 1]
            first, letters = position + 1, 0
    if first < len(texts):
        yield texts[first:]


def _powers_of(base: int, n: int) -> Hashes:
    factors = np.full(n, base, dtype=np.uint64)
    if n:
        factors[0] = 1
    return np.asarray(np.multiply.accumulate(factors))
