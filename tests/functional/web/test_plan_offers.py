"""The page of the three offers: asked for, stopped, taken, refused when old, undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from liant.actions import plan as act
from liant.actions import plan_time
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import FULL_WEEK, Span
from liant.loop.values.roles import Role
from liant.store.models import Booking, PlanSearch
from tests.builders import a_request, a_type, accepted, better_plans, one_of_each
from tests.functional.web import forms

pytestmark = pytest.mark.django_db
send = partial(forms.send, follow=True)


@pytest.fixture
def people():
    """What nobody hurries for takes the only person who can; what is urgent comes weeks too late."""
    found, now = one_of_each(), datetime.now(UTC)
    pattern = plan_time.Pattern(skills=[Skill.WRITING], half_days=FULL_WEEK, percent=80)
    marketer = found[Role.MARKETER]
    plan_time.say_pattern(actor=marketer, person=marketer, pattern=pattern, version=0, now=now)
    kind = a_type(skills=["writing"], half_days=8, lead_weeks=2)
    for title, days in (("Calm", None), ("Urgent", 14)):
        needed_on = None if days is None else now.date() + timedelta(days=days)
        accepted(a_request(found[Role.SELLER], title, deliverable=kind, needed_on=needed_on))
        act.compute_plan(act.ask_plan(actor=None, now=now), now=now)
    return found


def page(client) -> str:
    return client.get("/calendar/offers").content.decode()


def test_an_empty_page_teaches_and_asks(people, visit) -> None:
    client = visit(people[Role.MARKETING_DIRECTOR])
    assert "first hours that fit" in page(client)
    html = send(client, "/calendar/offers/look").content.decode()
    assert "Looking for better plans" in html
    inside = client.get("/calendar/offers", headers={"HX-Request": "true", "HX-Target": "offers"}).content.decode()
    assert "<html" not in inside
    assert 'hx-trigger="every 1s"' in inside
    assert "A better plan is being looked for" in client.get("/calendar/weeks").content.decode()
    assert "The search was stopped" in send(client, "/calendar/offers/stop").content.decode()
    PlanSearch.objects.update(status="failed")
    assert "did not finish" in page(client)


def test_the_calendar_tells_in_one_line_that_a_better_plan_exists(people, visit) -> None:
    client = visit(people[Role.MARKETER])
    assert "A better plan exists" not in client.get("/calendar/weeks").content.decode()
    better_plans()
    html = client.get("/calendar/weeks").content.decode()
    assert "A better plan exists" in html
    assert "for 2 moves" in html
    assert "first plan" in html


def test_three_offers_stand_side_by_side_and_one_is_taken_and_undone(people, visit) -> None:
    search, client = better_plans(), visit(people[Role.MARKETER])
    html = page(client)
    for said in ("Touch nothing", "Few moves", "The best found", "Dates that change", "Urgent", "A seller"):
        assert said in html
    before = set(Booking.objects.values_list("request", "first_on"))
    address = f"/calendar/offers/{search.public_id}"
    assert send(client, f"{address}/take", kind="all").status_code == 200
    assert set(Booking.objects.values_list("request", "first_on")) == before
    taken = send(client, f"{address}/take", kind="best").content.decode()
    assert "The calendar follows the plan “The best found”" in taken
    assert set(Booking.objects.values_list("request", "first_on")) != before
    assert "better plan, taken" in client.get("/calendar/weeks").content.decode()
    assert send(client, f"{address}/take", kind="best").status_code == 409
    undone = send(client, f"{address}/undo").content.decode()
    assert "Everything is back where it was" in undone
    assert set(Booking.objects.values_list("request", "first_on")) == before
    assert send(client, f"{address}/undo").status_code == 409


def test_an_offer_on_what_has_changed_is_refused_with_what_to_do(people, visit) -> None:
    search, marketer = better_plans(), people[Role.MARKETER]
    day = datetime.now(UTC).date() + timedelta(days=21)
    span = Span(first=(day - timedelta(days=day.weekday()), 0), last=(day, 1))
    plan_time.add_absence(actor=marketer, person=marketer, span=span, now=datetime.now(UTC))
    client = visit(marketer)
    answer = send(client, f"/calendar/offers/{search.public_id}/take", kind="best")
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Nothing was moved. Look again" in html
    assert "no longer holds" in html
    assert "A better plan exists" not in client.get("/calendar/weeks").content.decode()


def test_the_page_is_for_marketing(people, visit) -> None:
    search = better_plans()
    for role in (Role.SELLER, Role.SALES_MANAGER, Role.ADMIN):
        client = visit(people[role])
        assert client.get("/calendar/offers").status_code == 404
        assert send(client, f"/calendar/offers/{search.public_id}/take", kind="best").status_code == 404
    assert PlanSearch.objects.get().taken == ""
