"""Calendars read by other programs: whose, what is in them, and how they stop."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from liant.actions import plan_feed as act
from liant.engines.calendar_feed import FeedEvent, write_feed
from liant.loop.plan.availability import hours_of, monday_of
from liant.loop.values.errors import Forbidden
from liant.loop.values.roles import Role
from liant.store.models import CalendarFeed, LedgerEvent, Visit
from tests.builders import NOW, TODAY, a_booking, a_deal, a_request, accepted, an_account, one_of_each

pytestmark = pytest.mark.django_db
_keys = itertools.count()


@pytest.fixture
def people():
    return one_of_each()


def events(content: bytes) -> list[tuple[str, date, date]]:
    calendar = icalendar.Calendar.from_ical(content)
    return [(str(row["summary"]), row.start, row.end) for row in calendar.walk("VEVENT")]


def test_whole_days_end_the_day_after_as_programs_expect() -> None:
    event = FeedEvent(
        uid="u@liant",
        first_on=date(2026, 3, 27),
        last_on=date(2026, 3, 30),
        title="Étude ; à lire, vite",
        url="http://x/",
    )
    content = write_feed([event], name="Liant", now=NOW)
    assert events(content) == [("Étude ; à lire, vite", date(2026, 3, 27), date(2026, 3, 31))]
    assert b"DTSTART;VALUE=DATE:20260327" in content  # a day has no zone: no clock change moves it
    assert b"\r\n" in content


@pytest.mark.parametrize(
    ("on", "half", "is_whole_day", "begin", "end"),
    [
        (date(2026, 3, 27), 0, False, b"20260327T080000Z", b"20260327T113000Z"),  # the last Friday of winter time
        (date(2026, 3, 30), 0, False, b"20260330T070000Z", b"20260330T103000Z"),  # the first Monday of summer time
        (date(2026, 10, 23), 1, False, b"20261023T120000Z", b"20261023T153000Z"),
        (date(2026, 10, 26), 0, True, b"20261026T080000Z", b"20261026T163000Z"),
    ],
)
def test_a_half_day_has_its_hours_where_people_work_in_summer_and_in_winter(on, half, is_whole_day, begin, end) -> None:
    hours = hours_of(on, half, is_whole_day=is_whole_day, zone=ZoneInfo("Europe/Paris"))
    event = FeedEvent(uid="v@liant", first_on=on, last_on=on, title="Joint visit", url="http://x/", hours=hours)
    content = write_feed([event], name="Liant", now=NOW)
    assert b"DTSTART:" + begin in content
    assert b"DTEND:" + end in content
    assert b"TRANSP:OPAQUE" in content  # whoever goes is not free


def test_only_a_hash_is_kept_and_a_new_address_stops_the_old_one(people) -> None:
    marketer = people[Role.MARKETER]
    first = act.open_feed(actor=marketer, now=NOW)
    second = act.open_feed(actor=marketer, now=NOW)
    assert act.reader_of(first, today=TODAY) is None
    assert act.reader_of(second, today=TODAY) == marketer
    stored = str([*CalendarFeed.objects.values(), *LedgerEvent.objects.values()])
    assert second not in stored
    assert CalendarFeed.objects.get().read_on == TODAY
    act.close_feed(actor=marketer, now=NOW)
    assert act.reader_of(second, today=TODAY) is None
    with pytest.raises(Forbidden):
        act.open_feed(actor=people[Role.ADMIN], now=NOW)


def test_somebody_who_left_has_no_calendar(people) -> None:
    token = act.open_feed(actor=people[Role.SELLER], now=NOW)
    people[Role.SELLER].is_active = False
    people[Role.SELLER].save()
    assert act.reader_of(token, today=TODAY) is None


def draw(client) -> str:
    answer = client.post("/calendar/feed", {}, headers={"Idempotency-Key": f"feed-{next(_keys)}"}, follow=True)
    found = re.search(r"/calendar/feed/[\w-]{43}\.ics", answer.content.decode())
    assert found is not None
    return found.group()


def test_a_marketer_reads_the_weeks_of_what_is_theirs(people, visit) -> None:
    request = accepted(a_request(people[Role.SELLER], "A case study"))
    a_booking(people[Role.MARKETER], request)
    a_booking(people[Role.MARKETING_DIRECTOR], accepted(a_request(people[Role.SELLER], "Not mine")))
    client = visit(people[Role.MARKETER])
    address = draw(client)
    answer = visit().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    monday = monday_of(datetime.now(UTC).date())
    assert events(answer.content) == [("Work: A case study", monday, monday + timedelta(days=12))]
    assert address not in client.get("/calendar/feed").content.decode()  # told once
    client.post("/calendar/feed/close", {}, headers={"Idempotency-Key": "close"})
    assert visit().get(address).status_code == 404


def test_a_seller_reads_days_without_a_client_nor_a_figure(people, visit) -> None:
    seller = people[Role.SELLER]
    deal = a_deal(
        seller, name="Laiterie du Nord, 40 licences", expected_close_on=datetime.now(UTC).date() + timedelta(days=3)
    )
    request = accepted(a_request(seller, "A case study", account=deal.account, opportunity=deal))
    a_booking(people[Role.MARKETER], request)
    content = visit().get(draw(visit(seller))).content.decode()
    assert "Expected from marketing: A case study" in content
    assert "A deal should close" in content
    for hidden in ("Laiterie", deal.account.name, "10000", "10 000"):
        assert hidden not in content


def test_both_read_the_visit_that_is_agreed_at_its_hours_without_the_client(people, visit) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    now = datetime.now(UTC)
    day = monday_of(now.date()) + timedelta(days=15)
    account = an_account(seller, name="Laiterie du Nord")
    for half, agreed in ((1, True), (0, False)):
        Visit.objects.create(
            account=account,
            marketer=marketer,
            seller=seller,
            on=day,
            half=half,
            status="agreed" if agreed else "asked",
            waits_for=None if agreed else seller,
            proposed_by=marketer,
            proposed_at=now,
        )
    begin, end = hours_of(day, 1, is_whole_day=False, zone=ZoneInfo("Europe/Paris"))
    for person in (marketer, seller):
        content = visit().get(draw(visit(person))).content
        assert events(content) == [("Joint visit", begin, end)]
        assert b"Laiterie" not in content


def test_an_address_that_is_none_answers_like_any_absent_page(people, visit) -> None:
    assert visit().get("/calendar/feed/nothing.ics").status_code == 404
