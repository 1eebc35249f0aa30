"""The page of notices, and how one is mailed."""

from __future__ import annotations

import pytest

from liant.actions.notices import tell
from liant.loop.notices.channels import Channel, Topic
from liant.queries.outbox import preference_of
from liant.store.models import Notice
from tests.builders import NOW, a_note, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """A seller told of one thing asked and one piece of news, by a colleague."""
    person = a_person()
    colleague = a_person(team=person.team, name="Paul Martin")
    for code, is_due in (("mentioned", True), ("answered", False)):
        tell([person], code, "note", a_note(person).public_id, NOW, data={"by": colleague.public_id}, is_due=is_due)
    return person


def test_the_frame_counts_and_the_page_lists_what_is_open(told, visit) -> None:
    page = visit(told).get("/notices").content.decode()
    assert "Paul Martin mentions you in the thread" in page
    assert "Paul Martin wrote about" in page
    assert page.index("mentions you") < page.index("wrote about"), "what is asked comes first"
    assert '<span class="count">2<' in page


def test_what_is_done_moves_to_done_and_comes_back(told, visit) -> None:
    client = visit(told)
    notice = Notice.objects.get(code="mentioned").public_id
    client.post("/notices/done", {"notice": notice, "_nonce": "1"})
    assert "mentions you in the thread" not in client.get("/notices").content.decode()
    assert "mentions you in the thread" in client.get("/notices?show=done").content.decode()
    client.post("/notices/again", {"notice": notice, "_nonce": "2"})
    assert "mentions you in the thread" in client.get("/notices").content.decode()


def test_reading_all_the_news_leaves_what_is_asked(told, visit) -> None:
    client = visit(told)
    client.post("/notices/read", {"_nonce": "1"})
    assert [notice.code for notice in Notice.objects.filter(closed_at=None)] == ["mentioned"]


def test_one_marks_one_s_own_notices_only(told, visit) -> None:
    other = visit(a_person(team=told.team))
    for path in ("/notices/done", "/notices/again", "/notices/read"):
        other.post(path, {"notice": Notice.objects.earliest("id").public_id, "_nonce": path})
    assert Notice.objects.filter(closed_at=None).count() == 2


def test_the_list_is_filtered_by_topic(told, visit) -> None:
    page = visit(told).get("/notices?topic=answers").content.decode()
    assert "wrote about" in page
    assert "mentions you" not in page


def test_each_topic_and_the_hour_are_chosen(told, visit) -> None:
    client = visit(told)
    chosen = {"mentions": "digest", "news": "off", "asked": "nonsense", "digest_hour": "17", "_nonce": "1"}
    assert client.post("/notices/mail", chosen)["Location"] == "/notices/mail"
    preference = preference_of(told)
    assert preference.digest_hour == 17
    assert preference.channel_by_topic[Topic.MENTIONS] == Channel.DIGEST
    assert preference.channel_by_topic[Topic.NEWS] == Channel.OFF
    assert preference.channel_by_topic[Topic.ASKED] == Channel.DIGEST
    assert 'value="17" selected' in client.get("/notices/mail").content.decode()
    assert client.post("/notices/mail", {"digest_hour": "24", "_nonce": "2"}).status_code == 422


def test_what_one_may_no_longer_read_is_neither_shown_nor_counted(told, visit) -> None:
    note = a_note(a_person())
    tell([told], "answered", "note", note.public_id, NOW)
    page = visit(told).get("/notices").content.decode()
    assert '<span class="count">2<' in page
