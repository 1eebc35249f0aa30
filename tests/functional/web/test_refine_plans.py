"""Pages of action plans."""

from __future__ import annotations

import pytest

from liant.loop.values.roles import Role
from liant.store.models import ActionPlan, PlanStep
from tests.builders import a_note, a_plan, a_theme, an_idea
from tests.functional.web.forms import send

pytestmark = pytest.mark.django_db

STEP = {"step-0-what": "Ask the depot", "step-0-due": "2026-04-02", "step-0-cost": "3"}


def test_an_idea_becomes_a_plan(people, visit) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    idea = an_idea(marketer, [a_note(seller, kind="idea")])
    client = visit(marketer)
    assert "Lend sensors" in client.get(f"/plans/new?idea={idea.public_id}").content.decode()
    fields = {"idea": idea.public_id, "title": "Lend sensors", **STEP, "step-0-who": "first"}
    answer = send(client, "/plans/new", **fields)
    assert answer.status_code == 302
    page = visit(seller).get(answer["Location"]).content.decode()
    assert "Steps: 0 of 1" in page
    assert answer["Location"] in visit(seller).get("/today").content.decode()
    assert answer["Location"] in visit(seller).get(f"/ideas/{idea.public_id}").content.decode()
    step = PlanStep.objects.get()
    assert (step.who, step.cost_half_days) == (seller, 3)
    assert send(visit(seller), f"/steps/{step.public_id}", done="1").status_code == 302
    assert "Steps: 1 of 1" in visit(marketer).get(answer["Location"]).content.decode()


def test_adding_a_step_keeps_what_was_typed_and_writes_nothing(people, visit) -> None:
    client = visit(people[Role.MARKETER])
    page = send(client, "/plans/new", title="Lend", add="1", **STEP)
    assert page.status_code == 200
    assert 'value="Ask the depot"' in page.content.decode()
    assert 'name="step-1-what"' in page.content.decode()
    assert not ActionPlan.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " ", **STEP}, "has no name"),
        ({"title": "Lend"}, "needs a first step"),
        ({"title": "Lend", **STEP, "step-0-due": "soon"}, "“soon”"),
        ({"title": "Lend", **STEP, "step-0-cost": "two"}, "“two”"),
        ({"title": "Lend", **STEP, "step-0-start": "2026-05-01"}, "ends before it starts"),
    ],
)
def test_what_cannot_be_followed_is_said_with_the_text_kept(fields, said: str, people, visit) -> None:
    answer = send(visit(people[Role.MARKETER]), "/plans/new", **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ActionPlan.objects.exists()


def test_a_seller_makes_no_plan_and_changes_none(people, visit) -> None:
    plan = a_plan(people[Role.MARKETER])
    client = visit(people[Role.SELLER])
    assert client.get("/plans/new").status_code == 404
    assert client.get(f"/plans/{plan.public_id}/edit").status_code == 404
    assert send(client, f"/plans/{plan.public_id}/edit", version="1", title="x", **STEP).status_code == 404
    assert send(client, f"/plans/{plan.public_id}/done", version="1", outcome="x").status_code == 404
    assert send(client, f"/steps/{PlanStep.objects.get().public_id}", done="1").status_code == 404
    assert "/edit" not in client.get(f"/plans/{plan.public_id}").content.decode()


def test_a_conflict_shows_both_texts(people, visit) -> None:
    plan = a_plan(people[Role.MARKETER], {"what": "What is kept"})
    client, page = visit(people[Role.MARKETER]), f"/plans/{plan.public_id}/edit"
    answer = send(client, page, version="77", title="Typed by me", **STEP)
    assert answer.status_code == 409
    assert "What is kept" in answer.content.decode()
    assert "Typed by me" in answer.content.decode()
    version = ActionPlan.objects.get().version
    assert send(client, page, version=version, title="Typed by me", **STEP).status_code == 302


def test_done_and_dropped_ask_for_a_word(people, visit) -> None:
    plan = a_plan(people[Role.MARKETER])
    client, page = visit(people[Role.MARKETER]), f"/plans/{plan.public_id}"
    version = ActionPlan.objects.get().version
    assert send(client, f"{page}/done", version=version, outcome="").status_code == 422
    refused = send(client, f"{page}/drop", version=version, reason="No stock", next_step="")
    assert refused.status_code == 422
    assert "No stock" in refused.content.decode()
    assert send(client, f"{page}/done", version=version, outcome="Two deals saved").status_code == 302
    assert "Two deals saved" in visit(people[Role.SELLER]).get(page).content.decode()
    assert plan.title in client.get("/plans?status=done").content.decode()
    assert plan.title not in client.get("/plans").content.decode()


def test_a_theme_asks_for_what_is_planned_about_it(people, visit) -> None:
    theme = a_theme([a_note(people[Role.SELLER])])
    plan, other = a_plan(people[Role.MARKETER], theme=theme), a_plan(people[Role.MARKETER])
    client = visit(people[Role.SELLER])
    link = f"/plans?theme={theme.public_id}&amp;status=all"
    assert client.get(f"/themes/{theme.public_id}").content.decode().count(link) == 2
    for headers in ({}, {"HX-Request": "true"}):
        found = client.get(link.replace("&amp;", "&"), headers=headers).content.decode()
        assert plan.public_id in found
        assert other.public_id not in found
        assert ("<html" in found) is not bool(headers)
    assert client.get("/plans?theme=00000000000000").status_code == 404
