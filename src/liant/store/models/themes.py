"""Themes: groups of notes about the same thing, under ids that last."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.values.roles import MARKETING, SALES
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.listen import Note
from liant.store.models.people import Person


class RefreshStatus(StrEnum):
    """Tell where a refresh of the themes is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ThemeRefresh(models.Model):
    """One computation of the themes; its counts are those shown beside them."""

    public_id = PublicIdField()
    status = models.CharField(max_length=10, default=RefreshStatus.QUEUED.value)
    seed = models.PositiveIntegerField(default=0)
    n_notes = models.PositiveIntegerField(default=0)
    n_themes = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=20, blank=True)
    #: Notes that the encoder has read, while it reads.
    n_encoded = models.PositiveIntegerField(default=0)
    #: Voices of all themes together per week, oldest first: what a theme's own weeks are compared with.
    weekly_voices = models.JSONField(default=list)
    error = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("status", RefreshStatus, "refresh_status_known"),
            models.UniqueConstraint(
                models.F("status"), condition=models.Q(status=RefreshStatus.RUNNING.value), name="refresh_one_running"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ThemeState(models.Model):
    """What the last refresh learnt, as bytes that hold no code: it places the notes captured since."""

    refresh = models.OneToOneField(ThemeRefresh, on_delete=models.CASCADE, related_name="state")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.refresh_id}"


class Weighed(models.Model):
    """What the last refresh weighed on a group of notes."""

    n_notes = models.PositiveIntegerField(default=0)
    n_accounts = models.PositiveIntegerField(default=0)
    n_sellers = models.PositiveIntegerField(default=0)
    n_open_deals = models.PositiveIntegerField(default=0)
    #: Money of the open deals at stake, by currency: {"EUR": 123400}.
    stake_cents = models.JSONField(default=dict)
    #: Notes per week, oldest first.
    weekly_counts = models.JSONField(default=list)
    #: Rate ratio of the recent weeks to the earlier ones, with its interval, level, n and method.
    trend = models.JSONField(null=True, blank=True)
    #: Order of the list, 1 first; null until weighed.
    rank = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class BroadThemeQuerySet(models.QuerySet["BroadTheme"]):
    """Filters on broad themes."""

    def visible_to(self, person: Person) -> BroadThemeQuerySet:
        """Keep broad themes for sales and marketing."""
        return self.all() if person.role in SALES | MARKETING else self.none()


class BroadTheme(Weighed):
    """Themes that belong together: the coarser level, found again at every refresh and continued where it lasts."""

    public_id = PublicIdField()
    label_fr = models.CharField(max_length=120, blank=True)
    label_en = models.CharField(max_length=120, blank=True)
    born_at = models.DateTimeField()

    objects = BroadThemeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["rank"], name="broad_theme_by_rank")]

    def __str__(self) -> str:
        return self.label_fr or self.label_en or self.public_id


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Filters on themes."""

    def live(self) -> ThemeQuerySet:
        """Keep themes neither merged into another nor retired."""
        return self.filter(merged_into=None, retired_at=None)

    def visible_to(self, person: Person) -> ThemeQuerySet:
        """Keep themes for sales and marketing; what is shown inside follows the rules of notes and amounts."""
        return self.all() if person.role in SALES | MARKETING else self.none()


class Theme(Weighed):
    """A theme and the weight the last refresh gave it.

    The address of a merged theme goes on working: it leads to ``merged_into``.
    """

    public_id = PublicIdField()
    label_fr = models.CharField(max_length=120, blank=True)
    label_en = models.CharField(max_length=120, blank=True)
    #: A person chose the label: a refresh leaves it alone.
    label_is_pinned = models.BooleanField(default=False)
    #: A person locked it: a refresh takes none of its notes away.
    is_locked = models.BooleanField(default=False)
    broad = models.ForeignKey(BroadTheme, null=True, blank=True, on_delete=models.SET_NULL, related_name="themes")
    #: What a person says it is about, in each language; empty until somebody writes it.
    definition_fr = models.CharField(max_length=600, blank=True)
    definition_en = models.CharField(max_length=600, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    retired_at = models.DateTimeField(null=True, blank=True)
    born_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["rank"], name="theme_by_rank")]

    def __str__(self) -> str:
        return self.label_fr or self.label_en or self.public_id


class ThemeNote(models.Model):
    """A note in its theme."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="memberships")
    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="membership")
    #: Similarity to its own theme's centre minus that to the next one's.
    margin = models.FloatField(default=0.0)
    #: Order of typicality inside the theme, 0 most central.
    centrality_rank = models.PositiveIntegerField(default=0)
    #: A person put it there: a refresh leaves it.
    is_pinned = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["theme", "centrality_rank"], name="theme_note_by_centrality")]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.note_id}"


class ThemeEditKind(StrEnum):
    """Name what a person may do to themes, besides naming one."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"


class ThemeEdit(models.Model):
    """What a person did to themes, with what it takes to undo it.

    ``theme`` is where the notes went, ``source`` where they came from; ``before`` holds, by note, the theme it was in
    (null for none) and whether a person had put it there.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=10)
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="edits")
    source = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="edits_from")
    before = models.JSONField(default=dict)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [one_of("kind", ThemeEditKind, "theme_edit_kind_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.theme_id}"


class Triage(models.Model):
    """What a person decided of a note that nobody had looked at yet."""

    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="triage")
    #: Null when it was left without one for now.
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    #: The move, when it went elsewhere than where it was: what it takes to undo it.
    edit = models.ForeignKey(ThemeEdit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.note_id} in {self.theme_id}"


class NoteVector(models.Model):
    """A note as a model read it: encoding is what costs, and a note that did not change is never encoded twice."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="vectors")
    model = models.CharField(max_length=200)
    #: Of the text that was encoded: another one is encoded again.
    fingerprint = models.BigIntegerField()
    #: Numbers of four bytes each, little-endian.
    vector = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["note", "model"], name="note_vector_once_a_model")]

    def __str__(self) -> str:
        return f"{self.note_id} {self.model}"
