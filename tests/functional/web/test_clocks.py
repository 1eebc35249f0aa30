"""Pages of promises and of leads."""

from __future__ import annotations

import pytest

from liant.actions.clocks import change_promise
from liant.loop.clocks.promises import PromiseCode
from liant.loop.values.roles import Role
from liant.store.models import Clock, Lead
from tests.builders import NOW, a_lead, a_person, a_request, an_account
from tests.functional.web.forms import send

pytestmark = pytest.mark.django_db


def test_both_sides_are_on_one_page(people, visit) -> None:
    a_request(people[Role.SELLER])
    lead = a_lead(people[Role.MARKETER], people[Role.SELLER])
    for role in (Role.SELLER, Role.MARKETER, Role.SALES_MANAGER):
        page = visit(people[role]).get("/rhythm/clocks").content.decode()
        assert "Owes now" in page
        assert f"/leads/{lead.public_id}" in page


def test_a_seller_answers_a_lead_in_one_tap(people, visit) -> None:
    lead = a_lead(people[Role.MARKETER], people[Role.SELLER])
    client = visit(people[Role.SELLER])
    assert "I take it" in client.get(f"/leads/{lead.public_id}").content.decode()
    assert send(client, f"/leads/{lead.public_id}/answer", status="taken").status_code == 302
    assert Lead.objects.get().status == "taken"
    assert send(client, f"/leads/{lead.public_id}/answer", status="lost").status_code == 404


def test_marketing_hands_an_account_over_from_its_page(people, visit) -> None:
    account, client = an_account(people[Role.SELLER]), visit(people[Role.MARKETER])
    assert f"/leads/new?account={account.public_id}" in client.get(f"/accounts/{account.public_id}").content.decode()
    fields = {"account": account.public_id, "words": "They asked for a price.", "company": "Ignored"}
    assert "Choose who calls them" in send(client, "/leads/new", **fields).content.decode()
    answer = send(client, "/leads/new", seller=people[Role.SELLER].public_id, **fields)
    assert answer.status_code == 302
    assert Lead.objects.get().company == account.name
    refused = send(client, "/leads/new", seller=people[Role.SELLER].public_id, company="", words="kept words")
    assert refused.status_code == 422
    assert "kept words" in refused.content.decode()


def test_nobody_elses_lead_is_there(people, visit) -> None:
    lead = a_lead(people[Role.MARKETER], people[Role.SELLER])
    stranger = visit(a_person())
    assert stranger.get(f"/leads/{lead.public_id}").status_code == 404
    assert send(stranger, f"/leads/{lead.public_id}/answer", status="taken").status_code == 404
    clock = Clock.objects.get()
    assert send(stranger, f"/clocks/{clock.public_id}/pause", reason="x").status_code == 404


def test_a_promise_is_paused_and_goes_on_from_the_page_of_its_object(people, visit) -> None:
    request = a_request(people[Role.SELLER])
    path, clock = f"/requests/{request.public_id}", Clock.objects.get()
    marketer, seller = visit(people[Role.MARKETER]), visit(people[Role.SELLER])
    assert "I cannot answer before" in marketer.get(path).content.decode()
    assert send(marketer, f"/clocks/{clock.public_id}/pause", reason=" ").status_code == 422
    assert send(marketer, f"/clocks/{clock.public_id}/pause", reason="For which sites?")["Location"] == path
    page = seller.get(path).content.decode()
    assert "For which sites?" in page
    assert "the promise counts again" in page
    assert send(seller, f"/clocks/{clock.public_id}/resume", word="All of them.")["Location"] == path
    assert "All of them." in seller.get(f"/threads/request/{request.public_id}").content.decode()


def test_managers_and_the_administrator_decide_what_is_promised(people, visit) -> None:
    client = visit(people[Role.ADMIN])
    assert "Leads handed over" in client.get("/rhythm/clocks/promises").content.decode()
    assert send(client, "/rhythm/clocks/promises", code="lead", half_days="6", version="0").status_code == 302
    assert send(client, "/rhythm/clocks/promises", code="lead", half_days="0", version="1").status_code == 422
    change_promise(actor=people[Role.ADMIN], code=PromiseCode.LEAD, half_days=8, version=1, now=NOW)
    conflict = send(client, "/rhythm/clocks/promises", code="lead", half_days="4", version="1")
    assert conflict.status_code == 409
    assert "Theirs: 8 half-days." in conflict.content.decode()
    assert visit(people[Role.MARKETER]).get("/rhythm/clocks/promises").status_code == 404
