"""What the brief told whom, so that it does not repeat itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.store.models.base import PublicIdField
from liant.store.models.people import Person


class BriefLine(models.Model):
    """A line shown to a person on a day."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="brief_lines")
    #: Names the story, such as ``argument:<id>:published``: one line per story.
    story = models.CharField(max_length=80)
    shown_on = models.DateField()
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "story", "shown_on"], name="brief_line_once_a_day")
        ]

    def __str__(self) -> str:
        return self.story
