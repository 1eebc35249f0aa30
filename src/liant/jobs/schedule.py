"""What is done at its hour, beside the jobs that pages ask for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import close_old_connections

from liant.jobs import argue, brief, mail, meetings, plan

#: How often the clock is looked at: somebody named is mailed within this many seconds.
EVERY_SECONDS = 20
#: Each is given the moment and decides by itself whether its hour has come; safe to call twice, or by two processes.
AT_THEIR_HOUR: tuple[Callable[[datetime], None], ...] = (
    meetings.keep_up,
    argue.count_again,
    plan.keep_up,
    brief.forget,
    mail.post,
)


def look_at_the_clock(now: datetime) -> None:
    """Do what is due; what fails is logged, and tried again the next time."""
    for act in AT_THEIR_HOUR:
        try:
            act(now)
        except Exception:
            # One act that fails, whatever the reason, keeps neither the others nor the next time from being done.
            logging.getLogger("liant.schedule").exception("%s failed", act.__module__)


def keep_the_hours(stop: threading.Event) -> None:
    """Look at the clock until told to stop; run by the server and by the worker, on a thread of its own."""
    while not stop.wait(EVERY_SECONDS):
        close_old_connections()
        look_at_the_clock(datetime.now(UTC))
    close_old_connections()
