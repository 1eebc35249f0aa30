"""Remember what the brief told, what a person set aside, and how long they give it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from liant.actions.ledger import record
from liant.loop.brief.memory import REMEMBERED_DAYS
from liant.loop.brief.rank import SECONDS_CHOICES
from liant.loop.values.errors import Invalid
from liant.store.models import BriefLine, BriefPreference, Person


def remember_told(*, person: Person, cover_by_fact: Mapping[str, Mapping[str, float]], today: date) -> None:
    """Keep what was told today, on the page or by mail; told twice in a day, it is kept once.

    Parameters
    ----------
    cover_by_fact : how much each fact told about each topic, in [0, 1].
    """
    if not cover_by_fact:
        return
    BriefLine.objects.bulk_create(
        [
            BriefLine(person=person, fact=fact[:80], cover=dict(cover), shown_on=today)
            for fact, cover in cover_by_fact.items()
        ],
        ignore_conflicts=True,
    )


def forget_told(*, today: date) -> int:
    """Forget what was told to anybody more than two months ago; return how many lines."""
    return BriefLine.objects.filter(shown_on__lt=today - timedelta(days=REMEMBERED_DAYS)).delete()[0]


def dismiss_line(*, actor: Person, fact: str, today: date, now: datetime) -> None:
    """Set a line of one's own brief aside. Writes ``brief.dismissed``."""
    with transaction.atomic():
        line, _created = BriefLine.objects.get_or_create(person=actor, fact=fact[:80], shown_on=today)
        line.dismissed_at = now
        line.save(update_fields=["dismissed_at"])
        record(actor, "brief.dismissed", "brief", line.public_id, now)


def choose_seconds(*, actor: Person, seconds: int) -> None:
    """Keep how long a person gives to the brief.

    Raises
    ------
    Invalid : ``brief.bad_seconds``.
    """
    if seconds not in SECONDS_CHOICES:
        raise Invalid(
            "A brief takes 20, 40 or 60 seconds to read, not %(seconds)s.",
            code="brief.bad_seconds",
            hint="Choose one of them.",
            params={"seconds": seconds},
        )
    BriefPreference.objects.update_or_create(person=actor, defaults={"seconds": seconds})
