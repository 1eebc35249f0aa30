"""Choose what is told to a person today, and say for each line why this person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liant.loop.brief.memory import REMEMBERED_DAYS, Told
from liant.loop.brief.rank import DEFAULT_SECONDS, Chosen, Urgency, choose_lines
from liant.queries.brief_interest import Interest, interests_of, topics_of
from liant.queries.brief_stories import candidates_for
from liant.store.models import BriefLine, BriefPreference, Person

#: How long a line set aside stays aside.
ASIDE_DAYS = 30
#: Words of a sentence, its why and its action, besides the names and numbers in it.
WORDS_AROUND = 18


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the brief: ``kind`` and ``params`` make its sentence and its why; ``url`` is its one action.

    ``urgency`` is the rule that puts it there, ``followed`` the theme or account for which it was chosen, if it was chosen
    for one. ``fact`` and ``cover`` are what is remembered of it once it is told; ``notice`` is the notice that it tells.
    """

    fact: str
    kind: str
    params: dict[str, object]
    url: str
    side: str
    icon: str
    urgency: Urgency
    followed: Interest | None
    cover: Mapping[str, float]
    seconds: float
    is_new: bool
    #: Where the line can be answered at once, by a single button; empty when it takes a page.
    answer_url: str = ""
    notice: str = ""


#: Side and icon of each kind of line; the page of each kind of object is in ``queries/objects.py``.
ICONS = {
    "credited": ("together", "star"),
    "mentioned": ("together", "at-sign"),
    "pilot": ("together", "rocket"),
    "launch_proposal": ("sales", "rocket"),
    "launch_step": ("marketing", "rocket"),
    "line_accepted": ("together", "star"),
    "line_declined": ("marketing", "rocket"),
    "co_author": ("together", "pencil"),
    "words_proposed": ("sales", "pencil"),
    "words_taken": ("together", "star"),
    "words_declined": ("marketing", "pencil"),
    "co_written": ("together", "star"),
    "follow_up": ("together", "check"),
    "meeting_set": ("together", "calendar"),
    "minutes": ("together", "calendar"),
    "answered": ("together", "messages-square"),
    "still_yours": ("together", "lightbulb"),
    "refined": ("together", "lightbulb"),
    "confirmed": ("together", "circle-check"),
    "corrected": ("together", "pencil"),
    "idea_closed": ("together", "lightbulb"),
    "planned": ("together", "calendar"),
    "plan_step": ("together", "calendar"),
    "late_step": ("together", "clock"),
    "setback_answered": ("together", "message-square-quote"),
    "round_open": ("together", "lightbulb"),
    "round_vote": ("together", "star"),
    "round_closed": ("together", "lightbulb"),
    "plan_done": ("together", "circle-check"),
    "plan_dropped": ("together", "calendar"),
    "request_joined": ("together", "users"),
    "request_chosen": ("together", "circle-check"),
    "request_not_chosen": ("marketing", "scale"),
    "urgent_called": ("sales", "circle-alert"),
    "adjustment_proposed": ("sales", "scale"),
    "proposal_accepted": ("together", "circle-check"),
    "proposal_refused": ("marketing", "scale"),
    "urgent_granted": ("together", "circle-check"),
    "urgent_refused": ("marketing", "scale"),
    "request_displaced": ("marketing", "clock"),
    "request_started": ("marketing", "pencil"),
    "request_dated": ("marketing", "calendar-range"),
    "request_moved": ("marketing", "calendar-range"),
    "request_unplaced": ("marketing", "calendar-range"),
    "booking_moved": ("marketing", "calendar-range"),
    "request_delivered": ("together", "circle-check"),
    "overdue": ("sales", "clock"),
    "helps": ("together", "message-square-quote"),
    "growing": ("marketing", "trending-up"),
    "setbacks": ("sales", "frown"),
    "contested": ("marketing", "circle-alert"),
    "review_due": ("marketing", "clock"),
    "to_review": ("marketing", "pencil"),
    "sent_back": ("marketing", "pencil"),
    "credit_asked": ("together", "users"),
    "credit_questioned": ("together", "users"),
    "credit_decided": ("together", "circle-check"),
    "unanswered": ("together", "lightbulb"),
    "acknowledge": ("marketing", "message-square-quote"),
    "contest_corrected": ("together", "circle-check"),
    "contest_confirmed": ("together", "message-square-quote"),
    "contest_withdrawn": ("together", "ban"),
    "late_answer": ("together", "clock"),
    "visit_asked": ("together", "map-pin"),
    "visit_moved": ("together", "map-pin"),
    "visit_agreed": ("together", "map-pin"),
    "visit_declined": ("together", "map-pin"),
    "visit_told": ("together", "map-pin"),
    "visit_soon": ("together", "map-pin"),
    "visit_to_tell": ("together", "map-pin"),
    "answer_due": ("together", "clock"),
    "clock_paused": ("together", "clock"),
    "clock_resumed": ("together", "clock"),
    "lead_handed": ("marketing", "handshake"),
    "lead_taken": ("sales", "handshake"),
    "lead_not_now": ("sales", "undo-2"),
    "lead_wrong": ("sales", "undo-2"),
    "contradicted": ("marketing", "triangle-alert"),
    "stale": ("marketing", "clock"),
    "figure_changed": ("marketing", "trending-up"),
}


