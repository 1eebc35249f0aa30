"""Response clocks, and the days on which none of them counts: who owes an answer about what, to whom, and by when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.clocks.promises import LONGEST_HALF_DAYS, MAX_REASON, PromiseCode
from liant.loop.values.working_time import MOST_HALF_DAYS
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person, Side


class Closure(models.Model):
    """Days on which the whole company is closed, beside weekends and public holidays."""

    public_id = PublicIdField()
    first_on = models.DateField()
    last_on = models.DateField()
    said_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="closure_ends_after"),
        ]
        indexes: ClassVar = [models.Index(fields=["last_on"], name="closure_by_end")]

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}"


class ClockQuerySet(models.QuerySet["Clock"]):
    """Filters on clocks."""

    def open(self) -> ClockQuerySet:
        """Keep those that have not been stopped, running or paused."""
        return self.filter(stopped_at=None)


class Clock(models.Model):
    """One promise to answer within a working time.

    It knows its object by (kind, public id), as the ledger does: any stage may start one.
    """

    public_id = PublicIdField()
    #: What is promised, such as ``contest``.
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    #: Who owes: a person, or a side when nobody has taken it yet.
    owed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks_owed")
    owed_by_side = models.CharField(max_length=10, blank=True)
    waited_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks_waited")
    promised_half_days = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    #: While paused: what it was; it moves when the clock goes on.
    due_at = models.DateTimeField()
    #: Paused while it is the turn of whoever waits.
    paused_at = models.DateTimeField(null=True, blank=True)
    half_days_left = models.PositiveSmallIntegerField(null=True, blank=True)
    #: What the other side has to say first, as whoever owes the answer wrote it; kept for the history of the last pause.
    pause_reason = models.CharField(max_length=MAX_REASON, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    #: False when nothing was left to answer: what was asked was taken back.
    is_answered = models.BooleanField(default=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("owed_by_side", Side, "clock_side_known", blank=True),
            models.CheckConstraint(
                condition=(
                    models.Q(owed_by__isnull=False, owed_by_side="")
                    | (models.Q(owed_by__isnull=True) & ~models.Q(owed_by_side=""))
                ),
                name="clock_owed_by_one",
            ),
            models.CheckConstraint(
                condition=models.Q(promised_half_days__gte=1, promised_half_days__lte=MOST_HALF_DAYS),
                name="clock_promise_in_range",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(paused_at=None, half_days_left=None)
                    | models.Q(paused_at__isnull=False, half_days_left__isnull=False)
                ),
                name="clock_pause_keeps_what_is_left",
            ),
            models.UniqueConstraint(
                fields=["code", "kind", "object_id"], condition=models.Q(stopped_at=None), name="clock_open_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"], name="clock_by_object"),
            models.Index(fields=["owed_by", "due_at"], name="clock_by_owing"),
            models.Index(fields=["waited_by", "due_at"], name="clock_by_waiting"),
            models.Index(fields=["stopped_at"], name="clock_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.object_id}"


class ResponsePromise(models.Model):
    """How long one kind of answer may take; no row: as long as it usually does."""

    public_id = PublicIdField()
    code = models.CharField(max_length=40, unique=True)
    half_days = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            one_of("code", PromiseCode, "promise_code_known"),
            models.CheckConstraint(
                condition=models.Q(half_days__gte=1, half_days__lte=LONGEST_HALF_DAYS), name="promise_length_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.half_days} half-days"
