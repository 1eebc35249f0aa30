"""Background refresh of the themes."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from liant.actions import themes as act
from liant.store.models import Person


@task()
def refresh_themes(actor_id: str, seed: int) -> str:
    """Refresh the themes for whoever asked; return the public id of the refresh."""
    actor = Person.objects.able().filter(public_id=actor_id).first()
    return act.refresh_themes(actor=actor, seed=seed, now=datetime.now(UTC)).public_id
