"""Meetings come again by themselves."""

from __future__ import annotations

from datetime import datetime

from liant.actions.meet import plan_next_meetings


def keep_up(now: datetime) -> None:
    """Make the next time of the meetings whose last one has passed."""
    plan_next_meetings(now)
