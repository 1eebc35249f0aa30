"""Continue a grouping of notes from one time to the next, outside any database."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zipfile import BadZipFile

import numpy as np

from liant.loop.themes.cluster import IntArray
from liant.loop.themes.track import ThemeEvent, match_themes

_FORM = "liant themes 1"


@dataclass(frozen=True, kw_only=True, eq=False)
class Lasting:
    """Where the notes of the last time were.

    Attributes
    ----------
    notes : (n_notes,) uint64, fingerprint of each note's text.
    themes : (n_notes,) int64, lasting number of its theme, -1 for none.
    n_ids : numbers given so far: none is used twice.
    """

    notes: np.ndarray[tuple[int], np.dtype[np.uint64]]
    themes: IntArray
    n_ids: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Continued:
    """A new grouping under the numbers of the last one.

    Attributes
    ----------
    themes : (n_notes,) lasting number of each note's theme, -1 for none.
    number_by_group : lasting number of each new group.
    events : what happened to themes, by their lasting numbers written out.
    n_known : notes that were there the last time, in a theme.
    churn : share of those whose theme has another number now; 0 without any.
    """

    themes: IntArray
    number_by_group: dict[int, int]
    events: tuple[ThemeEvent, ...]
    n_known: int
    churn: float
    lasting: Lasting


def fingerprint(texts: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Reduce each text to 64 bits; white space at its ends does not count."""
    digests = (blake2b(text.strip().encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts)
    return np.frombuffer(b"".join(digests), dtype=np.uint64)


def recall(texts: Sequence[str], last: Lasting) -> IntArray:
    """Find the last theme of each note: (n_notes,) lasting numbers, -1 for a new note."""
    known = dict(zip(last.notes.tolist(), last.themes.tolist(), strict=True))
    return np.array([known.get(key, -1) for key in fingerprint(texts).tolist()], dtype=np.int64)


def begin(texts: Sequence[str], groups: IntArray) -> Lasting:
    """Make the groups of a first fit last, under their own numbers."""
    return Lasting(notes=fingerprint(texts), themes=groups, n_ids=int(groups.max(initial=-1)) + 1)


def carry_on(texts: Sequence[str], groups: IntArray, last: Lasting) -> Continued:
    """Give the groups of a new fit the numbers of the themes they continue, and new numbers to the others."""
    before = recall(texts, last)
    old = {row: str(theme) for row, theme in enumerate(before.tolist()) if theme >= 0}
    tracking = match_themes(old, [(row, group) for row, group in enumerate(groups.tolist()) if group >= 0])
    number_by_group = {group: int(theme) for group, theme in tracking.theme_by_group.items()}
    n_ids = last.n_ids
    for group in range(int(groups.max(initial=-1)) + 1):
        if group not in number_by_group:
            number_by_group[group], n_ids = n_ids, n_ids + 1
    themes = np.array([number_by_group.get(group, -1) for group in groups.tolist()], dtype=np.int64)
    known = before >= 0
    return Continued(
        themes=themes,
        number_by_group=number_by_group,
        events=tracking.events,
        n_known=int(known.sum()),
        churn=float(np.mean(before[known] != themes[known])) if known.any() else 0.0,
        lasting=Lasting(notes=fingerprint(texts), themes=themes, n_ids=n_ids),
    )


def write_lasting(lasting: Lasting) -> bytes:
    """Write as bytes that hold no code."""
    stream = io.BytesIO()
    np.savez_compressed(
        stream, form=np.array(_FORM), notes=lasting.notes, themes=lasting.themes, n_ids=np.array(lasting.n_ids)
    )
    return stream.getvalue()


def read_lasting(raw: bytes) -> Lasting:
    """Read what ``write_lasting`` wrote.

    Raises
    ------
    ValueError : for anything else.
    """
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as kept:
            if str(kept["form"]) != _FORM:
                raise KeyError(_FORM)
            return Lasting(notes=kept["notes"], themes=kept["themes"], n_ids=int(kept["n_ids"]))
    except (OSError, ValueError, KeyError, BadZipFile, EOFError, TypeError, AttributeError) as error:
        raise ValueError("not a state of themes") from error
