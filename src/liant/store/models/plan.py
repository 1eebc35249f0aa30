"""The calendar: when people work, and what each of them is booked for."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.plan.availability import USUAL_PERCENT
from liant.loop.values.roles import MARKETING, Role
from liant.store.models.arbitrate import MarketingRequest
from liant.store.models.base import PublicIdField, one_of
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


class PlanStatus(StrEnum):
    """Tell where the computing of a plan stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class PlanRun(models.Model):
    """One computing of the calendar: who asked, how far it is, what came of it. The plan itself is the bookings."""

    public_id = PublicIdField()
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, default=PlanStatus.QUEUED.value)
    #: ``list`` for the plan that is there at once, ``search`` for one that was improved.
    method = models.CharField(max_length=10, default="list")
    n_planned = models.PositiveIntegerField(default=0)
    n_late = models.PositiveIntegerField(default=0)
    #: Public ids of the requests that have no place.
    left_out = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [one_of("status", PlanStatus, "plan_run_status_known")]
        indexes: ClassVar = [models.Index(fields=["status", "-id"], name="plan_run_by_status")]

    def __str__(self) -> str:
        return f"plan of {self.asked_at}"


class SearchStatus(StrEnum):
    """Tell where a search for better plans stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PlanSearch(models.Model):
    """One search for better plans: three offers, of which none holds until somebody takes it."""

    public_id = PublicIdField()
    #: Nobody when Liant looks by itself.
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, default=SearchStatus.QUEUED.value)
    percent = models.PositiveSmallIntegerField(default=0)
    #: The last sign of life while it runs.
    seen_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    #: Of what the offers rest on.
    fingerprint = models.CharField(max_length=64, blank=True)
    #: By kind of offer: the public ids of request and person, the step and its first Monday; ``known`` is the plan before.
    plans = models.JSONField(default=dict)
    #: The best of them is better in a way that people see.
    is_worth_telling = models.BooleanField(default=False)
    #: A value of ``OfferKind`` once somebody took one.
    taken = models.CharField(max_length=10, blank=True)
    taken_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    #: Of the calendar just after: as long as it stands, what was taken can be undone.
    taken_fingerprint = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("status", SearchStatus, "plan_search_status_known"),
            models.UniqueConstraint(
                fields=["status"],
                condition=models.Q(status__in=[SearchStatus.QUEUED.value, SearchStatus.RUNNING.value]),
                name="plan_search_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"search of {self.asked_at}"


class Booking(models.Model):
    """A step of a request given to somebody, for some weeks in a row."""

    public_id = PublicIdField()
    request = models.ForeignKey(MarketingRequest, on_delete=models.CASCADE, related_name="bookings")
    #: Its place in the chain, from 0.
    step = models.PositiveSmallIntegerField()
    #: A value of ``Skill``; empty when anybody can.
    skill = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bookings")
    #: Monday of its first week.
    first_on = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    #: Of the whole step, in tenths of an hour.
    tenths = models.PositiveIntegerField()
    #: Placed by a person: no plan moves it.
    is_pinned = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "step"], name="booking_once_a_step"),
            models.CheckConstraint(condition=models.Q(weeks__gte=1), name="booking_lasts"),
        ]
        indexes: ClassVar = [models.Index(fields=["first_on"], name="booking_by_week")]

    def __str__(self) -> str:
        return f"step {self.step} of {self.request_id}"


class CalendarFeed(models.Model):
    """The private address at which other programs read somebody's calendar: only its hash is known here."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    #: The last day on which something read it.
    read_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
