"""The story of the tutorial, on the invented company: each state that its pages describe is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions import launch_pitch
from liant.demo import launch as demo
from liant.demo.names import PRODUCTS
from liant.loop.launch.readiness import Gap
from liant.loop.values.roles import Role
from liant.queries.client import client_view
from liant.queries.launch import work_view
from liant.queries.launch_board import board_view, pitch_view
from liant.queries.launch_credit import credit_of_launch
from liant.queries.launch_results import results_view
from liant.store.models import Argument, Launch, Note, Product, Theme
from tests.builders import NOW, TODAY, a_note, a_person, a_team, a_theme, an_account, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    team, marketing = a_team(), a_team("marketing")
    return [
        *(a_person(team=team, language="fr") for _ in range(4)),
        a_person(Role.MARKETER, marketing, language="fr"),
    ]


@pytest.fixture
def notes(people):
    """The remarks as the search leaves them: most in a theme that says other things too, one nowhere."""
    sellers, marketer = people[:4], people[4]
    Product.objects.create(name=PRODUCTS[3])
    accounts = [an_account(seller) for seller in sellers for _ in range(3)]
    remarks = demo.load_remarks(people, accounts, TODAY)
    a_theme([*remarks[:11], a_note(sellers[0], "Des frais de démarrage trop lourds.")])
    # The argument that carries the launch of two months ago.
    earlier = a_theme([a_note(sellers[1])], rank=2)
    an_argument(marketer, theme=earlier, title=demo.EARLIER_ARGUMENT)
    demo.load_launch(people, remarks, NOW)
    return remarks


@pytest.fixture
def launch(notes):
    return Launch.objects.get(name=demo.NAME)


def test_twelve_remarks_in_two_languages_make_one_theme(notes) -> None:
    theme = Theme.objects.get(label_fr=demo.THEME_FR)
    inside = Note.objects.filter(membership__theme=theme)
    assert set(inside) == set(notes)
    assert len(notes) == 12
    assert {language: sum(n.language == language for n in notes) for language in ("fr", "en")} == {"fr": 7, "en": 5}
    assert inside.values("account").distinct().count() == 12
    assert theme.label_en == demo.THEME_EN
    assert all(note.quotes.filter(voice="client").exists() for note in notes)


def test_the_launch_is_in_preparation_and_late_with_its_pitch(people, launch) -> None:
    work = work_view(people[4], launch, today=TODAY)
    assert [step.title for step in work.steps if step.state == "late"] == ["L’argumentaire est écrit avec les pilotes"]
    assert work.readiness.gaps == (Gap.ANSWERS, Gap.STEPS)
    assert (launch.launch_on.weekday(), launch.launch_on > TODAY + timedelta(weeks=3)) == (1, True)
    assert len(work.pilots) == 3


def test_the_board_holds_the_theme_the_words_and_a_figure(people, launch) -> None:
    columns = board_view(people[4], launch)
    kinds = [[pin.kind for pin in column.pins] for column in columns]
    assert kinds == [["theme", "quote", "quote"], ["quote"], ["quote"], ["figure"]]
    assert columns[0].pins[1].quote.who == "Un vendeur" or columns[0].pins[1].quote.who == "A seller"


def test_the_first_line_is_the_visitors_and_marketings(people, launch) -> None:
    visitor, marketer = people[0], people[4]
    pitch = pitch_view(visitor, launch, works_on_it=True)
    assert [author.side for author in pitch.lines[0].authors] == ["sales", "marketing"]
    assert pitch.lines[0].authors[0].who in ("You", "Vous")
    assert len(pitch.lines) == 3
    assert [line.answer for line in pitch_view(marketer, launch, works_on_it=True).left_out] != [""]
    (waiting,) = pitch.proposals
    line = launch.lines.get(public_id=waiting.public_id)
    launch_pitch.accept_line(actor=marketer, line=line, now=NOW)
    assert Gap.ANSWERS not in work_view(marketer, launch, today=TODAY).readiness.gaps


def test_credit_is_shared_between_those_who_spoke_and_those_who_wrote(people, launch) -> None:
    credit = credit_of_launch(people[4], launch, now=NOW)
    assert sum(part.share for part in credit.parts) == 1
    assert {part.side for part in credit.parts} == {"sales", "marketing"}
    first = next(part for part in credit.parts if part.is_first)
    assert first.side == "sales"


def test_an_earlier_launch_shows_what_results_look_like(people, launch) -> None:
    earlier = Launch.objects.exclude(pk=launch.pk).get()
    assert results_view(people[4], launch) is None
    assert results_view(people[4], earlier).since == TODAY - timedelta(days=demo.DAYS_SINCE_EARLIER)
    assert Argument.objects.filter(theme__in=earlier.pins.values("theme")).exists()


def test_the_client_page_tells_the_need_and_that_marketing_answered(people, notes) -> None:
    account = notes[1].account
    view = client_view(people[4], account, today=TODAY)
    assert demo.THEME_FR in [need.label for need in view.needs]
    assert view.answers.n_answered >= 1
