"""Start, pause, resume and stop response clocks, in the transaction of the act that makes the promise."""

from __future__ import annotations

from datetime import datetime

from liant.actions.ledger import record
from liant.loop.values.working_time import due_after, half_days_left
from liant.queries.clocks import work_calendar
from liant.store.models import Clock, Person, Side


def start_clock(
    *,
    actor: Person | None,
    code: str,
    kind: str,
    public_id: str,
    owed_by: Person | Side,
    waited_by: Person | None,
    half_days: int,
    now: datetime,
) -> Clock:
    """Promise an answer about an object; an open promise of the same code goes on as it is: nobody waits twice.

    Writes ``clock.started`` on the object.

    Parameters
    ----------
    owed_by : a person, or a side when nobody has taken it yet.
    half_days : working half-days promised; two make a day.
    """
    running = Clock.objects.open().filter(code=code, kind=kind, object_id=public_id).first()
    if running is not None:
        return running
    clock = Clock.objects.create(
        code=code,
        kind=kind,
        object_id=public_id,
        owed_by=owed_by if isinstance(owed_by, Person) else None,
        owed_by_side=owed_by.value if isinstance(owed_by, Side) else "",
        waited_by=waited_by,
        promised_half_days=half_days,
        started_at=now,
        due_at=due_after(now, half_days, work_calendar()),
    )
    record(actor, "clock.started", kind, public_id, now, {"code": code, "half_days": half_days})
    return clock


def pause_clock(*, actor: Person | None, clock: Clock, now: datetime) -> None:
    """Stop counting while it is the turn of whoever waits; already paused or stopped, nothing changes.

    Locks the clock. Writes ``clock.paused``.
    """
    row = Clock.objects.select_for_update().get(pk=clock.pk)
    if row.stopped_at is not None or row.paused_at is not None:
        return
    row.paused_at, row.half_days_left = now, half_days_left(now, row.due_at, work_calendar())
    row.save(update_fields=["paused_at", "half_days_left"])
    record(actor, "clock.paused", row.kind, row.object_id, now, {"code": row.code})


def resume_clock(*, actor: Person | None, clock: Clock, now: datetime) -> None:
    """Count again from now, with the half-days that were left, one at the least; not paused, nothing changes.

    A promise already broken when it was paused stays broken: its due moment does not move. Locks the clock. Writes
    ``clock.resumed``.
    """
    row = Clock.objects.select_for_update().get(pk=clock.pk)
    if row.stopped_at is not None or row.paused_at is None:
        return
    if row.paused_at <= row.due_at:
        row.due_at = due_after(now, max(row.half_days_left or 0, 1), work_calendar())
    row.paused_at = row.half_days_left = None
    row.save(update_fields=["due_at", "paused_at", "half_days_left"])
    record(actor, "clock.resumed", row.kind, row.object_id, now, {"code": row.code})


def stop_clock(*, actor: Person | None, code: str, kind: str, public_id: str, now: datetime) -> Clock | None:
    """End the open promise about an object, kept or broken as its dates tell; None when there is none.

    Locks the clock. Writes ``clock.stopped``.
    """
    row = Clock.objects.select_for_update().open().filter(code=code, kind=kind, object_id=public_id).first()
    if row is None:
        return None
    row.stopped_at = now
    row.save(update_fields=["stopped_at"])
    record(actor, "clock.stopped", kind, public_id, now, {"code": code})
    return row
