"""Who works here: the company, its teams and its people."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from liant.loop.values.roles import Role
from liant.store.models.base import PublicIdField, one_of


class Side(StrEnum):
    """Tell the two strands that Liant binds."""

    SALES = "sales"
    MARKETING = "marketing"


class Company(models.Model):
    """The company that runs this Liant; one row, written by the set-up page."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="fr")
    currency = models.CharField(max_length=3, default="EUR")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="company_is_one")]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A sales team or a marketing team."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    side = models.CharField(max_length=10)
    managers: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(
        "Person", related_name="managed_teams", blank=True
    )

    class Meta:
        constraints: ClassVar = [
            one_of("side", Side, "team_side_known"),
            models.UniqueConstraint(Lower("name"), name="team_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    """Filters on people."""

    def able(self) -> PersonQuerySet:
        """Keep people who may sign in."""
        return self.filter(is_active=True)

    def directing(self) -> PersonQuerySet:
        """Keep the marketing directors who may sign in, in a fixed order."""
        return self.able().filter(role=Role.MARKETING_DIRECTOR.value).order_by("id")


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Let the authentication framework find people by address."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find a person by address, whatever its case."""
        return self.get(email__iexact=username)  # type: ignore[no-any-return]


class Person(AbstractBaseUser):
    """Somebody with a role in one team.

    People named by a CRM file but never invited exist too, inactive and without a usable password.
    """

    public_id = PublicIdField()
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, default=Role.SELLER.value)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    language = models.CharField(max_length=2, default="fr")
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    is_active = models.BooleanField(default=True)
    external_id = models.CharField(max_length=120, blank=True)
    #: Changes with role, team or password, and is part of the session: older sessions end at the next request.
    session_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    EMAIL_FIELD = "email"

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints: ClassVar = [
            one_of("role", Role, "person_role_known"),
            models.UniqueConstraint(Lower("email"), name="person_email_unique_any_case"),
        ]
        indexes: ClassVar = [models.Index(fields=["external_id"], name="person_external")]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Bind sessions to password, role and team (security.md 4 and 6)."""
        return f"{super().get_session_auth_hash()}:{self.session_epoch}"
