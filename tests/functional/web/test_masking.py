"""Who spoke is masked on every path on which a quote, or what it became, is read: page, print, file, search, deal."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from liant.actions.search import rebuild_index
from liant.loop.values.roles import Role
from liant.store.models import Argument, Opportunity, Person, Theme
from tests.builders import TODAY, a_co_author, a_deal, a_note, a_person, a_theme, an_account, an_argument, one_of_each
from tests.functional.web.test_mine import texts_in

pytestmark = pytest.mark.django_db

#: A letter that no other word has: a file on paper tells its letters, not its words.
NAME, LETTER = "Camille Ŵroy", "Ŵ"
WORDS, ROLE = "it starts too slowly", "A seller"
MARKETING = (Role.MARKETER, Role.MARKETING_DIRECTOR)
EVERYBODY = (*MARKETING, Role.SELLER)


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address where the quote or its argument is read, by whom, and what must be there: else nothing is proved."""

    path: str
    readers: tuple[Role, ...] = EVERYBODY
    holds: tuple[str, ...] = (WORDS, ROLE)


PLACES = (
    # The page, which is also what is printed.
    Place(path="/arguments/{argument}"),
    Place(path="/arguments", holds=("Six weeks", ROLE)),
    Place(path="/arguments/{argument}/versions", holds=("Compare versions",)),
    Place(path="/credit/argument/{argument}", holds=("Six weeks", ROLE)),
    Place(path="/arguments/{argument}/edit", readers=MARKETING),
    Place(path="/arguments/new?theme={theme}", readers=MARKETING),
    Place(path="/co-writing/{invited}", readers=(Role.SELLER,)),
    Place(path="/themes/{theme}", readers=MARKETING),
    Place(path="/themes/{theme}", readers=(Role.SELLER,), holds=("Slow start",)),
    # Files.
    Place(path="/themes/export.csv", holds=("Slow start",)),
    Place(path="/themes/export.json", holds=("Slow start",)),
    Place(path="/search?q=slowly", readers=MARKETING, holds=("starts too",)),
    Place(path="/search?q=weeks", holds=("weeks",)),
    Place(path="/search/suggest?q=weeks", holds=("weeks",)),
    # Today tells a seller that the argument answers what was heard in a deal; the deal shows it, and the phone keeps it.
    Place(path="/today", readers=(Role.SELLER,), holds=("Six weeks",)),
    Place(path="/deals/{deal}", readers=(Role.SELLER,)),
    Place(path="/pocket/pages", readers=(Role.SELLER,), holds=("/deals/",)),
)


@pytest.fixture
def company() -> dict[Role, Person]:
    """The quote of a seller of one team, and readers of each role who are all outside that team."""
    people = one_of_each()
    speaker = a_person(name=NAME)
    note = a_note(speaker, f"They said « {WORDS} »")
    heard = a_note(people[Role.SELLER], "Same here.", account=an_account(people[Role.SELLER]))
    theme = a_theme([note, heard])
    far = TODAY.replace(year=2040)
    an_argument(people[Role.MARKETER], [note], theme, review_on=far)
    draft = an_argument(people[Role.MARKETER], [note], theme, published=False)
    a_co_author(people[Role.MARKETER], people[Role.SELLER], draft)
    heard.opportunity = a_deal(people[Role.SELLER], heard.account, expected_close_on=far)
    heard.save()
    rebuild_index()
    return people


def address(place: Place) -> str:
    first, draft = Argument.objects.order_by("id")
    return place.path.format(
        argument=first.public_id,
        draft=draft.public_id,
        theme=Theme.objects.get().public_id,
        deal=Opportunity.objects.get().public_id,
        invited=draft.co_authors.get().public_id,
    )


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
def test_a_reader_without_the_right_reads_a_role_on_every_path(place: Place, company, visit) -> None:
    for role in place.readers:
        answer = visit(company[role]).get(address(place))
        assert answer.status_code == 200, f"{place.path} as {role}"
        said = answer.content.decode()
        for words in place.holds:
            assert words in said, f"{place.path} as {role} lacks {words}"
        assert NAME not in said, f"{place.path} as {role}"


def test_a_statement_on_paper_names_nobody_of_another_team(company, visit) -> None:
    for reader in (company[Role.MARKETER], company[Role.SELLER]):
        answer = visit(reader).get("/mine/statement.pdf")
        assert answer.status_code == 200
        assert LETTER not in texts_in(answer.content)
    assert LETTER in texts_in(visit(Person.objects.get(name=NAME)).get("/mine/statement.pdf").content)


def test_a_colleague_of_the_team_reads_the_name(company, visit) -> None:
    speaker = Person.objects.get(name=NAME)
    argument = Argument.objects.earliest("id")
    assert NAME in visit(a_person(team=speaker.team)).get(f"/arguments/{argument.public_id}").content.decode()
