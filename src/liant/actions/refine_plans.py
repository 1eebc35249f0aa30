"""Plan what is done about an idea, a theme or a deal; follow its steps; say what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from liant.actions.credit import contribute, take_over
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.actions.refine import contributors, first_speaker, move_idea
from liant.actions.refine_setbacks import tell_setback_authors
from liant.loop.listen.notes import normalise_text
from liant.loop.refine.credit import Act
from liant.loop.refine.ideas import MAX_SENTENCE, MAX_TITLE, IdeaStatus, checked_ending
from liant.loop.refine.plans import PlanStatus, Step, check_live_plan, check_steps, status_of
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.language import detect_language
from liant.loop.values.roles import MARKETING, Role
from liant.store.mapping.search_texts import index_objects
from liant.store.models import ActionPlan, Note, Opportunity, Person, PlanStep, RefinedIdea, Theme

PLANNING = MARKETING | {Role.SALES_MANAGER}


class Doer(StrEnum):
    """Name who does a step without naming the person, whom the writer may know by role only."""

    FIRST = "first"  #: whoever spoke first for the idea
    SAME = "same"  #: whoever has it already


@dataclass(frozen=True, kw_only=True)
class StepText:
    """One step as its writer wants it; ``public_id`` is empty for a new one."""

    public_id: str
    what: str
    who: Person | Doer | None
    starts_on: date | None
    due_on: date | None
    cost_half_days: int


@dataclass(frozen=True, kw_only=True)
class PlanText:
    """A plan as its writer wants it: everything in it that a person types or picks."""

    title: str
    purpose: str
    steps: tuple[StepText, ...]


@dataclass(frozen=True, kw_only=True)
class Serves:
    """What a plan is for; any of them, or none."""

    idea: RefinedIdea | None = None
    theme: Theme | None = None
    opportunity: Opportunity | None = None
    notes: tuple[Note, ...] = ()


def checked_plan(text: PlanText) -> PlanText:
    """Clean a plan, or refuse one that cannot be followed.

    Raises
    ------
    Invalid : ``refine.no_title``, ``listen.too_long``, and the refusals of ``check_steps``.
    """
    title = " ".join(text.title.split())[:MAX_TITLE]
    if not title:
        raise Invalid("The plan has no name.", code="refine.no_title", hint="Say in a few words what it changes.")
    purpose = normalise_text(text.purpose) if text.purpose.strip() else ""
    check_steps(
        [
            Step(
                what=step.what,
                starts_on=step.starts_on,
                due_on=step.due_on,
                cost_half_days=step.cost_half_days,
                is_done=False,
            )
            for step in text.steps
        ]
    )
    return PlanText(title=title, purpose=purpose, steps=text.steps)


def draft_plan(*, actor: Person, text: PlanText, serves: Serves, now: datetime) -> ActionPlan:
    """Make a plan; its writer owns it. Marketing and sales managers. Writes ``plan.drafted``.

    The plan takes over the credit of its idea, which becomes planned; everybody who contributed is told, and so is
    whoever has a step in it.

    Raises
    ------
    Forbidden : ``refine.not_planning``.
    Invalid : ``refine.no_title``, ``refine.no_step``, ``refine.dates_reversed``, ``refine.cost``.
    """
    if actor.role not in PLANNING:
        raise Forbidden("Marketing and sales managers make plans.", code="refine.not_planning")
    checked = checked_plan(text)
    with transaction.atomic():
        plan = ActionPlan.objects.create(
            owner=actor,
            title=checked.title,
            purpose=checked.purpose,
            language=detect_language(f"{checked.title}. {checked.purpose}"),
            idea=serves.idea,
            theme=serves.theme,
            opportunity=serves.opportunity,
            created_at=now,
        )
        plan.notes.set(serves.notes)
        record(actor, "plan.drafted", "plan", plan.public_id, now)
        if serves.idea is not None:
            move_idea(serves.idea, IdeaStatus.PLANNED)
            take_over("plan", plan.public_id, "idea", serves.idea.public_id, now)
        for place, note in enumerate(sorted(serves.notes, key=lambda note: (note.heard_on, note.pk))):
            if note.author is not None:
                act = Act.EVIDENCE if place or serves.idea is not None else Act.ORIGINATE
                contribute(note.author, act, "plan", plan.public_id, now, note=note.public_id)
        contribute(actor, Act.CO_WRITE, "plan", plan.public_id, now)
        write_steps(actor, plan, checked.steps, now)
        index_objects("plan", [plan.pk], are_new=True)
        doers = set(plan.steps.values_list("who", flat=True))
        told = [person for person in plan_contributors(plan) if person != actor and person.pk not in doers]
        tell(told, "planned", "plan", plan.public_id, now, data={"by": actor.public_id})
        themes = [theme for theme in (plan.theme, plan.idea.theme if plan.idea is not None else None) if theme]
        tell_setback_authors(actor, themes, "plan", plan.public_id, now)
    return plan


def change_plan(*, actor: Person, plan: ActionPlan, text: PlanText, version: int, now: datetime) -> None:
    """Write a plan again; what is done stays done. Its owner and marketing. Writes ``plan.changed``.

    Raises
    ------
    Forbidden : ``refine.not_your_plan``.
    Invalid : as ``draft_plan``.
    Conflict : ``refine.plan_changed`` when it is no longer the version shown; ``refine.plan_over``.
    """
    checked = checked_plan(text)
    with transaction.atomic():
        held = hold_plan(actor, plan, version)
        held.title, held.purpose = checked.title, checked.purpose
        held.language = detect_language(f"{checked.title}. {checked.purpose}")
        held.save(update_fields=["title", "purpose", "language"])
        record(actor, "plan.changed", "plan", held.public_id, now)
        contribute(actor, Act.CO_WRITE, "plan", held.public_id, now)
        write_steps(actor, held, checked.steps, now)
        index_objects("plan", [held.pk])


def hold_plan(actor: Person, plan: ActionPlan, version: int) -> ActionPlan:
    """Lock a live plan as it was shown, for somebody who may change it, and count one more version."""
    held = ActionPlan.objects.select_for_update(of=("self",)).select_related("owner", "idea").get(pk=plan.pk)
    if not may_change(actor, held):
        raise Forbidden("Only its owner and marketing change a plan.", code="refine.not_your_plan")
    check_live_plan(held.status)
    if held.version != version:
        raise Conflict(
            "The plan was changed in another window since you opened it.",
            code="refine.plan_changed",
            hint="Both texts are below: keep what is right in each, then save again.",
        )
    held.version += 1
    held.save(update_fields=["version"])
    return held


def may_change(person: Person, plan: ActionPlan) -> bool:
    """Tell who may change a plan: its owner, and marketing."""
    return person.pk == plan.owner_id or person.role in MARKETING


def write_steps(actor: Person, plan: ActionPlan, steps: tuple[StepText, ...], now: datetime) -> None:
    """Write the steps of a held plan in their order, and tell whoever is newly given one."""
    known = {step.public_id: step for step in plan.steps.all()}
    newly: set[Person] = set()
    kept = []
    for position, wanted in enumerate(steps):
        step = known.get(wanted.public_id) or PlanStep(plan=plan)
        who = doer_of(plan, step, wanted.who)
        if who is not None and who.pk not in (step.who_id, actor.pk):
            newly.add(who)
        step.position, step.what, step.who = position, wanted.what, who
        step.starts_on, step.due_on, step.cost_half_days = wanted.starts_on, wanted.due_on, wanted.cost_half_days
        step.save()
        kept.append(step.pk)
    plan.steps.exclude(pk__in=kept).delete()
    follow_steps(plan)
    ordered = sorted(newly, key=lambda person: person.pk)
    tell(ordered, "plan_step", "plan", plan.public_id, now, data={"by": actor.public_id})


def doer_of(plan: ActionPlan, step: PlanStep, wanted: Person | Doer | None) -> Person | None:
    """Find who does a step."""
    if wanted == Doer.FIRST:
        return first_speaker(plan.idea) if plan.idea is not None else None
    return step.who if isinstance(wanted, Doer) else wanted


def follow_steps(plan: ActionPlan) -> None:
    """Let the status of a live plan follow its steps."""
    steps = [
        Step(
            what=step.what,
            starts_on=step.starts_on,
            due_on=step.due_on,
            cost_half_days=step.cost_half_days,
            is_done=step.done_at is not None,
        )
        for step in plan.steps.all()
    ]
    plan.status = status_of(steps).value
    plan.save(update_fields=["status"])


def do_step(*, actor: Person, step: PlanStep, is_done: bool, now: datetime) -> None:
    """Say that a step is done, or that it is not after all; said twice, the second changes nothing.

    Whoever has it, the owner of the plan, or marketing. Writes ``plan.step_done`` or ``plan.step_undone``.

    Raises
    ------
    Forbidden : ``refine.not_your_step``.
    Conflict : ``refine.plan_over``.
    """
    with transaction.atomic():
        plan = ActionPlan.objects.select_for_update().get(pk=step.plan_id)
        if actor.pk != step.who_id and not may_change(actor, plan):
            raise Forbidden("Only whoever has the step, or its plan, says so.", code="refine.not_your_step")
        check_live_plan(plan.status)
        undone = PlanStep.objects.filter(pk=step.pk, done_at__isnull=is_done)
        if not undone.update(done_at=now if is_done else None):
            return
        follow_steps(plan)
        verb = "plan.step_done" if is_done else "plan.step_undone"
        record(actor, verb, "plan", plan.public_id, now, {"step": step.public_id})


def finish_plan(*, actor: Person, plan: ActionPlan, outcome: str, version: int, now: datetime) -> None:
    """Say that a plan is done and what came of it; everybody who contributed is told. Writes ``plan.done``.

    Raises
    ------
    Invalid : ``refine.no_outcome``.
    Forbidden, Conflict : as ``change_plan``.
    """
    came = " ".join(outcome.split())[:MAX_SENTENCE]
    if not came:
        raise Invalid(
            "Say what came of it.",
            code="refine.no_outcome",
            hint="Everybody who contributed reads it: a sentence is enough, even when nothing came of it.",
        )
    with transaction.atomic():
        held = hold_plan(actor, plan, version)
        end_plan(held, PlanStatus.DONE, came, "", now)
        record(actor, "plan.done", "plan", held.public_id, now)
        if held.idea is not None:
            move_idea(held.idea, IdeaStatus.DONE)
        told = [person for person in plan_contributors(held) if person != actor]
        tell(told, "plan_done", "plan", held.public_id, now, data={"outcome": came})


def drop_plan(*, actor: Person, plan: ActionPlan, reason: str, next_step: str, version: int, now: datetime) -> None:
    """Give a plan up, with why and what comes next; its idea waits again. Writes ``plan.dropped``.

    Raises
    ------
    Invalid : ``refine.no_reason``.
    Forbidden, Conflict : as ``change_plan``.
    """
    why, then = checked_ending(reason, next_step)
    with transaction.atomic():
        held = hold_plan(actor, plan, version)
        end_plan(held, PlanStatus.DROPPED, why, then, now)
        record(actor, "plan.dropped", "plan", held.public_id, now)
        if held.idea is not None:
            move_idea(held.idea, IdeaStatus.REFINED)
        told = [person for person in plan_contributors(held) if person != actor]
        tell(told, "plan_dropped", "plan", held.public_id, now, data={"reason": why, "next": then})


def end_plan(plan: ActionPlan, status: PlanStatus, outcome: str, next_step: str, now: datetime) -> None:
    """Write the end of a held plan, and stop telling that it goes on."""
    plan.status, plan.outcome, plan.next_step, plan.ended_at = status.value, outcome, next_step, now
    plan.save(update_fields=["status", "outcome", "next_step", "ended_at"])
    index_objects("plan", [plan.pk])
    for code in ("planned", "plan_step"):
        close_notices(code, "plan", plan.public_id, now)


def plan_contributors(plan: ActionPlan) -> list[Person]:
    """List whoever said what the plan serves, heard it too, has a step or owns it; those who left excepted."""
    notes = plan.notes.values("pk")
    voices = Note.objects.filter(Q(pk__in=notes) | Q(seconds__in=notes), author__isnull=False)
    steps = PlanStep.objects.filter(plan=plan, who__isnull=False)
    people = Person.objects.able().filter(
        Q(pk__in=voices.values("author")) | Q(pk__in=steps.values("who")) | Q(pk=plan.owner_id)
    )
    found = {person.pk: person for person in people}
    found |= {person.pk: person for person in (contributors(plan.idea) if plan.idea is not None else ())}
    return [found[pk] for pk in sorted(found)]
