"""Publication pages: whom it is for, who has read it, one tap from Today."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from liant.actions.argue_life import publish_to
from liant.actions.audience import Audience
from liant.loop.values.roles import Role
from liant.store.models import Acknowledgement, Argument, AudiencePart, Person, Team
from tests.builders import a_company, a_person, a_team, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    a_company()
    return a_team(name="East")


@pytest.fixture
def marketer() -> Person:
    return a_person(Role.MARKETER)


@pytest.fixture
def manager(team: Team) -> Person:
    return a_person(Role.SALES_MANAGER, team, name="Manager")


@pytest.fixture
def seller(team: Team) -> Person:
    return a_person(team=team, name="=cmd|' /C calc'!A0")


def publish(marketer: Person, *teams: Team) -> Argument:
    argument = an_argument(marketer, published=False)
    publish_to(
        actor=marketer,
        argument=argument,
        audience=Audience(teams=teams),
        expires_on=date(2099, 1, 1),
        acknowledge_half_days=4,
        now=datetime.now(UTC),
    )
    return argument


def test_publishing_from_the_page_keeps_the_audience_and_asks(visit, marketer, team, seller) -> None:
    argument = an_argument(marketer, published=False)
    page = f"/arguments/{argument.public_id}/publish"
    assert "East" in visit(marketer).get(page).content.decode()
    until = timezone.localdate() + timedelta(days=30)
    form = {"teams": [team.public_id], "stages": ["proposal"], "expires_on": until.isoformat(), "acknowledge": "4"}
    answer = visit(marketer).post(page, {**form, "_nonce": "a"})
    assert answer["Location"] == f"/arguments/{argument.public_id}"
    assert set(AudiencePart.objects.values_list("team__name", "stage")) == {("East", ""), (None, "proposal")}
    assert Acknowledgement.objects.get().person == seller


@pytest.mark.parametrize(
    "wrong",
    [
        {"teams": ["00000000000000"]},
        {"stages": ["won"]},
        {"segments": ["no such"]},
        {"acknowledge": "1"},
        {"expires_on": "2020-01-01"},
        {"expires_on": ""},
    ],
)
def test_refuses_what_the_form_does_not_offer_and_keeps_the_draft(visit, marketer, team, wrong) -> None:
    argument = an_argument(marketer, published=False)
    page = f"/arguments/{argument.public_id}/publish"
    answer = visit(marketer).post(page, {"expires_on": "2099-01-01", **wrong, "_nonce": "b"})
    assert answer.status_code == 422
    assert argument.versions.get().status == "draft"


def test_one_tap_from_today(visit, marketer, team, seller) -> None:
    argument = publish(marketer, team)
    client = visit(seller)
    tap = f"/arguments/{argument.public_id}/acknowledge"
    assert f'action="{tap}"' in client.get("/today").content.decode()
    assert client.post(tap, {"from": "today", "_nonce": "c"})["Location"] == "/today"
    assert tap not in client.get("/today").content.decode()
    assert visit(a_person()).post(tap, {"_nonce": "d"}).status_code == 404


def test_the_page_of_readers_names_nobody_to_marketing(visit, marketer, team, seller, manager) -> None:
    argument = publish(marketer, team)
    page = f"/arguments/{argument.public_id}/readers"
    for_marketing, for_manager = (visit(person).get(page).content.decode() for person in (marketer, manager))
    assert "cmd|" not in for_marketing
    assert "cmd|" in for_manager
    assert "Not everybody has read it yet" in for_marketing  # two people: not counted out
    assert visit(seller).get(page).status_code == 404


def test_the_file_of_a_manager_holds_the_own_teams_and_no_formula(visit, marketer, team, seller, manager) -> None:
    elsewhere = a_person()
    argument = publish(marketer)
    page = f"/arguments/{argument.public_id}/readers.csv"
    text = visit(manager).get(page).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["Name", "'=cmd|' /C calc'!A0", "Manager"]
    assert elsewhere.name not in text
    for person in (marketer, seller):
        assert visit(person).get(page).status_code == 404


def test_a_manager_reminds_from_the_page(visit, marketer, team, seller, manager) -> None:
    argument = publish(marketer, team)
    asked_at = seller.notices.get().at
    page = f"/arguments/{argument.public_id}/readers/remind"
    assert visit(manager).post(page, {"_nonce": "e"})["Location"] == f"/arguments/{argument.public_id}/readers"
    assert seller.notices.get(closed_at=None).at > asked_at
    assert visit(marketer).post(page, {"_nonce": "f"}).status_code == 404


def test_an_expired_argument_is_kept_valid_in_one_gesture(visit, marketer) -> None:
    argument = publish(marketer)
    argument.versions.update(review_on=date(2020, 1, 1))
    page = f"/arguments/{argument.public_id}"
    assert "It held until" in visit(marketer).get(page).content.decode()
    assert visit(marketer).post(f"{page}/extend", {"expires_on": "2098-12-31", "_nonce": "g"}).status_code == 302
    assert "It held until" not in visit(marketer).get(page).content.decode()
    assert visit(marketer).post(f"{page}/extend", {"expires_on": "soon", "_nonce": "h"}).status_code == 422
