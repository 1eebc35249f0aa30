"""Background computing of the calendar: asked for by a page, or by what was accepted meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from liant.actions.plan import ask_plan, compute_plan, needs_plan
from liant.store.models import PlanRun


@task()
def compute(run_id: str) -> str:
    """Compute the calendar that was asked for; return the public id of the run."""
    run = PlanRun.objects.filter(public_id=run_id).select_related("asked_by").first()
    if run is not None:
        compute_plan(run, now=datetime.now(UTC))
    return run_id


def keep_up(now: datetime) -> None:
    """Give a place to what was accepted and has none; nothing that is booked moves."""
    if needs_plan(now):
        compute_plan(ask_plan(actor=None, now=now), now=now)
