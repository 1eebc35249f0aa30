"""Launches: a brief, a board of evidence, a pitch written with pilot sellers, and what must be ready by the day."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.launch.pitch import LineStatus
from liant.loop.launch.status import TOLD, LaunchStatus
from liant.loop.launch.templates import Template
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.store.models.audience import is_for
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.crm import Product
from liant.store.models.listen import Note, Quote
from liant.store.models.people import Person
from liant.store.models.themes import Theme


class BoardColumn(StrEnum):
    """Name the columns of a board of evidence, in the order of a talk with a client."""

    LIVES = "lives"
    ASKS = "asks"
    DOUBTS = "doubts"
    PROVES = "proves"


class LaunchQuerySet(models.QuerySet["Launch"]):
    """Filters on launches."""

    def worked_on_by(self, person: Person) -> LaunchQuerySet:
        """Keep those that a person works on: all for marketing; for sales, as a pilot or as a pilot's manager."""
        if person.role in MARKETING:
            return self.all()
        pilots = LaunchPilot.objects.filter(launch=models.OuterRef("pk"))
        if person.role == Role.SELLER:
            return self.filter(models.Exists(pilots.filter(person=person)))
        if person.role == Role.SALES_MANAGER:
            return self.filter(models.Exists(pilots.filter(person__team__managers=person)))
        return self.none()

    def visible_to(self, person: Person) -> LaunchQuerySet:
        """Keep those that a person may open: those worked on, and for sales those launched to one's teams."""
        if person.role not in SALES:
            return self.worked_on_by(person)
        told = self.filter(is_for("launch", person), status__in=TOLD)
        return self.filter(models.Q(pk__in=told.values("pk")) | models.Q(pk__in=self.worked_on_by(person).values("pk")))


class Launch(models.Model):
    """A launch and its brief."""

    public_id = PublicIdField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="launches")
    template = models.CharField(max_length=12, default=Template.BLANK.value)
    status = models.CharField(max_length=10, default=LaunchStatus.PREPARING.value)
    name = models.CharField(max_length=120)
    goal = models.TextField(blank=True)
    #: What clients live today, in a few lines.
    pains = models.TextField(blank=True)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="launches")
    segment = models.CharField(max_length=80, blank=True)
    launch_on = models.DateField()
    #: What was learnt, written when it is closed.
    learnt = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = LaunchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "launches"
        constraints: ClassVar = [
            one_of("status", LaunchStatus, "launch_status_known"),
            one_of("template", Template, "launch_template_known"),
        ]

    def __str__(self) -> str:
        return self.name


class LaunchPilot(models.Model):
    """A seller invited to prepare a launch."""

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="pilots")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="piloted")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["launch", "person"], name="launch_pilot_once")]

    def __str__(self) -> str:
        return f"{self.launch_id} {self.person_id}"


class LaunchPin(models.Model):
    """A piece of evidence on the board: a theme, a quote, or a figure with its n and its day."""

    public_id = PublicIdField()
    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="pins")
    column = models.CharField(max_length=8)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quote = models.ForeignKey(Quote, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    figure = models.CharField(max_length=200, blank=True)
    figure_n = models.PositiveIntegerField(null=True, blank=True)
    figure_on = models.DateField(null=True, blank=True)
    pinned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            one_of("column", BoardColumn, "launch_pin_column_known"),
            models.CheckConstraint(
                condition=(
                    models.Q(theme__isnull=False, quote=None, note=None, figure="")
                    | models.Q(theme=None, quote__isnull=False, note__isnull=False, figure="")
                    | (
                        models.Q(theme=None, quote=None, note=None, figure_n__gte=1, figure_on__isnull=False)
                        & ~models.Q(figure="")
                    )
                ),
                name="launch_pin_is_one_thing",
            ),
            models.UniqueConstraint(fields=["launch", "theme"], name="launch_pin_theme_once"),
            models.UniqueConstraint(fields=["launch", "quote"], name="launch_pin_quote_once"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class LaunchLine(models.Model):
    """One wording of a line of the pitch; it never changes, another wording replaces it."""

    public_id = PublicIdField()
    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="rewordings")
    #: Why it was declined.
    answer = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("status", LineStatus, "launch_line_status_known"),
            models.CheckConstraint(
                condition=~models.Q(status=LineStatus.DECLINED.value) | ~models.Q(answer=""),
                name="launch_line_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class LaunchStep(models.Model):
    """One item of the checklist."""

    public_id = PublicIdField()
    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="launch_steps")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="launch_step_done_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.title
