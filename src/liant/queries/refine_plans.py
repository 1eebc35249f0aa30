"""Read action plans: how far each is, what is late, what it serves and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from liant.loop.refine.plans import LIVE_PLANS, PlanStatus, Progress, Step, is_late, progress_of
from liant.loop.values.roles import MARKETING, SALES
from liant.queries.ledger import name_for
from liant.queries.listen import NoteView, view_notes, with_parts
from liant.queries.objects import titles_of
from liant.queries.themes import label_for
from liant.store.models import ActionPlan, Note, Opportunity, Person, PlanStep, RefinedIdea, Theme


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step as a reader may see it."""

    public_id: str
    what: str
    who: str
    is_mine: bool
    starts_on: date | None
    due_on: date | None
    cost_half_days: int
    is_done: bool
    done_at: datetime | None
    is_late: bool
    may_do: bool


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """A plan in a list; ``theme_label`` is the theme it serves, itself or by its idea."""

    public_id: str
    title: str
    language: str
    status: str
    owner: str
    progress: Progress
    theme_id: str
    theme_label: str


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """A plan and its steps as one reader may see them."""

    line: PlanLine
    purpose: str
    steps: tuple[StepView, ...]
    outcome: str
    next_step: str
    ended_at: datetime | None
    is_live: bool
    may_change: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class ServesView:
    """What a plan serves, as one reader may see it; ``n_hidden`` of its notes may not be read by this reader."""

    idea_id: str
    idea_title: str
    deal_id: str
    deal_name: str
    notes: tuple[NoteView, ...]
    n_hidden: int


def plan_rows(rows: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    """Load what a line needs, in two queries whatever the number of plans."""
    return rows.select_related("owner", "theme", "idea__theme").prefetch_related("steps")


def live_plans(rows: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    """Keep the plans neither done nor dropped."""
    return rows.filter(status__in=[status.value for status in LIVE_PLANS])


def late_steps(today: date) -> QuerySet[PlanStep]:
    """Select the steps of live plans whose day has passed: the rule of ``is_late``, as a filter."""
    live = [status.value for status in LIVE_PLANS]
    return PlanStep.objects.filter(done_at=None, due_on__lt=today, plan__status__in=live)


def late_steps_of(person: Person, today: date, *, limit: int = 3) -> tuple[PlanStep, ...]:
    """List the late steps that a person has, or of whose plan the person answers for when nobody has them."""
    mine = late_steps(today).filter(Q(who=person) | Q(who=None, plan__owner=person))
    return tuple(mine.select_related("plan").order_by("due_on", "id")[:limit])


def step_of(row: PlanStep) -> Step:
    """Give the value that the rules of plans reason about."""
    return Step(
        what=row.what,
        starts_on=row.starts_on,
        due_on=row.due_on,
        cost_half_days=row.cost_half_days,
        is_done=row.done_at is not None,
    )


def steps_in_order(plan: ActionPlan) -> list[PlanStep]:
    """List the steps of a loaded plan."""
    return sorted(plan.steps.all(), key=lambda step: (step.position, step.pk))


def view_plan_line(plan: ActionPlan, reader: Person, today: date) -> PlanLine:
    """Turn a loaded row into a line."""
    theme = plan.theme or (plan.idea.theme if plan.idea else None)
    return PlanLine(
        public_id=plan.public_id,
        title=plan.title,
        language=plan.language,
        status=plan.status,
        owner=name_for(reader, plan.owner),
        progress=progress_of([step_of(step) for step in plan.steps.all()], today),
        theme_id=theme.public_id if theme else "",
        theme_label=label_for(reader, theme) if theme else "",
    )


def plans_for(
    reader: Person,
    *,
    today: date,
    status: str = "live",
    mine: bool = False,
    late: bool = False,
    theme: Theme | None = None,
    first: int = 0,
    limit: int = 30,
) -> tuple[PlanLine, ...]:
    """List plans, in three queries; ``mine``: those one owns or has a step in.

    Parameters
    ----------
    status : ``live``, a status, or empty for all.
    """
    rows: QuerySet[ActionPlan] = ActionPlan.objects.visible_to(reader)
    if status == "live":
        rows = live_plans(rows)
    elif status in set(PlanStatus):
        rows = rows.filter(status=status)
    if mine:
        rows = rows.filter(Q(owner=reader) | Exists(PlanStep.objects.filter(plan=OuterRef("pk"), who=reader)))
    if late:
        rows = rows.filter(Exists(late_steps(today).filter(plan=OuterRef("pk"))))
    if theme is not None:
        rows = rows.filter(about(theme))
    keys = list(rows.order_by("-id").values_list("pk", flat=True)[first : first + limit])
    found = plan_rows(ActionPlan.objects.filter(pk__in=keys)).order_by("-id")
    return tuple(view_plan_line(row, reader, today) for row in found)


def plans_of_idea(reader: Person, idea: RefinedIdea, *, today: date) -> tuple[PlanLine, ...]:
    """List the plans made of an idea, latest first."""
    rows = ActionPlan.objects.visible_to(reader).filter(idea=idea).order_by("-id")
    return tuple(view_plan_line(row, reader, today) for row in plan_rows(rows))


def about(*themes: Theme) -> Q:
    """Match the plans that serve a theme, themselves or by their idea."""
    return Q(theme__in=themes) | Q(idea__theme__in=themes)


def plan_view(reader: Person, plan: ActionPlan, *, today: date) -> PlanView:
    """Show one plan, in three queries."""
    row = plan_rows(ActionPlan.objects.filter(pk=plan.pk)).prefetch_related("steps__who").get()
    is_live = row.status in LIVE_PLANS
    may = reader.role in MARKETING or row.owner_id == reader.pk
    return PlanView(
        line=view_plan_line(row, reader, today),
        purpose=row.purpose,
        steps=tuple(
            StepView(
                public_id=step.public_id,
                what=step.what,
                who=name_for(reader, step.who) if step.who else "",
                is_mine=step.who_id == reader.pk,
                starts_on=step.starts_on,
                due_on=step.due_on,
                cost_half_days=step.cost_half_days,
                is_done=step.done_at is not None,
                done_at=step.done_at,
                is_late=is_live and is_late(step_of(step), today),
                may_do=is_live and (may or step.who_id == reader.pk),
            )
            for step in steps_in_order(row)
        ),
        outcome=row.outcome,
        next_step=row.next_step,
        ended_at=row.ended_at,
        is_live=is_live,
        may_change=is_live and may,
        version=row.version,
    )


def plan_serves(reader: Person, plan: ActionPlan) -> ServesView:
    """Show what a plan serves, in at most five queries."""
    notes = list(with_parts(Note.objects.visible_to(reader).filter(plans=plan)).order_by("heard_on", "id"))
    titles = titles_of(reader, [("idea", plan.idea.public_id)] if plan.idea else [])
    deal = Opportunity.objects.visible_to(reader).filter(plans=plan).first()
    return ServesView(
        idea_id=next((public_id for _kind, public_id in titles), ""),
        idea_title=next(iter(titles.values()), ""),
        deal_id=deal.public_id if deal else "",
        deal_name=deal.name if deal else "",
        notes=view_notes(notes, reader),
        n_hidden=plan.notes.count() - len(notes),
    )


def people_to_ask(reader: Person) -> tuple[Person, ...]:
    """List whom a reader may give a step to: those able to sign in whose name the reader may know, by name."""
    roles = [role.value for role in SALES | MARKETING]
    people = Person.objects.able().filter(role__in=roles).select_related("team").order_by("name", "id")
    return tuple(person for person in people if person == reader or name_for(reader, person) == person.name)
