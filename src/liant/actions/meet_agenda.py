"""Fill the agenda of a meeting: take what the data proposes, add, order and remove."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from liant.actions.ledger import record
from liant.actions.meet import check_comes, check_writer
from liant.loop.meet.agenda import Purpose
from liant.loop.values.errors import Invalid
from liant.loop.values.language import detect_language
from liant.queries.clocks import day_in_company
from liant.queries.meet import agenda_proposed, meeting_view, people_of
from liant.store.mapping.search_texts import index_objects
from liant.store.models import AgendaItem, Meeting, Person


def take_proposed(*, actor: Person, meeting: Meeting, refs: Collection[str], now: datetime) -> int:
    """Put on the agenda what the data proposes and the caller chose, in the proposed order; return how many.

    What is no longer proposed is left alone; called twice, nothing is there twice. Writes ``meeting.agenda_taken``.

    Raises
    ------
    Forbidden : ``meet.not_here``.
    Conflict : ``meet.closed``.
    """
    check_writer(actor, meeting)
    people = {person.public_id: person for person in people_of(meeting.series)}
    with transaction.atomic():
        locked = lock(meeting)
        view = meeting_view(actor, locked, today=day_in_company(now))
        agenda = agenda_proposed(locked, view, now=now)
        chosen = [item for item in agenda.items if f"{item.candidate.kind}:{item.candidate.object_id}" in refs]
        first = next_position(locked)
        AgendaItem.objects.bulk_create(
            AgendaItem(
                meeting=locked,
                position=first + place,
                purpose=item.purpose.value,
                minutes=item.minutes,
                owner=people.get(item.candidate.owner),
                reason=item.candidate.reason.value,
                kind=item.candidate.kind,
                object_id=item.candidate.object_id,
                n=item.candidate.n,
                since_on=item.candidate.on,
                created_by=actor,
                created_at=now,
            )
            for place, item in enumerate(chosen)
        )
        if chosen:
            record(actor, "meeting.agenda_taken", "meeting", meeting.public_id, now, {"n": len(chosen)})
    return len(chosen)


def add_item(
    *,
    actor: Person,
    meeting: Meeting,
    title: str,
    purpose: Purpose,
    minutes: int,
    owner: Person | None,
    now: datetime,
) -> AgendaItem:
    """Put something on the agenda by hand. Writes ``meeting.item_added``.

    Raises
    ------
    Forbidden : ``meet.not_here``, also for an owner who does not come.
    Invalid : ``meet.no_item``, ``meet.bad_item_minutes``.
    Conflict : ``meet.closed``.
    """
    check_writer(actor, meeting)
    clean = " ".join(title.split())
    if not clean or len(clean) > 160:
        raise Invalid(
            "The item has no title, or one longer than 160 characters.",
            code="meet.no_item",
            hint="Write what people are to talk about.",
        )
    if not 1 <= minutes <= meeting.minutes:
        raise Invalid(
            "An item takes from 1 minute to the length of the meeting.",
            code="meet.bad_item_minutes",
            hint="Give its length in minutes.",
        )
    if owner is not None:
        check_comes(owner, meeting)
    with transaction.atomic():
        locked = lock(meeting)
        item = AgendaItem.objects.create(
            meeting=locked,
            position=next_position(locked),
            title=clean,
            language=detect_language(clean),
            purpose=purpose.value,
            minutes=minutes,
            owner=owner,
            created_by=actor,
            created_at=now,
        )
        index_objects("meeting", [meeting.pk])
        record(actor, "meeting.item_added", "meeting", meeting.public_id, now)
    return item


def move_item(*, actor: Person, item: AgendaItem, by: int) -> None:
    """Move an item up (-1) or down (1) the agenda; at its end, nothing changes.

    Raises
    ------
    Forbidden : ``meet.not_here``.
    Conflict : ``meet.closed``.
    """
    check_writer(actor, item.meeting)
    with transaction.atomic():
        lock(item.meeting)
        items = list(AgendaItem.objects.filter(meeting=item.meeting).order_by("position", "id"))
        here = [other.pk for other in items].index(item.pk)
        there = min(max(here + by, 0), len(items) - 1)
        items.insert(there, items.pop(here))
        for position, other in enumerate(items):
            other.position = position
        AgendaItem.objects.bulk_update(items, ["position"])


def remove_item(*, actor: Person, item: AgendaItem, now: datetime) -> None:
    """Take an item off the agenda; what was written down under it stays with the meeting. Writes ``meeting.item_removed``.

    Raises
    ------
    Forbidden : ``meet.not_here``.
    Conflict : ``meet.closed``.
    """
    check_writer(actor, item.meeting)
    with transaction.atomic():
        lock(item.meeting)
        AgendaItem.objects.filter(pk=item.pk).delete()
        index_objects("meeting", [item.meeting.pk])
        record(actor, "meeting.item_removed", "meeting", item.meeting.public_id, now)


def lock(meeting: Meeting) -> Meeting:
    """Hold a meeting while its agenda changes: two who add an item at once both find it, in some order."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    return meeting


def next_position(meeting: Meeting) -> int:
    """Return the place after the last item."""
    last: int | None = meeting.items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
