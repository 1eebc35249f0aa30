"""Mail through a real mail server: at once or in the digest, once, in the reader's words, under the rights of the day."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from liant.actions.meet import close_meeting
from liant.actions.notices import close_notices, tell
from liant.actions.outbox import choose_mail, fill_outbox, home, move_home, send_outbox
from liant.actions.threads import write_message
from liant.engines import instance
from liant.engines.mail import Outcome, hand_over
from liant.jobs.mail import post
from liant.loop.notices.channels import RETRY_AFTER, Channel, Topic
from liant.loop.values.errors import Invalid
from liant.loop.values.roles import Role
from liant.queries.outbox import outbox_state, preference_of
from liant.store.models import Instance, LedgerEvent, Mail, MailEnd, Notice, Person
from liant.web.mail import compose_mail
from tests.builders import NOW, a_meeting, a_note, a_person
from tests.functional.cli.test_serve import free_port

pytestmark = pytest.mark.django_db
#: Eight in Paris on the Friday after ``NOW``.
TOMORROW = NOW.replace(day=13, hour=7, minute=0)


class Server:
    """A mail server that keeps what it is given, and may be told to refuse."""

    def __init__(self) -> None:
        self.messages = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@pytest.fixture
def server(settings, tmp_path):
    kept, port = Server(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.LIANT_DATA_DIR = Path(tmp_path)
    settings.LIANT_BASE_URL = "https://liant.company.example"
    yield kept
    controller.stop()


@pytest.fixture
def pair():
    """A manager and a seller of one team, the seller reading French."""
    manager = a_person(Role.SALES_MANAGER, name="Mona Chef")
    return manager, a_person(team=manager.team, name="Nadia Roche", language="fr")


def name_seller(pair, text: str = "@Nadia Roche, quel site ?"):
    manager, _seller = pair
    note = a_note(manager)
    write_message(actor=manager, kind="note", public_id=note.public_id, text=text, now=NOW)
    return note


def by(pair) -> dict[str, object]:
    return {"by": pair[0].public_id}


def bodies(message) -> tuple[str, str]:
    return message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()


def test_whoever_is_named_is_mailed_at_once_and_once_in_their_language(server, pair) -> None:
    note = name_seller(pair)
    for minute in range(3):
        post(NOW + timedelta(minutes=minute))
    (message,) = server.messages
    assert message["To"] == pair[1].email
    assert message["Subject"].strip().startswith("Mona Chef vous cite")
    for body in bodies(message):
        assert "Bonjour Nadia Roche" in body
        assert "@Nadia Roche, quel site" in body
        assert f"https://liant.company.example/listen/{note.public_id}" in body
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Mail.objects.get().end == MailEnd.SENT


def test_named_again_is_mailed_again(server, pair) -> None:
    note = name_seller(pair)
    post(NOW)
    later = NOW + timedelta(minutes=5)
    write_message(actor=pair[0], kind="note", public_id=note.public_id, text="@Nadia Roche ?", now=later)
    post(later)
    assert len(server.messages) == 2
    assert len({message["Message-ID"] for message in server.messages}) == 2


def test_the_rest_waits_for_the_digest_of_the_next_working_day(server, pair) -> None:
    _manager, seller = pair
    for n in range(2):
        tell([seller], "answered", "note", a_note(seller).public_id, NOW, data=by(pair))
        post(NOW + timedelta(minutes=n))
    assert server.messages == []
    post(TOMORROW - timedelta(minutes=1))
    assert server.messages == []
    for hour in range(10):
        post(TOMORROW + timedelta(hours=hour))
    (message,) = server.messages
    assert message["Subject"] == "2 nouvelles pour vous, vendredi 13 mars"
    assert bodies(message)[0].count("Mona Chef a écrit à propos de") == 2


def test_an_empty_day_sends_nothing(server, pair) -> None:
    for day in range(7):
        post(TOMORROW + timedelta(days=day))
    assert server.messages == []
    assert set(Mail.objects.values_list("end", flat=True)) == {MailEnd.NOTHING_LEFT.value}


def test_what_was_mailed_is_not_mailed_the_next_day(server, pair) -> None:
    tell([pair[1]], "answered", "note", a_note(pair[1]).public_id, NOW, data=by(pair))
    for day in range(5):
        post(TOMORROW + timedelta(days=day))
    assert len(server.messages) == 1


def test_what_is_told_after_the_hour_waits_for_the_next_day(server, pair) -> None:
    tell([pair[1]], "answered", "note", a_note(pair[1]).public_id, TOMORROW + timedelta(minutes=20), data=by(pair))
    post(TOMORROW + timedelta(hours=3))
    assert server.messages == []
    post(TOMORROW + timedelta(days=3))  # the Monday
    assert len(server.messages) == 1


def deactivate(seller: Person, note) -> None:
    Person.objects.filter(pk=seller.pk).update(is_active=False)


def move_away(seller: Person, note) -> None:
    Person.objects.filter(pk=seller.pk).update(team=a_person().team)


def read_it(seller: Person, note) -> None:
    close_notices("mentioned", "note", note.public_id, NOW, person=seller)


def want_none(seller: Person, note) -> None:
    choose_mail(actor=seller, digest_hour=8, channel_by_topic=dict.fromkeys(Topic, Channel.OFF), now=NOW)


@pytest.mark.parametrize(
    ("change", "end"),
    [
        (deactivate, MailEnd.STOPPED),
        (move_away, MailEnd.NOTHING_LEFT),
        (read_it, MailEnd.NOTHING_LEFT),
        (want_none, MailEnd.NOTHING_LEFT),
    ],
)
def test_a_queued_mail_follows_the_rights_and_wishes_of_the_moment_it_is_sent(server, pair, change, end) -> None:
    note = name_seller(pair)
    fill_outbox(NOW)
    change(pair[1], note)
    post(NOW)
    assert server.messages == []
    assert Mail.objects.get().end == end


def test_a_server_that_says_later_is_asked_again_later_and_later_then_given_up(server, pair) -> None:
    name_seller(pair)
    server.answer = "451 try again"
    now = NOW
    for tries, wait in enumerate((*RETRY_AFTER, timedelta(days=1)), start=1):
        post(now)
        assert Mail.objects.get().n_tries == min(tries, len(RETRY_AFTER))
        post(now + wait - timedelta(seconds=1))
        now += wait
    assert Mail.objects.get(notice__isnull=False).end == MailEnd.REFUSED
    server.answer = "250 OK"
    post(now + timedelta(days=1))
    assert server.messages == []


def test_a_server_that_comes_back_gets_the_mail_once(server, pair, settings) -> None:
    name_seller(pair)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    post(NOW)
    assert Mail.objects.get().end == ""
    settings.EMAIL_PORT = port
    for minute in range(1, 4):
        post(NOW + timedelta(minutes=minute))
    assert len(server.messages) == 1


def test_an_address_that_the_server_refuses_is_not_tried_again(server, pair) -> None:
    name_seller(pair)
    server.answer = "550 no such person"
    post(NOW)
    assert Mail.objects.get().end == MailEnd.REFUSED
    assert outbox_state(NOW).n_lost == 1


def test_a_mail_cut_while_it_left_is_never_sent_again(server, pair) -> None:
    name_seller(pair)

    class Killed(BaseException):
        """The process ends."""

    def cut(message) -> Outcome:
        hand_over(message)
        raise Killed

    fill_outbox(NOW)
    with pytest.raises(Killed):
        send_outbox(now=NOW, compose=compose_mail, hand_over=cut)
    for minute in (1, 30, 600):
        post(NOW + timedelta(minutes=minute))
    assert len(server.messages) == 1
    assert Mail.objects.get().end == MailEnd.UNSURE


def test_two_processes_send_one_mail(server, pair) -> None:
    name_seller(pair)
    fill_outbox(NOW)

    def meanwhile(message) -> Outcome:
        post(NOW)
        return hand_over(message)

    send_outbox(now=NOW, compose=compose_mail, hand_over=meanwhile)
    assert len(server.messages) == 1


def copy_database(settings, tmp_path, monkeypatch) -> None:
    """Open the database beside another, empty folder."""
    settings.LIANT_DATA_DIR = tmp_path / "elsewhere"
    settings.LIANT_DATA_DIR.mkdir()


def copy_folder(settings, tmp_path, monkeypatch) -> None:
    """Open a whole copy: the mark of the folder is copied with the rest."""
    settings.LIANT_DATA_DIR = shutil.copytree(settings.LIANT_DATA_DIR, tmp_path / "copy")


def restore_folder(settings, tmp_path, monkeypatch) -> None:
    """Put a copy of the folder where the folder was."""
    folder = settings.LIANT_DATA_DIR
    shutil.copytree(folder, tmp_path / "backup")
    folder.rename(tmp_path / "broken")
    (tmp_path / "backup").rename(folder)


def restore_database(settings, tmp_path, monkeypatch) -> None:
    """Take the database back to before its last mails, inside its own folder."""
    Instance.objects.update(n_rounds=0)


def clone_machine(settings, tmp_path, monkeypatch) -> None:
    """Start a copy of the whole disk as another machine."""
    monkeypatch.setattr(instance, "MACHINE", tmp_path / "machine")
    (tmp_path / "machine").write_text("another")


@pytest.mark.parametrize("change", [copy_database, copy_folder, restore_folder, restore_database, clone_machine])
def test_a_copy_or_a_restored_backup_sends_nothing_until_it_is_told_to(
    server, pair, settings, tmp_path, monkeypatch, change
) -> None:
    settings.LIANT_DATA_DIR = tmp_path / "home"
    settings.LIANT_DATA_DIR.mkdir()
    name_seller(pair)
    post(NOW)
    assert len(server.messages) == 1
    change(settings, tmp_path, monkeypatch)
    later = NOW + timedelta(minutes=20)
    for minute in range(3):
        post(later + timedelta(minutes=minute))
    name_seller(pair)
    assert len(server.messages) == 1
    assert home() is None
    assert outbox_state(later).is_copy
    move_home(later)
    assert not outbox_state(later).is_copy
    assert Instance.objects.count() == 1
    post(later)
    write_message(actor=pair[0], kind="note", public_id=a_note(pair[0]).public_id, text="@Nadia Roche !", now=later)
    post(later)
    assert len(server.messages) == 2, "what was told before may have left, what is told now has not"


def test_a_folder_that_is_renamed_or_has_no_mail_yet_stays_at_home(server, pair, settings, tmp_path) -> None:
    settings.LIANT_DATA_DIR = tmp_path / "home"
    settings.LIANT_DATA_DIR.mkdir()
    post(NOW)
    settings.LIANT_DATA_DIR = settings.LIANT_DATA_DIR.rename(tmp_path / "renamed")
    name_seller(pair)
    post(NOW)
    assert len(server.messages) == 1


def test_the_mark_of_an_earlier_version_is_still_read(server, pair, settings, tmp_path) -> None:
    settings.LIANT_DATA_DIR = tmp_path
    Instance.objects.create(pk=1, instance_id="abcdefgh")
    (tmp_path / "instance").write_text("abcdefgh")
    name_seller(pair)
    post(NOW)
    assert len(server.messages) == 1
    assert instance.read_mark(tmp_path) == instance.Mark(instance_id="abcdefgh", n_rounds=1)


def test_what_waits_is_given_up_when_a_folder_is_adopted_unless_it_was_only_moved(server, pair) -> None:
    for send_waiting, end in ((False, MailEnd.UNSURE.value), (True, "")):
        name_seller(pair)
        fill_outbox(NOW)
        assert move_home(NOW, send_waiting=send_waiting) == (0 if send_waiting else 1)
        assert Mail.objects.latest("id").end == end


def test_looking_at_the_clock_costs_the_same_whatever_was_told(server, pair, django_assert_num_queries) -> None:
    for n in range(30):
        tell([pair[1]], "answered", "note", f"note{n}", NOW - timedelta(days=1 + n % 10))
    fill_outbox(NOW)
    with django_assert_num_queries(4):
        fill_outbox(NOW + timedelta(seconds=20))
    with django_assert_num_queries(3):
        send_outbox(now=NOW + timedelta(seconds=20), compose=compose_mail, hand_over=hand_over)


def test_a_machine_that_was_off_at_the_hour_sends_when_it_is_back_and_once(server, pair) -> None:
    tell([pair[1]], "answered", "note", a_note(pair[1]).public_id, NOW, data=by(pair))
    post(NOW)
    for hour in (3, 4):
        post(TOMORROW + timedelta(hours=hour))
    assert len(server.messages) == 1


def test_without_a_mail_server_nothing_is_kept_for_later(pair, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    name_seller(pair)
    post(NOW)
    assert not Mail.objects.exists()


def test_a_name_in_a_mail_is_masked_as_on_the_page(server) -> None:
    marketer = a_person(Role.MARKETER, name="Iris Plume")
    director = a_person(Role.MARKETING_DIRECTOR, marketer.team, name="Odile Cap")
    manager = a_person(Role.SALES_MANAGER, name="Mona Chef")
    seller = a_person(team=manager.team, name="Nadia Roche")
    note = a_note(seller)
    write_message(
        actor=manager, kind="note", public_id=note.public_id, text="@Nadia Roche et @Odile Cap, à voir", now=NOW
    )
    post(NOW)
    (sent,) = [message for message in server.messages if message["To"] == director.email]
    assert sent["Subject"].strip().startswith("A sales manager mentions you")
    for body in bodies(sent):
        assert "Nadia" not in body
        assert "@A seller et @Odile Cap" in body


def test_minutes_are_mailed_whole_to_whoever_wants_meetings_at_once(server) -> None:
    marketer = a_person(Role.MARKETER, name="Iris Plume")
    manager = a_person(Role.SALES_MANAGER, name="Mona Chef", language="fr")
    wanted = {**preference_of(manager).channel_by_topic, Topic.MEETINGS: Channel.AT_ONCE}
    choose_mail(actor=manager, digest_hour=8, channel_by_topic=wanted, now=NOW)
    meeting = a_meeting(marketer, manager)
    post(NOW)
    close_meeting(actor=marketer, meeting=meeting, now=NOW)
    post(NOW)
    assert len(server.messages) == 2, "asked to the meeting, then its minutes"
    for body in bodies(server.messages[-1]):
        assert "1. The fair in May" in body
        assert "À faire\u202f: Book the stand (Vous, 20/03/2026)" in body


@pytest.mark.parametrize("one_click", [True, False])
def test_the_link_in_a_mail_stops_its_kind_without_signing_in(server, pair, visit, one_click: bool) -> None:
    name_seller(pair)
    post(NOW)
    link = re.search(r"https://liant\.company\.example(/mail/stop/\S+)>", server.messages[0]["List-Unsubscribe"])[1]
    browser = visit(enforce_csrf_checks=True)
    page = browser.get(link)
    assert page.status_code == 200
    assert preference_of(pair[1]).channel_by_topic[Topic.MENTIONS] == Channel.AT_ONCE, "looking changes nothing"
    done = browser.post(link, {"List-Unsubscribe": "One-Click"} if one_click else {})
    assert done.status_code == 200
    assert "Mentions" in done.content.decode()
    chosen = preference_of(pair[1]).channel_by_topic
    assert [topic for topic, channel in chosen.items() if channel == Channel.OFF] == [Topic.MENTIONS]
    assert LedgerEvent.objects.get(verb="mail.stopped").data == {"topics": ["mentions"]}
    assert Notice.objects.filter(person=pair[1], closed_at=None).exists(), "the page of notices still tells it"


@pytest.mark.parametrize("token", ["x", "WyJhIl0:1abc:def"])
def test_a_link_that_is_not_ours_stops_nothing(visit, token: str) -> None:
    for method in ("get", "post"):
        assert getattr(visit(), method)(f"/mail/stop/{token}").status_code == 404


def test_an_hour_that_is_none_is_refused(pair) -> None:
    with pytest.raises(Invalid):
        choose_mail(actor=pair[1], digest_hour=24, channel_by_topic={}, now=NOW)
