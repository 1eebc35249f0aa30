"""Whom something is published to, and who says having read it; any stage that publishes to people uses it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.values.stages import Stage
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person, Team


class AudiencePart(models.Model):
    """One team, one segment or one stage named by an audience; a dimension without a row leaves nobody out.

    Teams choose people; segments and stages choose the deals in which something is offered to them. It knows its object by
    (kind, public id), as the ledger does.
    """

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    segment = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("stage", Stage, "audience_stage_known", blank=True),
            models.CheckConstraint(
                condition=(
                    models.Q(team__isnull=False, segment="", stage="")
                    | (models.Q(team=None, stage="") & ~models.Q(segment=""))
                    | (models.Q(team=None, segment="") & ~models.Q(stage=""))
                ),
                name="audience_part_is_one_thing",
            ),
            # An empty key differs from every other one for a database: teams and the rest are told apart.
            models.UniqueConstraint(
                fields=["kind", "object_id", "team"],
                condition=models.Q(team__isnull=False),
                name="audience_team_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id", "segment", "stage"],
                condition=models.Q(team=None),
                name="audience_deal_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


def is_for(kind: str, person: Person) -> models.Q:
    """Keep the rows of a table of public objects whose audience a person is in, by the teams that it names."""
    named = AudiencePart.objects.filter(kind=kind, object_id=models.OuterRef("public_id"), team__isnull=False)
    theirs = named.filter(models.Q(team=person.team_id) | models.Q(team__managers=person))
    return models.Q(~models.Exists(named)) | models.Q(models.Exists(theirs))


class Acknowledgement(models.Model):
    """Somebody is asked to say having read something; kept by person for ninety days, then only counted."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    #: The version asked about.
    number = models.PositiveIntegerField(default=1)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="acknowledgements")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id", "number", "person"], name="acknowledgement_once")
        ]
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="acknowledgement_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class AcknowledgementCount(models.Model):
    """What is left of acknowledgements after ninety days."""

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    number = models.PositiveIntegerField()
    n_asked = models.PositiveIntegerField()
    n_done = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id", "number"], name="acknowledgement_count_once"),
            models.CheckConstraint(
                condition=models.Q(n_done__lte=models.F("n_asked")), name="acknowledgement_count_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
