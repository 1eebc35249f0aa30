"""What is done about arguments behind the pages: new quotes read against claims, figures counted again."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from liant.actions.argue_drafted import chosen_drafter, write_draft
from liant.actions.argue_figures import count_figures_again
from liant.actions.argue_freshness import look_for_contrary
from liant.store.models import DraftStatus, ModelDraft


@task()
def read_against_claims(theme_id: str = "", note_id: str = "") -> int:
    """Read the recent quotes of one theme, of the theme of a note or of all themes against the claims made on them."""
    return look_for_contrary(now=datetime.now(UTC), theme_id=theme_id, note_id=note_id)


@task()
def write_with_model(draft_id: str) -> str:
    """Ask the language model for the draft of this public id, unless it was cancelled or none is named any more."""
    draft = ModelDraft.objects.filter(public_id=draft_id, status=DraftStatus.WAITING.value).first()
    drafter = chosen_drafter()
    if draft is not None and drafter is not None:
        write_draft(draft, drafter, now=datetime.now(UTC))
    return draft_id


def count_again(now: datetime) -> None:
    """Count again the figures of claims whose hour has come."""
    count_figures_again(now)
