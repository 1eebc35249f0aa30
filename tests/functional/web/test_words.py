"""How words are shown: what is written stays, how it is set follows the language."""

from __future__ import annotations

import re

import pytest

from liant.loop.values.roles import Role
from liant.queries.listen import note_view
from liant.store.models import Note
from liant.web.templatetags.liant import typeset
from tests.builders import a_note, a_person, one_of_each


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("« À trois heures, il y a qui ? »", "«\u202fÀ trois heures, il y a qui\u202f?\u202f»"),
        ("20 % : trop cher ; on arrête !", "20\u202f% : trop cher\u202f; on arrête\u202f!".replace(" :", "\u202f:")),
        ("Too slow? They left: 20% less.", "Too slow? They left: 20% less."),
        ("see :ref and a ?b", "see :ref and a ?b"),
    ],
)
def test_french_marks_stay_on_the_line_of_their_word(written: str, shown: str) -> None:
    assert typeset(written) == shown


@pytest.mark.django_db
def test_the_parts_of_a_note_are_its_text_cut_where_the_client_speaks() -> None:
    text = "Seen the buyer.\n« Too slow » then « too dear », he said."
    author = a_person()
    view = note_view(author, Note.objects.get(pk=a_note(author, text).pk))
    assert "".join(part.text for part in view.parts) == text
    assert [part.text for part in view.parts if part.voice] == ["Too slow", "too dear"]
    assert view.has_client_words


@pytest.mark.django_db
def test_a_note_without_quotes_is_one_part() -> None:
    author = a_person()
    view = note_view(author, a_note(author, "nothing between marks"))
    assert [(part.text, part.voice) for part in view.parts] == [("nothing between marks", "")]
    assert not view.has_client_words


@pytest.mark.django_db
def test_the_bar_of_a_phone_holds_what_the_role_opens(visit) -> None:
    people = one_of_each()
    expected = {
        Role.SELLER: ["/today", "/deals", "/capture", "/arguments", "/more"],
        Role.MARKETER: ["/today", "/themes", "/capture", "/arguments", "/more"],
        Role.ADMIN: ["/settings", "/more"],
    }
    for role, links in expected.items():
        bar = visit(people[role]).get("/me").content.decode().partition('class="phone-bar"')[2]
        assert [
            part.partition('"')[0]
            for part in bar.split('href="')[1:]
            if part.startswith("/") and "static" not in part.partition('"')[0]
        ] == links


def rail_of(page: str) -> list[tuple[int, str]]:
    """List the places of the rail: how deep each stands, and where it leads."""
    found, depth = [], 0
    for mark, address in re.findall(
        r'(<ul>|</ul>)|<a href="([^"]+)"', page.partition('class="rail"')[2].partition("</nav>")[0].partition("<nav")[2]
    ):
        depth += {"<ul>": 1, "</ul>": -1}.get(mark, 0)
        if address:
            found.append((depth, address))
    return found


@pytest.mark.django_db
def test_the_rail_reads_in_the_order_of_the_loop_with_the_places_of_a_step_inside_it(visit) -> None:
    people = one_of_each()
    rhythm = [(1, "/calendar"), (2, "/calendar"), (2, "/rhythm/visits"), (2, "/meetings"), (2, "/rhythm/clocks")]
    loop = [
        *((1, "/today"), (2, "/mine"), (1, "/listen"), (1, "/themes"), (1, "/ideas"), (1, "/arguments")),
        (2, "/launches"),
    ]
    director = [*loop, (1, "/referee"), (2, "/requests"), *rhythm, (1, "/accounts")]
    assert rail_of(visit(people[Role.MARKETING_DIRECTOR]).get("/me").content.decode()) == director
    seller = [*loop, (1, "/requests"), *rhythm, (1, "/accounts"), (1, "/deals")]
    assert rail_of(visit(people[Role.SELLER]).get("/me").content.decode()) == seller


@pytest.mark.django_db
def test_one_place_is_the_current_one_and_the_step_that_holds_it_is_open(visit) -> None:
    rail = visit(one_of_each()[Role.SELLER]).get("/rhythm/visits").content.decode().partition('class="phone-bar"')[0]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', rail) == ["/rhythm/visits"]
    assert re.findall(r'<li class="here"><a href="([^"]+)"', rail) == ["/calendar", "/rhythm/visits"]
