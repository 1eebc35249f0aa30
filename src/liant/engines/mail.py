"""Hand a mail to the mail server, and say what became of it."""

from __future__ import annotations

from enum import StrEnum
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection


class Outcome(StrEnum):
    """What the mail server made of a mail."""

    SENT = "sent"
    LATER = "later"  # it did not take it, and may later
    REFUSED = "refused"  # it will not
    UNSURE = "unsure"  # the line was cut: it may have taken it


def has_server() -> bool:
    """Tell whether a mail server is set: without one, mail would only be printed."""
    return "console" not in settings.EMAIL_BACKEND


def hand_over(message: EmailMessage) -> Outcome:
    """Give one message to the mail server."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        return Outcome.LATER
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as refusal:
        codes = [code for code, _text in refusal.recipients.values()]
        return Outcome.REFUSED if all(code >= 500 for code in codes) else Outcome.LATER
    except SMTPResponseException as refusal:
        return Outcome.REFUSED if refusal.smtp_code >= 500 else Outcome.LATER
    except (OSError, SMTPException):
        return Outcome.UNSURE
    finally:
        connection.close()
    return Outcome.SENT
