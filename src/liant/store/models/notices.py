"""What somebody is to be told: one row per person and fact, read by *Today* and by the digest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.store.models.base import PublicIdField
from liant.store.models.people import Person


class Notice(models.Model):
    """One thing to tell one person about one object.

    It knows its object by (kind, public id), as the ledger does: any stage may write one.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    #: Names the sentence, which is written in the reader's language when it is shown.
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    #: What the sentence needs: names of objects, numbers, dates as text.
    data = models.JSONField(default=dict)
    #: The person is asked for something: told before the rest, and again until done.
    is_due = models.BooleanField(default=False)
    at = models.DateTimeField()
    #: Done, answered or no longer true: not told any more.
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Last told by mail: told again later, it is fresh again.
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "code", "kind", "object_id"],
                condition=models.Q(closed_at=None),
                name="notice_open_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="notice_by_person"),
            models.Index(fields=["-at"], condition=models.Q(closed_at=None), name="notice_open"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.object_id}"
