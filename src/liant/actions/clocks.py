"""Start, pause, resume and stop response clocks, in the transaction of the act that makes the promise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.actions.threads import write_message
from liant.loop.clocks.promises import PROMISING, PromiseCode, check_promise, checked_reason
from liant.loop.values.errors import Conflict, Forbidden
from liant.loop.values.working_time import due_after, half_days_left
from liant.queries.clocks import owes, promised_half_days, work_calendar
from liant.store.models import Clock, Person, ResponsePromise, Side


def start_clock(
    *,
    actor: Person | None,
    code: PromiseCode,
    kind: str,
    public_id: str,
    owed_by: Person | Side,
    waited_by: Person | None,
    now: datetime,
) -> Clock:
    """Promise an answer about an object; an open promise of the same code goes on as it is: nobody waits twice.

    Writes ``clock.started`` on the object.

    Parameters
    ----------
    code : what is promised; for how long is decided on the page of promises.
    owed_by : a person, or a side when nobody has taken it yet.
    """
    running = Clock.objects.open().filter(code=code, kind=kind, object_id=public_id).first()
    if running is not None:
        return running
    half_days = promised_half_days(code)
    clock = Clock.objects.create(
        code=code.value,
        kind=kind,
        object_id=public_id,
        owed_by=owed_by if isinstance(owed_by, Person) else None,
        owed_by_side=owed_by.value if isinstance(owed_by, Side) else "",
        waited_by=waited_by,
        promised_half_days=half_days,
        started_at=now,
        due_at=due_after(now, half_days, work_calendar()),
    )
    record(actor, "clock.started", kind, public_id, now, {"code": code.value, "half_days": half_days})
    return clock


def pause_clock(*, actor: Person, clock: Clock, reason: str, now: datetime) -> None:
    """Stop counting while it is the turn of whoever waits, who is told what for.

    Whoever owes the answer; already paused or stopped, nothing changes. Locks the clock. Writes ``clock.paused``.

    Raises
    ------
    Forbidden : ``clocks.not_owed``.
    Invalid : ``clocks.no_reason``, ``clocks.reason_too_long``.
    """
    if not owes(actor, clock):
        raise Forbidden("Only whoever owes the answer pauses its promise.", code="clocks.not_owed")
    said = checked_reason(reason)
    with transaction.atomic():
        row = Clock.objects.select_for_update(of=("self",)).select_related("waited_by").get(pk=clock.pk)
        if row.stopped_at is not None or row.paused_at is not None:
            return
        row.paused_at, row.half_days_left = now, half_days_left(now, row.due_at, work_calendar())
        row.pause_reason = said
        row.save(update_fields=["paused_at", "half_days_left", "pause_reason"])
        record(actor, "clock.paused", row.kind, row.object_id, now, {"code": row.code})
        if row.waited_by is not None:
            data = {"by": actor.public_id, "reason": said}
            tell([row.waited_by], "clock_paused", row.kind, row.object_id, now, data=data, is_due=True)


def resume_clock(*, actor: Person, clock: Clock, word: str, now: datetime) -> None:
    """Count again from now, with the half-days that were left, one at the least; not paused, nothing changes.

    Whoever owes the answer or waits for it. A promise already broken when it was paused stays broken: its due moment does
    not move. Locks the clock. Writes ``clock.resumed``, and the word, when there is one, in the thread of the object.

    Raises
    ------
    Forbidden : ``clocks.not_yours``.
    """
    if actor.pk != clock.waited_by_id and not owes(actor, clock):
        raise Forbidden("Only whoever owes the answer or waits for it goes on.", code="clocks.not_yours")
    with transaction.atomic():
        row = Clock.objects.select_for_update(of=("self",)).select_related("owed_by").get(pk=clock.pk)
        if row.stopped_at is not None or row.paused_at is None:
            return
        if row.paused_at <= row.due_at:
            row.due_at = due_after(now, max(row.half_days_left or 0, 1), work_calendar())
        row.paused_at = row.half_days_left = None
        row.save(update_fields=["due_at", "paused_at", "half_days_left"])
        record(actor, "clock.resumed", row.kind, row.object_id, now, {"code": row.code})
        close_notices("clock_paused", row.kind, row.object_id, now)
        if word.strip():
            write_message(actor=actor, kind=row.kind, public_id=row.object_id, text=word, now=now)
        if row.owed_by is not None and row.owed_by != actor:
            tell([row.owed_by], "clock_resumed", row.kind, row.object_id, now, data={"by": actor.public_id})


def stop_clock(
    *,
    actor: Person | None,
    code: PromiseCode,
    kind: str,
    public_id: str,
    now: datetime,
    is_answered: bool = True,
) -> Clock | None:
    """End the open promise about an object, kept or broken as its dates tell; None when there is none.

    Locks the clock. Writes ``clock.stopped``.

    Parameters
    ----------
    is_answered : False when what was asked is taken back: no answer is counted.
    """
    row = Clock.objects.select_for_update().open().filter(code=code, kind=kind, object_id=public_id).first()
    if row is None:
        return None
    row.stopped_at, row.is_answered = now, is_answered
    row.save(update_fields=["stopped_at", "is_answered"])
    record(actor, "clock.stopped", kind, public_id, now, {"code": code.value})
    close_notices("clock_paused", kind, public_id, now)
    return row


def change_promise(*, actor: Person, code: PromiseCode, half_days: int, version: int, now: datetime) -> None:
    """Decide how long an answer may take; promises already made keep their length.

    Administrators, sales managers and marketing directors. Writes ``promise.changed``.

    Parameters
    ----------
    version : the one that was shown; 0 where nobody had decided yet.

    Raises
    ------
    Forbidden : ``clocks.not_promising``.
    Invalid : ``clocks.promise_range``.
    Conflict : ``clocks.promise_changed`` when it was changed in another window.
    """
    if actor.role not in PROMISING:
        raise Forbidden("Managers decide how long an answer may take.", code="clocks.not_promising")
    check_promise(half_days)
    with transaction.atomic():
        row = ResponsePromise.objects.select_for_update().filter(code=code.value).first()
        if (row.version if row else 0) != version:
            raise Conflict(
                "Somebody changed this promise meanwhile.",
                code="clocks.promise_changed",
                hint="Both lengths are below: keep theirs, or save yours.",
            )
        if row is None:
            row = ResponsePromise.objects.create(code=code.value, half_days=half_days)
        else:
            row.half_days, row.version = half_days, row.version + 1
            row.save(update_fields=["half_days", "version"])
        record(actor, "promise.changed", "promise", row.public_id, now, {"code": code.value, "n": half_days})
