"""The CRM mirror: accounts, contacts, deals and their history, as the CRM last told them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from liant.loop.values.roles import MARKETING, SALES, Role
from liant.loop.values.stages import OPEN_STAGES, Reason, Stage, Voice
from liant.store.models.base import PublicIdField, one_of, values_of
from liant.store.models.people import Person, Team


class AccountKind(StrEnum):
    """Tell what an account is to the company."""

    CLIENT = "client"
    PROSPECT = "prospect"
    PARTNER = "partner"


class AccountSize(StrEnum):
    """Band an account by its number of employees."""

    SMALL = "small"  # under 50
    MEDIUM = "medium"  # 50 to 249
    LARGE = "large"  # 250 to 4,999
    VERY_LARGE = "very_large"  # 5,000 and more


class Product(models.Model):
    """Something the company sells."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="product_name_unique")]

    def __str__(self) -> str:
        return self.name


class Competitor(models.Model):
    """A company met in deals."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="competitor_name_unique")]

    def __str__(self) -> str:
        return self.name


class AccountQuerySet(models.QuerySet["Account"]):
    """Filters on accounts."""

    def visible_to(self, person: Person) -> AccountQuerySet:
        """Keep the accounts that a person may open (the figures inside follow the rule of deals).

        Sales: accounts of one's team or of teams one manages, owned, or with a deal whose figures one reads. Marketing:
        all. Administrators: none.
        """
        if person.role in MARKETING:
            return self.all()
        if person.role not in SALES:
            return self.none()
        teams = Team.objects.filter(models.Q(managers=person) | models.Q(id=person.team_id)).values("id")
        return self.filter(
            models.Q(owner=person)
            | models.Q(team__in=teams)
            | models.Q(pk__in=Opportunity.objects.visible_to(person).filter(account__isnull=False).values("account"))
        )


class Account(models.Model):
    """A client, prospect or partner company."""

    public_id = PublicIdField()
    source = models.CharField(max_length=40, default="liant")
    external_id = models.CharField(max_length=160)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, default=AccountKind.PROSPECT.value)
    segment = models.CharField(max_length=80, blank=True)
    size = models.CharField(max_length=10, blank=True)
    n_employees = models.PositiveIntegerField(null=True, blank=True)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="account_external_unique"),
            one_of("kind", AccountKind, "account_kind_known"),
            one_of("size", AccountSize, "account_size_known", blank=True),
        ]
        indexes: ClassVar = [models.Index(fields=["name"], name="account_by_name")]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody at an account: only what a note needs to make sense."""

    public_id = PublicIdField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="contacts")
    external_id = models.CharField(max_length=160, blank=True)
    name = models.CharField(max_length=120)
    job = models.CharField(max_length=120, blank=True)
    #: Of a contact coming from the person, never of our own edits or imports: retention counts from it.
    last_contact_from_them_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    """Filters on deals."""

    def open(self) -> OpportunityQuerySet:
        """Keep deals neither won nor lost."""
        return self.filter(stage__in=OPEN_STAGES)

    def visible_to(self, person: Person) -> OpportunityQuerySet:
        """Keep the deals whose figures a person may read: a seller's own, a manager's own teams'; nobody else's."""
        if person.role == Role.SELLER:
            return self.filter(owner=person)
        if person.role == Role.SALES_MANAGER:
            return self.filter(
                models.Q(owner=person) | models.Q(team__in=Team.objects.filter(managers=person).values("id"))
            )
        return self.none()


class Opportunity(models.Model):
    """A deal, with its amount in integer cents and its stage in Liant's own words."""

    public_id = PublicIdField()
    source = models.CharField(max_length=40, default="liant")
    external_id = models.CharField(max_length=160)
    name = models.CharField(max_length=200)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities")
    amount_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    stage = models.CharField(max_length=16, default=Stage.PROSPECTING.value)
    #: The stage as the CRM spells it.
    crm_stage = models.CharField(max_length=80, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    expected_close_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities")
    competitors: models.ManyToManyField[Competitor, models.Model] = models.ManyToManyField(
        Competitor, related_name="opportunities", blank=True
    )
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities")
    lead_source = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="opportunity_external_unique"),
            one_of("stage", Stage, "opportunity_stage_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "stage"], name="opportunity_by_owner"),
            models.Index(fields=["team", "stage"], name="opportunity_by_team"),
            models.Index(fields=["account", "stage"], name="opportunity_by_account"),
            models.Index(fields=["-expected_close_on"], name="opportunity_by_close"),
        ]

    def __str__(self) -> str:
        return self.name


class StageChange(models.Model):
    """A deal entered a stage."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=16)
    crm_stage = models.CharField(max_length=80, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            one_of("stage", Stage, "stage_change_stage_known"),
            models.UniqueConstraint(fields=["opportunity", "stage", "entered_at"], name="stage_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.entered_at:%Y-%m-%d}"


class OutcomeReason(models.Model):
    """Why a deal was won or lost, in one voice; several per deal, one of them primary."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="reasons")
    reason = models.CharField(max_length=16, default=Reason.OTHER.value)
    voice = models.CharField(max_length=8, default=Voice.SELLER.value)
    text = models.TextField(blank=True)
    is_primary = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity"], condition=models.Q(is_primary=True), name="outcome_reason_one_primary"
            ),
            models.CheckConstraint(condition=models.Q(reason__in=values_of(Reason)), name="outcome_reason_known"),
            one_of("voice", Voice, "outcome_reason_voice_known"),
        ]

    def __str__(self) -> str:
        return self.reason
