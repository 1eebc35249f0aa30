"""Requests to marketing: what may be asked, for whom, how strongly, and where a request stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from liant.loop.values.errors import Invalid

MAX_TITLE = 120
MAX_DETAILS = 2_000
#: A piece of work that takes longer is a project of its own, with a plan.
MOST_HALF_DAYS = 120
MOST_LEAD_WEEKS = 52


class Skill(StrEnum):
    """Name what it takes to make something."""

    WRITING = "writing"
    DESIGN = "design"
    WEB = "web"
    VIDEO = "video"
    EVENTS = "events"
    TECHNICAL = "technical"  # demonstrations, products
    FIGURES = "figures"  # studies, calculations


class ForWhom(StrEnum):
    """Tell whom a request serves; what an account is decides between the first three."""

    CLIENT = "client"
    PROSPECT = "prospect"
    PARTNER = "partner"
    TEAM = "team"
    COMPANY = "company"


class Need(IntEnum):
    """Tell how strongly somebody needs it: the more, the earlier it comes, and the more that voice pays."""

    USEFUL = 1
    IMPORTANT = 2
    BLOCKS = 3  # a deal waits for it


class RequestStatus(StrEnum):
    """Tell where a request stands; one that a decision leaves out waits for the next one."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    IN_HAND = "in_hand"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"


#: Neither delivered nor withdrawn.
OPEN_REQUESTS = (RequestStatus.WAITING, RequestStatus.ACCEPTED, RequestStatus.IN_HAND)
#: Promised, and not delivered yet.
PROMISED = (RequestStatus.ACCEPTED, RequestStatus.IN_HAND)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody asks for, in words and days."""

    title: str
    details: str
    needed_on: date | None


def checked_ask(ask: Ask, today: date) -> Ask:
    """Clean a request, or refuse one that nobody could act upon.

    Raises
    ------
    Invalid : ``arbitrate.no_title``, ``arbitrate.too_long``, ``arbitrate.needed_before_today``.
    """
    title, details = " ".join(ask.title.split()), ask.details.strip()
    if not title:
        raise Invalid(
            "The request has no name.",
            code="arbitrate.no_title",
            hint="Say in a few words what is needed: everybody who needs it too can then join you.",
        )
    if len(title) > MAX_TITLE or len(details) > MAX_DETAILS:
        raise Invalid(
            "The name takes %(title)s characters at most, the details %(details)s.",
            code="arbitrate.too_long",
            hint="Keep what calls for an answer; the rest goes into the thread.",
            params={"title": MAX_TITLE, "details": MAX_DETAILS},
        )
    if ask.needed_on is not None and ask.needed_on < today:
        raise Invalid(
            "The day by which it is needed has passed.",
            code="arbitrate.needed_before_today",
            hint="Choose a day to come, or leave it empty.",
        )
    return Ask(title=title, details=details, needed_on=ask.needed_on)


def check_half_days(half_days: int) -> None:
    """Refuse a quantity of work that is no quantity of work.

    Raises
    ------
    Invalid : ``arbitrate.half_days``.
    """
    if not 1 <= half_days <= MOST_HALF_DAYS:
        raise Invalid(
            "It takes between 1 and %(limit)s half-days.",
            code="arbitrate.half_days",
            hint="Count two half-days a day; split what takes longer.",
            params={"limit": MOST_HALF_DAYS},
        )