@dataclass(frozen=True, kw_only=True)
class Day:
    """The brief of a day: its lines, the seconds that they take to read, and those that the person gives.

    ``untold`` holds, by fact, how much the lines that were not yet told today tell about each topic.
    """

    lines: tuple[Line, ...]
    untold: Mapping[str, Mapping[str, float]]
    seconds_taken: int
    seconds_given: int


def brief_for(person: Person, *, today: date, now: datetime) -> tuple[Line, ...]:
    """Choose the lines of a person's day."""
    return day_of(person, today=today, now=now).lines


def day_of(person: Person, *, today: date, now: datetime) -> Day:
    """Choose the lines of a person's day: at most five, one per story, within the person's time.

    Notes
    -----
    At most seventeen queries, whatever the number of rows. Asked twice in a day, it gives the same lines.
    """
    seconds = seconds_of(person)
    candidates = candidates_for(person, today=today, now=now)
    topics = topics_of(person, {one for candidate in candidates for one in candidate.about})
    interests = interests_of(person, topics)
    told, dismissed = told_to(person, today, now)
    chosen = choose_lines(
        candidates,
        today=today,
        topics={found: frozenset(named) for found, named in topics.items()},
        interest={topic: interest.weight for topic, interest in interests.items()},
        told=told,
        dismissed=dismissed,
        seconds=seconds,
        words_around=WORDS_AROUND,
    )
    before = {one.story for one in told if one.on < today}
    now_told = {one.story for one in told if one.on == today}
    return Day(
        lines=tuple(view_line(line, interests, is_new=line.candidate.fact not in before) for line in chosen),
        untold={line.candidate.fact: line.cover for line in chosen if line.candidate.fact not in now_told},
        seconds_taken=round(sum(line.seconds for line in chosen)),
        seconds_given=seconds,
    )


def view_line(line: Chosen, interests: Mapping[str, Interest], *, is_new: bool) -> Line:
    """Turn what was chosen into what its reader sees."""
    candidate, side_icon = line.candidate, ICONS[line.candidate.kind]
    return Line(
        fact=candidate.fact,
        kind=candidate.kind,
        params=dict(candidate.params),
        url=candidate.target,
        side=side_icon[0],
        icon=side_icon[1],
        urgency=candidate.urgency,
        followed=interests.get(line.topic),
        cover=line.cover,
        seconds=line.seconds,
        is_new=is_new,
        answer_url=candidate.answer,
        notice=candidate.notice,
    )


def told_to(person: Person, today: date, now: datetime) -> tuple[list[Told], frozenset[str]]:
    """Read what a person was told, and what they set aside."""
    rows = BriefLine.objects.filter(person=person, shown_on__gte=today - timedelta(days=REMEMBERED_DAYS))
    told, dismissed = [], set()
    for fact, shown_on, dismissed_at, cover in rows.values_list("fact", "shown_on", "dismissed_at", "cover"):
        told.append(Told(on=shown_on, story=fact, cover=cover or {fact: 1.0}))
        if dismissed_at is not None and dismissed_at >= now - timedelta(days=ASIDE_DAYS):
            dismissed.add(fact)
    return told, frozenset(dismissed)


def seconds_of(person: Person) -> int:
    """Read how many seconds a person gives to the brief."""
    chosen = BriefPreference.objects.filter(person=person).values_list("seconds", flat=True).first()
    return DEFAULT_SECONDS if chosen is None else chosen
