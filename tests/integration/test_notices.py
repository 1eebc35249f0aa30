"""Things to tell people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions.notices import close_notices, tell
from liant.queries.brief import brief_for
from liant.store.models import Notice
from tests.builders import NOW, TODAY, a_note, a_person

pytestmark = pytest.mark.django_db


def told(person) -> list[dict[str, object]]:
    return [line.params for line in brief_for(person, today=TODAY, now=NOW)]


def test_a_notice_shows_today_until_it_is_closed() -> None:
    person, other = a_person(), a_person()
    note = a_note(person)
    tell([person, other], "answered", "note", note.public_id, NOW, data={"n": 2}, is_due=True)
    assert told(person) == told(other) == [{"n": 2}]
    close_notices("answered", "note", note.public_id, NOW, person=person)
    assert told(person) == []
    assert told(other) == [{"n": 2}]
    close_notices("answered", "note", note.public_id, NOW)
    assert told(other) == []


def test_told_again_is_told_once_in_the_latest_words() -> None:
    person = a_person()
    for n in (1, 2):
        tell([person], "answered", "note", "x", NOW, data={"n": n})
    assert [notice.data for notice in Notice.objects.all()] == [{"n": 2}]
    close_notices("answered", "note", "x", NOW)
    tell([person], "answered", "note", "x", NOW, data={"n": 3})
    assert Notice.objects.count() == 2


def test_old_news_is_no_news_but_what_is_asked_stays() -> None:
    person = a_person()
    long_ago = NOW - timedelta(days=60)
    tell([person], "answered", "note", "a", long_ago, data={"n": 1})
    tell([person], "answered", "note", "b", long_ago, data={"n": 2}, is_due=True)
    assert told(person) == [{"n": 2}]
