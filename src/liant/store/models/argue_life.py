"""What happens to arguments once published: contests, quotes that may contradict a claim, and messages that carry them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.values.roles import MARKETING, SALES
from liant.store.models.argue import Argument, ArgumentVersion, Claim
from liant.store.models.audience import is_for
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.listen import Quote
from liant.store.models.people import Person
from liant.store.models.themes import Theme


class ContestOutcome(StrEnum):
    """Tell how a contest ended."""

    CORRECTED = "corrected"  # a next version is published
    CONFIRMED = "confirmed"  # it holds, and this is why
    WITHDRAWN = "withdrawn"  # the argument is no more
    TAKEN_BACK = "taken_back"  # whoever contested it tapped by mistake


class ContestQuerySet(models.QuerySet["Contest"]):
    """Filters on contests."""

    def visible_to(self, person: Person) -> ContestQuerySet:
        """Keep the contests of the arguments that a person reads, and one's own when the argument was withdrawn since."""
        return self.filter(models.Q(argument__in=Argument.objects.visible_to(person)) | models.Q(opened_by=person))


class Contest(models.Model):
    """Sellers say that something in an argument is wrong; its owner owes them an answer."""

    public_id = PublicIdField()
    argument = models.ForeignKey(Argument, on_delete=models.PROTECT, related_name="contests")
    #: The version that was read when it was first contested.
    argument_version = models.ForeignKey(ArgumentVersion, on_delete=models.PROTECT, related_name="contests")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contests")
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("outcome", ContestOutcome, "contest_outcome_known", blank=True),
            models.CheckConstraint(
                condition=(
                    models.Q(outcome="", answered_at=None, answered_by=None)
                    | (~models.Q(outcome="") & models.Q(answered_at__isnull=False, answered_by__isnull=False))
                ),
                name="contest_answered_whole",
            ),
            models.UniqueConstraint(
                fields=["argument"], condition=models.Q(answered_at=None), name="contest_open_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class MessageStatus(StrEnum):
    """Tell where a strategy message is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class StrategyMessageQuerySet(models.QuerySet["StrategyMessage"]):
    """Filters on strategy messages."""

    def visible_to(self, person: Person) -> StrategyMessageQuerySet:
        """Keep every message for marketing, for sales those published to them, none for administrators."""
        if person.role in MARKETING:
            return self.all()
        if person.role in SALES:
            return self.exclude(status=MessageStatus.DRAFT.value).filter(is_for("message", person))
        return self.none()


class StrategyMessage(models.Model):
    """What marketing tells sales about where the company goes, and the arguments that carry it."""

    public_id = PublicIdField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="strategy_messages")
    status = models.CharField(max_length=10, default=MessageStatus.DRAFT.value)
    arguments: models.ManyToManyField[Argument, models.Model] = models.ManyToManyField(
        Argument, related_name="carried_messages", blank=True
    )
    themes: models.ManyToManyField[Theme, models.Model] = models.ManyToManyField(
        Theme, related_name="answered_by_messages", blank=True
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    #: Lock of the edit form.
    version = models.PositiveIntegerField(default=1)

    objects = StrategyMessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [one_of("status", MessageStatus, "strategy_message_status_known")]

    def __str__(self) -> str:
        return str(self.public_id)


class StrategyMessageText(models.Model):
    """The words of a strategy message in one language."""

    message = models.ForeignKey(StrategyMessage, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    body = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "language"], name="strategy_message_text_once"),
            models.CheckConstraint(
                condition=models.Q(language__in=["fr", "en"]), name="strategy_message_text_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContraryQuote(models.Model):
    """A quote that may contradict a claim, found by plain code; somebody says whether it does."""

    public_id = PublicIdField()
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="contrary_quotes")
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="+")
    #: Names of what was noticed, such as ``negation``.
    cues = models.JSONField(default=list)
    found_at = models.DateTimeField()
    #: Set aside by a person: it does not contradict the claim, and is not shown again.
    set_aside_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["claim", "quote"], name="contrary_quote_once")]

    def __str__(self) -> str:
        return str(self.public_id)
