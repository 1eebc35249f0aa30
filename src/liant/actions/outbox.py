"""Put mail in the outbox, and send it: each once or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from liant.actions.ledger import record
from liant.engines.instance import keep_instance, read_instance
from liant.engines.mail import Outcome
from liant.loop.notices.channels import Channel, Topic, next_try
from liant.loop.values.errors import Invalid
from liant.loop.values.ids import new_public_id
from liant.queries.notices import NoticeView
from liant.queries.outbox import digest_key, due_at_once, due_digests, key_of, notices_in
from liant.store.models import Instance, Mail, MailEnd, MailPreference, Notice, Person

#: A mail handed to the server this long ago, without an answer kept, was cut by a stop of this process.
CUT_AFTER = timedelta(minutes=10)
BATCH = 50

#: Write a mail in its reader's words.
Compose = Callable[[Mail, Sequence[NoticeView]], EmailMessage]
HandOver = Callable[[EmailMessage], Outcome]


def fill_outbox(now: datetime) -> int:
    """Put in the outbox what is to be told at once and the digests whose hour has come; return how many mails.

    Called again, or by two processes at a time, it adds nothing twice: the key of a mail is unique.
    """
    mails = [
        Mail(key=key_of(notice), person=notice.person, notice=notice, until=notice.at, next_try_at=now)
        for notice in due_at_once(now)
    ] + [
        Mail(key=digest_key(person, moment), person=person, until=moment, next_try_at=now)
        for person, moment in due_digests(now)
    ]
    return len(Mail.objects.bulk_create(mails, ignore_conflicts=True))


def send_outbox(*, now: datetime, compose: Compose, hand_over: HandOver) -> Counter[str]:
    """Send the mails whose time has come; return how many ended or wait, by :class:`MailEnd` or ``later``.

    A copy of the database sends nothing. Each mail is marked before it is handed over, and written under the rights and
    wishes of that moment: whoever was deactivated, lost the right to read, read it meanwhile or stopped this kind of mail
    gets nothing. What the server refuses for now is tried again later and later; what was cut while sending may have
    left, so it is never sent again.
    """
    counts: Counter[str] = Counter()
    if not is_at_home():
        return counts
    counts[MailEnd.UNSURE.value] += end_cut_mails(now)
    due = Mail.objects.filter(ended_at=None, sending_at=None, next_try_at__lte=now).order_by("next_try_at", "id")
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        # Whoever marks it first sends it, of any number of processes.
        if Mail.objects.filter(pk=pk, ended_at=None, sending_at=None).update(sending_at=now):
            counts[send_mail(Mail.objects.select_related("person", "notice").get(pk=pk), now, compose, hand_over)] += 1
    return +counts


def send_mail(mail: Mail, now: datetime, compose: Compose, hand_over: HandOver) -> str:
    """Send one marked mail; return what became of it."""
    if not mail.person.is_active:
        return end_mail(mail, MailEnd.STOPPED, now)
    notices = notices_in(mail, now)
    if not notices:
        return end_mail(mail, MailEnd.NOTHING_LEFT, now)
    outcome = hand_over(compose(mail, notices))
    if outcome == Outcome.SENT:
        with transaction.atomic():
            Notice.objects.filter(public_id__in=[notice.public_id for notice in notices]).update(mailed_at=now)
            return end_mail(mail, MailEnd.SENT, now)
    if outcome == Outcome.LATER:
        again = next_try(now, mail.n_tries + 1)
        if again is not None:
            mail.sending_at, mail.n_tries, mail.next_try_at = None, mail.n_tries + 1, again
            mail.save(update_fields=["sending_at", "n_tries", "next_try_at"])
            return Outcome.LATER.value
    return end_mail(mail, MailEnd.UNSURE if outcome == Outcome.UNSURE else MailEnd.REFUSED, now)


def end_mail(mail: Mail, end: MailEnd, now: datetime) -> str:
    """Keep how a mail ended."""
    Mail.objects.filter(pk=mail.pk).update(ended_at=now, end=end.value)
    return end.value


def end_cut_mails(now: datetime) -> int:
    """Give up the mails that a stop of the process cut while they were being handed over; return how many."""
    cut = Mail.objects.filter(ended_at=None, sending_at__lt=now - CUT_AFTER)
    return cut.update(ended_at=now, end=MailEnd.UNSURE.value)


def is_at_home() -> bool:
    """Tell whether this database belongs to this data folder; the first time, mark both."""
    row = Instance.objects.filter(pk=1).first()
    if row is None:
        instance_id = read_instance(settings.LIANT_DATA_DIR) or new_public_id()
        try:
            with transaction.atomic():
                row = Instance.objects.create(pk=1, instance_id=instance_id)
        except IntegrityError:
            return is_at_home()
        keep_instance(settings.LIANT_DATA_DIR, instance_id)
    return row.instance_id == read_instance(settings.LIANT_DATA_DIR)


def move_home() -> None:
    """Make this data folder the home of this database: after a move or a restoration, never for a copy to look at."""
    instance_id = new_public_id()
    with transaction.atomic():
        Instance.objects.update_or_create(pk=1, defaults={"instance_id": instance_id})
        keep_instance(settings.LIANT_DATA_DIR, instance_id)


def choose_mail(*, actor: Person, digest_hour: int, channel_by_topic: dict[Topic, Channel], now: datetime) -> None:
    """Keep how a person wants to be mailed. Writes ``mail.chosen``.

    Raises
    ------
    Invalid : ``outbox.bad_hour``.
    """
    if not 0 <= digest_hour <= 23:
        raise Invalid(
            "%(hour)s is no hour of the day.",
            code="outbox.bad_hour",
            hint="Choose one from 0 to 23.",
            params={"hour": digest_hour},
        )
    with transaction.atomic():
        MailPreference.objects.update_or_create(
            person=actor,
            defaults={
                "digest_hour": digest_hour,
                **{topic.value: channel.value for topic, channel in channel_by_topic.items()},
            },
        )
        record(actor, "mail.chosen", "person", actor.public_id, now)


def stop_mail(*, person: Person, topics: Sequence[Topic], now: datetime) -> None:
    """Mail a person nothing more about these topics, as a link in a mail asked. Writes ``mail.stopped``."""
    with transaction.atomic():
        MailPreference.objects.update_or_create(
            person=person, defaults={topic.value: Channel.OFF.value for topic in topics}
        )
        record(person, "mail.stopped", "person", person.public_id, now, {"topics": [topic.value for topic in topics]})
