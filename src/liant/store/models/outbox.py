"""Mail that is to leave: one row per mail, sent once or not at all; what each person wants to be mailed."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.notices.channels import DEFAULT_DIGEST_HOUR, DEFAULTS, Channel, Topic
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.notices import Notice
from liant.store.models.people import Person


class Instance(models.Model):
    """Which installation this database is of; one row, whose mark is also written in the data folder.

    A copy of the database, of its folder or of both differs from one or the other, and sends nothing; so does a database
    that a backup took back to an earlier time.
    """

    instance_id = models.CharField(max_length=14)
    #: Machine, folder and database where it was opened for good, as a digest; empty until the first mail.
    place = models.CharField(max_length=64, blank=True)
    #: How many times mails were about to be handed over; the folder keeps it too, and never knows of more.
    n_rounds = models.PositiveBigIntegerField(default=0)
    #: What was told, and the digests whose hour came, up to this moment are in the outbox.
    filled_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="instance_is_one")]

    def __str__(self) -> str:
        return self.instance_id


class MailPreference(models.Model):
    """How one person wants to be mailed; without a row, the defaults hold."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mail_preference")
    #: In the person's own time zone.
    digest_hour = models.PositiveSmallIntegerField(default=DEFAULT_DIGEST_HOUR)
    mentions = models.CharField(max_length=8, default=DEFAULTS[Topic.MENTIONS].value)
    asked = models.CharField(max_length=8, default=DEFAULTS[Topic.ASKED].value)
    meetings = models.CharField(max_length=8, default=DEFAULTS[Topic.MEETINGS].value)
    answers = models.CharField(max_length=8, default=DEFAULTS[Topic.ANSWERS].value)
    news = models.CharField(max_length=8, default=DEFAULTS[Topic.NEWS].value)
    brief = models.CharField(max_length=8, default=DEFAULTS[Topic.BRIEF].value)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(digest_hour__lte=23), name="digest_hour_of_a_day"),
            *(one_of(topic.value, Channel, f"channel_of_{topic.value}_known") for topic in Topic),
        ]

    def __str__(self) -> str:
        return f"mail of {self.person_id}"


class MailEnd(StrEnum):
    """Tell how a mail ended."""

    SENT = "sent"
    STOPPED = "stopped"  # no longer active, no longer wanted
    NOTHING_LEFT = "nothing_left"  # read meanwhile, or no longer theirs to read
    REFUSED = "refused"  # the server said no, or not in time
    UNSURE = "unsure"  # cut while sending: it may have left, so it is not sent again


class Mail(models.Model):
    """One mail to one person; what it says is written when it is sent, under the rights of that moment."""

    public_id = PublicIdField()
    #: What it is, so that it is never there twice: a notice and its date, or a person's digest of a day.
    key = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mails")
    #: The notice that is told at once; none in a digest.
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    #: What was told after this moment is for a later mail.
    until = models.DateTimeField()
    next_try_at = models.DateTimeField()
    n_tries = models.PositiveSmallIntegerField(default=0)
    #: Set just before it is handed to the mail server.
    sending_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=14, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("end", MailEnd, "mail_end_known", blank=True),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, end="") | (models.Q(ended_at__isnull=False) & ~models.Q(end="")),
                name="mail_ended_with_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=models.Q(ended_at=None), name="mail_waiting"),
        ]

    def __str__(self) -> str:
        return self.key
