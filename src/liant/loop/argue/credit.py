"""Who is credited for an argument, from the notes that its claims cite.

Rules, in words:

1. Half of the credit goes to whoever spoke, half to whoever wrote; an argument that cites nobody belongs to its writers.
2. The speakers' half is shared equally among the claims that cite somebody.
3. Inside a claim, whoever said it first counts double; every other person cited counts once, however many notes of theirs
   are cited: a copy of one's own note brings nothing.
4. The writers' half is shared equally among the people who wrote a version.

Shares are exact fractions that sum to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

FIRST_SPEAKER_COUNTS = 2


@dataclass(frozen=True, kw_only=True, order=True)
class Cited:
    """A note cited by a claim: the day it was heard, its own key to break ties, and its author's key."""

    heard_on: date
    note: int
    author: int


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one person is credited with; ``is_first`` marks the first speaker of all."""

    person: int
    share: Fraction
    spoke: bool
    is_first: bool


def credit_argument(claims: Sequence[Iterable[Cited]], writers: Iterable[int]) -> tuple[Share, ...]:
    """Share the credit of an argument, largest share first, then first speaker, then by key.

    Parameters
    ----------
    claims : for each claim, the notes that it cites.
    writers : keys of the people who wrote a version.

    Notes
    -----
    The order of claims and notes changes nothing. Cost O(n_notes log n_notes).
    """
    cited = [sorted(set(notes)) for notes in claims]
    cited = [notes for notes in cited if notes]
    writing = sorted(set(writers))
    for_speakers = Fraction(1, 2) if cited and writing else Fraction(1) if cited else Fraction(0)
    shares: dict[int, Fraction] = {}
    for notes in cited:
        first = notes[0].author
        points = {note.author: 1 for note in notes}
        points[first] = FIRST_SPEAKER_COUNTS
        total = sum(points.values())
        for person, n in points.items():
            shares[person] = shares.get(person, Fraction(0)) + for_speakers / len(cited) * Fraction(n, total)
    speakers = set(shares)
    for person in writing:
        shares[person] = shares.get(person, Fraction(0)) + (1 - for_speakers) / len(writing)
    earliest = min((notes[0] for notes in cited), default=None)
    found = [
        Share(
            person=person,
            share=share,
            spoke=person in speakers,
            is_first=earliest is not None and person == earliest.author,
        )
        for person, share in shares.items()
    ]
    return tuple(sorted(found, key=lambda s: (-s.share, not s.is_first, s.person)))
