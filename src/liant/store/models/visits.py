"""Joint visits: a marketer with a seller at an account, from the proposal to what was heard there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.plan.visit_reasons import MAX_WORD, VisitStatus
from liant.loop.values.roles import Role
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.crm import Account
from liant.store.models.listen import Note
from liant.store.models.people import Person, Team
from liant.store.models.themes import Theme


class VisitQuerySet(models.QuerySet["Visit"]):
    """Filters on joint visits."""

    def visible_to(self, person: Person) -> VisitQuerySet:
        """Keep the visits that a person may read.

        Their own; those of the teams that a sales manager manages; all for a marketing director. Administrators: none.
        """
        if person.role == Role.MARKETING_DIRECTOR:
            return self.all()
        if person.role == Role.ADMIN:
            return self.none()
        mine = models.Q(marketer=person) | models.Q(seller=person)
        if person.role == Role.SALES_MANAGER:
            mine |= models.Q(seller__team__in=Team.objects.filter(managers=person).values("id"))
        return self.filter(mine)

    def standing(self) -> VisitQuerySet:
        """Keep those that take the time of both: asked or agreed, and not held yet."""
        return self.filter(status__in=[VisitStatus.ASKED.value, VisitStatus.AGREED.value])

    def taking_time(self) -> VisitQuerySet:
        """Keep those whose half-days nothing else can take: agreed, or held."""
        return self.filter(status__in=[VisitStatus.AGREED.value, VisitStatus.HELD.value])


class Visit(models.Model):
    """A half-day, or a day with the way there, of a marketer and a seller at an account."""

    public_id = PublicIdField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="visits")
    #: Why they go together: what was heard there, and waits for an answer.
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    marketer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits_as_marketer")
    seller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits_as_seller")
    on = models.DateField()
    #: 0 for the morning, 1 for the afternoon.
    half = models.PositiveSmallIntegerField()
    is_whole_day = models.BooleanField(default=False)
    status = models.CharField(max_length=10, default=VisitStatus.ASKED.value)
    #: The one of the two who still has to answer; nobody once both have.
    waits_for = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    #: Why it was declined.
    word = models.CharField(max_length=MAX_WORD, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    notes: models.ManyToManyField[Note, models.Model] = models.ManyToManyField(Note, related_name="visits", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("status", VisitStatus, "visit_status_known"),
            models.CheckConstraint(condition=models.Q(half__lte=1), name="visit_half_known"),
            models.CheckConstraint(
                condition=models.Q(is_whole_day=False) | models.Q(half=0), name="visit_day_from_morning"
            ),
            models.CheckConstraint(
                condition=models.Q(status=VisitStatus.ASKED.value, waits_for__isnull=False)
                | (~models.Q(status=VisitStatus.ASKED.value) & models.Q(waits_for=None)),
                name="visit_waits_while_asked",
            ),
            *(
                models.UniqueConstraint(
                    fields=[who, "on", "half"],
                    condition=models.Q(status=VisitStatus.AGREED.value),
                    name=f"visit_once_a_half_day_{who}",
                )
                for who in ("marketer", "seller")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-on"], name="visit_by_account")]

    def __str__(self) -> str:
        return f"visit to {self.account_id} on {self.on}"
