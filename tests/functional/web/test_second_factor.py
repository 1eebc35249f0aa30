"""The second factor: asked for in production, of the roles that open much; never a way around the password."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

from liant.loop.values.roles import SECOND_FACTOR, Role
from liant.store.models import LedgerEvent, Person
from tests.builders import a_person

pytestmark = pytest.mark.django_db

PASSWORD = "orchard lamp seventeen"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def production(settings):
    settings.LIANT_MODE = "production"


def with_password(role: Role) -> Person:
    person = a_person(role)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def send(client, path: str, **fields: str):
    return client.post(path, {**fields, "_nonce": f"{path}{time.monotonic_ns()}"[-40:]})


def confirmed(client, path: str, password: str) -> None:
    """Open a page of one's own safety: it asks for the password first."""
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert send(client, answer["Location"], password="not it at all").status_code == 200
    assert send(client, answer["Location"], password=password)["Location"] == path


def set_up(client, password: str = PASSWORD) -> tuple[str, list[str]]:
    path = "/account/2fa/totp/activate/"
    confirmed(client, path, password)
    secret = re.search(r'class="key">(\w+)<', client.get(path).content.decode())[1]
    wrong = send(client, path, code="000000" if code_for(secret) != "000000" else "000001")
    assert wrong.status_code == 200
    assert Authenticator.objects.count() == 0
    done = send(client, path, code=code_for(secret))
    assert done["Location"] == "/account/2fa/recovery-codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(done["Location"]).content.decode())
    assert len(codes) == 10
    return secret, codes


@pytest.mark.parametrize("role", list(Role))
def test_in_production_the_roles_that_open_much_do_nothing_before_it(production, visit, role: Role) -> None:
    client = visit(with_password(role))
    answers = [client.get(path) for path in ("/more", "/me", "/listen" if role != Role.ADMIN else "/settings")]
    if role in SECOND_FACTOR:
        assert {answer["Location"] for answer in answers} == {"/account/2fa/totp/activate/"}
        assert send(client, "/capture", text="heard", kind="need").status_code in (302, 404)
    else:
        assert {answer.status_code for answer in answers} == {200}


def test_it_is_only_offered_elsewhere(visit) -> None:
    page = visit(with_password(Role.MARKETING_DIRECTOR)).get("/me")
    assert page.status_code == 200
    assert "/account/2fa/totp/activate/" in page.content.decode()


def test_it_is_set_up_then_asked_for_at_the_door(production, visit) -> None:
    director = with_password(Role.MARKETING_DIRECTOR)
    client = visit(director)
    _, codes = set_up(client)
    assert client.get("/today").status_code == 200
    assert "/account/2fa/totp/deactivate/" in client.get("/me").content.decode()

    door = visit()
    answer = door.post("/account/login/", {"login": director.email, "password": PASSWORD})
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert door.get("/today").status_code == 302, "the password alone opens nothing"
    assert door.get(answer["Location"]).status_code == 200
    assert door.post(answer["Location"], {"code": "12345"}).status_code == 200
    assert door.get("/today").status_code == 302
    assert door.post(answer["Location"], {"code": codes[0]})["Location"] == "/today"
    assert door.get("/today").status_code == 200

    again = visit()
    place = again.post("/account/login/", {"login": director.email, "password": PASSWORD})["Location"]
    assert again.post(place, {"code": codes[0]}).status_code == 200, "a recovery code works once"
    assert again.get("/today").status_code == 302


def test_codes_cannot_be_guessed_at_leisure(visit) -> None:
    director = with_password(Role.MARKETING_DIRECTOR)
    _, codes = set_up(visit(director))
    cache.clear()
    door = visit()
    place = door.post("/account/login/", {"login": director.email, "password": PASSWORD})["Location"]
    for _ in range(5):
        assert door.post(place, {"code": "12345"}).status_code == 200
    assert door.post(place, {"code": codes[0]}).status_code == 200, "a right code too is refused after five failures"
    assert door.get("/today").status_code == 302


def test_a_person_takes_it_away_after_confirming(visit) -> None:
    client = visit(with_password(Role.ADMIN))
    set_up(client)
    assert send(client, "/account/2fa/totp/deactivate/")["Location"] == "/account/2fa/"
    assert Authenticator.objects.count() == 0


def test_an_administrator_removes_the_lost_one_of_another(visit) -> None:
    director, admin = with_password(Role.MARKETING_DIRECTOR), with_password(Role.ADMIN)
    client = visit(director)
    set_up(client)
    place = f"/settings/people/{director.public_id}/second-factor"
    assert send(client, place).status_code == 404, "not one's own way around the confirmation"
    assert Authenticator.objects.count() == 2
    assert send(visit(admin), place).status_code == 302
    assert Authenticator.objects.count() == 0
    assert LedgerEvent.objects.filter(verb="person.second_factor_removed", actor=admin).count() == 1
    assert client.get("/today").status_code == 302, "the open sessions end"
    assert send(visit(admin), place).status_code == 409
