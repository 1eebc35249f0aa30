"""What becomes of the brief with time."""

from __future__ import annotations

from datetime import datetime

from liant.actions.brief import forget_told


def forget(now: datetime) -> None:
    """Forget what was told long ago, in the first minute of an hour; when that is missed, the next hour does it."""
    if now.minute == 0:
        forget_told(today=now.date())
