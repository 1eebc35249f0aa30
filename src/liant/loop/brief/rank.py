"""Choose the few lines that matter today to one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

MAX_LINES = 5
#: A line told on an earlier day loses this much of its weight each time, so that another story gets its turn.
REPEAT_FACTOR = 0.5


class Urgency(IntEnum):
    """Order lines before anything else: what is due to the person comes first."""

    DUE = 0  # an answer or a date that waits for this person
    CREDIT = 1  # what became of something they said
    USEFUL = 2  # something that may help


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A line that could be told.

    Attributes
    ----------
    story : one line per story; ``argument:<id>`` is a story whatever is told about it.
    kind : names the sentence, which is written elsewhere in the reader's language.
    weight : > 0, larger matters more, compared inside an urgency.
    on : the day it happened or falls due; ties go to the latest.
    target : where it leads; ``answer`` : where a single button answers it, if one can.
    """

    story: str
    kind: str
    urgency: Urgency
    weight: float
    on: date
    params: Mapping[str, object] = field(default_factory=dict)
    target: str = ""
    answer: str = ""


def choose_lines(
    candidates: Iterable[Candidate],
    told: Mapping[str, int],
    *,
    dismissed: frozenset[str] = frozenset(),
    limit: int = MAX_LINES,
) -> tuple[Candidate, ...]:
    """Choose at most ``limit`` lines, one per story.

    Parameters
    ----------
    told : on how many earlier days each story was told.
    dismissed : stories that the person set aside.

    Notes
    -----
    Within an urgency, weight counts halved for each day a story was told; ties go to the latest, then to the story's
    name, so that the same input gives the same lines in whatever order it comes. What is due is told again until done,
    and leaves one place to what became of something that the person said: whoever hears nothing back stops speaking.
    """

    def key(candidate: Candidate) -> tuple[int, float, int, str, str]:
        repeats = 0 if candidate.urgency == Urgency.DUE else told.get(candidate.story, 0)
        weight = candidate.weight * REPEAT_FACTOR**repeats
        return (candidate.urgency, -weight, -candidate.on.toordinal(), candidate.story, candidate.kind)

    by_story: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=key):
        if candidate.story not in dismissed:
            by_story.setdefault(candidate.story, candidate)
    chosen, left = list(by_story.values())[:limit], list(by_story.values())[limit:]
    credit = next((line for line in left if line.urgency == Urgency.CREDIT), None)
    if credit is not None and all(line.urgency == Urgency.DUE for line in chosen):
        chosen[-1:] = [credit]
    return tuple(chosen)
