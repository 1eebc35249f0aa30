"""Put mail in the outbox, and send it: each once or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import F

from liant.actions.ledger import record
from liant.engines.instance import Mark, keep_mark, place_of, read_mark
from liant.engines.mail import Outcome
from liant.loop.notices.channels import FRESH_FOR, Channel, Topic, next_try
from liant.loop.values.errors import Invalid
from liant.loop.values.ids import new_public_id
from liant.queries.notices import NoticeView
from liant.queries.outbox import AT_ONCE_WITHIN, digest_key, due_at_once, due_digests, is_elsewhere, key_of, notices_in
from liant.store.models import Instance, Mail, MailEnd, MailPreference, Notice, Person

#: A mail handed to the server this long ago, without an answer kept, was cut by a stop of this process.
CUT_AFTER = timedelta(minutes=10)
#: Mails handed over in one round; at the hour that most people have, rounds follow each other.
BATCH = 200
#: What a slow transaction told before this moment may show only now.
LATE_FOR = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail in its reader's words; ``keep_told`` remembers what it tells besides notices, once it has left."""

    message: EmailMessage
    keep_told: Callable[[], None]


#: Write a mail, or nothing when nothing in it is worth one.
Compose = Callable[[Mail, Sequence[NoticeView], datetime], Letter | None]
HandOver = Callable[[EmailMessage], Outcome]


def fill_outbox(now: datetime) -> int:
    """Put in the outbox what is to be told at once and the digests whose hour has come; return how many mails.

    Called again, or by two processes at a time, it adds nothing twice: the key of a mail is unique. It goes on from where
    it was, so that it may be called every few seconds; after a stop, from a day ago at the earliest. Nothing is added in a
    copy.
    """
    instance = home()
    if instance is None:
        return 0
    longest = now - AT_ONCE_WITHIN
    mails = [
        Mail(key=key_of(notice), person=notice.person, notice=notice, until=notice.at, next_try_at=now)
        for notice in due_at_once(now, max(instance.filled_until or longest, longest) - LATE_FOR)
    ]
    # The first time, an hour that came before Liant did is nobody's.
    since = max(instance.filled_until or now - LATE_FOR, longest)
    digests = [
        Mail(key=digest_key(person, moment), person=person, until=moment, next_try_at=now)
        for person, moment in due_digests(now, since)
    ]
    Mail.objects.bulk_create(mails + digests, ignore_conflicts=True)
    if digests:
        Mail.objects.filter(end=MailEnd.NOTHING_LEFT.value, ended_at__lt=now - FRESH_FOR).delete()
    if mails or digests or instance.filled_until is None or now - since >= LATE_FOR:
        Instance.objects.filter(pk=1).update(filled_until=now)
    return len(mails) + len(digests)


def send_outbox(*, now: datetime, compose: Compose, hand_over: HandOver) -> Counter[str]:
    """Send the mails whose time has come; return how many ended or wait, by :class:`MailEnd` or ``later``.

    A copy of the database, or one restored from a backup, sends nothing. Each mail is marked before it is handed over, and
    written under the rights and wishes of that moment: whoever was deactivated, lost the right to read, read it meanwhile
    or stopped this kind of mail gets nothing. What the server refuses for now is tried again later
    and later; what was cut while sending may have left, so it is never sent again.
    """
    counts: Counter[str] = Counter()
    if home() is None:
        return counts
    counts[MailEnd.UNSURE.value] += end_cut_mails(now)
    due = Mail.objects.filter(ended_at=None, sending_at=None, next_try_at__lte=now).order_by("next_try_at", "id")
    found = list(due.values_list("pk", flat=True)[:BATCH])
    if found:
        begin_round()
    for pk in found:
        # Whoever marks it first sends it, of any number of processes.
        if Mail.objects.filter(pk=pk, ended_at=None, sending_at=None).update(sending_at=now):
            counts[send_mail(Mail.objects.select_related("person", "notice").get(pk=pk), now, compose, hand_over)] += 1
    return +counts


def send_mail(mail: Mail, now: datetime, compose: Compose, hand_over: HandOver) -> str:
    """Send one marked mail; return what became of it."""
    if not mail.person.is_active:
        return end_mail(mail, MailEnd.STOPPED, now)
    notices = notices_in(mail, now)
    letter = compose(mail, notices, now) if notices or mail.notice is None else None
    if letter is None:
        return end_mail(mail, MailEnd.NOTHING_LEFT, now)
    outcome = hand_over(letter.message)
    if outcome == Outcome.SENT:
        with transaction.atomic():
            letter.keep_told()
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


def home() -> Instance | None:
    """Return the row of this installation, or None in a copy; the first time, mark the database and the folder."""
    row = Instance.objects.filter(pk=1).first()
    if row is None:
        mark = read_mark(settings.LIANT_DATA_DIR)
        instance_id = mark.instance_id or new_public_id()
        try:
            with transaction.atomic():
                row = Instance.objects.create(pk=1, instance_id=instance_id, n_rounds=mark.n_rounds)
        except IntegrityError:
            return home()
        keep_mark(settings.LIANT_DATA_DIR, Mark(instance_id=instance_id, n_rounds=mark.n_rounds))
    if is_elsewhere(row):
        return None
    if row.place == "":
        row.place = place_of(settings.LIANT_DATA_DIR, settings.DATABASES["default"])
        row.save(update_fields=["place"])
    return row


def begin_round() -> None:
    """Count that mails are about to leave, in the database and then in the folder.

    A database that a backup took back counts less than its folder: what it believes unsent may have left.
    """
    Instance.objects.filter(pk=1).update(n_rounds=F("n_rounds") + 1)
    row = Instance.objects.get(pk=1)
    keep_mark(settings.LIANT_DATA_DIR, Mark(instance_id=row.instance_id, n_rounds=row.n_rounds))


def move_home(now: datetime, *, send_waiting: bool = False) -> int:
    """Make this folder the home of this database, after a move or a restoration, never for a copy to look at.

    What waited may have left from where the copy was made, so it is given up, and what was told before now is mailed by no
    later digest; all of it stays on the page of notices. Return how many mails were given up.

    Parameters
    ----------
    send_waiting : after a move, when nothing left since: what waits is sent.
    """
    place = place_of(settings.LIANT_DATA_DIR, settings.DATABASES["default"])
    instance_id, n_given_up = new_public_id(), 0
    with transaction.atomic():
        if not send_waiting:
            n_given_up = Mail.objects.filter(ended_at=None).update(ended_at=now, end=MailEnd.UNSURE.value)
            Notice.objects.filter(closed_at=None).update(mailed_at=now)
        Instance.objects.update_or_create(
            pk=1, defaults={"instance_id": instance_id, "place": place, "n_rounds": 0, "filled_until": now}
        )
        keep_mark(settings.LIANT_DATA_DIR, Mark(instance_id=instance_id))
    return n_given_up


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
