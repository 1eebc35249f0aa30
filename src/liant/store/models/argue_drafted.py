"""Drafts asked of a language model: what was sent, what came back, what was dropped."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.values.roles import MARKETING
from liant.store.models.argue import Argument
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person
from liant.store.models.themes import Theme


class DraftStatus(StrEnum):
    """Tell where a draft asked of a model stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ModelDraftQuerySet(models.QuerySet["ModelDraft"]):
    """Filters on drafts asked of a model."""

    def visible_to(self, person: Person) -> ModelDraftQuerySet:
        """Keep one's own, for as long as one is in marketing."""
        return self.filter(asked_by=person) if person.role in MARKETING else self.none()


class ModelDraft(models.Model):
    """One question to a language model about a theme, and what is kept of its answer."""

    public_id = PublicIdField()
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=10, default=DraftStatus.WAITING.value)
    #: Public ids of the quotes that were shown to whoever asked, and sent: those and no other.
    sent = models.JSONField(default=list)
    #: Sentences kept, each with the public ids of its quotes: ``[text, [id, …]]``.
    sentences = models.JSONField(default=list)
    n_dropped = models.PositiveIntegerField(default=0)
    #: Why it failed: the code of the refusal.
    error = models.CharField(max_length=40, blank=True)
    argument = models.ForeignKey(Argument, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ModelDraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [one_of("status", DraftStatus, "model_draft_status_known")]

    def __str__(self) -> str:
        return str(self.public_id)
