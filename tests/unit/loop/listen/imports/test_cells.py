from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.listen.imports import cells as read
from liant.loop.listen.imports.cells import Evidence, Unreadable
from liant.loop.values.stages import Reason, Stage


@pytest.mark.parametrize(
    ("cell", "decimal", "cents"),
    [
        ("1 234,56 €", ",", 123_456),
        ("1\u00a0234,56\u00a0€", ",", 123_456),
        ("1\u202f234,56", ",", 123_456),
        ("1.234,56", ",", 123_456),
        ("$1,234.56", ".", 123_456),
        ("1'234.50 CHF", ".", 123_450),
        ("12345.6", ".", 1_234_560),
        ("0.5", ".", 50),
        ("0,005", ",", 0),
        ("0,015", ",", 2),
        ("+7", ".", 700),
    ],
)
def test_reads_amounts_as_people_write_them(cell: str, decimal: str, cents: int) -> None:
    assert read.read_amount(cell, decimal) == cents


def test_amounts_of_a_column_in_thousands() -> None:
    assert read.read_amount("12,35", ",", 1_000) == 1_235_000


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("NaN", "import.not_a_number"),
        ("inf", "import.not_a_number"),
        ("12.3.4", "import.not_a_number"),
        ("1,2,3", "import.not_a_number"),
        ("1e9", "import.not_a_number"),
        ("#N/A", "import.not_a_number"),
        ("=1+1", "import.not_a_number"),
        ("٣٤", "import.not_a_number"),
        ("-5", "import.negative"),
        ("9" * 16, "import.too_large"),
    ],
)
def test_refuses_what_is_no_amount(cell: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read.read_amount(cell, ".")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2026-03-14", "", date(2026, 3, 14)),
        ("2026-03-14 14:20", "", date(2026, 3, 14)),
        ("2026-01-05T09:00:00.000Z", "", date(2026, 1, 5)),
        ("14/03/2026", "dmy", date(2026, 3, 14)),
        ("3/14/2026", "mdy", date(2026, 3, 14)),
        ("03/04/2026", "dmy", date(2026, 4, 3)),
        ("03/04/2026", "mdy", date(2026, 3, 4)),
        ("23/11/2026 10:00", "dmy", date(2026, 11, 23)),
        ("1.2.26", "dmy", date(2026, 2, 1)),
        ("14 mars 2026", "", date(2026, 3, 14)),
        ("1er août 2026", "", date(2026, 8, 1)),
        ("3 juillet 2026", "", date(2026, 7, 3)),
        ("Mar 14, 2026", "", date(2026, 3, 14)),
        ("July 3rd, 2026", "", date(2026, 7, 3)),
    ],
)
def test_reads_dates_as_systems_write_them(cell: str, order: str, day: date) -> None:
    assert read.read_date(cell, order) == day


@pytest.mark.parametrize(
    ("cell", "order", "code"),
    [
        ("03/04/2026", "", "import.date_order_unknown"),
        ("14/03/2026", "mdy", "import.not_a_date"),
        ("30/02/2026", "dmy", "import.not_a_date"),
        ("0001-01-01", "", "import.date_out_of_range"),
        ("9999-12-31", "", "import.date_out_of_range"),
        ("soon", "dmy", "import.not_a_date"),
        ("14 brumaire 2026", "", "import.not_a_date"),
    ],
)
def test_refuses_what_is_no_date(cell: str, order: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read.read_date(cell, order)
    assert refused.value.code == code


def evidence(dates: list[str] = (), amounts: list[str] = ()) -> Evidence:
    found = Evidence()
    for cell in dates:
        found.see_date(cell)
    for cell in amounts:
        found.see_amount(cell)
    return found


def test_a_date_that_reads_two_ways_asks_even_beside_one_that_does_not() -> None:
    found = evidence(["03/04/2026", "13/04/2026"])
    assert found.asks_dates
    assert found.date_order == "dmy"
    assert found.example == "03/04/2026"


def test_dates_that_read_one_way_only_ask_nothing() -> None:
    assert not evidence(["14/03/2026", "30/04/2026", "05/05/2026"]).asks_dates
    assert not evidence(["2026-03-04"]).asks_dates
    assert evidence(["14/03/2026"]).date_order == "dmy"


def test_dates_that_contradict_one_another_ask() -> None:
    assert evidence(["14/03/2026", "03/14/2026"]).asks_dates


@pytest.mark.parametrize(
    ("amounts", "decimal", "asks"),
    [
        (["12 345,60", "0,5"], ",", False),
        (["12345.6"], ".", False),
        (["1,234.56", "1,234"], ".", False),
        (["1.234.567"], ",", False),
        (["1,234"], ".", True),
        (["1.5", "1,5"], ".", True),
        (["0,125"], ",", False),
        (["12", "13"], ".", False),
    ],
)
def test_tells_the_decimal_sign_of_a_whole_file(amounts: list[str], decimal: str, asks: bool) -> None:
    found = evidence(amounts=amounts)
    assert found.asks_decimal is asks
    if not asks:
        assert found.decimal == decimal


FORMULAS = ["=cmd|' /C calc'!A0", " =1", "\t=1", "＝1+1", "\u200b@SUM(1)", "-pas de budget", "+a", "－2"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_could_be_a_formula_is_protected_and_given_back(text: str) -> None:
    written = read.protect_cell(text)
    assert written == "'" + text
    assert read.read_text(written, 100) == text


@pytest.mark.parametrize("text", ["+33 6 12 34 56 78", "-12", "2026-03-14", "plain", "", "'tis"])
def test_telephones_ids_and_plain_texts_are_unchanged(text: str) -> None:
    assert read.protect_cell(text) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20))
def test_protection_is_reversible(text: str) -> None:
    text = read.read_text(text, 1_000)
    assert read.read_text(read.protect_cell(text), 1_000) == text


def test_texts_lose_nothing_that_somebody_typed() -> None:
    assert (
        read.read_text("  <script>{{7*7}}</script>\r\n= not a formula ", 100)
        == "<script>{{7*7}}</script>\n= not a formula"
    )


@pytest.mark.parametrize("cell", ["a\x00b", "a\x9cb", "bell\x07"])
def test_characters_that_nobody_typed_are_named(cell: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read.read_text(cell, 100)
    assert refused.value.code == "import.control_character"
    assert str(refused.value.params["character"]).startswith("U+00")


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("Closed Lost", Stage.LOST),
        ("closedlost", Stage.LOST),
        ("Fermée/Perdue", Stage.LOST),
        ("Annulé", Stage.LOST),
        ("Fermée/Gagnée", Stage.WON),
        ("Conclue", Stage.WON),
        ("Won", Stage.WON),
        ("Proposition", Stage.PROPOSAL),
        ("Négociation", Stage.NEGOTIATION),
        ("Appointment Scheduled", Stage.PROSPECTING),
        ("En cours", Stage.PROSPECTING),
        ("Étape maison", None),
    ],
)
def test_knows_the_stages_of_many_systems(word: str, stage: Stage | None) -> None:
    assert read.known_stage(word) == stage


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Trop cher : le concurrent est à -12,5 %.", Reason.PRICE),
        ("Le concurrent livre plus vite, et moins cher", Reason.COMPETITOR),
        ("Too late for this year", Reason.TIMING),
        ("Sans suite", Reason.NO_DECISION),
        ("Bof", Reason.OTHER),
    ],
)
def test_the_first_telling_word_gives_the_family_of_a_reason(text: str, reason: Reason) -> None:
    assert read.reason_in(text) == reason
