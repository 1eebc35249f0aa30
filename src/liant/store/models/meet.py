"""Meetings: those that recur, each time they are held, what is on the agenda and what came of it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.meet.agenda import Purpose, Reason
from liant.loop.meet.recurrence import DayOff, Rhythm
from liant.loop.values.roles import Role
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person, Side, Team

LEAST_MINUTES, MOST_MINUTES = 10, 480


class MeetingSeries(models.Model):
    """A meeting as people name it: who comes, how often, for how long."""

    public_id = PublicIdField()
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=3, default="und")
    host = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="meetings_hosted")
    people: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(Person, related_name="meetings")
    rhythm = models.CharField(max_length=10, default=Rhythm.WEEKLY.value)
    day_off = models.CharField(max_length=4, default=DayOff.MOVE.value)
    first_on = models.DateField()
    #: In the company's time zone.
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    #: Held no more; its minutes stay.
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            one_of("rhythm", Rhythm, "meeting_rhythm_known"),
            one_of("day_off", DayOff, "meeting_day_off_known"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=LEAST_MINUTES, minutes__lte=MOST_MINUTES),
                name="meeting_minutes_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Filters on meetings."""

    def visible_to(self, person: Person) -> MeetingQuerySet:
        """Keep the meetings that a person may read.

        Those one comes to or hosts; for a sales manager those to which somebody of a managed team comes; for a marketing
        director those to which somebody of marketing comes. Administrators: none.
        """
        if person.role == Role.ADMIN:
            return self.none()
        series = MeetingSeries.objects.filter(pk=models.OuterRef("series"))
        mine = models.Q(models.Exists(series.filter(people=person))) | models.Q(series__host=person)
        if person.role == Role.SALES_MANAGER:
            managed = Team.objects.filter(managers=person).values("id")
            mine |= models.Q(models.Exists(series.filter(people__team__in=managed)))
        elif person.role == Role.MARKETING_DIRECTOR:
            mine |= models.Q(models.Exists(series.filter(people__team__side=Side.MARKETING.value)))
        return self.filter(mine)

    def held_by(self, person: Person) -> MeetingQuerySet:
        """Keep the meetings at which a person sits: whoever does may write there."""
        came = MeetingSeries.objects.filter(pk=models.OuterRef("series"), people=person)
        return self.filter(models.Q(models.Exists(came)) | models.Q(series__host=person))


class Meeting(models.Model):
    """One time that a meeting is held."""

    public_id = PublicIdField()
    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    #: Its minutes are written and sent.
    closed_at = models.DateTimeField(null=True, blank=True)
    absent: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(Person, related_name="+", blank=True)
    created_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "held_on"], name="meeting_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["-held_on"], name="meeting_by_day")]

    def __str__(self) -> str:
        return str(self.public_id)


class AgendaItem(models.Model):
    """One item of an agenda: taken from the proposal, about an object, or written by hand."""

    public_id = PublicIdField()
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    #: Empty when it is about an object, which each reader sees by its own name.
    title = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=3, default="und")
    purpose = models.CharField(max_length=8)
    minutes = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    object_id = models.CharField(max_length=14, blank=True)
    #: The number and the day that its reason is told with, as they were when it was taken.
    n = models.PositiveIntegerField(default=0)
    since_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            one_of("purpose", Purpose, "agenda_purpose_known"),
            one_of("reason", Reason, "agenda_reason_known", blank=True),
            models.CheckConstraint(condition=~models.Q(title="", object_id=""), name="agenda_item_named"),
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="agenda_item_takes_time"),
            models.UniqueConstraint(
                fields=["meeting", "kind", "object_id"], condition=~models.Q(object_id=""), name="agenda_object_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["meeting", "position"], name="agenda_in_order")]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.object_id}"


class OutcomeKind(StrEnum):
    """What is written down in a meeting."""

    DECISION = "decision"
    FOLLOW_UP = "follow_up"  # who does what by when
    REMARK = "remark"


class MeetingOutcome(models.Model):
    """One thing written down while people talk: its own row, so that two who write at once lose nothing."""

    public_id = PublicIdField()
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="outcomes")
    #: What it came of; none when it came of nothing on the agenda.
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="outcomes")
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=600)
    language = models.CharField(max_length=3, default="und")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            one_of("kind", OutcomeKind, "outcome_kind_known"),
            models.CheckConstraint(
                condition=models.Q(kind=OutcomeKind.FOLLOW_UP.value, owner__isnull=False, due_on__isnull=False)
                | (~models.Q(kind=OutcomeKind.FOLLOW_UP.value) & models.Q(owner=None, due_on=None, done_at=None)),
                name="follow_up_has_owner_and_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["meeting", "id"], name="outcome_by_meeting"),
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(kind="follow_up", done_at=None),
                name="follow_up_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
