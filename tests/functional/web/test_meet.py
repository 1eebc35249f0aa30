"""Meetings through their pages, with and without scripts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liant.loop.values.roles import Role
from liant.store.models import AgendaItem, Meeting, MeetingOutcome, Notice
from tests.builders import a_meeting, a_person, a_theme

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def table():
    """A marketer who hosts and a manager who comes, with their meeting."""
    marketer, manager = a_person(Role.MARKETER, name="Iris Plume"), a_person(Role.SALES_MANAGER, name="Mona Chef")
    return marketer, manager, a_meeting(marketer, manager)


def page(client, path: str, **values) -> str:
    return client.get(path, **values).content.decode()


def test_a_meeting_is_set_up_from_its_form(visit, table) -> None:
    marketer, manager, _meeting = table
    client = visit(marketer)
    form = {
        "title": "Point du jeudi",
        "first_on": next_weekday().isoformat(),
        "starts_at": "09:30",
        "minutes": "30",
        "rhythm": "two_weeks",
        "day_off": "skip",
        "people": [manager.public_id, "unknown"],
    }
    refused = client.post("/meetings/new", {**form, "people": [], "_nonce": "1"})
    assert refused.status_code == 422
    assert "Nobody else comes" in refused.content.decode()
    kept = client.post("/meetings/new", {**form, "_nonce": "2"})
    meeting = Meeting.objects.latest("id")
    assert kept["Location"] == f"/meetings/{meeting.public_id}"
    assert set(meeting.series.people.all()) == {marketer, manager}
    assert "Point du jeudi" in page(client, "/meetings")


def next_weekday() -> date:
    day = date.today() + timedelta(days=7)  # noqa: DTZ011 - the page reads the clock too
    return day + timedelta(days=(7 - day.weekday()) % 7)


def test_a_marketer_asks_managers_by_role_and_no_seller(visit, table) -> None:
    seller = a_person(name="Nadia Roche")
    shown = page(visit(table[0]), "/meetings/new")
    assert "Nadia Roche" not in shown
    assert seller.public_id not in shown
    assert table[1].public_id in shown
    assert "A sales manager" in shown


def test_what_is_proposed_is_taken_moved_and_removed(visit, table) -> None:
    marketer, _manager, meeting = table
    theme = a_theme([], trend={"low": 1.4, "ratio": 2.0, "high": 3.0, "n": 12})
    client, path = visit(marketer), f"/meetings/{meeting.public_id}"
    assert f'value="theme:{theme.public_id}" checked' in page(client, path)
    took = client.post(f"{path}/agenda/take", {"ref": f"theme:{theme.public_id}", "_nonce": "1"}, headers=HTMX)
    assert "Slow start" in took.content.decode()
    assert "<html" not in took.content.decode()
    item = AgendaItem.objects.latest("id")
    for nonce, to in (("2", "up"), ("3", "up")):
        client.post(f"/agenda/{item.public_id}/move", {"to": to, "_nonce": nonce})
    assert AgendaItem.objects.get(position=0) == item
    assert client.post(f"/agenda/{item.public_id}/remove", {"_nonce": "4"})["Location"] == path
    assert not AgendaItem.objects.filter(pk=item.pk).exists()


def test_a_refused_item_keeps_what_was_typed(visit, table) -> None:
    marketer, _manager, meeting = table
    for headers in ({}, HTMX):
        answer = visit(marketer).post(
            f"/meetings/{meeting.public_id}/agenda/add",
            {"title": "Le salon", "minutes": "999", "purpose": "decide", "_nonce": "1"},
            headers=headers,
        )
        assert answer.status_code == 422
        assert 'value="Le salon"' in answer.content.decode()


def test_what_is_written_down_comes_beside_a_fresh_form(visit, table) -> None:
    marketer, manager, meeting = table
    item, path = AgendaItem.objects.get(), f"/meetings/{meeting.public_id}/outcomes"
    written = visit(manager).post(
        f"{path}/write",
        {"item": item.public_id, "kind": "decision", "text": "On y va à deux", "_nonce": "1"},
        headers=HTMX,
    )
    body = written.content.decode()
    assert f'id="write-{item.public_id}"' in body
    assert f'id="outcomes-{item.public_id}" hx-swap-oob="true"' in body
    assert body.count("On y va à deux") == 1
    seen = page(visit(marketer), path, headers=HTMX)
    assert "On y va à deux" in seen
    assert "textarea" not in seen, "what the others are typing is left alone"


@pytest.mark.parametrize(
    "values", [{"text": " "}, {"kind": "follow_up", "text": "Qui donc ?"}, {"kind": "follow_up", "due_on": "demain"}]
)
def test_what_is_missing_is_said_beside_what_was_typed(visit, table, values) -> None:
    _marketer, manager, meeting = table
    for headers in ({}, HTMX):
        answer = visit(manager).post(
            f"/meetings/{meeting.public_id}/outcomes/write",
            {"kind": "decision", "text": "Le stand", "_nonce": "1", **values},
            headers=headers,
        )
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert values.get("text", "Le stand") in answer.content.decode()


def test_a_changed_agenda_is_announced_to_the_others(visit, table) -> None:
    marketer, _manager, meeting = table
    path = f"/meetings/{meeting.public_id}/outcomes"
    mark = AgendaItem.objects.get().public_id[:6]
    assert "changed the agenda" not in page(visit(marketer), f"{path}?mark={mark}", headers=HTMX)
    assert "changed the agenda" in page(visit(marketer), f"{path}?mark=other", headers=HTMX)


def test_something_to_do_is_done_from_the_list_or_from_the_next_meeting(visit, table) -> None:
    _marketer, manager, _meeting = table
    outcome = MeetingOutcome.objects.get()
    assert "Book the stand" in page(visit(manager), "/meetings")
    done = visit(manager).post(f"/outcomes/{outcome.public_id}/done", {"done": "1", "from": "list", "_nonce": "1"})
    assert done["Location"] == "/meetings"
    assert "Book the stand" not in page(visit(manager), "/meetings")
    again = visit(manager).post(f"/outcomes/{outcome.public_id}/done", {"done": "0", "meeting": "//x", "_nonce": "2"})
    assert again["Location"] == f"/meetings/{outcome.meeting.public_id}"


def test_minutes_are_written_in_the_reader_s_language_around_the_words_as_they_were(visit, table) -> None:
    marketer, manager, meeting = table
    visit(manager).post(f"/meetings/{meeting.public_id}/absent", {"absent": [marketer.public_id], "_nonce": "1"})
    closed = visit(manager).post(f"/meetings/{meeting.public_id}/close", {"_nonce": "2"})
    assert closed["Location"] == f"/meetings/{meeting.public_id}/minutes"
    marketer.language = "fr"
    marketer.save(update_fields=["language"])
    french, english = (page(visit(who), closed["Location"]) for who in (marketer, manager))
    assert "Présents" in french
    assert "Present:" in english
    for minutes in (french, english):
        assert '<p lang="en">Book the stand</p>' in minutes
    assert Notice.objects.filter(code="minutes", person=marketer).exists()


def test_what_one_wrote_is_changed_by_oneself(visit, table) -> None:
    marketer, manager, _meeting = table
    edit = f"/outcomes/{MeetingOutcome.objects.get().public_id}/edit"
    assert "Book the stand" in page(visit(marketer), edit)
    assert visit(marketer).post(edit, {"text": " ", "version": "1", "_nonce": "1"}).status_code == 422
    assert visit(manager).post(edit, {"text": "Mine", "version": "1", "_nonce": "2"}).status_code == 404
    assert visit(marketer).post(edit, {"text": "Book a stand", "version": "1", "_nonce": "3"}).status_code == 302
    assert visit(marketer).post(edit, {"text": "Late", "version": "1", "_nonce": "4"}).status_code == 409


def test_whoever_does_not_come_gets_the_same_404(visit, table) -> None:
    _marketer, _manager, meeting = table
    stranger = visit(a_person(Role.SALES_MANAGER))
    for public_id in (meeting.public_id, "0" * 14):
        for path in ("", "/minutes", "/outcomes", "/change"):
            assert stranger.get(f"/meetings/{public_id}{path}").status_code == 404
        for path in ("/close", "/reopen", "/absent", "/agenda/take", "/agenda/add", "/outcomes/write", "/end"):
            assert stranger.post(f"/meetings/{public_id}{path}", {"_nonce": path + public_id}).status_code == 404
    director = visit(a_person(Role.MARKETING_DIRECTOR))
    assert director.get(f"/meetings/{meeting.public_id}").status_code == 200, "read, not written"
    assert director.post(f"/meetings/{meeting.public_id}/close", {"_nonce": "1"}).status_code == 404
    assert "Write down what comes of it" not in page(director, f"/meetings/{meeting.public_id}")
