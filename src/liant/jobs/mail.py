"""The outbox: what is told at once, and the digest of the day."""

from __future__ import annotations

from datetime import datetime

from liant.actions.outbox import fill_outbox, send_outbox
from liant.engines.mail import hand_over, has_server


def post(now: datetime) -> None:
    """Send the mails whose time has come; without a mail server, leave people to their page of notices."""
    if has_server():
        from liant.web.mail import compose_mail

        fill_outbox(now)
        send_outbox(now=now, compose=compose_mail, hand_over=hand_over)
