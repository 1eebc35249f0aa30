"""Requests to marketing: what may be asked, who asks for what, and where it stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.arbitrate.requests import (
    MAX_TITLE,
    MOST_HALF_DAYS,
    MOST_LEAD_WEEKS,
    OPEN_REQUESTS,
    ForWhom,
    Need,
    RequestStatus,
)
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.crm import Account, Opportunity
from liant.store.models.people import Person, Team
from liant.store.models.themes import Theme


class Deliverable(models.Model):
    """A type of work that marketing makes: its size and lead time as marketing declares them."""

    public_id = PublicIdField()
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    half_days = models.PositiveSmallIntegerField()
    lead_weeks = models.PositiveSmallIntegerField()
    #: Values of ``Skill``, in the order in which the work goes through them.
    skills = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    #: Asked for no more; what was asked stays.
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(half_days__gte=1, half_days__lte=MOST_HALF_DAYS), name="deliverable_size_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(lead_weeks__lte=MOST_LEAD_WEEKS), name="deliverable_lead_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en


class MarketingRequestQuerySet(models.QuerySet["MarketingRequest"]):
    """Filters on requests to marketing."""

    def visible_to(self, person: Person) -> MarketingRequestQuerySet:
        """Keep the requests that a person may read.

        A seller's own, those joined included, and for a sales manager those that somebody of a managed team asks for; every
        request for marketing. Administrators: none.
        """
        if person.role in MARKETING:
            return self.all()
        if person.role not in SALES:
            return self.none()
        mine = models.Q(person=person)
        if person.role == Role.SALES_MANAGER:
            mine |= models.Q(team__in=Team.objects.filter(managers=person).values("id"))
        return self.filter(
            models.Q(asked_by=person) | models.Q(pk__in=RequestBacker.objects.filter(mine).values("request"))
        )

    def open(self) -> MarketingRequestQuerySet:
        """Keep those neither delivered nor withdrawn."""
        return self.filter(status__in=[status.value for status in OPEN_REQUESTS])

    def joinable(self) -> MarketingRequestQuerySet:
        """Keep those that one may still join: their name is read by whoever asks for something alike."""
        return self.filter(status=RequestStatus.WAITING.value)


class MarketingRequest(models.Model):
    """Something that sales asks of marketing, or marketing of itself."""

    public_id = PublicIdField()
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="requests")
    #: Read by whoever asks for something alike: names no client.
    title = models.CharField(max_length=MAX_TITLE)
    details = models.TextField(blank=True)
    language = models.CharField(max_length=3, default="und")
    for_whom = models.CharField(max_length=10)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    needed_on = models.DateField(null=True, blank=True)
    #: What it takes: the type's size on the day it was asked, until marketing says otherwise.
    half_days = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, default=RequestStatus.WAITING.value)
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    #: Who makes it, from the day it is in hand.
    maker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="makes")
    started_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    #: Working time that it really took.
    actual_half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Where it is, once delivered; why it is no longer needed, once withdrawn.
    ending = models.CharField(max_length=600, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarketingRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("for_whom", ForWhom, "request_for_whom_known"),
            one_of("status", RequestStatus, "request_status_known"),
            models.CheckConstraint(
                condition=models.Q(half_days__gte=1, half_days__lte=MOST_HALF_DAYS), name="request_size_in_range"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RequestStatus.DELIVERED.value)
                | models.Q(delivered_at__isnull=False, actual_half_days__isnull=False),
                name="request_delivered_with_what_it_took",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RequestStatus.IN_HAND.value)
                | models.Q(started_at__isnull=False, maker__isnull=False),
                name="request_in_hand_of_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "-id"], name="request_by_status"),
            models.Index(fields=["deliverable", "delivered_at"], name="request_by_delivery"),
        ]

    def __str__(self) -> str:
        return self.title


class RequestBacker(models.Model):
    """Somebody who asks for it: the first one said it first, the others joined."""

    request = models.ForeignKey(MarketingRequest, on_delete=models.CASCADE, related_name="backers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    #: Theirs on the day they asked: a later move changes no decision.
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    need = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "person"], name="request_backer_once"),
            models.CheckConstraint(
                condition=models.Q(need__gte=int(min(Need)), need__lte=int(max(Need))), name="request_need_in_range"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="request_by_backer"),
            models.Index(fields=["team", "-id"], name="request_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asks for {self.request_id}"
