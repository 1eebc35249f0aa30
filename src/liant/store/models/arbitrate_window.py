"""Arbitration: the policy set once, the decisions taken week by week, and the accounts of those who ask."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.arbitrate.policy import College
from liant.loop.arbitrate.reasons import Reason
from liant.loop.arbitrate.requests import RequestStatus
from liant.loop.refine.ideas import MAX_SENTENCE
from liant.loop.values.roles import MARKETING, Role
from liant.store.models.arbitrate import MarketingRequest
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person, Team


class ArbitrationPolicy(models.Model):
    """What a director sets once: the parts of the interests, and what is kept back; one row."""

    clients = models.PositiveSmallIntegerField(default=25)
    prospects = models.PositiveSmallIntegerField(default=25)
    partners = models.PositiveSmallIntegerField(default=10)
    sales = models.PositiveSmallIntegerField(default=25)
    strategy = models.PositiveSmallIntegerField(default=15)
    #: Of each week's half-days, for what nobody foresees.
    buffer_percent = models.PositiveSmallIntegerField(default=15)
    #: Weeks of capacity that may be carried over to the next decision, at most.
    reserve_weeks = models.PositiveSmallIntegerField(default=1)
    #: Half-days that marketing can give to requests in a week; none: eight for each marketer.
    week_half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="arbitration_policy_is_one"),
            models.CheckConstraint(
                condition=models.Q(
                    clients=100
                    - models.F("prospects")
                    - models.F("partners")
                    - models.F("sales")
                    - models.F("strategy")
                ),
                name="arbitration_shares_sum_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(buffer_percent__lte=50, reserve_weeks__lte=13), name="arbitration_kept_back_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clients} {self.prospects} {self.partners} {self.sales} {self.strategy}"


class ArbitrationWindow(models.Model):
    """One week's decision, with its whole trace: the database refuses to change it."""

    public_id = PublicIdField()
    #: The Monday of its week.
    week_on = models.DateField(unique=True)
    #: Half-days shared, the buffer taken off; and those that were promised before, beside.
    capacity = models.PositiveIntegerField()
    spent = models.PositiveIntegerField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    #: What the decision was taken from and how it went, to take it again: ``queries/arbitrate_trace.py`` reads it.
    trace = models.JSONField()
    #: What was checked, and what other rules would have given.
    checks = models.JSONField()

    def __str__(self) -> str:
        return self.week_on.isoformat()


class Award(models.Model):
    """The answer to one request in one decision, with the facts that its sentences are filled with."""

    window = models.ForeignKey(ArbitrationWindow, on_delete=models.PROTECT, related_name="awards")
    request = models.ForeignKey(MarketingRequest, on_delete=models.PROTECT, related_name="awards")
    is_chosen = models.BooleanField()
    reason = models.CharField(max_length=10)
    cost = models.PositiveSmallIntegerField()
    facts = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            one_of("reason", Reason, "award_reason_known"),
            models.UniqueConstraint(fields=["window", "request"], name="award_once_a_window"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.request_id}"


class HourAccount(models.Model):
    """What a voice owned, received and spent in one decision, in half-days."""

    window = models.ForeignKey(ArbitrationWindow, on_delete=models.PROTECT, related_name="accounts")
    #: Such as ``account:…``, ``team:…``, ``theme:…`` or ``company``.
    voice = models.CharField(max_length=24)
    college = models.CharField(max_length=10)
    credited = models.FloatField()
    spent = models.FloatField()
    #: What it owns afterwards; below zero, it borrowed on the weeks to come.
    balance = models.FloatField()
    #: A request that it stands behind was chosen once.
    has_received = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            one_of("college", College, "hour_account_college_known"),
            models.UniqueConstraint(fields=["window", "voice"], name="hour_account_once_a_window"),
        ]
        indexes: ClassVar = [models.Index(fields=["voice", "-window"], name="hour_account_by_voice")]

    def __str__(self) -> str:
        return f"{self.voice} {self.balance:.1f}"


class Adjustment(models.Model):
    """A director's word against the rule, with its reason: signed, and paid from the strategy share."""

    request = models.ForeignKey(MarketingRequest, on_delete=models.PROTECT, related_name="adjustments")
    is_forced = models.BooleanField()
    reason = models.CharField(max_length=MAX_SENTENCE)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: The decision that it entered; none yet while it can be taken back.
    window = models.ForeignKey(
        ArbitrationWindow, null=True, blank=True, on_delete=models.PROTECT, related_name="adjustments"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="adjustment_has_a_reason"),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(window=None), name="adjustment_open_once_a_request"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class AdjustmentProposalQuerySet(models.QuerySet["AdjustmentProposal"]):
    """Filters on what managers propose in the room."""

    def open(self) -> AdjustmentProposalQuerySet:
        """Keep those that wait for an answer about a request that still waits for a decision."""
        return self.filter(answered_at=None, request__status=RequestStatus.WAITING.value)

    def visible_to(self, person: Person) -> AdjustmentProposalQuerySet:
        """Keep the proposals that a person may read.

        All of them for marketing; for a sales manager their own, and those about what their teams ask. Sellers and
        administrators: none. What was proposed about a request that left the room without an answer is read by nobody.
        """
        if person.role not in MARKETING | {Role.SALES_MANAGER}:
            return self.none()
        rows = self.filter(models.Q(answered_at__isnull=False) | models.Q(request__status=RequestStatus.WAITING.value))
        if person.role in MARKETING:
            return rows
        return rows.filter(
            models.Q(proposed_by=person) | models.Q(request__in=MarketingRequest.objects.visible_to(person))
        )


class AdjustmentProposal(models.Model):
    """A sales manager's word against the rule, for whoever publishes to take up or not, with a reason."""

    public_id = PublicIdField()
    request = models.ForeignKey(MarketingRequest, on_delete=models.PROTECT, related_name="proposals")
    is_forced = models.BooleanField()
    reason = models.CharField(max_length=MAX_SENTENCE)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(default=False)
    answer = models.CharField(max_length=MAX_SENTENCE, blank=True)

    objects = AdjustmentProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="proposal_has_a_reason"),
            models.UniqueConstraint(
                fields=["request", "proposed_by"],
                condition=models.Q(answered_at=None),
                name="proposal_open_once_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | ~models.Q(answer=""), name="proposal_answered_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class UrgentCall(models.Model):
    """Somebody says that a request cannot wait for the next decision; a director answers, naming what gives way."""

    public_id = PublicIdField()
    request = models.ForeignKey(MarketingRequest, on_delete=models.PROTECT, related_name="urgent_calls")
    called_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=MAX_SENTENCE)
    at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(default=False)
    answer = models.CharField(max_length=MAX_SENTENCE, blank=True)
    displaced: models.ManyToManyField[MarketingRequest, models.Model] = models.ManyToManyField(
        MarketingRequest, related_name="displaced_by", blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(answered_at=None), name="urgent_call_open_once_a_request"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | ~models.Q(answer=""), name="urgent_call_answered_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.reason
