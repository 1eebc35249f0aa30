"""The pages of strategy messages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from liant.actions.argue_messages import MessageDraft, MessageText, draft_message, publish_message
from liant.actions.audience import Audience
from liant.loop.values.roles import Role
from liant.store.models import Acknowledgement, Person, StrategyMessage
from tests.builders import NOW, a_company, a_person, a_team, an_argument

pytestmark = pytest.mark.django_db

WRITTEN = {"title_fr": "", "body_fr": "", "title_en": "Industry first", "body_en": "Three reasons."}


@pytest.fixture
def marketer() -> Person:
    a_company()
    return a_person(Role.MARKETER)


def a_message(marketer: Person) -> StrategyMessage:
    text = MessageText(language="en", title="Industry first", body="Three reasons.")
    return draft_message(actor=marketer, draft=MessageDraft(texts=(text,)), now=NOW)


def test_written_changed_and_published_from_its_pages(visit, marketer: Person) -> None:
    team = a_team()
    seller, argument = a_person(team=team), an_argument(marketer)
    client = visit(marketer)
    sent = {**WRITTEN, "arguments": [argument.public_id], "_nonce": "a"}
    page = client.post("/arguments/messages/new", sent)["Location"]
    form = client.get(f"{page}/edit").content.decode()
    assert f'value="{argument.public_id}"' in form.partition("checked")[0] + "checked" + form.partition("checked")[2]
    changed = {**WRITTEN, "title_en": "Industry, then health", "version": "1", "_nonce": "b"}
    assert client.post(f"{page}/edit", changed)["Location"] == page
    assert client.post(f"{page}/edit", {**changed, "_nonce": "c"}).status_code == 409
    asked = {"teams": [team.public_id], "acknowledge": "10", "_nonce": "d"}
    assert client.post(f"{page}/publish", asked)["Location"] == page
    assert Acknowledgement.objects.get().person == seller
    assert "Industry, then health" in visit(seller).get(page).content.decode()
    assert visit(a_person()).get(page).status_code == 404


@pytest.mark.parametrize("wrong", [{}, {"title_en": "Half"}, {**WRITTEN, "arguments": ["00000000000000"]}])
def test_refuses_what_is_half_written_and_keeps_the_text(visit, marketer: Person, wrong) -> None:
    answer = visit(marketer).post("/arguments/messages/new", {**wrong, "_nonce": "e"})
    assert answer.status_code == 422
    assert wrong.get("title_en", "") in answer.content.decode()
    assert not StrategyMessage.objects.exists()


def test_one_tap_from_today_then_its_manager_alone_reads_who(visit, marketer: Person) -> None:
    team = a_team()
    manager, seller = a_person(Role.SALES_MANAGER, team), a_person(team=team, name="Camille Roy")
    message = a_message(marketer)
    publish_message(
        actor=marketer,
        message=message,
        audience=Audience(teams=(team,)),
        acknowledge_half_days=10,
        now=datetime.now(UTC),
    )
    page = f"/arguments/messages/{message.public_id}"
    client = visit(seller)
    assert f'action="{page}/acknowledge"' in client.get("/today").content.decode()
    assert client.post(f"{page}/acknowledge", {"from": "today", "_nonce": "f"})["Location"] == "/today"
    assert "Camille Roy" in visit(manager).get(f"{page}/readers").content.decode()
    assert "Camille Roy" in visit(manager).get(f"{page}/readers.csv").content.decode()
    assert "Camille Roy" not in visit(marketer).get(f"{page}/readers").content.decode()
    assert visit(manager).post(f"{page}/readers/remind", {"_nonce": "g"})["Location"] == f"{page}/readers"
    assert visit(seller).get(f"{page}/readers").status_code == 404
    assert visit(marketer).post(f"{page}/close", {"_nonce": "h"})["Location"] == page
