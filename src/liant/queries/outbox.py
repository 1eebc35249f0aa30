"""Read what is to be mailed, and how each person wants it."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q, QuerySet

from liant.engines.instance import read_instance
from liant.loop.notices.channels import FRESH_FOR, Channel, Topic, digest_moment, topic_of
from liant.queries.clocks import work_calendar
from liant.queries.notices import NoticeView, view_notices
from liant.store.models import Instance, Mail, MailEnd, MailPreference, Notice, Person

#: What is told at once is told within this time, or left to the digest.
AT_ONCE_WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class OutboxState:
    """What an administrator has to know of the mail.

    Attributes
    ----------
    is_copy : the database is not the one of this folder: nothing leaves.
    """

    is_copy: bool
    n_waiting: int
    n_late: int  #: waiting for more than an hour
    n_lost: int  #: refused, or cut while sending, within a week


@dataclass(frozen=True, kw_only=True)
class Preference:
    """How a person wants to be mailed."""

    digest_hour: int
    channel_by_topic: dict[Topic, Channel]


def preference_of(person: Person) -> Preference:
    """Read how a person wants to be mailed; the defaults when nothing was chosen."""
    row = MailPreference.objects.filter(person=person).first() or MailPreference(person=person)
    return view_preference(row)


def view_preference(row: MailPreference) -> Preference:
    """Turn a row into a value."""
    return Preference(
        digest_hour=row.digest_hour, channel_by_topic={topic: Channel(getattr(row, topic.value)) for topic in Topic}
    )


def preferences_of(people: Iterable[Person]) -> dict[int, Preference]:
    """Read how people want to be mailed, in one query."""
    rows = {row.person_id: row for row in MailPreference.objects.filter(person__in=[p.pk for p in people])}
    return {person.pk: view_preference(rows.get(person.pk) or MailPreference(person=person)) for person in people}


def channel_of(notice: Notice, preference: Preference) -> Channel:
    """Tell which way a notice goes to its person."""
    return preference.channel_by_topic[topic_of(notice.code, is_due=notice.is_due)]


def fresh_notices(now: datetime, *, within: timedelta = FRESH_FOR) -> QuerySet[Notice]:
    """Keep what is open, told lately, and not mailed since it was last told."""
    unmailed = Q(mailed_at=None) | Q(mailed_at__lt=F("at"))
    return Notice.objects.filter(unmailed, closed_at=None, at__gte=now - within, at__lte=now)


def due_at_once(now: datetime) -> list[Notice]:
    """List what is to be told at once and is not in the outbox yet."""
    rows = list(fresh_notices(now, within=AT_ONCE_WITHIN).select_related("person").order_by("id"))
    preferences = preferences_of({row.person_id: row.person for row in rows}.values())
    queued = set(Mail.objects.filter(key__in=[key_of(row) for row in rows]).values_list("key", flat=True))
    return [
        row
        for row in rows
        if channel_of(row, preferences[row.person_id]) == Channel.AT_ONCE and key_of(row) not in queued
    ]


def key_of(notice: Notice) -> str:
    """Name the mail that tells a notice at once: told again later, it is another mail."""
    return f"notice:{notice.public_id}:{notice.at.isoformat()}"


def due_digests(now: datetime) -> list[tuple[Person, datetime]]:
    """List whose digest of the day has come and has something in it, with its moment.

    Notes
    -----
    Four queries, whatever the number of people.
    """
    rows = list(fresh_notices(now).select_related("person").order_by("person", "id"))
    people = {row.person_id: row.person for row in rows}
    preferences = preferences_of(people.values())
    calendar = work_calendar()
    moments = {
        pk: digest_moment(now, preferences[pk].digest_hour, replace(calendar, zone=zone_of(person)))
        for pk, person in people.items()
        if person.is_active
    }
    wanted = {
        row.person_id
        for row in rows
        if channel_of(row, preferences[row.person_id]) == Channel.DIGEST and is_by(row.at, moments.get(row.person_id))
    }
    found = [(people[pk], moment) for pk in sorted(wanted) if (moment := moments[pk]) is not None]
    keys = [digest_key(person, moment) for person, moment in found]
    queued = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    return [(person, moment) for person, moment in found if digest_key(person, moment) not in queued]


def is_by(at: datetime, moment: datetime | None) -> bool:
    """Tell whether something was told by a moment that has come."""
    return moment is not None and at <= moment


def digest_key(person: Person, moment: datetime) -> str:
    """Name the digest of a person's day."""
    return f"digest:{person.public_id}:{moment.date().isoformat()}"


def zone_of(person: Person) -> zoneinfo.ZoneInfo:
    """Give the time zone in which a person reads hours."""
    return zoneinfo.ZoneInfo(person.time_zone)


def notices_in(mail: Mail, now: datetime) -> tuple[NoticeView, ...]:
    """List what a mail has to tell, under the rights and wishes of the moment it is sent; empty when nothing is left."""
    preference = preference_of(mail.person)
    rows: Sequence[Notice]
    if mail.notice is not None:
        rows, channel = [mail.notice], Channel.AT_ONCE
    else:
        fresh = fresh_notices(now).filter(person=mail.person, at__lte=mail.until)
        rows, channel = list(fresh.order_by("-is_due", "-at", "-id")), Channel.DIGEST
    return view_notices(
        [row for row in rows if row.closed_at is None and channel_of(row, preference) == channel], mail.person
    )


def is_copy(folder: Path) -> bool:
    """Tell whether this database was copied from another installation."""
    row = Instance.objects.filter(pk=1).first()
    return row is not None and row.instance_id != read_instance(folder)


def outbox_state(now: datetime) -> OutboxState:
    """Sum the outbox up."""
    waiting = Mail.objects.filter(ended_at=None)
    lost = Mail.objects.filter(
        end__in=[MailEnd.REFUSED.value, MailEnd.UNSURE.value], ended_at__gte=now - timedelta(days=7)
    )
    return OutboxState(
        is_copy=is_copy(settings.LIANT_DATA_DIR),
        n_waiting=waiting.count(),
        n_late=waiting.filter(until__lt=now - timedelta(hours=1)).count(),
        n_lost=lost.count(),
    )
