"""Launch to an audience: sellers read it from then on, are asked to say so, and whoever made it is credited."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from liant.actions.audience import Audience, ask_acknowledgement, choose_audience
from liant.actions.credit import contribute_all
from liant.actions.launch import check_marketer, step_to
from liant.actions.notices import close_notices
from liant.loop.launch.status import LaunchStatus
from liant.queries.launch_credit import credited_by
from liant.store.models import Launch, Person

#: A launch is told once: what is acknowledged has one version.
NUMBER = 1


def launch_to(
    *,
    actor: Person,
    launch: Launch,
    audience: Audience,
    acknowledge_half_days: int | None,
    today: date,
    now: datetime,
) -> int:
    """Launch to an audience, and ask it to say having read it when working half-days are given; return how many are asked.

    Marketing only. Locks the launch. Writes ``launch.launched``. The authors of the pitch and of the words on the board
    are credited from that day.

    Raises
    ------
    Conflict : ``launch.not_now``.
    Invalid : ``launch.not_ready``.
    """
    check_marketer(actor)
    with transaction.atomic():
        current = step_to(actor, launch, LaunchStatus.LAUNCHED, today, now)
        current.launched_at = now
        current.save(update_fields=["launched_at"])
        choose_audience("launch", launch.public_id, audience)
        contribute_all(credited_by(current, now))
        for code in ("pilot", "launch_proposal"):
            close_notices(code, "launch", launch.public_id, now)
        if acknowledge_half_days is None:
            return 0
        return ask_acknowledgement(
            actor=actor,
            kind="launch",
            public_id=launch.public_id,
            number=NUMBER,
            audience=audience,
            half_days=acknowledge_half_days,
            now=now,
        )
