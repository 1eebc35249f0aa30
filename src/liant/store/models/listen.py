"""Field notes: what somebody heard or lived, as written."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.values.roles import MARKETING, Role
from liant.loop.values.stages import NoteKind, Voice
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.crm import Account, Opportunity
from liant.store.models.people import Person, Team


class NoteQuerySet(models.QuerySet["Note"]):
    """Filters on notes."""

    def visible_to(self, person: Person) -> NoteQuerySet:
        """Keep the notes that a person may read.

        Own ones; shared ones of one's team; all of the teams one manages; for marketing all shared ones, which the
        queries show with people masked. Administrators: none.
        """
        if person.role in MARKETING:
            return self.filter(models.Q(is_shared=True) | models.Q(author=person))
        if person.role == Role.SELLER:
            return self.filter(
                models.Q(author=person) | models.Q(team_id=person.team_id, is_shared=True, team__isnull=False)
            )
        if person.role == Role.SALES_MANAGER:
            managed = Team.objects.filter(managers=person).values("id")
            return self.filter(models.Q(author=person) | models.Q(team__in=managed))
        return self.none()


class Note(models.Model):
    """A field note; its text is never overwritten by Liant.

    ``team`` is the author's team when it was written: a later change of team does not move the note.
    """

    public_id = PublicIdField()
    source = models.CharField(max_length=40, default="liant")
    external_id = models.CharField(max_length=160, null=True, blank=True)
    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="notes")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="notes")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="notes")
    opportunity = models.ForeignKey(Opportunity, null=True, blank=True, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, default=NoteKind.NEED.value)
    text = models.TextField()
    #: "fr", "en" or "und" when nothing in the text tells.
    language = models.CharField(max_length=3, default="und")
    #: Read by the author's own team and manager; marketing reads it with people masked in any case.
    is_shared = models.BooleanField(default=True)
    #: "Colleagues said this already: add yours": the note this one seconds.
    seconds = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="seconded_by")
    heard_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="note_external_unique"),
            one_of("kind", NoteKind, "note_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["author", "-id"], name="note_by_author"),
            models.Index(fields=["team", "-id"], name="note_by_team"),
            models.Index(fields=["account", "-id"], name="note_by_account"),
            models.Index(fields=["opportunity", "-id"], name="note_by_opportunity"),
            models.Index(fields=["heard_on"], name="note_by_day"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Quote(models.Model):
    """A passage of a note, as written, with whose words it holds."""

    public_id = PublicIdField()
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="quotes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    voice = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar = [
            one_of("voice", Voice, "quote_voice_known"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="quote_not_empty"),
            models.UniqueConstraint(fields=["note", "start", "end"], name="quote_once"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
