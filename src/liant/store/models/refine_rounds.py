"""Rounds of ideas: a question, the people invited, what each wrote, and the dots."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.refine.rounds import ITEM_LENGTH, MAX_DOTS, Phase
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person
from liant.store.models.refine import RefinedIdea
from liant.store.models.themes import Theme


class BrainstormQuerySet(models.QuerySet["Brainstorm"]):
    """Filters on rounds."""

    def visible_to(self, person: Person) -> BrainstormQuerySet:
        """Keep the rounds that one hosts or is invited to."""
        invited = BrainstormGuest.objects.filter(person=person).values("brainstorm")
        return self.filter(models.Q(host=person) | models.Q(pk__in=invited))


class Brainstorm(models.Model):
    """A round on one question."""

    public_id = PublicIdField()
    question = models.CharField(max_length=300)
    host = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hosted_rounds")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=10, default=Phase.SILENT.value)
    dots_each = models.PositiveSmallIntegerField(default=3)
    #: What becomes of the groups that were not chosen, said to those who wrote them.
    rest_reason = models.CharField(max_length=600, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = BrainstormQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("phase", Phase, "brainstorm_phase_known"),
            models.CheckConstraint(
                condition=models.Q(dots_each__gte=1, dots_each__lte=MAX_DOTS), name="brainstorm_dots_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.question


class BrainstormGuest(models.Model):
    """Somebody invited, with the dots still to give: the column cannot go under zero, on either engine."""

    brainstorm = models.ForeignKey(Brainstorm, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    dots_left = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brainstorm", "person"], name="brainstorm_guest_once"),
            models.CheckConstraint(condition=models.Q(dots_left__gte=0), name="brainstorm_guest_within_budget"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.brainstorm_id}"


class BrainstormGroup(models.Model):
    """Items that say the same; an item that stands alone has a group of its own."""

    public_id = PublicIdField()
    brainstorm = models.ForeignKey(Brainstorm, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=120, blank=True)
    #: What it became, when it was chosen.
    idea = models.OneToOneField(
        RefinedIdea, null=True, blank=True, on_delete=models.PROTECT, related_name="brainstorm_group"
    )

    def __str__(self) -> str:
        return self.name or str(self.public_id)


class BrainstormItem(models.Model):
    """What one person wrote, alone."""

    public_id = PublicIdField()
    brainstorm = models.ForeignKey(Brainstorm, on_delete=models.CASCADE, related_name="items")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=ITEM_LENGTH)
    #: None during the silent phase.
    group = models.ForeignKey(BrainstormGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.public_id)


class BrainstormDot(models.Model):
    """One dot of one guest on a group; at most one each, so that a second tap gives nothing more."""

    group = models.ForeignKey(BrainstormGroup, on_delete=models.CASCADE, related_name="dots")
    guest = models.ForeignKey(BrainstormGuest, on_delete=models.CASCADE, related_name="dots")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "guest"], name="brainstorm_dot_once")]

    def __str__(self) -> str:
        return f"{self.guest_id} on {self.group_id}"
