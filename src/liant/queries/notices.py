"""Read what somebody is told, under the rights of the day it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from liant.loop.notices.channels import Topic, topic_of
from liant.queries.ledger import name_for
from liant.queries.objects import titles_of, url_of
from liant.store.models import Notice, Person

#: More than this at once is for nobody to read.
NOTICES_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice as its reader may see it; ``params`` fill its sentence (``web/brief_words.py``)."""

    public_id: str
    code: str
    kind: str
    object_id: str
    params: dict[str, object]
    url: str
    is_due: bool
    at: datetime
    closed_at: datetime | None


def view_notices(rows: Iterable[Notice], reader: Person) -> tuple[NoticeView, ...]:
    """Turn rows into what their reader sees; those about an object that the reader may no longer read are left out.

    ``title`` names the object in the reader's language; ``who`` names the person whose public id is ``data["by"]``, by
    role where the reader may not know the name.

    Notes
    -----
    Two queries, whatever the number of rows.
    """
    kept = list(rows)
    titles = titles_of(reader, {(row.kind, row.object_id) for row in kept})
    people = Person.objects.filter(public_id__in={row.data["by"] for row in kept if "by" in row.data})
    who = {person.public_id: name_for(reader, person) for person in people}
    return tuple(
        NoticeView(
            public_id=row.public_id,
            code=row.code,
            kind=row.kind,
            object_id=row.object_id,
            params={
                "title": titles[row.kind, row.object_id],
                **row.data,
                **({"who": who.get(row.data["by"], "")} if "by" in row.data else {}),
            },
            url=url_of(row.kind, row.object_id),
            is_due=row.is_due,
            at=row.at,
            closed_at=row.closed_at,
        )
        for row in kept
        if (row.kind, row.object_id) in titles
    )


def notices_of(reader: Person, *, done: bool = False, topic: Topic | None = None) -> tuple[NoticeView, ...]:
    """List what a person is told, what is asked first, then the latest; or what was marked as done, the latest first."""
    rows = Notice.objects.filter(person=reader, closed_at__isnull=not done)
    order = ("-closed_at", "-id") if done else ("-is_due", "-at", "-id")
    found = [
        row
        for row in rows.order_by(*order)[:NOTICES_SHOWN]
        if topic is None or topic_of(row.code, is_due=row.is_due) == topic
    ]
    return view_notices(found, reader)


def n_open_notices(reader: Person) -> int:
    """Count what a person is told and has not read or done."""
    return Notice.objects.filter(person=reader, closed_at=None).count()
