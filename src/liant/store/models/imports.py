"""Runs of imported files, and the mappings that people keep."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person


class ImportStatus(StrEnum):
    """Tell where a run is."""

    DRAFT = "draft"
    CHECKING = "checking"
    CHECKED = "checked"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ImportRun(models.Model):
    """One file on its way in: its settings, its checkpoint and what became of its rows."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=20)
    #: Shown to people only; never used as a path.
    file_name = models.CharField(max_length=200)
    #: Name of the kept copy inside the data folder, chosen by Liant.
    stored_name = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    settings = models.JSONField(default=dict)
    status = models.CharField(max_length=10, default=ImportStatus.DRAFT.value)
    cancel_requested = models.BooleanField(default=False)
    n_rows = models.PositiveIntegerField(null=True, blank=True)
    #: Rows read and committed; a resumed run skips them.
    n_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    #: What a look at the whole file told: rows, samples, doubts.
    survey = models.JSONField(default=dict)
    #: Some rows of the last dry run: new, changed field by field, set aside.
    preview = models.JSONField(default=dict)
    error = models.JSONField(null=True, blank=True)
    started_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    #: Last sign of life of the job; a run without one for long was killed, and goes on where it stopped.
    advanced_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [one_of("status", ImportStatus, "import_status_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class SetAsideRow(models.Model):
    """A row that could not be taken: where, which column, why."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="set_aside")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    cells = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["run", "line"], name="set_aside_by_line")]

    def __str__(self) -> str:
        return f"{self.line} {self.code}"


class SavedMapping(models.Model):
    """A mapping from the headers of a CRM's export to Liant's fields, under a name."""

    public_id = PublicIdField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "name"], name="saved_mapping_unique")]

    def __str__(self) -> str:
        return self.name
