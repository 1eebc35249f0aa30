"""Who did what for what: facts that are added and never changed, choices of their owners, contests and their decisions.

Objects are told by (kind, public id), as in the ledger: any stage may credit somebody.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.refine.credit import Act
from liant.loop.values.roles import Role
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person, Team


class Contribution(models.Model):
    """One person did one thing for one object; the database refuses to change or delete it."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributions")
    act = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    #: What it rests on, such as a note or the use of an argument; empty when it rests on itself.
    basis_kind = models.CharField(max_length=20, blank=True)
    basis_id = models.CharField(max_length=14, blank=True)
    #: Added when what it rests on was taken back: the row without it counts no more.
    is_taken_back = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            one_of("act", Act, "contribution_act_known"),
            models.UniqueConstraint(
                fields=["kind", "object_id", "person", "act", "basis_kind", "basis_id", "is_taken_back"],
                name="contribution_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="contribution_by_person")]

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.object_id}"


class CreditLink(models.Model):
    """An object takes over what was done for another until then, or no more; rows are added, the latest holds."""

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    source_kind = models.CharField(max_length=20)
    source_id = models.CharField(max_length=14)
    is_cut = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"], name="credit_link_by_object"),
            models.Index(fields=["source_kind", "source_id"], name="credit_link_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} from {self.source_kind} {self.source_id}"


class Showing(StrEnum):
    """Tell how a person wants to be named where credited."""

    #: The rule of the house: by name in one's team, by role elsewhere.
    TEAM = "team"
    NAME = "name"
    INITIALS = "initials"
    PEN_NAME = "pen_name"
    WITHDRAWN = "withdrawn"


class CreditChoice(models.Model):
    """How a person is named where credited: everywhere (no object), or on one object."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="credit_choices")
    kind = models.CharField(max_length=20, blank=True)
    object_id = models.CharField(max_length=14, blank=True)
    showing = models.CharField(max_length=10, default=Showing.TEAM.value)
    pen_name = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            one_of("showing", Showing, "credit_showing_known"),
            models.UniqueConstraint(fields=["person", "kind", "object_id"], name="credit_choice_once"),
            models.CheckConstraint(
                condition=~models.Q(showing=Showing.PEN_NAME.value) | ~models.Q(pen_name=""),
                name="credit_pen_name_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.showing} {self.object_id}"


class ContestQuerySet(models.QuerySet["CreditContest"]):
    """Filters on contests."""

    def decidable_by(self, person: Person) -> ContestQuerySet:
        """Keep the contests that a person may decide: the director all, a manager those within the teams managed.

        Nobody decides on one's own contest or one's own credit.
        """
        others = self.exclude(models.Q(author=person) | models.Q(person=person))
        if person.role == Role.MARKETING_DIRECTOR:
            return others
        if person.role == Role.SALES_MANAGER:
            managed = Team.objects.filter(managers=person).values("id")
            return others.filter(author__team__in=managed, person__team__in=managed)
        return self.none()

    def visible_to(self, person: Person) -> ContestQuerySet:
        """Keep a person's own contests, those about that person, and those to decide."""
        if person.role == Role.ADMIN:
            return self.none()
        involved = models.Q(author=person) | models.Q(person=person)
        return self.filter(involved | models.Q(pk__in=self.model.objects.decidable_by(person).values("pk")))


class CreditContest(models.Model):
    """Somebody says that an act of somebody should count for an object, or should not; a person decides, with a reason."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=14)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credit_contests")
    #: Whose act is in question, which act, and whether it should count.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10)
    counts = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    #: Null until decided; then whether the shares follow the contest.
    is_upheld = models.BooleanField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("act", Act, "credit_contest_act_known"),
            models.CheckConstraint(
                condition=models.Q(decided_by=None, decided_at=None, is_upheld=None, reason="")
                | (
                    models.Q(decided_by__isnull=False, decided_at__isnull=False, is_upheld__isnull=False)
                    & ~models.Q(reason="")
                ),
                name="credit_contest_decided_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id", "person", "act"],
                condition=models.Q(decided_at=None),
                name="credit_contest_open_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"], name="credit_contest_by_object")]

    def __str__(self) -> str:
        return str(self.public_id)
