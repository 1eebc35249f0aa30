"""Remember what the brief told, and what a person set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from liant.actions.ledger import record
from liant.store.models import BriefLine, Person


def remember_lines(*, person: Person, stories: Sequence[str], today: date) -> None:
    """Keep which stories were shown today; shown twice, they are kept once."""
    BriefLine.objects.bulk_create(
        [BriefLine(person=person, story=story[:80], shown_on=today) for story in stories], ignore_conflicts=True
    )


def dismiss_line(*, actor: Person, story: str, today: date, now: datetime) -> None:
    """Set a story of one's own brief aside. Writes ``brief.dismissed``."""
    with transaction.atomic():
        line, _created = BriefLine.objects.get_or_create(person=actor, story=story[:80], shown_on=today)
        line.dismissed_at = now
        line.save(update_fields=["dismissed_at"])
        record(actor, "brief.dismissed", "brief", line.public_id, now)
