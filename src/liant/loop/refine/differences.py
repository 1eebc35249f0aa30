"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

#: A word or a mark with the spaces after it; spaces alone only begin a text.
TOKEN = re.compile(r"(?:\w+(?:['’]\w+)*|[^\w\s])\s*|\s+")
#: What is kept between two changes and has fewer letters reads as part of them.
LEAST_KEPT = 4


class Change(StrEnum):
    """Tell what became of a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Consecutive words with the same fate."""

    text: str
    change: Change


def compare_words(before: str, after: str) -> tuple[Stretch, ...]:
    """Tell what was kept, removed and added from one text to the next, in reading order.

    The stretches kept or removed, joined, are ``before``; those kept or added are ``after``. Where words were replaced,
    what was removed comes first. Case, accents and spaces count: nothing is hidden.

    Notes
    -----
    Keeps a longest common subsequence of words, then joins changes that less than a word separates. O(n m / 64): about
    10 ms for two texts of 5,000 characters, whatever they repeat.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    runs = [
        (change, "".join(token for token, _change in run))
        for change, run in groupby(aligned(old, new), key=lambda pair: pair[1])
    ]
    return tuple(joined(runs))


def aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, Change]]:
    """Align two lists of words on a longest common subsequence; words are the same whatever the spaces after them.

    Notes
    -----
    Row ``j`` holds, as the bits of one integer, where the length of the subsequence does *not* grow with the words of
    ``old`` once ``j`` words of ``new`` are read; a whole row costs one addition.

    References
    ----------
    H. Hyyrö, "Bit-parallel LCS-length computation revisited", AWOCA 2004, figure 3.
    """
    places: dict[str, int] = {}
    for i, token in enumerate(old):
        word = token.rstrip()
        places[word] = places.get(word, 0) | 1 << i
    full = (1 << len(old)) - 1
    rows = [full]
    for token in new:
        row = rows[-1]
        both = row & places.get(token.rstrip(), 0)
        rows.append((row + both | row - both) & full)
    found: list[tuple[str, Change]] = []
    i, j = len(old), len(new)
    while i or j:
        if i and j and old[i - 1].rstrip() == new[j - 1].rstrip():
            i, j = i - 1, j - 1
            found += kept(old[i], new[j])[::-1]
        elif j and not (i and rows[j] >> i - 1 & 1):
            j -= 1
            found.append((new[j], Change.ADDED))
        else:
            i -= 1
            found.append((old[i], Change.REMOVED))
    return found[::-1]


def kept(old: str, new: str) -> list[tuple[str, Change]]:
    """Keep a word; the spaces after it changed when they are not the same."""
    if old == new:
        return [(old, Change.KEPT)]
    word = old.rstrip()
    parts = [(word, Change.KEPT), (old[len(word) :], Change.REMOVED), (new[len(word) :], Change.ADDED)]
    return [(text, change) for text, change in parts if text]


def joined(runs: Sequence[tuple[Change, str]]) -> Iterator[Stretch]:
    """Join changes that less than a word separates: three words replaced in a row read as one change."""
    removed = added = ""
    for i, (change, text) in enumerate(runs):
        alone = 0 < i < len(runs) - 1 and sum(c.isalnum() for c in text) < LEAST_KEPT
        if change == Change.KEPT and not alone:
            yield from replaced(removed, added)
            removed = added = ""
            yield Stretch(text=text, change=Change.KEPT)
            continue
        removed += text if change != Change.ADDED else ""
        added += text if change != Change.REMOVED else ""
    yield from replaced(removed, added)


def replaced(removed: str, added: str) -> Iterator[Stretch]:
    """Give a change as what was removed, then what was added."""
    if removed:
        yield Stretch(text=removed, change=Change.REMOVED)
    if added:
        yield Stretch(text=added, change=Change.ADDED)
