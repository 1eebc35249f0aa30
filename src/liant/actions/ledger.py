"""Write the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection

from liant.store.models import AnsweredRequest, LedgerEvent, Person

#: Nobody repeats a request after this long.
ANSWERS_KEPT = timedelta(days=2)


def record(
    actor: Person | None, verb: str, kind: str, public_id: str, now: datetime, data: Mapping[str, object] | None = None
) -> None:
    """Add one event to the ledger, in the caller's transaction.

    Parameters
    ----------
    actor : who acted; None for Liant itself.
    verb : dotted and in the past, such as ``note.captured``; its sentence is in ``queries/ledger.py``.
    kind, public_id : the object acted upon.
    data : numbers, codes and public ids; never free text.

    Raises
    ------
    RuntimeError : when no transaction is open: an event without its change would be a lie.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger event is written in the same transaction as its change")
    LedgerEvent.objects.create(at=now, actor=actor, verb=verb, kind=kind, object_id=public_id, data=dict(data or {}))


def forget_answers(now: datetime) -> int:
    """Delete the answers kept for a repeated request that no retry will ask for; return how many."""
    return AnsweredRequest.objects.filter(at__lt=now - ANSWERS_KEPT).delete()[0]
