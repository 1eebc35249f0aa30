"""Who spoke in an argument: what citing a note credits its author with.

Inside each claim, whoever was heard first said it first; the other people whose notes it cites gave evidence. A note that
seconds another one brings that one with it: citing the echo credits the voice. Shares are ``loop/refine/credit.py``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from liant.loop.refine.credit import Act


@dataclass(frozen=True, kw_only=True, order=True)
class Cited:
    """A note that a claim rests on: the day it was heard, its own key to break ties, its address, its author's key."""

    heard_on: date
    note: int
    public_id: str
    author: int


def credit_cited(claims: Sequence[Iterable[Cited]]) -> Iterator[tuple[Act, Cited]]:
    """Say for each claim what each note that it cites credits its author with.

    Notes
    -----
    The order of claims and notes changes nothing. Cost O(n_notes log n_notes).
    """
    for notes in claims:
        ranked = sorted(set(notes))
        for place, note in enumerate(ranked):
            yield (Act.ORIGINATE if place == 0 else Act.EVIDENCE), note
