"""What the figures that claims hold come to now: counted again by the clock, read by every page in its own query."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CountedFigure(models.Model):
    """A figure that at least one claim holds, as it was last counted; one row for any number of claims."""

    #: ``code:about:months``, as in ``Evidence.figure_key``.
    key = models.CharField(max_length=60, primary_key=True)
    value = models.BigIntegerField()
    n = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, blank=True)
    counted_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["counted_at"], name="counted_figure_by_age")]

    def __str__(self) -> str:
        return self.key
