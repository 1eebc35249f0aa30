"""Read launches: where they stand, who works on them, what must be ready by the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q

from liant.loop.launch.pitch import LineStatus, Wording, authors_of
from liant.loop.launch.readiness import Readiness, StepState, judge_readiness
from liant.loop.launch.status import OPEN, TOLD, LaunchStatus
from liant.loop.launch.timeline import Mark, Placed, Timeline, draw_timeline
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.queries.ledger import name_for
from liant.store.models import Launch, LaunchStep, Person

#: Widths at which the timeline is drawn, on a desk and on a phone, in pixels.
DESK_WIDTH, PHONE_WIDTH = 860, 340


@dataclass(frozen=True, kw_only=True)
class LaunchSummary:
    """A launch in a list."""

    public_id: str
    name: str
    status: str
    launch_on: date
    days_left: int
    n_pilots: int
    n_lines: int
    n_proposed: int
    n_done: int
    n_steps: int
    is_pilot: bool


@dataclass(frozen=True, kw_only=True)
class PilotView:
    """A pilot seller, with the lines in the pitch that are theirs and those that wait."""

    public_id: str
    name: str
    team: str
    n_accepted: int
    n_proposed: int


@dataclass(frozen=True, kw_only=True)
class StepView:
    """An item of the checklist; ``state`` is done, late or open."""

    public_id: str
    title: str
    owner: str
    owner_id: str
    due_on: date
    state: str
    may_finish: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class TimelineView:
    """A drawing with the state of each of its marks."""

    drawing: Timeline
    rows: tuple[tuple[Placed, str], ...]


@dataclass(frozen=True, kw_only=True)
class LaunchView:
    """A launch as one reader may see it."""

    public_id: str
    name: str
    status: str
    is_open: bool
    goal: str
    pains: str
    product: str
    segment: str
    owner: str
    launch_on: date
    days_left: int
    learnt: str
    launched_at: datetime | None
    closed_at: datetime | None
    version: int
    is_pilot: bool
    works_on_it: bool
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class WorkView:
    """What those who work on a launch read besides its brief."""

    pilots: tuple[PilotView, ...]
    readiness: Readiness
    steps: tuple[StepView, ...]
    n_proposed: int
    n_lines: int
    n_pins: int
    timelines: tuple[TimelineView, TimelineView]  #: for a desk, for a phone


def launches_for(reader: Person, *, today: date) -> tuple[LaunchSummary, ...]:
    """List the launches that a reader may open: those in preparation, launched, closed, each by day; one query."""
    rows = list(
        Launch.objects.visible_to(reader)
        .annotate(
            n_lines=Count("lines", distinct=True, filter=Q(lines__status=LineStatus.ACCEPTED.value)),
            n_proposed=Count("lines", distinct=True, filter=Q(lines__status=LineStatus.PROPOSED.value)),
            n_pilots=Count("pilots", distinct=True),
            is_mine=Count("pilots", distinct=True, filter=Q(pilots__person=reader)),
            n_steps=Count("steps", distinct=True, filter=Q(steps__due_on__lte=F("launch_on"))),
            n_done=Count(
                "steps", distinct=True, filter=Q(steps__due_on__lte=F("launch_on"), steps__done_at__isnull=False)
            ),
        )
        .order_by("launch_on", "id")
        .values(
            "public_id",
            "name",
            "status",
            "launch_on",
            "n_pilots",
            "n_lines",
            "n_proposed",
            "n_done",
            "n_steps",
            "is_mine",
        )[:100]
    )
    order = (*OPEN, *TOLD)
    rows.sort(key=lambda row: max(1, order.index(LaunchStatus(row["status"]))))
    return tuple(
        LaunchSummary(
            public_id=row["public_id"],
            name=row["name"],
            status=row["status"],
            launch_on=row["launch_on"],
            days_left=(row["launch_on"] - today).days,
            n_pilots=row["n_pilots"],
            n_lines=row["n_lines"],
            n_proposed=row["n_proposed"],
            n_done=row["n_done"],
            n_steps=row["n_steps"],
            is_pilot=bool(row["is_mine"]),
        )
        for row in rows
    )


def launch_view(reader: Person, launch: Launch, *, today: date) -> LaunchView:
    """Show a launch's brief; one query besides the row, its owner and its product."""
    is_pilot = launch.pilots.filter(person=reader).exists()
    return LaunchView(
        public_id=launch.public_id,
        name=launch.name,
        status=launch.status,
        is_open=launch.status in OPEN,
        goal=launch.goal,
        pains=launch.pains,
        product=launch.product.name if launch.product else "",
        segment=launch.segment,
        owner=name_for(reader, launch.owner),
        launch_on=launch.launch_on,
        days_left=(launch.launch_on - today).days,
        learnt=launch.learnt,
        launched_at=launch.launched_at,
        closed_at=launch.closed_at,
        version=launch.version,
        is_pilot=is_pilot,
        works_on_it=reader.role in MARKETING or Launch.objects.worked_on_by(reader).filter(pk=launch.pk).exists(),
        may_write=launch.status in OPEN and (is_pilot or reader.role in MARKETING),
    )


