"""Pages of requests to marketing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.formats import date_format

from liant.actions import arbitrate_work as work
from liant.loop.values.roles import Role
from liant.loop.values.working_time import add_working_days
from liant.queries.clocks import work_calendar
from liant.store.models import Deliverable, MarketingRequest
from tests.builders import NOW, a_deal, a_person, a_request, a_theme, a_type, accepted
from tests.functional.web.forms import send

pytestmark = pytest.mark.django_db


def test_a_seller_asks_from_a_deal(people, visit) -> None:
    seller = people[Role.SELLER]
    deal, kind = a_deal(seller), a_type()
    client = visit(seller)
    assert f"/requests/new?about=deal:{deal.public_id}" in client.get(f"/deals/{deal.public_id}").content.decode()
    form = client.get(f"/requests/new?about=deal:{deal.public_id}").content.decode()
    assert deal.name in form
    fields = {"deliverable": kind.public_id, "title": "A study", "place": "account", "need": "3"}
    answer = send(client, "/requests/new", about=f"deal:{deal.public_id}", **fields)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "waiting for a decision" in page
    assert deal.name in page
    inside = client.get(f"/requests?deal={deal.public_id}&status=all", headers={"HX-Request": "true"}).content.decode()
    assert "A study" in inside
    assert "<html" not in inside


def test_the_page_of_a_client_leads_to_what_was_asked_for_it(people, visit) -> None:
    seller = people[Role.SELLER]
    deal, kind = a_deal(seller), a_type()
    client, account = visit(seller), deal.account.public_id
    assert f"/requests?account={account}&amp;status=all" in client.get(f"/accounts/{account}").content.decode()
    fields = {"deliverable": kind.public_id, "title": "A study", "place": "account", "need": "2"}
    assert send(client, "/requests/new", about=f"account:{account}", **fields).status_code == 302
    inside = client.get(f"/requests?account={account}&status=all", headers={"HX-Request": "true"}).content.decode()
    assert "A study" in inside
    assert f"/requests/new?about=account:{account}" in inside
    assert client.get("/requests?account=nothing").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose what you need"),
        ({"need": ""}, "Say how strongly"),
        ({"place": "account"}, "Choose the account or the deal"),
        ({"title": " "}, "The request has no name"),
        ({"needed_on": "soon"}, "cannot be read"),
        ({"needed_on": "2020-01-01"}, "has passed"),
        ({"need": "3"}, "No deal is named"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(fields, said, people, visit) -> None:
    typed = {"title": "A study", "details": "For the fair", "place": "team", "need": "2", **fields}
    if fields:
        typed["deliverable"] = a_type().public_id
    page = send(visit(people[Role.SELLER]), "/requests/new", **typed)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "For the fair" in page.content.decode()
    assert not MarketingRequest.objects.exists()


def test_what_marketing_usually_takes_is_said_before_asking(people, visit) -> None:
    seller, kind = people[Role.SELLER], a_type()
    client = visit(seller)
    assert "not known yet" in client.get(f"/requests/usual?deliverable={kind.public_id}").content.decode()
    for days in (21, 28, 28):
        request = accepted(a_request(seller, deliverable=kind))
        work.deliver_request(
            actor=people[Role.MARKETER],
            request=request,
            where="Drive",
            actual_half_days=5,
            now=NOW + timedelta(days=days),
        )
    said = client.get(f"/requests/usual?deliverable={kind.public_id}&needed_on=2199-03-31").content.decode()
    assert "Usually 4 weeks" in said
    assert "Ask by 3 March" in said
    a_type(lead_weeks=9)
    page = client.get("/deliverables").content.decode()
    assert "4 weeks" in page
    # On one scale, the longest: what was learnt beside what is only announced.
    assert page.count('viewBox="0 0 63 10"') == page.count('class="lead-time"') > 1
    assert '<rect class="learnt" x="0" y="2" width="28"' in page
    assert '<rect class="announced" x="0" y="2" width="63"' in page


def test_the_day_it_is_needed_is_said_in_short_words(people, visit) -> None:
    seller, kind, today = people[Role.SELLER], a_type(), datetime.now(UTC).date()
    client, day = visit(seller), add_working_days(today, 7, work_calendar())
    said = client.get("/requests/usual", {"needed_on": "", "needed_on_in_short": "J+7"}).content.decode()
    assert f"J+7 is {date_format(day, 'l j F')}" in said
    typed = {"deliverable": kind.public_id, "title": "A study", "place": "team", "need": "2", "needed_on": ""}
    refused = send(client, "/requests/new", **typed, needed_on_in_short="tomorrow")
    assert refused.status_code == 422
    assert "is not a day in short words" in refused.content.decode()
    assert not MarketingRequest.objects.exists()
    assert send(client, "/requests/new", **typed, needed_on_in_short="J+7").status_code == 302
    assert MarketingRequest.objects.get().needed_on == day


def test_one_joins_what_another_team_asks_without_reading_whose_it_is(people, visit) -> None:
    request = a_request(a_person(name="Olga Far"), "A case study in food")
    seller = people[Role.SELLER]
    client = visit(seller)
    assert client.get(f"/requests/{request.public_id}").status_code == 404
    assert f"/requests/{request.public_id}/join" in client.get("/requests/similar?title=case+study").content.decode()
    form = client.get(f"/requests/{request.public_id}/join").content.decode()
    assert "A case study in food" in form
    assert "Olga Far" not in form
    assert send(client, f"/requests/{request.public_id}/join", place="team", need="2").status_code == 302
    page = client.get(f"/requests/{request.public_id}").content.decode()
    assert "Olga Far" not in page
    assert "A seller" in page


def test_a_request_is_taken_in_hand_and_delivered(people, visit) -> None:
    seller, client = people[Role.SELLER], visit(people[Role.MARKETER])
    request = a_request(seller)
    path = f"/requests/{request.public_id}"
    assert send(client, f"{path}/start").status_code == 409
    accepted(request)
    assert send(client, f"{path}/start").status_code == 302
    assert send(client, f"{path}/deliver", where="", actual_half_days="3").status_code == 422
    assert send(client, f"{path}/deliver", where="https://files.example/study", actual_half_days="5").status_code == 302
    page = visit(seller).get(path).content.decode()
    assert 'href="https://files.example/study"' in page
    assert path in visit(seller).get("/today").content.decode()


def test_marketing_writes_the_types_of_work_and_sales_reads_them(people, visit) -> None:
    client, kind = visit(people[Role.MARKETER]), Deliverable.objects.earliest("id")
    fields = {"name_fr": "Étude", "name_en": "Study", "half_days": "6", "lead_weeks": "3", "skills": ["writing"]}
    assert send(client, "/deliverables/new", **fields).status_code == 302
    assert send(client, f"/deliverables/{kind.public_id}", version="1", **fields).status_code == 302
    assert send(client, f"/deliverables/{kind.public_id}", version="1", **fields).status_code == 409
    assert (
        send(client, f"/deliverables/{kind.public_id}", version="2", **{**fields, "half_days": "0"}).status_code == 422
    )
    assert send(client, f"/deliverables/{kind.public_id}/offer", retired="1").status_code == 302
    page = visit(people[Role.SELLER]).get("/deliverables").content.decode()
    assert "Study" in page
    assert "no longer offered" not in page
    assert visit(people[Role.SELLER]).get(f"/deliverables/{kind.public_id}").status_code == 404


def test_a_theme_lists_what_is_asked_about_it(people, visit) -> None:
    theme = a_theme([])
    a_request(people[Role.SELLER], "A visit about delays", theme=theme)
    client = visit(people[Role.SELLER])
    inside = client.get(f"/requests?theme={theme.public_id}", headers={"HX-Request": "true"}).content.decode()
    assert "A visit about delays" in inside
    assert f"/requests/new?theme={theme.public_id}" in inside
