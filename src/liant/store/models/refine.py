"""Ideas that somebody works on, beside the notes they come from; and the action plans made of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liant.loop.refine.ideas import MAX_TITLE, IdeaStatus, StillYours
from liant.loop.refine.plans import MAX_HALF_DAYS, PlanStatus
from liant.loop.values.roles import MARKETING, SALES
from liant.store.models.base import PublicIdField, one_of
from liant.store.models.crm import Opportunity
from liant.store.models.listen import Note
from liant.store.models.people import Person
from liant.store.models.themes import Theme


class RefinedIdeaQuerySet(models.QuerySet["RefinedIdea"]):
    """Filters on refined ideas."""

    def visible_to(self, person: Person) -> RefinedIdeaQuerySet:
        """Keep every idea for marketing; for sales those that come from a note one may read, or seconded.

        Administrators: none.
        """
        if person.role in MARKETING:
            return self.all()
        if person.role not in SALES:
            return self.none()
        sources = IdeaSource.objects.filter(
            models.Q(note__in=Note.objects.visible_to(person)) | models.Q(note__seconded_by__author=person)
        )
        return self.filter(pk__in=sources.values("idea"))


class RefinedIdea(models.Model):
    """An idea that somebody took up; the words of the field stay in its notes."""

    public_id = PublicIdField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="refined_ideas")
    #: When it was made from the notes of a theme.
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="refined_ideas")
    status = models.CharField(max_length=10, default=IdeaStatus.OPEN.value)
    reason = models.CharField(max_length=600, blank=True)
    next_step = models.CharField(max_length=600, blank=True)
    #: Number of its latest wording; 0 while it has none.
    number = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = RefinedIdeaQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("status", IdeaStatus, "refined_idea_status_known"),
            models.CheckConstraint(
                condition=~models.Q(status=IdeaStatus.CLOSED.value) | ~models.Q(reason="") & ~models.Q(next_step=""),
                name="refined_idea_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(number=0, status__in=(IdeaStatus.OPEN.value, IdeaStatus.CLOSED.value))
                | models.Q(number__gt=0) & ~models.Q(status=IdeaStatus.OPEN.value),
                name="refined_idea_open_until_written",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "-id"], name="refined_idea_by_status")]

    def __str__(self) -> str:
        return str(self.public_id)


class IdeaSource(models.Model):
    """A note that an idea comes from; the first one said is at position 0."""

    idea = models.ForeignKey(RefinedIdea, on_delete=models.CASCADE, related_name="sources")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="idea_sources")
    position = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "note"], name="idea_source_once"),
            models.UniqueConstraint(fields=["idea", "position"], name="idea_source_one_by_position"),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} in {self.idea_id}"


class IdeaText(models.Model):
    """One wording of an idea in one language; never changed, a new number is written instead."""

    idea = models.ForeignKey(RefinedIdea, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=MAX_TITLE)
    text = models.TextField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "number", "language"], name="idea_text_once_a_language")
        ]

    def __str__(self) -> str:
        return self.title


class IdeaAnswer(models.Model):
    """What whoever spoke first said of a wording: is this still your idea?"""

    idea = models.ForeignKey(RefinedIdea, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    answer = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            one_of("answer", StillYours, "idea_answer_known"),
            models.UniqueConstraint(fields=["idea", "person", "number"], name="idea_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.idea_id}"


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    """Filters on action plans."""

    def visible_to(self, person: Person) -> ActionPlanQuerySet:
        """Keep plans for sales and marketing; the notes and the deal they serve follow their own rights."""
        return self.all() if person.role in SALES | MARKETING else self.none()


class ActionPlan(models.Model):
    """What is done about an idea, a theme or a deal, by whom and by when."""

    public_id = PublicIdField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=MAX_TITLE)
    #: What will be different once it is done.
    purpose = models.TextField(blank=True)
    language = models.CharField(max_length=3, default="und")
    status = models.CharField(max_length=10, default=PlanStatus.PLANNED.value)
    #: What came of it, once done; why it was dropped.
    outcome = models.CharField(max_length=600, blank=True)
    next_step = models.CharField(max_length=600, blank=True)
    idea = models.ForeignKey(RefinedIdea, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    opportunity = models.ForeignKey(Opportunity, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    notes: models.ManyToManyField[Note, models.Model] = models.ManyToManyField(Note, related_name="plans", blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("status", PlanStatus, "action_plan_status_known"),
            models.CheckConstraint(
                condition=~models.Q(status=PlanStatus.DROPPED.value) | ~models.Q(outcome="") & ~models.Q(next_step=""),
                name="action_plan_dropped_with_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "-id"], name="action_plan_by_status")]

    def __str__(self) -> str:
        return self.title


class PlanStep(models.Model):
    """One step of a plan."""

    public_id = PublicIdField()
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    what = models.CharField(max_length=200)
    who = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_steps")
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    cost_half_days = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(cost_half_days__lte=MAX_HALF_DAYS), name="plan_step_cost_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(due_on=None)
                | models.Q(due_on__gte=models.F("starts_on")),
                name="plan_step_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["who", "done_at", "due_on"], name="plan_step_by_person")]

    def __str__(self) -> str:
        return self.what
