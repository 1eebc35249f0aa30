"""Background reading of new quotes against the claims of arguments."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from liant.actions.argue_freshness import look_for_contrary


@task()
def read_against_claims(theme_id: str = "", note_id: str = "") -> int:
    """Read the recent quotes of one theme, of the theme of a note or of all themes against the claims made on them."""
    return look_for_contrary(now=datetime.now(UTC), theme_id=theme_id, note_id=note_id)
