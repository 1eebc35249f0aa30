"""The calendar: when people work, and what each of them is booked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.plan.availability import USUAL_PERCENT
from liant.loop.values.roles import MARKETING, Role
from liant.store.models.base import PublicIdField
from liant.store.models.people import Person, Team


def workers_for(reader: Person) -> models.QuerySet[Person]:
    """Keep the people whose working time somebody may read: one's own, and that of whoever one manages.

    A marketing director manages marketing. Hours are personal data: nobody else reads them.
    """
    mine = models.Q(pk=reader.pk) | models.Q(team__in=Team.objects.filter(managers=reader).values("id"))
    if reader.role == Role.MARKETING_DIRECTOR:
        mine |= models.Q(role__in=[role.value for role in MARKETING])
    return Person.objects.able().filter(mine)  # type: ignore[no-any-return]


class WorkPattern(models.Model):
    """The usual week of somebody and what they can make; nobody's row: a full week, no skill said."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="work_pattern")
    #: Values of ``Skill``.
    skills = models.JSONField(default=list)
    #: Worked in the usual week: 0 for Monday morning to 9 for Friday afternoon.
    half_days = models.JSONField(default=list)
    #: Share of that time that goes to accepted requests.
    percent = models.PositiveSmallIntegerField(default=USUAL_PERCENT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="work_percent_in_range"),
        ]

    def __str__(self) -> str:
        return f"week of {self.person_id}"


class Absence(models.Model):
    """When somebody is away. Why is nobody's business: no column holds it."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    first_on = models.DateField()
    #: 0 from the morning on, 1 from the afternoon on.
    first_half = models.PositiveSmallIntegerField(default=0)
    last_on = models.DateField()
    #: 0 up to the end of the morning, 1 to the end of the day.
    last_half = models.PositiveSmallIntegerField(default=1)
    #: Read from a calendar file: the next file replaces it.
    is_from_file = models.BooleanField(default=False)
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(first_half__lte=1, last_half__lte=1)
                & (
                    models.Q(last_on__gt=models.F("first_on"))
                    | models.Q(last_on=models.F("first_on"), last_half__gte=models.F("first_half"))
                ),
                name="absence_ends_after",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "last_on"], name="absence_by_end")]

    def __str__(self) -> str:
        return f"{self.person_id} away {self.first_on} to {self.last_on}"
