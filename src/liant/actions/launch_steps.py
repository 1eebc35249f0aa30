"""Keep the checklist of a launch: add, change, finish and take off an item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from liant.actions.launch import check_marketer
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import MARKETING
from liant.store.models import Launch, LaunchPilot, LaunchStep, Person


@dataclass(frozen=True, kw_only=True)
class StepText:
    """An item as written."""

    title: str
    owner: Person | None
    due_on: date


def check_step(launch: Launch, step: StepText) -> None:
    """Refuse an item without words (``launch.no_title``), or given to somebody outside (``launch.not_inside``)."""
    if not step.title.strip() or len(step.title) > 200:
        raise Invalid(
            "The item says nothing, or more than 200 characters.",
            code="launch.no_title",
            hint="Write what will be there when it is done.",
        )
    owner = step.owner
    if owner is not None and owner.role not in MARKETING and not launch.pilots.filter(person=owner).exists():
        raise Invalid(
            "%(name)s does not work on this launch.",
            code="launch.not_inside",
            hint="Invite the seller as a pilot first, or give the item to somebody else.",
            params={"name": owner.name},
        )


def add_step(*, actor: Person, launch: Launch, step: StepText, now: datetime) -> LaunchStep:
    """Add an item. Marketing only. Writes ``launch.step_added``; its owner is told.

    Raises
    ------
    Invalid : ``launch.no_title``, ``launch.not_inside``.
    """
    check_marketer(actor)
    check_step(launch, step)
    with transaction.atomic():
        added = LaunchStep.objects.create(launch=launch, title=step.title.strip(), owner=step.owner, due_on=step.due_on)
        tell_owner(actor, added, now)
        record(actor, "launch.step_added", "launch", launch.public_id, now, {"step": added.public_id})
    return added


def edit_step(*, actor: Person, step: LaunchStep, text: StepText, version: int, now: datetime) -> None:
    """Change an item. Marketing only. Locks it. Writes ``launch.step_edited``.

    Raises
    ------
    Invalid : ``launch.no_title``, ``launch.not_inside``.
    Conflict : ``launch.step_changed`` when somebody changed it since it was shown.
    """
    check_marketer(actor)
    check_step(step.launch, text)
    with transaction.atomic():
        row = LaunchStep.objects.select_for_update(of=("self",)).select_related("launch", "owner").get(pk=step.pk)
        if row.version != version:
            raise Conflict(
                "Somebody changed this item to “%(title)s” while you were writing “%(yours)s”.",
                code="launch.step_changed",
                hint="Open the list again and choose.",
                params={"title": row.title, "yours": text.title[:200]},
            )
        if row.owner is not None and row.owner != text.owner:
            close_notices("launch_step", "launch", row.launch.public_id, now, person=row.owner)
        row.title, row.owner, row.due_on = text.title.strip(), text.owner, text.due_on
        row.version += 1
        row.save()
        tell_owner(actor, row, now)
        record(actor, "launch.step_edited", "launch", row.launch.public_id, now, {"step": row.public_id})


def tell_owner(actor: Person, step: LaunchStep, now: datetime) -> None:
    """Tell whoever must do an item, unless they gave it to themselves or it is done."""
    if step.owner is not None and step.owner_id != actor.pk and step.done_at is None:
        data = {"step": step.title, "on": step.due_on.isoformat(), "by": actor.public_id}
        tell([step.owner], "launch_step", "launch", step.launch.public_id, now, data=data, is_due=True)


def finish_step(*, actor: Person, step: LaunchStep, is_done: bool, now: datetime) -> None:
    """Say that an item is done, or that it is not after all. Marketing, or its owner while a pilot.

    Said twice, nothing changes. Locks it. Writes ``launch.step_done`` or ``launch.step_undone``.

    Raises
    ------
    Forbidden : ``launch.not_your_step``.
    """
    is_pilot = LaunchPilot.objects.filter(launch=step.launch_id, person=actor).exists()
    if actor.role not in MARKETING and not (is_pilot and step.owner_id == actor.pk):
        raise Forbidden("Only its owner or marketing says that an item is done.", code="launch.not_your_step")
    with transaction.atomic():
        row = LaunchStep.objects.select_for_update(of=("self",)).select_related("launch", "owner").get(pk=step.pk)
        if (row.done_at is not None) == is_done:
            return
        row.done_at, row.done_by = (now, actor) if is_done else (None, None)
        row.version += 1
        row.save()
        if is_done and row.owner is not None and not others_open(row):
            close_notices("launch_step", "launch", row.launch.public_id, now, person=row.owner)
        verb = "launch.step_done" if is_done else "launch.step_undone"
        record(actor, verb, "launch", row.launch.public_id, now, {"step": row.public_id})


def others_open(step: LaunchStep) -> bool:
    """Tell whether the owner of an item has another one to do in the same launch."""
    return LaunchStep.objects.filter(launch=step.launch_id, owner=step.owner_id, done_at=None).exists()


def remove_step(*, actor: Person, step: LaunchStep, now: datetime) -> None:
    """Take an item off the list; taken off already, nothing changes. Marketing only. Writes ``launch.step_removed``."""
    check_marketer(actor)
    with transaction.atomic():
        row = (
            LaunchStep.objects.select_for_update(of=("self",))
            .select_related("launch", "owner")
            .filter(pk=step.pk)
            .first()
        )
        if row is None:
            return
        row.delete()
        if row.owner is not None and not others_open(row):
            close_notices("launch_step", "launch", row.launch.public_id, now, person=row.owner)
        record(actor, "launch.step_removed", "launch", row.launch.public_id, now)
