"""Pages of the calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from liant.actions import plan as act
from liant.actions import plan_time
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import FULL_WEEK, last_working_day, monday_of
from liant.loop.values.roles import Role
from liant.queries.clocks import work_calendar
from liant.store.models import Booking, MarketingRequest, PlanRun
from tests.builders import a_request, a_type, accepted, one_of_each
from tests.functional.web import forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    found = one_of_each()
    pattern = plan_time.Pattern(skills=[Skill.WRITING], half_days=FULL_WEEK, percent=80)
    plan_time.say_pattern(
        actor=found[Role.MARKETER], person=found[Role.MARKETER], pattern=pattern, version=0, now=datetime.now(UTC)
    )
    return found


@pytest.fixture
def booking(people) -> Booking:
    accepted(a_request(people[Role.SELLER], "A case study", deliverable=a_type(skills=["writing"])))
    now = datetime.now(UTC)
    act.compute_plan(act.ask_plan(actor=None, now=now), now=now)
    return Booking.objects.get()


send = partial(forms.send, follow=True)


def test_marketing_counts_in_weeks_and_sales_in_days(people, booking, visit) -> None:
    weeks = visit(people[Role.MARKETER]).get("/calendar").content.decode()
    assert "A case study" in weeks
    assert f"/calendar/bookings/{booking.public_id}" in weeks
    skills = visit(people[Role.MARKETER]).get("/calendar?rows=skills").content.decode()
    assert ">Writing<" in skills
    days = visit(people[Role.SELLER]).get("/calendar").content.decode()
    assert "expected from marketing" in days
    assert "D+" in days
    assert visit(people[Role.SELLER]).get("/calendar/weeks").status_code == 404


def test_an_empty_calendar_teaches(people, visit) -> None:
    assert "No deal should close" in visit(people[Role.SELLER]).get("/calendar").content.decode()
    assert "Nothing of yours" in visit(people[Role.MARKETER]).get("/calendar/days").content.decode()


def test_needed_and_expected_stand_on_the_request_and_in_the_list(people, booking, visit) -> None:
    request = booking.request
    for path in (f"/requests/{request.public_id}", "/requests"):
        assert "expected on" in visit(people[Role.SELLER]).get(path).content.decode()


def test_a_step_is_moved_by_a_form(people, booking, visit) -> None:
    client, page = visit(people[Role.MARKETER]), f"/calendar/bookings/{booking.public_id}"
    html = client.get(page).content.decode()
    spots = re.findall(r'name="spot" value="([^"]+)"', html)
    assert len(spots) >= 8
    nowhere = send(client, page, spot="", version="1")
    assert nowhere.status_code == 422
    assert "No week was chosen" in nowhere.content.decode()
    late = booking.first_on + timedelta(days=21)
    spot = f"{people[Role.MARKETER].public_id}@{late.isoformat()}"
    assert spot in spots
    assert "Moved" in send(client, page, spot=spot, version="1").content.decode()
    assert Booking.objects.get().first_on == late
    stale = send(client, page, spot=spots[0], version="1")
    assert stale.status_code == 409
    assert "placed by somebody" in client.get(page).content.decode()
    send(client, f"{page}/release")
    assert not Booking.objects.get().is_pinned


def test_what_stands_in_the_way_is_written_before_anything_moves(people, booking, visit) -> None:
    marketer, monday = people[Role.MARKETER], monday_of(datetime.now(UTC).date()) + timedelta(days=28)
    away = {"first_on": monday, "first_half": "0", "last_on": monday + timedelta(days=4), "last_half": "1"}
    send(visit(marketer), f"/calendar/people/{marketer.public_id}/absences", **away)
    html = visit(marketer).get(f"/calendar/bookings/{booking.public_id}").content.decode()
    assert f'data-at="{marketer.public_id}@{monday.isoformat()}"' in html
    assert "away" in html


def test_marketing_asks_for_the_calendar_to_be_computed(people, visit) -> None:
    accepted(a_request(people[Role.SELLER], "A study", deliverable=a_type(skills=["writing"])))
    client = visit(people[Role.MARKETER])
    assert "A study" in client.get("/calendar").content.decode()  # among what has no place
    answer = send(client, "/calendar/compute")
    assert answer.status_code == 200
    assert PlanRun.objects.count() == 1
    inside = client.get("/calendar/weeks", headers={"HX-Request": "true", "HX-Target": "run"}).content.decode()
    assert "<html" not in inside


def test_a_booking_of_what_is_delivered_is_no_longer_there(people, booking, visit) -> None:
    MarketingRequest.objects.update(status="withdrawn")
    assert visit(people[Role.MARKETER]).get(f"/calendar/bookings/{booking.public_id}").status_code == 404


def test_what_can_exist_by_a_day_leads_to_asking_for_it(people, visit) -> None:
    kind = a_type(name_en="Quick sheet", skills=["writing"], half_days=3, lead_weeks=1)
    client = visit(people[Role.SELLER])
    html = client.get("/calendar/by").content.decode()
    assert "Quick sheet" in html
    assert f"/requests/new?deliverable={kind.public_id}" in html
    assert "Nobody can make this part of it: video." in html
    assert people[Role.MARKETER].name not in html


def test_whoever_asked_reads_why_it_has_no_place(people, visit) -> None:
    request = accepted(a_request(people[Role.SELLER], "A film", deliverable=a_type(skills=["video"])))
    client = visit(people[Role.SELLER])
    assert f"/calendar/why/{request.public_id}" in client.get(f"/requests/{request.public_id}").content.decode()
    assert "Nobody can make" in client.get(f"/calendar/why/{request.public_id}").content.decode()
    assert visit(people[Role.MARKETER]).get(f"/calendar/why/{request.public_id}").status_code == 200


def test_a_day_is_asked_in_the_short_words_of_both_sides(people, visit) -> None:
    a_type(name_en="Quick sheet", skills=["writing"], half_days=3, lead_weeks=1)
    client, today = visit(people[Role.SELLER]), datetime.now(UTC).date()
    for words, on in (
        ("S+1", monday_of(today) + timedelta(days=11)),
        ("w+2", monday_of(today) + timedelta(days=18)),
    ):
        html = client.get("/calendar/by", {"on": "", "on_in_short": words}).content.decode()
        assert f'name="on" value="{last_working_day(on, work_calendar()).isoformat()}"' in html
    refused = client.get("/calendar/by", {"on": "", "on_in_short": "soon"})
    assert refused.status_code == 422
    assert "is not a day in short words" in refused.content.decode()
    assert 'value="soon"' in refused.content.decode()
