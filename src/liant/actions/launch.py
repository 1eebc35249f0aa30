"""Start a launch, write its brief, invite pilot sellers, and move it on its course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.launch.pitch import LineStatus
from liant.loop.launch.readiness import Gap, StepState, judge_readiness
from liant.loop.launch.status import OPEN, LaunchStatus, check_move
from liant.loop.launch.templates import Template, plan_steps
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import MARKETING, Role
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Launch, LaunchPilot, LaunchStep, Person, Product

NAME_LENGTH, TEXT_LENGTH = 120, 4_000
#: What each status writes to the ledger.
VERBS = {
    LaunchStatus.PREPARING: "launch.reopened",
    LaunchStatus.READY: "launch.ready",
    LaunchStatus.LAUNCHED: "launch.launched",
    LaunchStatus.CLOSED: "launch.closed",
}


@dataclass(frozen=True, kw_only=True)
class BriefText:
    """The brief of a launch as written."""

    name: str
    goal: str
    pains: str
    product: Product | None
    segment: str
    launch_on: date


def check_marketer(actor: Person) -> None:
    """Refuse whoever is not in marketing (``launch.not_marketing``), by whatever path."""
    if actor.role not in MARKETING:
        raise Forbidden("Only marketing leads a launch.", code="launch.not_marketing")


def check_open(launch: Launch) -> None:
    """Refuse to change what sellers already read (``launch.told``)."""
    if launch.status not in OPEN:
        raise Conflict(
            "“%(name)s” is launched: its brief, its board and its pitch stay as sellers read them.",
            code="launch.told",
            hint="Write what you learn in the thread, and close the launch with it.",
            params={"name": launch.name},
        )


def check_brief(brief: BriefText) -> None:
    """Refuse a brief without a name (``launch.no_name``)."""
    if not brief.name.strip() or len(brief.name) > NAME_LENGTH:
        raise Invalid(
            "The launch has no name, or one longer than 120 characters.",
            code="launch.no_name",
            hint="Give it the name that people will use in meetings.",
        )


def start_launch(
    *,
    actor: Person,
    brief: BriefText,
    template: Template,
    titles: Mapping[str, str],
    today: date,
    now: datetime,
) -> Launch:
    """Start a launch from a template, with its checklist dated back from the day. Marketing only.

    Writes ``launch.started``.

    Parameters
    ----------
    titles : words of the items of the template, by code, in the language of whoever starts it; they are edited later.

    Raises
    ------
    Invalid : ``launch.no_name``.
    """
    check_marketer(actor)
    check_brief(brief)
    with transaction.atomic():
        launch = Launch(owner=actor, template=template.value, created_at=now)
        write_brief(launch, brief)
        launch.save()
        LaunchStep.objects.bulk_create(
            LaunchStep(launch=launch, title=titles[step.code][:200], due_on=step.due_on)
            for step in plan_steps(template, launch_on=brief.launch_on, today=today)
        )
        index_objects("launch", [launch.pk], are_new=True)
        record(actor, "launch.started", "launch", launch.public_id, now, {"template": template.value})
    return launch


def write_brief(launch: Launch, brief: BriefText) -> None:
    """Put a brief into the columns of a launch."""
    launch.name, launch.launch_on = brief.name.strip(), brief.launch_on
    launch.goal, launch.pains = brief.goal.strip()[:TEXT_LENGTH], brief.pains.strip()[:TEXT_LENGTH]
    launch.product, launch.segment = brief.product, brief.segment.strip()[:80]


def edit_brief(*, actor: Person, launch: Launch, brief: BriefText, version: int, now: datetime) -> None:
    """Change the brief of a launch that sellers do not read yet. Locks it. Writes ``launch.edited``.

    Raises
    ------
    Invalid : ``launch.no_name``.
    Conflict : ``launch.changed`` when somebody changed it since it was shown; ``launch.told``.
    """
    check_marketer(actor)
    check_brief(brief)
    with transaction.atomic():
        current = Launch.objects.select_for_update().get(pk=launch.pk)
        check_open(current)
        if current.version != version:
            raise Conflict(
                "Somebody changed the brief of “%(name)s” while you were writing.",
                code="launch.changed",
                hint="Your text is still in the form below; theirs stands beside it. Choose, then save again.",
                params={"name": current.name},
            )
        write_brief(current, brief)
        current.version += 1
        current.save()
        index_objects("launch", [launch.pk])
        record(actor, "launch.edited", "launch", launch.public_id, now)


def invite_pilot(*, actor: Person, launch: Launch, person: Person, now: datetime) -> None:
    """Invite a seller to prepare a launch; invited twice, once is enough. Writes ``launch.pilot_invited``.

    The seller is told, reads the workspace from then on, and proposes lines.

    Raises
    ------
    Invalid : ``launch.not_a_seller``.
    Conflict : ``launch.told``.
    """
    check_marketer(actor)
    check_open(launch)
    if person.role != Role.SELLER or not person.is_active:
        raise Invalid(
            "Only a seller who may sign in pilots a launch.",
            code="launch.not_a_seller",
            hint="Choose one of the sellers in the list.",
        )
    with transaction.atomic():
        _pilot, is_new = LaunchPilot.objects.get_or_create(
            launch=launch, person=person, defaults={"invited_by": actor, "invited_at": now}
        )
        if is_new:
            tell([person], "pilot", "launch", launch.public_id, now, data={"by": actor.public_id}, is_due=True)
            record(actor, "launch.pilot_invited", "launch", launch.public_id, now, {"person": person.public_id})


def release_pilot(*, actor: Person, launch: Launch, person: Person, now: datetime) -> None:
    """Let a pilot go: the workspace closes to them, the lines they wrote keep their name. ``launch.pilot_released``."""
    check_marketer(actor)
    with transaction.atomic():
        n_gone, _by_kind = LaunchPilot.objects.filter(launch=launch, person=person).delete()
        if n_gone:
            close_notices("pilot", "launch", launch.public_id, now, person=person)
            record(actor, "launch.pilot_released", "launch", launch.public_id, now, {"person": person.public_id})


def gaps_of(launch: Launch, today: date) -> tuple[Gap, ...]:
    """Tell what a stored launch lacks."""
    return judge_readiness(
        goal=launch.goal,
        pains=launch.pains,
        n_pins=launch.pins.count(),
        n_lines=launch.lines.filter(status=LineStatus.ACCEPTED.value).count(),
        n_waiting=launch.lines.filter(status=LineStatus.PROPOSED.value).count(),
        steps=[StepState(due_on=step.due_on, is_done=step.done_at is not None) for step in launch.steps.all()],
        launch_on=launch.launch_on,
        today=today,
    ).gaps


def move_launch(
    *, actor: Person, launch: Launch, target: LaunchStatus, today: date, now: datetime, learnt: str = ""
) -> None:
    """Declare a launch ready, take it back to work, or close it with what was learnt. Marketing only. Locks it.

    Writes ``launch.ready``, ``launch.reopened`` or ``launch.closed``. It is launched by ``actions/launch_told.py``, which
    chooses its audience.

    Raises
    ------
    Conflict : ``launch.not_now``.
    Invalid : ``launch.not_ready`` while something is missing; ``launch.nothing_learnt`` when it is closed without a word;
        ``launch.no_audience`` when it is launched to nobody in particular.
    """
    check_marketer(actor)
    if target == LaunchStatus.LAUNCHED:
        raise Invalid(
            "A launch is launched to an audience.",
            code="launch.no_audience",
            hint="Choose the teams first; none ticked is all of sales.",
        )
    if target == LaunchStatus.CLOSED and not learnt.strip():
        raise Invalid(
            "A launch is closed with what was learnt.",
            code="launch.nothing_learnt",
            hint="Two lines are enough: what worked, what to do otherwise.",
        )
    with transaction.atomic():
        current = step_to(actor, launch, target, today, now)
        if target == LaunchStatus.CLOSED:
            current.learnt, current.closed_at = learnt.strip()[:TEXT_LENGTH], now
            current.save(update_fields=["learnt", "closed_at"])


def step_to(actor: Person, launch: Launch, target: LaunchStatus, today: date, now: datetime) -> Launch:
    """Move a launch one step on its course, under a lock and in the caller's transaction, and record it.

    Raises
    ------
    Conflict : ``launch.not_now``.
    Invalid : ``launch.not_ready`` while something is missing.
    """
    current = Launch.objects.select_for_update().get(pk=launch.pk)
    check_move(LaunchStatus(current.status), target)
    if target in (LaunchStatus.READY, LaunchStatus.LAUNCHED) and gaps_of(current, today):
        raise Invalid(
            "“%(name)s” is not ready.",
            code="launch.not_ready",
            hint="Its page names what is missing; what no longer matters can be taken off the list.",
            params={"name": current.name},
        )
    current.status, current.version = target.value, current.version + 1
    current.save(update_fields=["status", "version"])
    record(actor, VERBS[target], "launch", launch.public_id, now)
    return current
