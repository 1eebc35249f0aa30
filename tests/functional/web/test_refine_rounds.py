"""Pages of rounds: from the question to the ideas, as each person sees them."""

from __future__ import annotations

import pytest

from liant.loop.values.roles import Role
from liant.store.models import Brainstorm, BrainstormGroup, BrainstormItem, RefinedIdea
from tests.builders import a_person, a_round
from tests.functional.web.forms import send

pytestmark = pytest.mark.django_db


def test_a_round_from_question_to_idea(people, visit) -> None:
    manager, seller = people[Role.SALES_MANAGER], people[Role.SELLER]
    host, guest = visit(manager), visit(seller)
    opened = send(host, "/rounds/new", question="What saves a week?", guest=seller.public_id, dots="2")
    page = opened["Location"]
    assert page in guest.get("/today").content.decode()
    assert send(guest, f"{page}/write", text="Send the list first").status_code == 302
    assert send(host, f"{page}/write", text="Ask for the export").status_code == 302
    silent = guest.get(page).content.decode()
    assert "Send the list first" in silent
    assert "Ask for the export" not in silent
    assert send(host, f"{page}/next", phase="silent").status_code == 302
    assert "Ask for the export" in guest.get(page).content.decode()
    assert send(guest, f"{page}/write", text="Too late").status_code == 409
    assert send(host, f"{page}/next", phase="grouping").status_code == 302
    first, second = BrainstormGroup.objects.order_by("id")
    assert send(guest, f"/round-groups/{first.public_id}/dot", give="1").status_code == 302
    assert send(guest, f"/round-groups/{first.public_id}/dot", give="1").status_code == 409
    assert "1 dot left to give, of 2." in guest.get(page).content.decode()
    refused = send(host, f"{page}/close", group=first.public_id, rest_reason="")
    assert refused.status_code == 422
    assert send(host, f"{page}/close", group=first.public_id, rest_reason="In the next round").status_code == 302
    closed = guest.get(page).content.decode()
    assert "In the next round" in closed
    assert RefinedIdea.objects.get().public_id in closed
    assert send(guest, f"/round-groups/{second.public_id}/dot", give="1").status_code == 409


def test_a_whole_team_is_invited_by_somebody_who_may_not_know_its_names(people, visit) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    form = visit(marketer).get("/rounds/new").content.decode()
    assert seller.name not in form
    answer = send(visit(marketer), "/rounds/new", question="Why?", team=seller.team.public_id, dots="3")
    assert answer.status_code == 302
    assert visit(seller).get(answer["Location"]).status_code == 200


def test_who_is_not_invited_finds_nothing(people, visit) -> None:
    held = a_round(people[Role.SALES_MANAGER], [people[Role.SELLER]], "Send the list first")
    stranger = visit(people[Role.MARKETER])
    item, page = BrainstormItem.objects.get(), f"/rounds/{held.public_id}"
    assert stranger.get(page).status_code == 404
    assert send(stranger, f"{page}/write", text="x").status_code == 404
    assert send(stranger, f"/round-items/{item.public_id}/withdraw").status_code == 404
    assert held.question not in stranger.get("/rounds").content.decode()


def test_a_guest_neither_leads_nor_touches_what_others_wrote(people, visit) -> None:
    seller, colleague = people[Role.SELLER], a_person(team=people[Role.SELLER].team)
    held = a_round(people[Role.SALES_MANAGER], [seller, colleague], "Send the list first")
    item = BrainstormItem.objects.get()
    assert send(visit(colleague), f"/round-items/{item.public_id}/withdraw").status_code == 404
    assert send(visit(seller), f"/rounds/{held.public_id}/next", phase="silent").status_code == 404
    assert Brainstorm.objects.get().phase == "silent"


@pytest.mark.parametrize(
    ("fields", "said"), [({"question": ""}, "has no question"), ({"question": "Why?"}, "Nobody is invited")]
)
def test_a_round_that_cannot_be_held_says_why(fields, said: str, people, visit) -> None:
    answer = send(visit(people[Role.SALES_MANAGER]), "/rounds/new", dots="3", **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_caution_is_shown_with_the_text_kept(people, visit) -> None:
    held = a_round(people[Role.SALES_MANAGER], [people[Role.SELLER]])
    text = "He is on sick leave for a depression"
    answer = send(visit(people[Role.SELLER]), f"/rounds/{held.public_id}/write", text=text)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not BrainstormItem.objects.exists()
