"""Background computing of the calendar: asked for by a page, or by what was accepted meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django_tasks import task

from liant.actions.plan import ask_plan, compute_plan, needs_plan
from liant.actions.plan_offers import ask_afresh, find_offers, give_up_lost
from liant.store.models import PlanRun, PlanSearch


@task()
def compute(run_id: str) -> str:
    """Compute the calendar that was asked for; return the public id of the run."""
    run = PlanRun.objects.filter(public_id=run_id).select_related("asked_by").first()
    if run is not None:
        compute_plan(run, now=datetime.now(UTC))
        look_by_itself()
    return run_id


@task()
def look(search_id: str) -> str:
    """Look for the better plans that were asked for; return the public id of the search."""
    search = PlanSearch.objects.filter(public_id=search_id).first()
    if search is not None:
        find_offers(search, clock=lambda: datetime.now(UTC))
    return search_id


def look_by_itself() -> None:
    """Look for better plans after the one that is there at once: what is found is told, and never taken by itself."""
    look.enqueue(ask_afresh(now=datetime.now(UTC)).public_id)


def keep_up(now: datetime) -> None:
    """Give a place to what was accepted and has none; nothing that is booked moves."""
    if needs_plan(now):
        compute_plan(ask_plan(actor=None, now=now), now=now)
        look_by_itself()


def tidy(*, stale_after: timedelta) -> None:
    """Begin the search for better plans again that was killed, if one was; called when a server or a worker starts."""
    if give_up_lost(datetime.now(UTC), stale_after):
        look_by_itself()
