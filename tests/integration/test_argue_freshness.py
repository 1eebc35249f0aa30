"""Claims age; recent quotes that may contradict them are found, shown to those who may read them, and set aside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions.argue import ClaimText
from liant.actions.argue_freshness import look_for_contrary, set_aside_contrary
from liant.loop.values.errors import Forbidden
from liant.loop.values.roles import Role
from liant.queries.argue import argument_view
from liant.queries.brief import brief_for
from liant.store.models import Argument, ContraryQuote, Person, Quote, Theme, ThemeNote
from tests.builders import NOW, TODAY, a_note, a_person, a_theme, an_argument

pytestmark = pytest.mark.django_db

CLAIM = "The app works offline."
AGAINST = "« The app does not work offline any more. »"


@pytest.fixture
def owner() -> Person:
    return a_person(Role.MARKETER)


@pytest.fixture
def seller() -> Person:
    return a_person()


@pytest.fixture
def theme(seller: Person) -> Theme:
    return a_theme([a_note(seller, "« It worked offline on the tour »", heard_on=TODAY - timedelta(days=30))])


@pytest.fixture
def argument(owner: Person, theme: Theme) -> Argument:
    cited = Quote.objects.get(note__membership__theme=theme)
    claims = (ClaimText(text=CLAIM, is_opinion=False, quotes=(cited,)),)
    return an_argument(owner, theme=theme, claims=claims)


def hear(author: Person, theme: Theme, text: str = AGAINST, *, days_ago: int = 3, **values) -> None:
    note = a_note(author, text, heard_on=TODAY - timedelta(days=days_ago), **values)
    ThemeNote.objects.create(theme=theme, note=note, centrality_rank=9)


def claim_of(reader: Person, argument: Argument, *, days: int = 0):
    return argument_view(reader, argument, today=TODAY + timedelta(days=days)).claims[0]


@pytest.mark.parametrize(("days", "state"), [(0, "fresh"), (151, "ageing"), (336, "stale")])
def test_a_claim_ages_with_its_newest_quote(owner, argument, days: int, state: str) -> None:
    assert claim_of(owner, argument, days=days).freshness.state == state
    assert argument_view(owner, argument, today=TODAY + timedelta(days=days)).freshness == state


def test_a_recent_quote_that_says_the_contrary_is_shown_with_the_claim(owner, seller, theme, argument) -> None:
    hear(seller, theme)
    assert look_for_contrary(now=NOW) == 1
    claim = claim_of(owner, argument)
    assert claim.freshness.state == "contradicted"
    assert [view.quote.text for view in claim.contrary] == ["The app does not work offline any more."]
    assert claim.contrary[0].cues == ("negation",)
    assert next(line.kind for line in brief_for(owner, today=TODAY, now=NOW)) == "contradicted"


def test_found_again_it_is_kept_once(seller, theme, argument) -> None:
    hear(seller, theme)
    assert [look_for_contrary(now=NOW), look_for_contrary(now=NOW)] == [1, 1]
    assert ContraryQuote.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"days_ago": 40},  # before what the claim cites
        {"days_ago": 200},
        {"is_shared": False},
        {"text": "« Does the app not work offline? »"},
        {"text": "« The app works offline, they love it. »"},
    ],
)
def test_what_is_old_private_asked_or_agrees_is_no_objection(seller, theme, argument, values) -> None:
    hear(seller, theme, **values)
    assert look_for_contrary(now=NOW) == 0


def test_only_the_themes_concerned_are_read(seller, theme, argument) -> None:
    hear(seller, theme)
    elsewhere = a_theme(rank=2)
    assert look_for_contrary(now=NOW, theme_id=elsewhere.public_id) == 0
    assert look_for_contrary(now=NOW, note_id=theme.memberships.latest("id").note.public_id) == 1


def test_set_aside_by_marketing_it_never_comes_back(owner, seller, theme, argument) -> None:
    hear(seller, theme)
    look_for_contrary(now=NOW)
    contrary = ContraryQuote.objects.get()
    with pytest.raises(Forbidden):
        set_aside_contrary(actor=seller, contrary=contrary, now=NOW)
    set_aside_contrary(actor=owner, contrary=contrary, now=NOW)
    look_for_contrary(now=NOW)
    claim = claim_of(owner, argument)
    assert (claim.freshness.state, claim.contrary) == ("fresh", ())


def test_a_quote_that_no_longer_speaks_against_it_goes(seller, theme, argument) -> None:
    hear(seller, theme)
    look_for_contrary(now=NOW)
    assert look_for_contrary(now=NOW + timedelta(days=300)) == 0
    assert not ContraryQuote.objects.exists()


def test_another_team_learns_that_there_is_one_but_not_its_words(owner, seller, theme, argument) -> None:
    hear(seller, theme)
    look_for_contrary(now=NOW)
    stranger = claim_of(a_person(), argument)
    assert (stranger.freshness.state, stranger.n_contrary, stranger.contrary) == ("contradicted", 1, ())
    assert claim_of(owner, argument).contrary[0].quote.who == "A seller"


def test_the_owner_reads_that_a_claim_is_old(owner, argument) -> None:
    year_later = NOW + timedelta(days=340)
    lines = brief_for(owner, today=year_later.date(), now=year_later)
    assert "review_due" in {line.kind for line in lines}
    argument.versions.update(review_on=TODAY + timedelta(days=900))
    lines = brief_for(owner, today=year_later.date(), now=year_later)
    assert [(line.kind, line.params["n"]) for line in lines][:1] == [("stale", 1)]
