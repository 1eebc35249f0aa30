"""An action plan: its steps, what they cost, how far they are, and which are late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from liant.loop.values.errors import Conflict, Invalid

MAX_STEPS = 12
MAX_HALF_DAYS = 400


class PlanStatus(StrEnum):
    """Tell where an action plan is."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


#: Neither done nor dropped.
LIVE_PLANS = (PlanStatus.PLANNED, PlanStatus.UNDER_WAY)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a plan; ``cost_half_days`` is working time."""

    what: str
    starts_on: date | None
    due_on: date | None
    cost_half_days: int
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a plan is: steps and half-days, done and in all, and the steps past their day."""

    n_done: int
    n_steps: int
    done_half_days: int
    cost_half_days: int
    n_late: int
    due_on: date | None  #: of its last step; None when no step has a day


def is_late(step: Step, today: date) -> bool:
    """Tell whether a step should be done and is not: its day counts until it ends."""
    return not step.is_done and step.due_on is not None and step.due_on < today


def progress_of(steps: Sequence[Step], today: date) -> Progress:
    """Count how far a plan is."""
    done = [step for step in steps if step.is_done]
    return Progress(
        n_done=len(done),
        n_steps=len(steps),
        done_half_days=sum(step.cost_half_days for step in done),
        cost_half_days=sum(step.cost_half_days for step in steps),
        n_late=sum(is_late(step, today) for step in steps),
        due_on=max((step.due_on for step in steps if step.due_on is not None), default=None),
    )


def check_live_plan(status: str) -> None:
    """Refuse to work on a plan that is over.

    Raises
    ------
    Conflict : ``refine.plan_over``.
    """
    if status not in LIVE_PLANS:
        raise Conflict(
            "This plan is done or dropped.", code="refine.plan_over", hint="Make a new one for what is left to do."
        )


def status_of(steps: Sequence[Step]) -> PlanStatus:
    """Tell the status of a live plan: under way from its first step done. Done is said by a person, never deduced."""
    return PlanStatus.UNDER_WAY if any(step.is_done for step in steps) else PlanStatus.PLANNED


def check_steps(steps: Sequence[Step]) -> None:
    """Refuse a plan that cannot be followed.

    Raises
    ------
    Invalid : ``refine.no_step``, ``refine.too_many_steps``, ``refine.dates_reversed``, ``refine.cost``.
    """
    if not steps:
        raise Invalid(
            "A plan needs a first step.", code="refine.no_step", hint="Write the smallest thing that moves it forward."
        )
    if len(steps) > MAX_STEPS:
        raise Invalid(
            "A plan has %(limit)s steps at most.",
            code="refine.too_many_steps",
            hint="Group some, or make two plans.",
            params={"limit": MAX_STEPS},
        )
    for step in steps:
        if step.starts_on is not None and step.due_on is not None and step.due_on < step.starts_on:
            raise Invalid(
                "“%(what)s” ends before it starts.",
                code="refine.dates_reversed",
                hint="Change one of its two dates.",
                params={"what": step.what},
            )
        if not 0 <= step.cost_half_days <= MAX_HALF_DAYS:
            raise Invalid(
                "“%(what)s” costs between 0 and %(limit)s half-days.",
                code="refine.cost",
                hint="Count two half-days a day.",
                params={"what": step.what, "limit": MAX_HALF_DAYS},
            )
