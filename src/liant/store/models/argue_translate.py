"""The two language versions of an argument: two cards, each with its own life, and what both said when they agreed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.store.models.argue import Argument
from liant.store.models.people import Person


class LanguageVersion(models.Model):
    """An argument and its translation."""

    original = models.OneToOneField(Argument, on_delete=models.CASCADE, related_name="translation")
    translation = models.OneToOneField(Argument, on_delete=models.CASCADE, related_name="translated_from")
    #: Each part in both languages when somebody last found that they say the same: ``[name, original, translation]``.
    aligned = models.JSONField(default=list)
    aligned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    aligned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(original=models.F("translation")), name="language_version_is_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.original_id} {self.translation_id}"
