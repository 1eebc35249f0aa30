"""Background refresh of the themes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django_tasks import task

from liant.actions.themes import take_up_refreshes
from liant.jobs.argue import read_against_claims
from liant.store.models import Person


@task()
def assign_note(note_id: str) -> int:
    """Place a note that was just captured, behind its page; return 1 when it found its theme, 0 when it waits."""
    from liant.actions.themes_assign import assign_notes

    placed = assign_notes([note_id], now=datetime.now(UTC))
    if placed:
        read_against_claims.enqueue(note_id=note_id)
    return placed


@task()
def refresh_themes(actor_id: str, seed: int) -> str:
    """Refresh the themes for whoever asked; return the public id of the refresh."""
    # Numbers and sparse matrices take a second to load: only whoever refreshes waits for them, not the first page.
    from liant.actions.themes_refresh import refresh_themes as refresh

    actor = Person.objects.able().filter(public_id=actor_id).first()
    refreshed = refresh(actor=actor, seed=seed, now=datetime.now(UTC)).public_id
    read_against_claims.enqueue()
    return refreshed


def tidy(*, stale_after: timedelta) -> bool:
    """Begin the refresh again that was killed, if one was; called when a server or a worker starts."""
    killed = take_up_refreshes(now=datetime.now(UTC), stale_after=stale_after)
    if killed:
        refresh_themes.enqueue("", 0)
    return killed
