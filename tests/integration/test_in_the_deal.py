"""What a seller meets at the right moment: the words to begin with in a deal, and the deals that a note is likely about."""

from __future__ import annotations

from datetime import date

import pytest

from liant.loop.values.roles import Role
from liant.loop.values.stages import Stage
from liant.queries.argue_in_deal import arguments_for_deal
from liant.queries.listen import likely_deals
from tests.builders import TODAY, a_deal, a_note, a_person, a_theme, an_account, an_argument, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return one_of_each()


def test_begins_with_words_of_this_very_account_even_older(people) -> None:
    seller, writer = people[Role.SELLER], people[Role.MARKETER]
    here, elsewhere = an_account(seller), an_account(seller)
    deal = a_deal(seller, here)
    ours = a_note(seller, "« Nobody answers at night »", account=here, opportunity=deal, heard_on=date(2026, 1, 5))
    theirs = a_note(seller, "« Your line is dead »", account=elsewhere, heard_on=date(2026, 3, 1))
    an_argument(writer, [theirs, ours], a_theme([ours, theirs]))
    (argument,) = arguments_for_deal(seller, deal, today=TODAY)
    assert argument.key_quote.text == "Nobody answers at night"


def test_else_with_the_latest_words_of_a_client_and_never_with_a_sellers_opinion(people) -> None:
    seller, writer = people[Role.SELLER], people[Role.MARKETER]
    deal = a_deal(seller)
    heard = a_note(seller, "He doubts", account=deal.account, opportunity=deal)
    old = a_note(seller, "« Too slow »", heard_on=date(2026, 1, 5))
    new = a_note(seller, "« Far too slow »", heard_on=date(2026, 2, 5))
    theme = a_theme([heard])
    an_argument(writer, [old, heard, new], theme)
    (argument,) = arguments_for_deal(seller, deal, today=TODAY)
    assert argument.key_quote.text == "Far too slow"
    unsaid = an_argument(writer, [heard], theme, title="Only an opinion")
    views = arguments_for_deal(seller, deal, today=TODAY, named=unsaid.public_id)
    assert views[0].key_quote is None


def test_the_words_shown_to_another_team_name_nobody(people) -> None:
    author = a_person(Role.SELLER)
    seller = people[Role.SELLER]
    deal = a_deal(seller)
    note = a_note(author, "« Too slow »")
    an_argument(people[Role.MARKETER], [note], a_theme([note, a_note(seller, "Slow", opportunity=deal)]))
    (argument,) = arguments_for_deal(seller, deal, today=TODAY)
    assert argument.key_quote.who == "A seller"


def test_offers_the_deals_one_wrote_about_last_then_the_nearest_close(people) -> None:
    seller = people[Role.SELLER]
    far = a_deal(seller, name="Far", expected_close_on=date(2026, 9, 1))
    a_deal(seller, name="Near", expected_close_on=date(2026, 4, 1))
    a_deal(seller, name="Next", expected_close_on=date(2026, 5, 1))
    a_deal(seller, name="Won", stage=Stage.WON.value)
    a_deal(a_person(Role.SELLER, seller.team), name="A colleague's")
    a_note(seller, opportunity=far)
    assert [choice.label for choice in likely_deals(seller)] == ["Far", "Near", "Next"]
    assert likely_deals(people[Role.MARKETER]) == ()
