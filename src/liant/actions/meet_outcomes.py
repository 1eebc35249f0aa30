"""Write down what comes of a meeting: decisions, remarks, and who does what by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from liant.actions.ledger import record
from liant.actions.meet import check_comes, check_writer
from liant.actions.notices import close_notices, tell
from liant.loop.listen.notes import normalise_text
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.language import detect_language
from liant.store.mapping.search_texts import index_objects
from liant.store.models import AgendaItem, Meeting, MeetingOutcome, OutcomeKind, Person

MAX_TEXT = 600


def write_outcome(
    *,
    actor: Person,
    meeting: Meeting,
    item: AgendaItem | None,
    kind: OutcomeKind,
    text: str,
    owner: Person | None,
    due_on: date | None,
    now: datetime,
) -> MeetingOutcome:
    """Write down a decision, a remark, or who does what by when; two who write at once both keep theirs.

    Whoever has something to do is told. Writes ``meeting.decided``, ``meeting.promised`` or ``meeting.remarked``.

    Raises
    ------
    Forbidden : ``meet.not_here``, also for an owner who does not come.
    Invalid : ``meet.no_text``, ``meet.who_and_when``.
    Conflict : ``meet.closed``.
    """
    check_writer(actor, meeting)
    clean = checked_text(text)
    is_task = kind == OutcomeKind.FOLLOW_UP
    if is_task and (owner is None or due_on is None):
        raise Invalid(
            "Something to do needs somebody and a day.",
            code="meet.who_and_when",
            hint="Say who does it, and by when.",
        )
    if is_task and owner is not None:
        check_comes(owner, meeting)
    with transaction.atomic():
        outcome = MeetingOutcome.objects.create(
            meeting=meeting,
            item=item,
            kind=kind.value,
            text=clean,
            language=detect_language(clean),
            author=actor,
            at=now,
            owner=owner if is_task else None,
            due_on=due_on if is_task else None,
        )
        index_objects("meeting", [meeting.pk])
        record(actor, VERBS[kind], "meeting", meeting.public_id, now)
        if outcome.owner is not None:
            tell_follow_ups(meeting, outcome.owner, now, actor=actor)
    return outcome


VERBS: Mapping[OutcomeKind, str] = {
    OutcomeKind.DECISION: "meeting.decided",
    OutcomeKind.FOLLOW_UP: "meeting.promised",
    OutcomeKind.REMARK: "meeting.remarked",
}


def edit_outcome(*, actor: Person, outcome: MeetingOutcome, text: str, version: int, now: datetime) -> None:
    """Change the words of what one wrote, while the meeting is open. Writes ``meeting.outcome_edited``.

    Raises
    ------
    Forbidden : ``meet.not_author``.
    Invalid : ``meet.no_text``.
    Conflict : ``meet.closed``; ``meet.changed`` when it was changed in another window.
    """
    if outcome.author_id != actor.pk:
        raise Forbidden("Only what one wrote oneself.", code="meet.not_author")
    check_writer(actor, outcome.meeting)
    clean = checked_text(text)
    with transaction.atomic():
        changed = MeetingOutcome.objects.filter(pk=outcome.pk, version=version).update(
            text=clean, language=detect_language(clean), version=F("version") + 1
        )
        if not changed:
            raise Conflict(
                "This was changed in another window since you opened it.",
                code="meet.changed",
                hint="Open it again: it now shows its latest state.",
            )
        index_objects("meeting", [outcome.meeting.pk])
        record(actor, "meeting.outcome_edited", "meeting", outcome.meeting.public_id, now)


def finish_follow_up(*, actor: Person, outcome: MeetingOutcome, is_done: bool, now: datetime) -> None:
    """Mark something as done, or as still to do; by whoever does it or by the host. Writes ``meeting.follow_up_done``.

    Raises
    ------
    Forbidden : ``meet.not_yours``.
    """
    if outcome.owner is None or actor.pk not in (outcome.owner.pk, outcome.meeting.series.host_id):
        raise Forbidden("Only one’s own, or the host’s.", code="meet.not_yours")
    with transaction.atomic():
        changed = MeetingOutcome.objects.filter(pk=outcome.pk, done_at__isnull=is_done).update(
            done_at=now if is_done else None, done_by=actor if is_done else None, version=F("version") + 1
        )
        if not changed:
            return
        verb = "meeting.follow_up_done" if is_done else "meeting.follow_up_reopened"
        record(actor, verb, "meeting", outcome.meeting.public_id, now)
        tell_follow_ups(outcome.meeting, outcome.owner, now, actor=actor)


def tell_follow_ups(meeting: Meeting, owner: Person, now: datetime, *, actor: Person) -> None:
    """Tell somebody what a meeting left them to do, in one notice; nothing left, it is told no more."""
    rows = MeetingOutcome.objects.filter(meeting=meeting, owner=owner, done_at=None).order_by("due_on")
    due = list(rows.values_list("due_on", flat=True))
    if due and due[0] is not None:
        data = {"n": len(due), "on": due[0].isoformat(), "by": actor.public_id}
        tell([owner], "follow_up", "meeting", meeting.public_id, now, data=data, is_due=True)
    else:
        close_notices("follow_up", "meeting", meeting.public_id, now, person=owner)


def checked_text(text: str) -> str:
    """Clean what is written down, or refuse it."""
    if not text.strip():
        raise Invalid("Nothing is written.", code="meet.no_text", hint="Write what was said, in a sentence.")
    clean = normalise_text(text[: MAX_TEXT * 2])
    if len(clean) > MAX_TEXT:
        raise Invalid(
            "This has more than %(limit)s characters.",
            code="meet.long_text",
            hint="Write each decision on its own.",
            params={"limit": MAX_TEXT},
        )
    return clean
