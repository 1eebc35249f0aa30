"""Drafts written with sellers: whom marketing invites, the words that they propose, and what becomes of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.argue.wording import CardPart, WordsStatus
from liant.loop.values.roles import MARKETING, SALES
from liant.store.models.argue import Argument
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.people import Person


class CoAuthorQuerySet(models.QuerySet["CoAuthor"]):
    """Filters on invitations to write together."""

    def visible_to(self, person: Person) -> CoAuthorQuerySet:
        """Keep every invitation for marketing; for sales one's own, until marketing ends it; for others none."""
        if person.role in MARKETING:
            return self.all()
        if person.role in SALES:
            return self.filter(person=person, ended_at=None)
        return self.none()


class CoAuthor(models.Model):
    """A seller invited to write one argument with marketing; through it alone a seller reads a draft."""

    public_id = PublicIdField()
    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="co_authors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="co_written")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    #: When the draft closed to them again; their words keep their name.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CoAuthorQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["argument", "person"], name="co_author_once")]

    def __str__(self) -> str:
        return f"{self.argument_id} {self.person_id}"


class ProposedWords(models.Model):
    """Words that a co-author proposes for one part of a draft; their text never changes."""

    public_id = PublicIdField()
    co_author = models.ForeignKey(CoAuthor, on_delete=models.CASCADE, related_name="words")
    part = models.CharField(max_length=10)
    #: What stood there when they were proposed; empty for a sentence more.
    before = models.TextField(blank=True)
    text = models.TextField()
    status = models.CharField(max_length=10, default=WordsStatus.WAITING.value)
    #: Why they were not taken.
    answer = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "proposed words"
        constraints: ClassVar = [
            one_of("part", CardPart, "proposed_words_part_known"),
            one_of("status", WordsStatus, "proposed_words_status_known"),
            models.CheckConstraint(
                condition=~models.Q(status=WordsStatus.DECLINED.value) | ~models.Q(answer=""),
                name="proposed_words_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(status=WordsStatus.WAITING.value, decided_at=None)
                | (~models.Q(status=WordsStatus.WAITING.value) & models.Q(decided_at__isnull=False)),
                name="proposed_words_decided_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "co_author"], name="proposed_words_by_status")]

    def __str__(self) -> str:
        return self.text[:60]
