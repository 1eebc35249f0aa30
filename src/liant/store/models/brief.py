"""What the brief told whom, so that it does not repeat itself, and how long each person gives it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.brief.rank import SECONDS_CHOICES
from liant.store.models.base import PublicIdField
from liant.store.models.people import Person


class BriefLine(models.Model):
    """A line told to a person on a day, on the page or by mail; forgotten after two months."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="brief_lines")
    #: Names what was told, such as ``helps:<argument>:<deal>``.
    fact = models.CharField(max_length=80)
    #: How much it told about each topic, in [0, 1].
    cover = models.JSONField(default=dict)
    shown_on = models.DateField()
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "fact", "shown_on"], name="brief_line_once_a_day")
        ]

    def __str__(self) -> str:
        return self.fact


class BriefPreference(models.Model):
    """How long a person gives to the brief; without a row, a minute."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="brief_preference")
    seconds = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(seconds__in=SECONDS_CHOICES), name="brief_seconds_known")
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s of {self.person_id}"
