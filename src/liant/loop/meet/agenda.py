"""Propose an agenda from data, within the time that people have.

The rule, as it is told to them: what is promised before what is new. Reasons are taken in the order of :class:`Reason`;
inside one, the heaviest first. Each kind of reason gets a first turn of at most two items, so that ten contested claims
do not hide the one late answer; then what time is left goes to the rest in the same order. An item that does not fit is
left out, and said to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Purpose(StrEnum):
    """What an item is for: people prepare a decision, a talk or a word of news differently."""

    DECIDE = "decide"
    DISCUSS = "discuss"
    INFORM = "inform"


class Reason(StrEnum):
    """Why an item is proposed, the most pressing first."""

    LATE_ANSWER = "late_answer"  # somebody was promised an answer that is late
    LATE_STEP = "late_step"  # a step of a plan or of a launch was to be done by now
    CONTESTED = "contested"  # sellers say that something in an argument is wrong
    REVIEW_DUE = "review_due"  # an argument holds until a day that has come
    UNANSWERED = "unanswered"  # a question in a thread waits for a word
    RISING = "rising"  # a theme takes a growing share of what is said


#: Minutes by reason: what takes a decision takes longer than what takes a word.
PURPOSE_AND_MINUTES = {
    Reason.LATE_ANSWER: (Purpose.DECIDE, 5),
    Reason.LATE_STEP: (Purpose.DECIDE, 5),
    Reason.CONTESTED: (Purpose.DECIDE, 10),
    Reason.REVIEW_DUE: (Purpose.DECIDE, 5),
    Reason.UNANSWERED: (Purpose.DISCUSS, 5),
    Reason.RISING: (Purpose.DISCUSS, 10),
}
ORDER = tuple(Reason)
FIRST_TURN = 2
#: Looking back at a follow-up takes a minute; the whole of it no more than a quarter of the meeting.
FOLLOW_UP_MINUTES = 1
MOST_FOR_FOLLOW_UPS = 4


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something that people could talk about.

    Attributes
    ----------
    kind, object_id : what it is about; an object is on an agenda once, for its most pressing reason.
    owner : identifier of who brings it; empty for whoever runs the meeting.
    weight : more is heavier, compared inside a reason.
    on : since when; ties go to the oldest.
    n : the number that the reason is told with.
    """

    reason: Reason
    kind: str
    object_id: str
    owner: str = ""
    weight: float = 1.0
    on: date = date.min
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An item of the proposed agenda."""

    candidate: Candidate
    purpose: Purpose
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """A proposed agenda: its items in the order in which to take them, and what did not fit.

    Attributes
    ----------
    minutes : of the items together; never more than was given.
    """

    items: tuple[Proposed, ...]
    left_out: tuple[Candidate, ...]
    minutes: int


def follow_up_time(n_open: int, total_minutes: int) -> int:
    """Keep time at the beginning for what was promised in earlier meetings and is open."""
    return min(n_open * FOLLOW_UP_MINUTES, total_minutes // MOST_FOR_FOLLOW_UPS)


def propose_agenda(candidates: Iterable[Candidate], *, total_minutes: int) -> Agenda:
    """Choose what to talk about.

    Parameters
    ----------
    total_minutes : what the meeting lasts, less what is on its agenda already and the follow-ups; 0 or more.

    Returns
    -------
    Agenda : the same whatever the order of the candidates.

    Notes
    -----
    O(n log n).
    """
    ordered = one_per_object(candidates)
    left = total_minutes
    turns: Counter[Reason] = Counter()
    taken: set[tuple[str, str]] = set()
    for most_per_reason in (FIRST_TURN, len(ordered)):
        for candidate in ordered:
            minutes = PURPOSE_AND_MINUTES[candidate.reason][1]
            key = (candidate.kind, candidate.object_id)
            if key not in taken and turns[candidate.reason] < most_per_reason and minutes <= left:
                taken.add(key)
                turns[candidate.reason] += 1
                left -= minutes
    items = tuple(
        Proposed(
            candidate=candidate,
            purpose=PURPOSE_AND_MINUTES[candidate.reason][0],
            minutes=PURPOSE_AND_MINUTES[candidate.reason][1],
        )
        for candidate in ordered
        if (candidate.kind, candidate.object_id) in taken
    )
    return Agenda(
        items=items,
        left_out=tuple(c for c in ordered if (c.kind, c.object_id) not in taken),
        minutes=total_minutes - left,
    )


def one_per_object(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Order candidates, each object once for its most pressing reason."""

    def key(candidate: Candidate) -> tuple[int, float, date, str, str, str, int]:
        reason = ORDER.index(candidate.reason)
        return (
            reason,
            -candidate.weight,
            candidate.on,
            candidate.kind,
            candidate.object_id,
            candidate.owner,
            candidate.n,
        )

    chosen: dict[tuple[str, str], Candidate] = {}
    for candidate in sorted(candidates, key=key):
        chosen.setdefault((candidate.kind, candidate.object_id), candidate)
    return list(chosen.values())
