from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.argue.figures import Figure, FigureAsk, FigureCode, has_changed, read_ask
from liant.loop.argue.suggest import Heard, suggest_from
from liant.loop.values.errors import Invalid

TODAY = date(2026, 3, 12)


def said(key: str, text: str, **values) -> Heard:
    values = {
        "language": "en",
        "is_client": True,
        "account": None,
        "deal": None,
        "open_cents": 0,
        "outcome": "",
        "heard_on": TODAY,
        **values,
    }
    return Heard(key=key, text=text, **values)


def test_the_most_typical_quote_says_what_the_others_say() -> None:
    quotes = [
        said("a", "the delivery takes eight weeks"),
        said("b", "eight weeks of delivery is long"),
        said("c", "delivery within weeks or nothing"),
        said("d", "the canteen serves fish on Friday"),
    ]
    found = suggest_from(quotes, today=TODAY)
    assert found.typical[0] in {"a", "b"}
    assert "d" not in found.typical


def test_the_client_speaks_before_the_seller() -> None:
    quotes = [said("a", "delivery weeks", is_client=False), said("b", "delivery weeks")]
    assert suggest_from(quotes, today=TODAY).typical == ("b",)


def test_an_account_speaks_once_and_money_and_age_weigh() -> None:
    quotes = [
        said("old", "a long while ago", account=1, open_cents=10_000_000, heard_on=TODAY - timedelta(days=900)),
        said("rich", "there is money here", account=2, open_cents=10_000_000),
        said("again", "there is more here", account=2, open_cents=10_000_000, is_client=False),
        said("poor", "there is none here", account=3),
    ]
    assert suggest_from(quotes, today=TODAY).strongest == ("rich", "poor", "old")


def test_won_deals_are_set_apart_from_lost_ones_with_both_n() -> None:
    quotes = [said(f"w{i}", "trial workshop convinced them", deal=i, outcome="won") for i in range(6)]
    quotes += [said(f"l{i}", "price stayed higher", deal=100 + i, outcome="lost") for i in range(5)]
    won = suggest_from(quotes, today=TODAY).won
    assert (won.n_won, won.n_lost) == (6, 5)
    assert all(key.startswith("w") for key in won.keys)
    assert suggest_from(quotes[:-1], today=TODAY).won is None


@given(st.permutations([said(f"k{i}", text, account=i % 3) for i, text in enumerate(["one slow year"] * 3 + ["slow"])]))
def test_order_changes_nothing(quotes) -> None:
    assert suggest_from(quotes, today=TODAY) == suggest_from(sorted(quotes, key=lambda q: q.key), today=TODAY)


@pytest.mark.parametrize("key", ["", "won_on_theme", "won_on_theme:abc:7", "lost_for:weather:12", "drop:abc:12"])
def test_a_figure_outside_the_list_is_refused(key: str) -> None:
    with pytest.raises(Invalid):
        read_ask(key)


def test_a_figure_asked_for_is_read_back() -> None:
    ask = FigureAsk(code=FigureCode.LOST_FOR, about="price", months=12)
    assert read_ask(ask.key) == ask


@pytest.mark.parametrize(
    ("then", "now", "changed"),
    [((40, 100), (44, 100), False), ((40, 100), (45, 100), True), ((6, 10), (6, 4), True), ((60, 100), (6, 10), False)],
)
def test_a_share_has_changed_from_five_points_on_or_when_too_little_is_left(then, now, changed: bool) -> None:
    ask = FigureAsk(code=FigureCode.WON_ON_THEME, about="abc", months=12)
    figures = [Figure(ask=ask, value=value, n=n) for value, n in (then, now)]
    assert has_changed(*figures) is changed
