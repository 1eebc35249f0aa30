"""Sales arguments: versioned cards whose every claim cites its evidence or is marked opinion."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from django.db import models

from liant.loop.argue.wording import WordsStatus
from liant.loop.values.roles import MARKETING, SALES
from liant.loop.values.stages import Stage
from liant.store.models.audience import is_for
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.crm import Competitor, Opportunity
from liant.store.models.listen import Note, Quote
from liant.store.models.people import Person
from liant.store.models.themes import Theme


class VersionStatus(StrEnum):
    """Tell where a version of an argument is in its life."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


class Verdict(StrEnum):
    """Tell what came of an argument in a deal."""

    USED = "used"
    DID_NOT_WORK = "did_not_work"
    WRONG = "wrong"


class ClaimOrigin(StrEnum):
    """Tell where the first words of a claim came from, when its writer did not type them."""

    QUOTE = "quote"  # a quote of the theme, inserted by one click
    FIGURE = "figure"  # a figure, inserted by one click


class ArgumentQuerySet(models.QuerySet["Argument"]):
    """Filters on arguments."""

    def visible_to(self, person: Person) -> ArgumentQuerySet:
        """Keep every argument for marketing, none for administrators; for sales, what is published to them.

        Whoever said what a published claim cites, or wrote in it, reads it too, whatever its audience: credit is never
        hidden from its owner (``docs/adr/0011-audience-of-what-is-published.md``).
        """
        if person.role in MARKETING:
            return self.all()
        if person.role not in SALES:
            return self.none()
        published = ArgumentVersion.objects.filter(argument=models.OuterRef("pk"), status=VersionStatus.PUBLISHED.value)
        own_words = Evidence.objects.filter(
            claim__argument_version__argument=models.OuterRef("pk"),
            claim__argument_version__status=VersionStatus.PUBLISHED.value,
            note__author=person,
        )
        wrote = Argument.objects.filter(co_authors__person=person, co_authors__words__status=WordsStatus.TAKEN.value)
        return self.filter(models.Exists(published)).filter(
            is_for("argument", person) | models.Q(models.Exists(own_words)) | models.Q(pk__in=wrote.values("pk"))
        )

    def replacing(self, public_id: str, person: Person) -> ArgumentQuerySet:
        """Keep what replaces an argument withdrawn since, when that one was for this person."""
        old = Argument.objects.filter(is_for("argument", person), public_id=public_id)
        return self.filter(pk__in=old.values("replaced_by"))

    def offered_to(self, person: Person, today: date) -> ArgumentQuerySet:
        """Keep what may be suggested to somebody in sales: published to them, and not expired."""
        published = ArgumentVersion.objects.filter(
            argument=models.OuterRef("pk"), status=VersionStatus.PUBLISHED.value, review_on__gte=today
        )
        return self.filter(models.Exists(published)).filter(is_for("argument", person))


class Argument(models.Model):
    """A sales argument through all its versions."""

    public_id = PublicIdField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="arguments")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="arguments")
    created_at = models.DateTimeField()
    #: The one that says it better, once this one is withdrawn for it; never itself withdrawn for another.
    replaced_by = models.ForeignKey(
        "Argument", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    objects = ArgumentQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class ArgumentVersion(models.Model):
    """One wording of an argument; a published one never changes again."""

    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=10, default=VersionStatus.DRAFT.value)
    title = models.CharField(max_length=120)
    #: The situation or the objection, as a client would say it.
    situation = models.TextField()
    reply = models.TextField()
    not_to_say = models.TextField(blank=True)
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.PROTECT, related_name="arguments"
    )
    segment = models.CharField(max_length=80, blank=True)
    #: Stage at which it serves; empty for any.
    stage = models.CharField(max_length=16, blank=True)
    #: Last day on which it holds: after it, it has expired, and is offered no more until somebody looks at it again.
    review_on = models.DateField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    #: Lock of the edit form.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["argument", "number"], name="argument_version_unique"),
            models.UniqueConstraint(
                fields=["argument"],
                condition=models.Q(status=VersionStatus.PUBLISHED.value),
                name="argument_one_published",
            ),
            one_of("status", VersionStatus, "argument_status_known"),
            one_of("stage", Stage, "argument_stage_known", blank=True),
        ]

    def __str__(self) -> str:
        return self.title


class Claim(models.Model):
    """One sentence of an argument."""

    public_id = PublicIdField()
    argument_version = models.ForeignKey(ArgumentVersion, on_delete=models.CASCADE, related_name="claims")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_opinion = models.BooleanField(default=False)
    #: Where its first words came from; empty when its writer typed them.
    origin = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["argument_version", "position"], name="claim_position_unique"),
            one_of("origin", ClaimOrigin, "claim_origin_known", blank=True),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Evidence(models.Model):
    """What a claim rests on: a quote, a whole note, or a figure with its n and date."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    quote = models.ForeignKey(Quote, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.PROTECT, related_name="cited_in")
    #: The figure in words, such as "7 deals out of 9".
    figure = models.CharField(max_length=200, blank=True)
    figure_n = models.PositiveIntegerField(null=True, blank=True)
    figure_on = models.DateField(null=True, blank=True)
    #: A figure that Liant counts, as ``code:about:months`` (``loop/argue/figures.py``); empty when somebody typed it.
    figure_key = models.CharField(max_length=60, blank=True)
    #: What it came to: a count out of ``figure_n``, or the lower end of a band in cents.
    figure_value = models.BigIntegerField(null=True, blank=True)
    figure_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            # A quote keeps its note beside it, so that credit reads one column.
            models.CheckConstraint(
                condition=(
                    models.Q(note__isnull=False, figure="")
                    | (
                        models.Q(quote=None, note=None, figure_n__isnull=False, figure_on__isnull=False)
                        & ~models.Q(figure="")
                    )
                ),
                name="evidence_is_note_or_figure",
            ),
            models.CheckConstraint(
                condition=models.Q(figure_key="", figure_value=None)
                | (~models.Q(figure_key="") & models.Q(figure_value__isnull=False, figure_n__isnull=False)),
                name="evidence_counted_figure_whole",
            ),
            models.UniqueConstraint(fields=["claim", "note", "quote"], name="evidence_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["figure_key"], condition=~models.Q(figure_key=""), name="evidence_by_figure")
        ]

    def __str__(self) -> str:
        return self.figure or str(self.note_id)


class ArgumentUse(models.Model):
    """A seller used an argument in a deal, and what came of it; rows are added, never changed."""

    public_id = PublicIdField()
    argument = models.ForeignKey(Argument, on_delete=models.PROTECT, related_name="uses")
    argument_version = models.ForeignKey(ArgumentVersion, on_delete=models.PROTECT, related_name="uses")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="argument_uses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="argument_uses")
    verdict = models.CharField(max_length=14)
    comment = models.TextField(blank=True)
    #: When it was used, and when that was recorded: a use recorded after closing is never an exposure.
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [one_of("verdict", Verdict, "use_verdict_known")]
        indexes: ClassVar = [
            models.Index(fields=["opportunity", "argument"], name="use_by_deal"),
            models.Index(fields=["argument", "-id"], name="use_by_argument"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.argument_id}"
