"""Who wrote a line of a pitch, through every rewording; what the first results allow to say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.launch.pitch import Wording, authors_of
from liant.loop.launch.results import LEAST, conclude


def chain(authors) -> dict[int, Wording]:
    """Wordings that replace each other, the last key being the wording of the pitch."""
    return {i: Wording(author=author, replaces=i - 1 if i else None) for i, author in enumerate(authors)}


def test_whoever_said_it_first_stays_first() -> None:
    wordings = chain([7, 3, 7, 5])
    assert authors_of(3, wordings) == (7, 3, 5)
    assert authors_of(0, wordings) == (7,)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8), st.integers(1, 5))
def test_rewording_adds_an_author_and_takes_none_away(authors, another) -> None:
    before = authors_of(len(authors) - 1, chain(authors))
    after = authors_of(len(authors), chain([*authors, another]))
    assert after[: len(before)] == before
    assert set(after) == {*authors, another}
    assert len(set(after)) == len(after)


def test_a_wording_that_is_not_given_ends_the_way_back() -> None:
    assert authors_of(2, {2: Wording(author=9, replaces=1)}) == (9,)


@pytest.mark.parametrize(
    ("n_won", "n_lost", "n_sellers", "said"),
    [(3, 2, 5, (3, 5, 0)), (2, 2, 5, (None, None, 1)), (0, 0, 0, (None, None, 5)), (9, 9, 4, (None, None, 0))],
)
def test_concludes_from_five_closed_deals_led_by_five_sellers(n_won, n_lost, n_sellers, said) -> None:
    found = conclude(n_won=n_won, n_lost=n_lost, n_sellers=n_sellers)
    assert (found.n_won, found.n_closed, found.n_missing) == said


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_never_tells_an_outcome_of_too_few(n_won, n_lost, n_sellers) -> None:
    found = conclude(n_won=n_won, n_lost=n_lost, n_sellers=n_sellers)
    if min(n_won + n_lost, n_sellers) < LEAST:
        assert found.n_won is found.n_closed is None
    else:
        assert (found.n_won, found.n_closed) == (n_won, n_won + n_lost)
