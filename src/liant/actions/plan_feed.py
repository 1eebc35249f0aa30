"""Open and close the private address at which somebody's calendar is read by other programs."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

from django.db import transaction

from liant.actions.ledger import record
from liant.loop.values.errors import Forbidden
from liant.loop.values.roles import MARKETING, SALES
from liant.store.models import CalendarFeed, Person


def open_feed(*, actor: Person, now: datetime) -> str:
    """Draw the address of one's calendar; the one before stops at once. Sales and marketing. Writes ``person.feed_opened``.

    Returns
    -------
    The secret part of the address: it is shown once and only its hash is kept.

    Raises
    ------
    Forbidden : ``plan.no_calendar``.
    """
    if actor.role not in SALES | MARKETING:
        raise Forbidden("There is no calendar for this role.", code="plan.no_calendar")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        CalendarFeed.objects.filter(person=actor).delete()
        CalendarFeed.objects.create(person=actor, token_hash=hash_of(token), opened_at=now)
        record(actor, "person.feed_opened", "person", actor.public_id, now)
    return token


def close_feed(*, actor: Person, now: datetime) -> None:
    """Stop the address of one's calendar. Writes ``person.feed_closed``."""
    with transaction.atomic():
        if CalendarFeed.objects.filter(person=actor).delete()[0]:
            record(actor, "person.feed_closed", "person", actor.public_id, now)


def reader_of(token: str, *, today: date) -> Person | None:
    """Find whose calendar an address gives, and remember the day on which it was read; None when it gives nobody's.

    Somebody who may no longer sign in has no calendar either.
    """
    rows = CalendarFeed.objects.filter(token_hash=hash_of(token), person__is_active=True).select_related("person")
    feed = rows.first()
    if feed is None:
        return None
    if feed.read_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_on=today)
    return feed.person


def hash_of(token: str) -> str:
    """Hash a secret that was drawn at random: it needs no salt and no slowness."""
    return hashlib.sha256(token.encode()).hexdigest()
