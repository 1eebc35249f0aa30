"""What is said about an object, who is named there, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions import threads
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.notices import view_notices
from liant.queries.objects import KINDS, readers_of, titles_of
from liant.queries.threads import suggested, thread_of
from liant.store.models import LedgerEvent, Mention, Notice, Person
from tests.builders import NOW, a_deal, a_note, a_person, a_theme, an_account, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    """A manager and two sellers of one team, a seller of another one, and two marketers."""
    manager = a_person(Role.SALES_MANAGER, name="Mona Chef")
    marketer = a_person(Role.MARKETER, name="Iris Plume")
    return {
        "manager": manager,
        "seller": a_person(team=manager.team, name="Nadia Roche"),
        "colleague": a_person(team=manager.team, name="Paul Martin"),
        "stranger": a_person(name="Sacha Loin"),
        "marketer": marketer,
        "director": a_person(Role.MARKETING_DIRECTOR, marketer.team, name="Odile Cap"),
    }


def write(actor: Person, note, text: str, **values):
    values = {"kind": "note", "public_id": note.public_id, "now": NOW, **values}
    return threads.write_message(actor=actor, text=text, **values)


def told(person: Person, code: str) -> int:
    return Notice.objects.filter(person=person, code=code, closed_at=None).count()


def said(reader: Person, note, now=NOW) -> list[str]:
    found = thread_of("note", note.public_id, reader=reader, now=now)
    return ["".join(part.text for part in message.parts) for message in found.messages]


def test_whoever_is_named_is_told_at_once_and_the_author_with_the_rest(team) -> None:
    note = a_note(team["seller"])
    written = write(team["manager"], note, "@Paul Martin, tu as vu cela ?")
    assert written.unknown == ()
    assert [told(team[who], "mentioned") for who in ("colleague", "seller")] == [1, 0]
    assert [told(team[who], "answered") for who in ("colleague", "seller")] == [0, 1]
    assert told(team["manager"], "answered") == 0
    assert LedgerEvent.objects.get(verb="thread.answered").object_id == note.public_id


@pytest.mark.parametrize("who", ["Sacha Loin", "Personne Inconnue"])
def test_a_name_that_may_not_read_is_told_like_one_that_does_not_exist(team, who: str) -> None:
    note = a_note(team["seller"])
    written = write(team["manager"], note, f"@{who} regarde")
    assert written.unknown == (who,)
    assert not Mention.objects.exists()
    assert told(team["stranger"], "mentioned") == 0


def test_marketing_names_colleagues_but_no_seller_whose_name_is_masked_to_it(team) -> None:
    note = a_note(team["seller"])
    assert write(team["marketer"], note, "@Nadia Roche quel site ?").unknown == ("Nadia Roche",)
    assert write(team["marketer"], note, "@Odile Cap à voir").unknown == ()
    assert told(team["director"], "mentioned") == 1
    assert told(team["seller"], "answered") == 1, "the author is told all the same"


def test_a_name_in_a_message_is_masked_like_everywhere_else(team) -> None:
    note = a_note(team["seller"])
    write(team["manager"], note, "@Paul Martin le sait")
    assert said(team["seller"], note) == ["@Paul Martin le sait"]
    assert said(team["marketer"], note) == ["@A seller le sait"]
    message = write(team["manager"], note, "@Paul Martin aussi").message
    threads.edit_message(actor=team["manager"], message=message, text="Oui, @Paul Martin", version=1, now=NOW)
    view = thread_of("note", note.public_id, reader=team["marketer"], now=NOW).messages[-1]
    assert "".join(part.text for part in view.earlier[0].parts) == "@A seller aussi"


def test_suggestions_hold_only_people_who_read_the_object_and_whose_name_is_known(team) -> None:
    note = a_note(team["seller"], is_shared=False)

    def names(reader: str, letters: str) -> list[str]:
        found = suggested("note", note.public_id, reader=team[reader], letters=letters)
        return [person.name for person in found]

    assert names("manager", "") == ["Nadia Roche"]
    note.is_shared = True
    note.save(update_fields=["is_shared"])
    assert names("manager", "") == ["Iris Plume", "Nadia Roche", "Odile Cap", "Paul Martin"]
    assert names("manager", "mar") == ["Paul Martin"]
    assert names("manager", "sacha") == []
    assert names("marketer", "") == ["Odile Cap"]


def test_reading_the_thread_stops_telling(team) -> None:
    note = a_note(team["seller"])
    write(team["manager"], note, "@Paul Martin ?")
    threads.see_thread(team["colleague"], "note", note.public_id, NOW)
    assert told(team["colleague"], "mentioned") == 0
    write(team["seller"], note, "Je réponds.")
    assert told(team["seller"], "answered") == 0, "whoever answers has read"


def test_a_slip_is_mended_within_an_hour_and_the_earlier_words_stay(team) -> None:
    note = a_note(team["seller"])
    message = write(team["manager"], note, "@Paul Martin à voir lundi").message
    edit = {"actor": team["manager"], "message": message, "now": NOW + timedelta(minutes=59)}
    threads.edit_message(**edit, text="@Nadia Roche à voir mardi", version=1)
    assert said(team["seller"], note) == ["@Nadia Roche à voir mardi"]
    assert [told(team[who], "mentioned") for who in ("colleague", "seller")] == [0, 1]
    with pytest.raises(Conflict):
        threads.edit_message(**edit, text="autre", version=1)
    message.refresh_from_db()
    assert [wording["text"] for wording in message.earlier] == ["@Paul Martin à voir lundi"]
    with pytest.raises(Invalid, match="more than an hour"):
        threads.edit_message(**{**edit, "now": NOW + timedelta(minutes=61)}, text="tard", version=2)


def test_a_message_withdrawn_leaves_its_place_and_no_word(team) -> None:
    note = a_note(team["seller"])
    message = write(team["manager"], note, "@Paul Martin, oublie").message
    with pytest.raises(Forbidden):
        threads.withdraw_message(actor=team["seller"], message=message, now=NOW)
    with pytest.raises(Invalid, match="more than a day"):
        threads.withdraw_message(actor=team["manager"], message=message, now=NOW + timedelta(hours=25))
    for _twice in range(2):
        threads.withdraw_message(actor=team["manager"], message=message, now=NOW)
    view = thread_of("note", note.public_id, reader=team["seller"], now=NOW).messages[0]
    assert view.is_withdrawn
    assert view.parts == ()
    assert told(team["colleague"], "mentioned") == 0
    assert LedgerEvent.objects.filter(verb="thread.withdrawn").count() == 1
    with pytest.raises(Conflict):
        threads.edit_message(actor=team["manager"], message=message, text="encore", version=1, now=NOW)


@pytest.mark.parametrize("text", ["", "  \n", "x" * 3_001])
def test_an_empty_or_endless_message_is_refused(team, text: str) -> None:
    with pytest.raises(Invalid):
        write(team["manager"], a_note(team["seller"]), text)


def test_every_kind_is_read_by_exactly_those_whom_its_page_lets_in(team) -> None:
    seller = team["seller"]
    deal = a_deal(seller, an_account(seller))
    note = a_note(seller)
    objects = {
        "note": note,
        "theme": a_theme([note]),
        "argument": an_argument(team["marketer"], [note], published=False),
        "account": deal.account,
        "opportunity": deal,
    }
    people = list(Person.objects.all())
    expected = {
        "note": {"manager", "seller", "colleague", "marketer", "director"},
        "theme": set(team),
        "argument": {"marketer", "director"},
        "account": {"manager", "seller", "colleague", "marketer", "director"},
        "opportunity": {"manager", "seller"},
    }
    for kind, found in objects.items():
        readers = {person.pk for person in readers_of(kind, found.public_id, people)}
        assert readers == {team[who].pk for who in expected[kind]}, kind
        named = {
            person.pk for person in people if (kind, found.public_id) in titles_of(person, [(kind, found.public_id)])
        }
        assert named == readers
    assert set(objects) <= set(KINDS)


def test_a_notice_is_read_in_the_reader_s_language_and_under_their_rights(team) -> None:
    theme = a_theme([])
    threads.write_message(actor=team["seller"], kind="theme", public_id=theme.public_id, text="@Paul Martin ?", now=NOW)
    threads.write_message(actor=team["marketer"], kind="theme", public_id=theme.public_id, text="Vu.", now=NOW)
    (mine,) = view_notices(Notice.objects.filter(person=team["colleague"]), team["colleague"])
    assert (mine.params["title"], mine.params["who"]) == ("Slow start", "Nadia Roche")
    team["seller"].language = "fr"
    (heard,) = view_notices(Notice.objects.filter(person=team["seller"]), team["seller"])
    assert (heard.params["title"], heard.params["who"]) == ("Démarrage lent", "Iris Plume")


def test_what_was_said_of_a_theme_goes_on_where_it_was_merged(team) -> None:
    gone, stays = a_theme([]), a_theme([], rank=2)
    for theme in (gone, stays):
        threads.write_message(actor=team["marketer"], kind="theme", public_id=theme.public_id, text="Vu.", now=NOW)
    gone.merged_into = stays
    gone.save(update_fields=["merged_into"])
    assert len(thread_of("theme", stays.public_id, reader=team["seller"], now=NOW).messages) == 2
