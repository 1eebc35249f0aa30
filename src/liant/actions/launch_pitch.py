"""Build a pitch line by line: pilots propose, marketing accepts or says why not, and every line keeps its authors."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from liant.actions.launch import check_marketer, check_open
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.launch.pitch import LineStatus
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import MARKETING
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Launch, LaunchLine, LaunchPilot, Person

LINE_LENGTH, ANSWER_LENGTH = 400, 300


def write_line(
    *, actor: Person, launch: Launch, text: str, now: datetime, replaces: LaunchLine | None = None
) -> LaunchLine:
    """Write a line of the pitch, or another wording of one: marketing's is in at once, a pilot's is a proposal.

    Writes ``launch.line_written`` or ``launch.line_proposed``; a proposal is told to the owner of the launch.

    Raises
    ------
    Forbidden : ``launch.not_pilot``.
    Invalid : ``launch.no_line``.
    Conflict : ``launch.told``; ``launch.line_changed`` when the line to reword is no longer in the pitch.
    """
    is_marketer = actor.role in MARKETING
    if not is_marketer and not LaunchPilot.objects.filter(launch=launch, person=actor).exists():
        raise Forbidden("Only pilot sellers and marketing write the pitch.", code="launch.not_pilot")
    check_open(launch)
    clean = " ".join(text.split())
    if not clean or len(clean) > LINE_LENGTH:
        raise Invalid(
            "The line is empty, or longer than 400 characters.",
            code="launch.no_line",
            hint="One sentence that can be said to a client.",
        )
    with transaction.atomic():
        Launch.objects.select_for_update().get(pk=launch.pk)
        line = LaunchLine(
            launch=launch, text=clean, author=actor, replaces=replaces, status=LineStatus.PROPOSED.value, written_at=now
        )
        line.position = replaces.position if replaces is not None else next_position(launch)
        if replaces is not None:
            check_accepted(replaces)
        if is_marketer:
            put_in(line, now)
        line.save()
        index_objects("launch", [launch.pk])
        verb = "launch.line_written" if is_marketer else "launch.line_proposed"
        record(actor, verb, "launch", launch.public_id, now, {"line": line.public_id})
        if not is_marketer:
            close_notices("pilot", "launch", launch.public_id, now, person=actor)
            data = {"by": actor.public_id, "n": n_proposed(launch)}
            tell([launch.owner], "launch_proposal", "launch", launch.public_id, now, data=data, is_due=True)
    return line


def next_position(launch: Launch) -> int:
    """Return the place after the last line."""
    last = launch.lines.aggregate(last=Max("position"))["last"]
    return 1 if last is None else last + 1


def n_proposed(launch: Launch) -> int:
    """Count the proposals that wait."""
    return launch.lines.filter(status=LineStatus.PROPOSED.value).count()


def check_accepted(line: LaunchLine) -> None:
    """Refuse to reword a line that left the pitch meanwhile (``launch.line_changed``)."""
    if not LaunchLine.objects.filter(pk=line.pk, status=LineStatus.ACCEPTED.value).exists():
        raise Conflict(
            "The line “%(text)s” is no longer in the pitch.",
            code="launch.line_changed",
            hint="Open the pitch again: another wording took its place. Yours can be proposed for that one.",
            params={"text": line.text[:80]},
        )


def put_in(line: LaunchLine, now: datetime) -> None:
    """Make a wording the one of the pitch, in the place of the one that it replaces."""
    line.status, line.decided_at = LineStatus.ACCEPTED.value, now
    if line.replaces is not None:
        line.position = line.replaces.position
        LaunchLine.objects.filter(pk=line.replaces.pk).update(status=LineStatus.REPLACED.value)


def decide(actor: Person, line: LaunchLine, *statuses: LineStatus) -> LaunchLine:
    """Lock a line in one of some statuses, for marketing to decide (``launch.decided_already``)."""
    check_marketer(actor)
    row = (
        LaunchLine.objects.select_for_update(of=("self",))
        .select_related("launch__owner", "author", "replaces")
        .get(pk=line.pk)
    )
    check_open(row.launch)
    if row.status not in statuses:
        raise Conflict(
            "Somebody has decided about this line already.",
            code="launch.decided_already",
            hint="Open the pitch again to read the answer.",
        )
    return row


def accept_line(*, actor: Person, line: LaunchLine, now: datetime) -> None:
    """Take a proposal into the pitch: its author is credited for it and told. Writes ``launch.line_accepted``.

    Locks the line. The wording that it replaces stays in its history, and its author stays credited.

    Raises
    ------
    Conflict : ``launch.decided_already``, ``launch.line_changed``, ``launch.told``.
    """
    with transaction.atomic():
        row = decide(actor, line, LineStatus.PROPOSED)
        if row.replaces is not None:
            check_accepted(row.replaces)
        put_in(row, now)
        row.save()
        index_objects("launch", [row.launch.pk])
        answer(actor, row, "launch.line_accepted", "line_accepted", {"line": row.text}, now)


def decline_line(*, actor: Person, line: LaunchLine, reason: str, now: datetime) -> None:
    """Say no to a proposal, or take a line out of the pitch, and why: its author is told both.

    Locks the line. Writes ``launch.line_declined``.

    Raises
    ------
    Invalid : ``launch.no_reason``.
    Conflict : ``launch.decided_already``, ``launch.told``.
    """
    clean = " ".join(reason.split())[:ANSWER_LENGTH]
    if not clean:
        raise Invalid(
            "A line is left out with a reason.",
            code="launch.no_reason",
            hint="One sentence: its author reads it, and proposes better next time.",
        )
    with transaction.atomic():
        row = decide(actor, line, LineStatus.PROPOSED, LineStatus.ACCEPTED)
        row.status, row.answer, row.decided_at = LineStatus.DECLINED.value, clean, now
        row.save()
        index_objects("launch", [row.launch.pk])
        answer(actor, row, "launch.line_declined", "line_declined", {"line": row.text, "reason": clean}, now)


def answer(actor: Person, line: LaunchLine, verb: str, code: str, data: dict[str, object], now: datetime) -> None:
    """Record a decision, tell the author, and stop asking the owner when nothing waits any more."""
    record(actor, verb, "launch", line.launch.public_id, now, {"line": line.public_id})
    if line.author_id != actor.pk:
        tell([line.author], code, "launch", line.launch.public_id, now, data=data)
    if not n_proposed(line.launch):
        close_notices("launch_proposal", "launch", line.launch.public_id, now)


def move_line(*, actor: Person, line: LaunchLine, is_up: bool, now: datetime) -> None:
    """Exchange a line of the pitch with its neighbour; at the end, nothing changes. Writes ``launch.line_moved``."""
    check_marketer(actor)
    with transaction.atomic():
        launch = Launch.objects.select_for_update().get(pk=line.launch_id)
        check_open(launch)
        accepted = launch.lines.filter(status=LineStatus.ACCEPTED.value)
        row = accepted.filter(pk=line.pk).first()
        if row is None:
            return
        beyond = accepted.filter(position__lt=row.position) if is_up else accepted.filter(position__gt=row.position)
        other = beyond.order_by("-position" if is_up else "position").first()
        if other is None:
            return
        LaunchLine.objects.filter(pk=row.pk).update(position=other.position)
        LaunchLine.objects.filter(pk=other.pk).update(position=row.position)
        # Proposals to reword a line follow it.
        waiting = launch.lines.filter(status=LineStatus.PROPOSED.value)
        waiting.filter(replaces=row).update(position=other.position)
        waiting.filter(replaces=other).update(position=row.position)
        record(actor, "launch.line_moved", "launch", launch.public_id, now, {"line": row.public_id})
