"""Things to tell people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions.notices import close_notices, tell
from liant.queries.brief import brief_for
from liant.store.models import Notice
from tests.builders import NOW, TODAY, a_note, a_person

pytestmark = pytest.mark.django_db


def told(person) -> list[object]:
    return [line.params["n"] for line in brief_for(person, today=TODAY, now=NOW)]


def test_a_notice_shows_today_until_it_is_closed() -> None:
    person = a_person()
    other = a_person(team=person.team)
    note = a_note(person)
    tell([person, other], "answered", "note", note.public_id, NOW, data={"n": 2}, is_due=True)
    assert told(person) == told(other) == [2]
    close_notices("answered", "note", note.public_id, NOW, person=person)
    assert told(person) == []
    assert told(other) == [2]
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
    for n, is_due in ((1, False), (2, True)):
        tell([person], "answered", "note", a_note(person).public_id, long_ago, data={"n": n}, is_due=is_due)
    assert told(person) == [2]


def test_nobody_is_told_of_what_they_may_no_longer_read() -> None:
    person, moved = a_person(), a_person()
    note = a_note(person, is_shared=True)
    moved.team = person.team
    moved.save(update_fields=["team"])
    tell([moved], "answered", "note", note.public_id, NOW, data={"n": 1})
    assert told(moved) == [1]
    moved.team = a_person().team
    moved.save(update_fields=["team"])
    assert told(moved) == []
