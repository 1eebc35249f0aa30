"""Tell people things; what is told shows in *Today* and in the digest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from liant.queries.objects import titles_of
from liant.store.models import Notice, Person


def tell(
    people: Collection[Person],
    code: str,
    kind: str,
    public_id: str,
    now: datetime,
    *,
    data: Mapping[str, object] | None = None,
    is_due: bool = False,
) -> None:
    """Tell people about an object, in the caller's transaction.

    Told again before it is closed, the notice takes the new date and words: nobody reads the same thing twice.

    Parameters
    ----------
    code : names the sentence (``web/brief_words.py``), such as ``still_yours``.
    kind, public_id : the object, as in the ledger.
    data : what the sentence needs.
    is_due : the person is asked for something.
    """
    open_ones = Notice.objects.filter(person__in=people, code=code, kind=kind, object_id=public_id, closed_at=None)
    words = dict(data or {})
    open_ones.update(data=words, is_due=is_due, at=now)
    told = set(open_ones.values_list("person_id", flat=True))
    Notice.objects.bulk_create(
        [
            Notice(person=person, code=code, kind=kind, object_id=public_id, data=words, is_due=is_due, at=now)
            for person in people
            if person.pk not in told
        ],
        ignore_conflicts=True,
    )


def close_notices(code: str, kind: str, public_id: str, now: datetime, *, person: Person | None = None) -> None:
    """Stop telling: to one person who did what was asked, or to everybody when it is no longer true."""
    rows = Notice.objects.filter(code=code, kind=kind, object_id=public_id, closed_at=None)
    (rows if person is None else rows.filter(person=person)).update(closed_at=now)


def mark_done(*, actor: Person, public_ids: Collection[str], now: datetime) -> int:
    """Stop telling somebody what they say is read or done; return how many notices, of their own and open."""
    return Notice.objects.filter(person=actor, public_id__in=public_ids, closed_at=None).update(closed_at=now)


def mark_all_read(*, actor: Person, now: datetime) -> int:
    """Stop telling somebody all the news; what is asked of them stays. Return how many."""
    return Notice.objects.filter(person=actor, is_due=False, closed_at=None).update(closed_at=now)


def close_unreadable(*, person: Person, now: datetime) -> None:
    """Stop telling somebody of objects that they may no longer read: those would be counted and never shown."""
    rows = list(Notice.objects.filter(person=person, closed_at=None).values_list("pk", "kind", "object_id"))
    readable = titles_of(person, {(kind, object_id) for _pk, kind, object_id in rows})
    hidden = [pk for pk, kind, object_id in rows if (kind, object_id) not in readable]
    if hidden:
        Notice.objects.filter(pk__in=hidden).update(closed_at=now)


def take_up_again(*, actor: Person, public_id: str) -> None:
    """Tell again what was marked as done, unless the same thing is told by a later notice already."""
    notice = Notice.objects.filter(person=actor, public_id=public_id).exclude(closed_at=None).first()
    if notice is None:
        return
    same = Notice.objects.filter(
        person=actor, code=notice.code, kind=notice.kind, object_id=notice.object_id, closed_at=None
    )
    if not same.exists():
        Notice.objects.filter(pk=notice.pk).update(closed_at=None)
