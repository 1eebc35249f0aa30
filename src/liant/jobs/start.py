"""What a server or a worker takes up when it starts."""

from __future__ import annotations

from datetime import timedelta

from liant.actions import imports as import_act
from liant.actions import themes as theme_act
from liant.jobs import audience, imports, plan, themes
from liant.queries.plan_offers import LOST_AFTER


def take_up(*, is_alone: bool) -> None:
    """Go on with what was left half done, and forget what is no longer asked for.

    Parameters
    ----------
    is_alone : nobody else works on this folder, so whatever is under way was left by a process that ended.
    """
    imports.tidy(stale_after=timedelta(0) if is_alone else import_act.STALE_AFTER)
    themes.tidy(stale_after=timedelta(0) if is_alone else theme_act.STALE_AFTER)
    plan.tidy(stale_after=timedelta(0) if is_alone else LOST_AFTER)
    audience.tidy()
