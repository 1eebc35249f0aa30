"""Which way each kind of news takes, and when a day's digest is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from liant.loop.values.working_time import WorkCalendar


class Topic(StrEnum):
    """What a notice is about, as people tune it."""

    MENTIONS = "mentions"  # somebody names me
    ASKED = "asked"  # something waits for me
    MEETINGS = "meetings"  # a meeting of mine: its agenda, its minutes
    ANSWERS = "answers"  # somebody wrote where I did
    NEWS = "news"  # what became of what I said or made
    BRIEF = "brief"  # the lines of my day that nobody's act left: deals past their date, what may help


class Channel(StrEnum):
    """How one is told; whatever the channel, everything is on the page of notices."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"


#: Digest by default, mentions at once.
DEFAULTS: Mapping[Topic, Channel] = {
    topic: Channel.AT_ONCE if topic == Topic.MENTIONS else Channel.DIGEST for topic in Topic
}
DEFAULT_DIGEST_HOUR = 8
#: What was told longer ago is no news any more.
FRESH_FOR = timedelta(days=14)
#: Waits between two tries of one mail; after the last, it is given up.
RETRY_AFTER = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 480))

TOPIC_BY_CODE: Mapping[str, Topic] = {
    "mentioned": Topic.MENTIONS,
    "answered": Topic.ANSWERS,
    "meeting_set": Topic.MEETINGS,
    "minutes": Topic.MEETINGS,
}


def topic_of(code: str, *, is_due: bool) -> Topic:
    """Tell what a notice is about; one of no declared topic is something asked, or news."""
    return TOPIC_BY_CODE.get(code, Topic.ASKED if is_due else Topic.NEWS)


def digest_moment(now: datetime, hour: int, calendar: WorkCalendar) -> datetime | None:
    """Return the moment of today's digest when it has come, on a working day; else None.

    Parameters
    ----------
    now : aware.
    hour : 0 to 23, told in the calendar's zone.

    Notes
    -----
    What is told after that moment waits for the next day's, however late this one is sent: a machine that was off at
    eight sends at ten what it would have sent at eight.
    """
    today = now.astimezone(calendar.zone).date()
    moment = datetime.combine(today, time(hour), calendar.zone)
    return moment if calendar.is_working(today) and now >= moment else None


def next_try(now: datetime, n_tries: int) -> datetime | None:
    """Tell when a mail that could not leave is tried again, after ``n_tries`` tries; None to give it up."""
    return now + RETRY_AFTER[n_tries - 1] if n_tries <= len(RETRY_AFTER) else None
