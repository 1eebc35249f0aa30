"""When a digest is due, and when a mail is tried again."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest

from liant.loop.notices.channels import RETRY_AFTER, Topic, digest_moment, next_try, topic_of
from liant.loop.values.working_time import WorkCalendar

PARIS = WorkCalendar(zone=zoneinfo.ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((2026, 3, 12, 6, 59), None),  # 07:59 in Paris
        ((2026, 3, 12, 7, 0), (2026, 3, 12, 7, 0)),
        ((2026, 3, 12, 19, 0), (2026, 3, 12, 7, 0)),  # late, as it would have been at eight
        ((2026, 3, 14, 9, 0), None),  # a Saturday
        ((2026, 5, 1, 9, 0), None),  # a public holiday
        ((2026, 6, 11, 6, 0), (2026, 6, 11, 6, 0)),  # summer time
    ],
)
def test_the_digest_comes_at_its_hour_on_working_days(now, expected) -> None:
    moment = digest_moment(datetime(*now, tzinfo=UTC), 8, PARIS)
    assert moment == (datetime(*expected, tzinfo=UTC) if expected else None)


def test_a_mail_waits_longer_each_time_and_is_given_up() -> None:
    now = datetime(2026, 3, 12, tzinfo=UTC)
    waits = [next_try(now, n) for n in range(1, len(RETRY_AFTER) + 2)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(waits[:-1])
    assert waits[0] == now + timedelta(minutes=1)


def test_what_is_of_no_declared_topic_is_asked_or_news() -> None:
    assert topic_of("mentioned", is_due=True) == Topic.MENTIONS
    assert topic_of("still_yours", is_due=True) == Topic.ASKED
    assert topic_of("credited", is_due=False) == Topic.NEWS
