"""The journal of what happened, to what, by whom: rows are added, never changed.

The database itself refuses an update or a delete (triggers in the migrations, on both engines).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.store.models.people import Person


class LedgerEvent(models.Model):
    """One act on one object.

    ``data`` holds numbers, codes and public ids only, never free text: the ledger outlives an erasure.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Dotted and in the past: ``note.captured``, ``argument.published``.
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "-id"], name="ledger_by_object"),
            models.Index(fields=["actor", "-id"], name="ledger_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"


class AnsweredRequest(models.Model):
    """The answer given to a write, kept by its idempotency key so that a retry gets the same one."""

    key = models.CharField(max_length=80)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField(null=True)
    location = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "person", "path"], name="answer_once")]
        indexes: ClassVar = [models.Index(fields=["at"], name="answer_by_age")]

    def __str__(self) -> str:
        return self.key
