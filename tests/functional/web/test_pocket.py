"""What a phone may keep: told to sales alone, forgotten at sign-out; a note that waited there is kept once, on its day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from liant.actions.people import change_person
from liant.loop.values.roles import Role
from liant.loop.values.stages import Stage
from liant.store.models import Note
from tests.builders import a_deal, a_person

pytestmark = pytest.mark.django_db


def test_lists_the_open_deals_that_one_may_read_and_none_other(people, visit) -> None:
    mine = a_deal(people[Role.SELLER], name="Mine")
    a_deal(people[Role.SELLER], stage=Stage.WON.value)
    a_deal(a_person(), name="Somebody else's")
    told = visit(people[Role.SELLER]).get("/pocket/pages").json()
    assert [deal["name"] for deal in told["deals"]] == ["Mine"]
    assert told["pages"] == ["/today", "/capture", "/deals", "/pocket", f"/deals/{mine.public_id}"]
    assert told["deals"][0]["about"] == f"deal:{mine.public_id}"


def test_keeps_thirty_deals_at_most(people, visit) -> None:
    for _ in range(33):
        a_deal(people[Role.SELLER])
    assert len(visit(people[Role.SELLER]).get("/pocket/pages").json()["deals"]) == 30


@pytest.mark.parametrize("role", [Role.MARKETER, Role.MARKETING_DIRECTOR, Role.ADMIN])
def test_nobody_else_keeps_anything(role: Role, people, visit) -> None:
    for path in ("/pocket", "/pocket/pages"):
        assert visit(people[role]).get(path).status_code == 404


def test_every_file_that_a_copy_needs_is_served(people, visit) -> None:
    client = visit(people[Role.SELLER])
    for url in client.get("/pocket/pages").json()["assets"]:
        assert client.get(url).status_code == 200, url


def test_pages_stay_out_of_every_other_store(people, visit) -> None:
    client = visit(people[Role.SELLER])
    for path in ("/pocket", "/pocket/pages", "/today"):
        assert client.get(path)["Cache-Control"] == "no-store"


def test_only_the_worker_may_stand_for_every_page(people, visit) -> None:
    client = visit(people[Role.SELLER])
    assert client.get("/static/liant/worker.js")["Service-Worker-Allowed"] == "/"
    assert "Service-Worker-Allowed" not in client.get("/static/liant/app.js")
    assert "unsafe" not in client.get("/static/liant/worker.js")["Content-Security-Policy"]


def test_signing_out_tells_the_browser_to_forget(people, visit) -> None:
    client = visit(people[Role.SELLER])
    assert "Clear-Site-Data" not in client.get("/today")
    assert client.post("/account/logout/", {"_nonce": "out"})["Clear-Site-Data"] == '"storage"'


def test_the_mark_of_the_reader_changes_with_role_and_is_nobodys_before_sign_in(people, visit) -> None:
    seller = people[Role.SELLER]
    before = visit(seller).get("/pocket/pages").json()["reader"]
    assert f'data-reader="{before}"' in visit(seller).get("/today").content.decode()
    change_person(
        actor=people[Role.ADMIN],
        person=seller,
        role=Role.SALES_MANAGER,
        team=seller.team,
        is_active=True,
        now=timezone.now(),
    )
    seller.refresh_from_db()
    assert visit(seller).get("/pocket/pages").json()["reader"] != before
    assert 'data-reader=""' in visit().get(settings.LOGIN_REDIRECT_URL, follow=True).content.decode()


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (2, True), (31, True), (32, False), (-1, False)])
def test_a_note_that_waited_tells_its_own_day(days: int, is_kept: bool, people, visit) -> None:
    client = visit(people[Role.SELLER])
    today = timezone.localdate()
    told = today - timedelta(days=days)
    form = {"text": "Heard in a basement", "kind": "need", "heard_on": told.isoformat()}
    for _ in range(2):
        answer = client.post("/capture", form, headers={"Idempotency-Key": "waited"})
        assert answer.status_code == 302
    note = Note.objects.get()
    assert note.heard_on == (told if is_kept else today)
