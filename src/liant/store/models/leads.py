"""Leads: what marketing hands over to a seller, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.leads.leads import MAX_COMPANY, MAX_WORDS, LeadStatus
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.crm import Account
from liant.store.models.people import Person, Team


class LeadQuerySet(models.QuerySet["Lead"]):
    """Filters on leads."""

    def visible_to(self, person: Person) -> LeadQuerySet:
        """Keep the leads that a person may read.

        All for marketing; a seller's own; those of the teams that a sales manager manages. Administrators: none.
        """
        if person.role in MARKETING:
            return self.all()
        if person.role not in SALES:
            return self.none()
        mine = models.Q(seller=person)
        if person.role == Role.SALES_MANAGER:
            mine |= models.Q(seller__team__in=Team.objects.filter(managers=person).values("id"))
        return self.filter(mine)


class Lead(models.Model):
    """A hand-over from marketing to one seller, who answers it."""

    public_id = PublicIdField()
    company = models.CharField(max_length=MAX_COMPANY)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    #: What they said or did, as marketing heard it.
    words = models.CharField(max_length=MAX_WORDS)
    language = models.CharField(max_length=3, default="und")
    handed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leads_handed")
    seller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leads")
    status = models.CharField(max_length=10, default=LeadStatus.WAITING.value)
    #: A word that the seller may add to the answer.
    answer = models.CharField(max_length=MAX_WORDS, blank=True)
    handed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("status", LeadStatus, "lead_status_known"),
            models.CheckConstraint(
                condition=models.Q(status=LeadStatus.WAITING.value, answered_at=None)
                | (~models.Q(status=LeadStatus.WAITING.value) & models.Q(answered_at__isnull=False)),
                name="lead_answered_when_said",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["seller", "status"], name="lead_by_seller")]

    def __str__(self) -> str:
        return self.company
