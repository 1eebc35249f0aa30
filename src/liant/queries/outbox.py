"""Read what is to be mailed, and how each person wants it."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from liant.engines.instance import place_of, read_mark
from liant.loop.notices.channels import DEFAULT_DIGEST_HOUR, FRESH_FOR, Channel, Topic, digest_moment, topic_of
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
    is_copy : the database or its folder was copied or restored: nothing leaves.
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


def fresh_notices(now: datetime, *, since: datetime) -> QuerySet[Notice]:
    """Keep what is open, told after a moment, and not mailed since it was last told."""
    unmailed = Q(mailed_at=None) | Q(mailed_at__lt=F("at"))
    return Notice.objects.filter(unmailed, closed_at=None, at__gte=since, at__lte=now)


def due_at_once(now: datetime, since: datetime) -> list[Notice]:
    """List what was told since a moment, is to be mailed at once and is not in the outbox yet.

    Notes
    -----
    Reads only what was told since, by an index; three queries when there is something, one when there is not.
    """
    rows = list(fresh_notices(now, since=since).select_related("person").order_by("id"))
    if not rows:
        return []
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


def due_digests(now: datetime, since: datetime) -> list[tuple[Person, datetime]]:
    """List whose digest hour came after a moment and by now, with that hour; what is in it is read when it leaves.

    Notes
    -----
    One query for the hours that people chose, by zone, one for the days off, and one for the people of the hours that have
    come: none between two hours.
    """
    hour = Coalesce("mail_preference__digest_hour", Value(DEFAULT_DIGEST_HOUR))
    able = Person.objects.able().annotate(hour=hour)
    moments: dict[tuple[str, int], datetime] = {}
    calendar = work_calendar()
    for zone, chosen in able.order_by().values_list("time_zone", "hour").distinct():
        moment = digest_moment(now, chosen, replace(calendar, zone=zoneinfo.ZoneInfo(zone)))
        if moment is not None and since < moment:
            moments[zone, chosen] = moment
    if not moments:
        return []
    wanted = Q()
    for zone, chosen in moments:
        wanted |= Q(time_zone=zone, hour=chosen)
    nothing = Q(**{f"mail_preference__{topic.value}": Channel.OFF.value for topic in Topic})
    people = able.filter(wanted).exclude(nothing).order_by("id")
    return [(person, moments[person.time_zone, person.hour]) for person in people]


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
        fresh = fresh_notices(now, since=now - FRESH_FOR).filter(person=mail.person, at__lte=mail.until)
        rows, channel = list(fresh.order_by("-is_due", "-at", "-id")), Channel.DIGEST
    return view_notices(
        [row for row in rows if row.closed_at is None and channel_of(row, preference) == channel], mail.person
    )


def is_elsewhere(row: Instance) -> bool:
    """Tell whether a database is not where it sends from: copied or restored, alone or with its folder, or taken back."""
    folder = settings.LIANT_DATA_DIR
    mark = read_mark(folder)
    is_moved = row.place != "" and row.place != place_of(folder, settings.DATABASES["default"])
    return is_moved or row.instance_id != mark.instance_id or row.n_rounds < mark.n_rounds


def is_copy() -> bool:
    """Tell whether this database was copied from another installation, or restored from a backup."""
    row = Instance.objects.filter(pk=1).first()
    return row is not None and is_elsewhere(row)


def outbox_state(now: datetime) -> OutboxState:
    """Sum the outbox up."""
    waiting = Mail.objects.filter(ended_at=None)
    lost = Mail.objects.filter(
        end__in=[MailEnd.REFUSED.value, MailEnd.UNSURE.value], ended_at__gte=now - timedelta(days=7)
    )
    return OutboxState(
        is_copy=is_copy(),
        n_waiting=waiting.count(),
        n_late=waiting.filter(until__lt=now - timedelta(hours=1)).count(),
        n_lost=lost.count(),
    )