def name_inside(reader: Person, person: Person) -> str:
    """Name somebody to those who work on the same launch: they were invited by name, and write together."""
    return name_for(reader, person) if person.pk == reader.pk else person.name


def work_view(reader: Person, launch: Launch, *, today: date) -> WorkView:
    """Show what is ready, who works on it and when things happen; five queries. The guard keeps others out."""
    lines = list(launch.lines.values_list("pk", "author_id", "replaces_id", "status"))
    wordings = {pk: Wording(author=author, replaces=replaces) for pk, author, replaces, _status in lines}
    # Whoever said a line first has a line in the pitch, whoever reworded it.
    accepted = [authors_of(pk, wordings) for pk, _author, _replaces, status in lines if status == LineStatus.ACCEPTED]
    proposed = [author for _pk, author, _replaces, status in lines if status == LineStatus.PROPOSED]
    pilots = launch.pilots.select_related("person__team").order_by("person__name", "id")
    rows = list(launch.steps.select_related("owner").order_by("due_on", "id"))
    steps = tuple(view_step(reader, row, today) for row in rows)
    n_pins = launch.pins.count()
    return WorkView(
        pilots=tuple(
            PilotView(
                public_id=pilot.person.public_id,
                name=name_inside(reader, pilot.person),
                team=pilot.person.team.name if pilot.person.team else "",
                n_accepted=sum(pilot.person_id in authors for authors in accepted),
                n_proposed=proposed.count(pilot.person_id),
            )
            for pilot in pilots
        ),
        readiness=judge_readiness(
            goal=launch.goal,
            pains=launch.pains,
            n_pins=n_pins,
            n_lines=len(accepted),
            n_waiting=len(proposed),
            steps=[StepState(due_on=row.due_on, is_done=row.done_at is not None) for row in rows],
            launch_on=launch.launch_on,
            today=today,
        ),
        steps=steps,
        n_proposed=len(proposed),
        n_lines=len(accepted),
        n_pins=n_pins,
        timelines=(
            timeline_of(launch, steps, today=today, width=DESK_WIDTH),
            timeline_of(launch, steps, today=today, width=PHONE_WIDTH),
        ),
    )


def view_step(reader: Person, step: LaunchStep, today: date) -> StepView:
    """Show an item of the checklist."""
    is_done = step.done_at is not None
    return StepView(
        public_id=step.public_id,
        title=step.title,
        owner=name_inside(reader, step.owner) if step.owner else "",
        owner_id=step.owner.public_id if step.owner else "",
        due_on=step.due_on,
        state="done" if is_done else "late" if step.due_on < today else "open",
        may_finish=reader.role in MARKETING or (reader.role in SALES and step.owner_id == reader.pk),
        version=step.version,
    )


def timeline_of(launch: Launch, steps: Sequence[StepView], *, today: date, width: int) -> TimelineView:
    """Draw the checklist over the weeks."""
    drawing = draw_timeline(
        [Mark(label=step.title, on=step.due_on) for step in steps],
        launch_on=launch.launch_on,
        today=today,
        width=width,
    )
    return TimelineView(drawing=drawing, rows=tuple(zip(drawing.marks, (step.state for step in steps), strict=True)))


def sellers_to_invite(launch: Launch) -> tuple[tuple[str, str, str], ...]:
    """List the sellers who may be invited, by team and name: (public id, name, team)."""
    rows = (
        Person.objects.able()
        .filter(role=Role.SELLER.value)
        .exclude(pk__in=launch.pilots.values("person"))
        .select_related("team")
        .order_by("team__name", "name", "id")
    )
    return tuple((row.public_id, row.name, row.team.name if row.team else "") for row in rows)


def people_inside(launch: Launch) -> tuple[tuple[str, str], ...]:
    """List who may do an item of the checklist: marketing, and the pilots of this launch: (public id, name)."""
    rows = Person.objects.able().filter(Q(role__in=list(MARKETING)) | Q(pk__in=launch.pilots.values("person")))
    return tuple(rows.order_by("role", "name", "id").values_list("public_id", "name"))
