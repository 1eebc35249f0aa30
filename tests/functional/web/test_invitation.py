"""An invitation travels through a real mail server, opens once, and leads to work."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from liant.loop.values.roles import Role
from liant.store.models import LedgerEvent, Person
from tests.builders import a_person, a_team
from tests.functional.cli.test_serve import free_port
from tests.functional.web.test_second_factor import set_up

pytestmark = pytest.mark.django_db

PASSWORD = "harbour violin quartz"


class Kept:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.messages = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.messages.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


@pytest.fixture
def mail(settings):
    kept = Kept()
    port = free_port()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield kept
    server.stop()


@pytest.fixture
def invite(visit, django_capture_on_commit_callbacks):
    def send(actor: Person, **fields: object):
        fields = {"name": "Nadia Roche", "email": "nadia@company.example", "language": "fr", "_nonce": "n", **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return visit(actor).post("/settings/people/invite", fields)

    return send


def test_somebody_invited_chooses_a_password_and_works(mail, invite, visit) -> None:
    admin, team = a_person(Role.ADMIN), a_team("sales")
    answer = invite(admin, role="seller", team=team.public_id)
    assert answer["Location"] == "/settings"
    ((to, message),) = mail.messages
    assert to == ["nadia@company.example"]
    assert message["Subject"] == "Votre invitation à Liant"
    text = message.get_content()
    link = re.search(r"http://127\.0\.0\.1:8000(/account/password/reset/key/\S+)", text)[1]
    guest = visit()
    form = guest.get(link)["Location"]
    done = guest.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert done["Location"] == "/account/password/reset/key/done/"
    signed_in = guest.post("/account/login/", {"login": "nadia@company.example", "password": PASSWORD})
    assert signed_in["Location"] == "/today"
    assert guest.get("/today").status_code == 200
    again = visit().get(link, follow=True)
    assert "password1" not in again.content.decode(), "the link opens once"
    assert LedgerEvent.objects.get(verb="person.invited").actor == admin


def test_a_director_invited_in_production_sets_up_the_second_factor(mail, invite, visit, settings) -> None:
    team = a_team("marketing")
    invite(a_person(Role.ADMIN), role="marketing_director", team=team.public_id)
    settings.LIANT_MODE = "production"
    link = re.search(r"8000(/account/password/reset/key/\S+)", mail.messages[0][1].get_content())[1]
    guest = visit()
    guest.post(guest.get(link)["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    guest.post("/account/login/", {"login": "nadia@company.example", "password": PASSWORD})
    assert guest.get("/today")["Location"] == "/account/2fa/totp/activate/"
    set_up(guest, PASSWORD)
    assert guest.get("/today").status_code == 200


def test_a_manager_invites_sellers_into_a_team_of_their_own_and_nobody_else(mail, invite, visit) -> None:
    manager = a_person(Role.SALES_MANAGER)
    page = visit(manager).get("/settings/people/invite").content.decode()
    assert manager.team.name in page
    assert 'name="role"' not in page
    assert invite(manager, team=a_team("sales").public_id).status_code == 422
    assert mail.messages == []
    assert invite(manager, team=manager.team.public_id, role="admin")["Location"] == "/me"
    assert Person.objects.get(email="nadia@company.example").role == Role.SELLER
    assert len(mail.messages) == 1


@pytest.mark.parametrize("role", [Role.SELLER, Role.MARKETER, Role.MARKETING_DIRECTOR])
def test_others_invite_nobody(mail, invite, role: Role) -> None:
    actor = a_person(role)
    assert invite(actor, role="seller", team=actor.team.public_id).status_code == 404
    assert mail.messages == []


def test_an_address_that_is_known_is_refused_beside_its_field(mail, invite) -> None:
    admin, somebody = a_person(Role.ADMIN), a_person()
    answer = invite(admin, email=somebody.email.upper(), role="seller", team=somebody.team.public_id)
    assert answer.status_code == 422
    assert mail.messages == []


def test_a_forgotten_password_is_chosen_again_through_the_mail(mail, visit) -> None:
    person = a_person(language="fr")
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    emails = (person.email, "nobody@company.example")
    answers = [
        visit(headers={"Host": "localhost"}).post("/account/password/reset/", {"email": email}) for email in emails
    ]
    assert {answer["Location"] for answer in answers} == {"/account/password/reset/done/"}
    ((to, message),) = mail.messages
    assert to == [person.email]
    assert message["Subject"] == "Votre nouveau mot de passe Liant"
    link = re.search(r"http://127\.0\.0\.1:8000(/account/password/reset/key/\S+)", message.get_content())[1]
    guest = visit()
    done = guest.post(guest.get(link)["Location"], {"password1": PASSWORD[::-1], "password2": PASSWORD[::-1]})
    assert done["Location"] == "/account/password/reset/key/done/"
    for password, opens in ((PASSWORD, False), (PASSWORD[::-1], True)):
        browser = visit()
        browser.post("/account/login/", {"login": person.email, "password": password})
        assert (browser.get("/today").status_code == 200) == opens
