"""Choose the few lines that matter today to one person: what is theirs to do or to know first, then what covers most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from liant.loop.brief.cover import Item, choose, missing_after
from liant.loop.brief.memory import NEW_AGAIN, Told, untold

MAX_LINES = 5
#: Words that people read in a second.
WORDS_A_SECOND = 3.3
DEFAULT_SECONDS = 60
#: What a person may give to the brief.
SECONDS_CHOICES = (20, 40, 60)
#: Weight of a candidate whose fact alone is worth as much as all there is to know of a topic that one follows fully.
FULL_WEIGHT = 8.0
#: How much a line tells about the theme and the account of what it is about; of its own fact it tells all.
THEME_SHARE, ACCOUNT_SHARE = 0.6, 0.5


class Urgency(IntEnum):
    """Order lines before anything else: the first three are rules, the last two are weighed."""

    DUE = 0  # something waits for this person
    ANSWER = 1  # an answer to what they asked
    CALENDAR = 2  # a change in their calendar
    CREDIT = 3  # what became of something they said
    USEFUL = 4  # something that may help


#: How the codes of notices begin that answer what a person asked, and that change their calendar.
ANSWERS = ("contest_", "credit_decided", "lead_not_now", "lead_taken", "lead_wrong", "line_", "request_")
CALENDAR = ("booking_", "meeting_set", "visit_")


def urgency_of(code: str, *, is_due: bool) -> Urgency:
    """Tell how urgent a notice is."""
    if is_due:
        return Urgency.DUE
    if code.startswith(ANSWERS):
        return Urgency.ANSWER
    return Urgency.CALENDAR if code.startswith(CALENDAR) else Urgency.CREDIT


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A line that could be told.

    Attributes
    ----------
    story : one line per story; ``argument:<id>`` is a story whatever is told about it.
    fact : what is told of it, which is not told twice; told anew, a fact has another name.
    kind : names the sentence, which is written elsewhere in the reader's language.
    weight : > 0, larger matters more, on the scale of ``FULL_WEIGHT``.
    on : the day it happened or falls due; ties go to the latest.
    about : the objects it is about, as (kind, public id).
    target : where it leads; ``answer`` : where a single button answers it, if one can.
    notice : public id of the notice that it tells, if it tells one.
    """

    story: str
    fact: str
    kind: str
    urgency: Urgency
    weight: float
    on: date
    about: tuple[tuple[str, str], ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)
    target: str = ""
    answer: str = ""
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A line that is told, the topic that it is told for, what it tells about each topic, and the time to read it."""

    candidate: Candidate
    topic: str
    cover: Mapping[str, float]
    seconds: float


def choose_lines(
    candidates: Iterable[Candidate],
    *,
    today: date,
    topics: Mapping[tuple[str, str], frozenset[str]] | None = None,
    interest: Mapping[str, float] | None = None,
    told: Sequence[Told] = (),
    dismissed: frozenset[str] = frozenset(),
    seconds: float = DEFAULT_SECONDS,
    words_around: int = 0,
) -> tuple[Chosen, ...]:
    """Choose at most five lines, one per story.

    Parameters
    ----------
    topics : themes (``theme:<id>``) and accounts (``account:<id>``) of each object that candidates are about.
    interest : by topic, in [0, 1], how much this person follows it.
    told : what was told before; today's own telling changes nothing.
    dismissed : facts that the person set aside.
    seconds : time to read.
    words_around : words that a sentence has besides those of the candidate.

    Notes
    -----
    First what is due, then answers, then changes of the calendar. What is due is told until it is done, whatever the time.
    When these would take every place, the last goes to the weightiest of what became of something that the person asked or
    said: whoever hears nothing back stops speaking. The rest of the places and of the time goes to the lines that cover
    most of what interests the person and was not told (:func:`liant.loop.brief.cover.choose`). The same input gives the
    same lines, in whatever order it comes.
    """
    topics, interest, new = topics or {}, interest or {}, untold(told, today)
    by_fact: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=rank):
        if candidate.urgency == Urgency.DUE or new.get(candidate.fact, 1.0) >= NEW_AGAIN:
            by_fact.setdefault(candidate.fact, candidate)
    fresh = [candidate for fact, candidate in by_fact.items() if fact not in dismissed]
    items = {candidate.fact: item_of(candidate, topics, words_around) for candidate in fresh}
    first = first_by_rule(fresh)
    told_first = [items[candidate.fact] for candidate in first]
    missing = missing_after(told_first)
    worth = {topic: weight * new.get(topic, 1.0) * missing.get(topic, 1.0) for topic, weight in interest.items()}
    # Of two lines on one story, the weightier is told, even when the other is quicker to read.
    stories, rest = {candidate.story for candidate in first}, {}
    for candidate in fresh:
        if candidate.urgency > Urgency.CALENDAR and candidate.story not in stories:
            stories.add(candidate.story)
            rest[candidate.fact] = candidate
    for fact, candidate in rest.items():
        worth[fact] = candidate.weight / FULL_WEIGHT * new.get(fact, 1.0)
    left = seconds - sum(item.seconds for item in told_first)
    picks = choose([items[fact] for fact in rest], worth, left)[: MAX_LINES - len(first)]
    return (
        *(chosen(candidate, items[candidate.fact], candidate.fact) for candidate in first),
        *sorted(
            (chosen(rest[pick.item.key], pick.item, pick.topic) for pick in picks),
            key=lambda line: line.candidate.urgency,
        ),
    )


def rank(candidate: Candidate) -> tuple[int, float, int, str, str]:
    """Order candidates: the most urgent, the weightiest, the latest, then by name."""
    return (candidate.urgency, -candidate.weight, -candidate.on.toordinal(), candidate.story, candidate.fact)


def first_by_rule(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Take the lines that are told before anything is weighed, and the place that they leave."""
    by_story: dict[str, Candidate] = {}
    for candidate in ranked:
        by_story.setdefault(candidate.story, candidate)
    lines = [candidate for candidate in by_story.values() if candidate.urgency <= Urgency.CALENDAR]
    first = lines[:MAX_LINES]
    heard = [candidate for candidate in by_story.values() if candidate.urgency in (Urgency.ANSWER, Urgency.CREDIT)]
    if len(first) == MAX_LINES and heard:
        weightiest = max(heard, key=lambda candidate: candidate.weight)
        if weightiest not in first:
            first[-1] = weightiest
    return first


def item_of(candidate: Candidate, topics: Mapping[tuple[str, str], frozenset[str]], words_around: int) -> Item:
    """Tell how much a line tells about each topic, and how long it takes to read."""
    found = sorted({topic for one in candidate.about for topic in topics.get(one, frozenset())})
    cover = [(topic, THEME_SHARE if topic.startswith("theme:") else ACCOUNT_SHARE) for topic in found]
    n_words = words_around + sum(len(str(value).split()) for value in candidate.params.values())
    return Item(
        key=candidate.fact,
        story=candidate.story,
        seconds=max(n_words, 1) / WORDS_A_SECOND,
        cover=((candidate.fact, 1.0), *cover),
    )


def chosen(candidate: Candidate, item: Item, topic: str) -> Chosen:
    """Keep what was chosen, and why."""
    return Chosen(candidate=candidate, topic=topic, cover=dict(item.cover), seconds=item.seconds)
