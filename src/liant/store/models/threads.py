"""What people say to each other about an object, and whom they name there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.store.models.base import PublicIdField
from liant.store.models.people import Person


class ThreadMessage(models.Model):
    """One message of the thread of an object, told by (kind, public id) as in the ledger."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    #: Empty once withdrawn.
    text = models.TextField()
    at = models.DateTimeField()
    #: What it said before each change: ``{"text": …, "until": ISO date}``, oldest first; emptied when withdrawn.
    earlier = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "object_id", "id"], name="thread_by_object")]

    def __str__(self) -> str:
        return str(self.public_id)


class Mention(models.Model):
    """A person named in a message: where in its text, so that other teams read a role there instead of the name."""

    message = models.ForeignKey(ThreadMessage, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    #: The wording that names the person: 1 for the first, one more after each change.
    wording = models.PositiveIntegerField(default=1)
    #: Offsets in the text, from the @ to the end of the name, end excluded.
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "wording", "person", "start"], name="mention_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="mention_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.message_id}"
