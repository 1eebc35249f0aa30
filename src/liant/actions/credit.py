"""Credit people for what they did, as facts that nobody changes; let them choose how they are named.

How another stage uses it, inside the transaction of its own act::

    from liant.actions.credit import contribute, give_back, take_over
    from liant.loop.refine.credit import Act

    contribute(note.author, Act.ORIGINATE, "plan", plan.public_id, now, note=note.public_id)
    contribute(actor, Act.REFINE, "plan", plan.public_id, now)
    take_over("argument", argument.public_id, "plan", plan.public_id, now)   # written from the plan, or merged with it
    give_back("argument", argument.public_id, "plan", plan.public_id, now)   # taken apart again

Said again, nothing is counted twice. ``queries/credit.py`` gives the shares, ``pieces/credit_strip.html`` shows them. What
counts for how much is decided in ``loop/refine/credit.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from liant.loop.refine.credit import NOTE, USE, Act, Event
from liant.store.models import Contribution, CreditLink, Person


def contribute(
    person: Person,
    act: Act,
    kind: str,
    public_id: str,
    now: datetime,
    note: str | None = None,
    *,
    use: str | None = None,
) -> None:
    """Credit somebody for an act, in the caller's transaction; the act itself is in the ledger already.

    Parameters
    ----------
    kind, public_id : the object, as in the ledger.
    note, use : public id of what it rests on, at most one; ``use`` is that of an argument in a deal.

    Raises
    ------
    RuntimeError : when no transaction is open: credit for what did not happen would be a lie.
    """
    basis = (NOTE, note) if note else (USE, use) if use else None
    contribute_all([Event(person=person.pk, act=act, object=(kind, public_id), at=now, basis=basis)])


def take_back(person: Person, act: Act, kind: str, public_id: str, now: datetime, *, use: str) -> None:
    """Stop counting what somebody did, when what it rests on was a slip and is taken back; both facts are kept."""
    event = Event(person=person.pk, act=act, object=(kind, public_id), at=now, basis=(USE, use))
    contribute_all([event], are_taken_back=True)


def contribute_all(events: Iterable[Event], *, are_taken_back: bool = False) -> None:
    """Keep several contributions at once, as ``contribute`` does; those that are known already change nothing."""
    check_transaction()
    Contribution.objects.bulk_create(
        [
            Contribution(
                person_id=event.person,
                act=event.act.value,
                kind=event.object[0],
                object_id=event.object[1],
                basis_kind=event.basis[0] if event.basis else "",
                basis_id=event.basis[1] if event.basis else "",
                is_taken_back=are_taken_back,
                at=event.at,
            )
            for event in events
        ],
        batch_size=1_000,
        ignore_conflicts=True,
    )


def take_over(kind: str, public_id: str, source_kind: str, source_id: str, now: datetime) -> None:
    """Let an object take over what was done so far for the one it comes from: written from it, merged with it, translated.

    Both keep their own contributions: ``give_back`` restores them exactly.
    """
    keep_link(kind, public_id, source_kind, source_id, now, is_cut=False)


def give_back(kind: str, public_id: str, source_kind: str, source_id: str, now: datetime) -> None:
    """Undo ``take_over``: the object keeps what was done for itself, its source what was done there."""
    keep_link(kind, public_id, source_kind, source_id, now, is_cut=True)


def keep_link(kind: str, public_id: str, source_kind: str, source_id: str, now: datetime, *, is_cut: bool) -> None:
    """Add a link between two objects, or its end."""
    check_transaction()
    CreditLink.objects.create(
        kind=kind, object_id=public_id, source_kind=source_kind, source_id=source_id, is_cut=is_cut, at=now
    )


def check_transaction() -> None:
    """Refuse to credit outside the transaction of the act."""
    if not connection.in_atomic_block:
        raise RuntimeError("credit is written in the same transaction as what it is for")
