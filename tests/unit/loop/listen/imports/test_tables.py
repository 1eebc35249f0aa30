from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liant.loop.listen.imports.tables import RowReader, column_letters, label_columns


def read(text: str, delimiter: str = ",") -> tuple[RowReader, list[tuple[int, list[str], str]]]:
    reader = RowReader(lines=io.StringIO(text, newline=""), delimiter=delimiter)
    return reader, [(line, cells, refusal.code if refusal else "") for line, cells, refusal in reader]


def test_a_lone_quote_costs_its_own_row_and_no_other() -> None:
    _reader, rows = read('id,name\n1,"lost\n2,kept\n3,"with ""quotes"""\n4,end\n')
    assert rows == [
        (2, ['1,"lost'], "import.broken_quote"),
        (3, ["2", "kept"], ""),
        (4, ["3", 'with "quotes"'], ""),
        (5, ["4", "end"], ""),
    ]


def test_a_quote_that_another_row_closes_swallows_nothing() -> None:
    _reader, rows = read('id,name,city\n1,"lost,x\n2,kept,"y"\n3,"a, b",z\n')
    assert [(line, code) for line, _cells, code in rows] == [(2, "import.broken_quote"), (3, ""), (4, "")]


def test_a_quote_never_closed_in_a_long_file_costs_one_row() -> None:
    text = 'id,name\n1,"lost\n' + "".join(f"{i},x\n" for i in range(2, 2_000))
    _reader, rows = read(text)
    assert [code for _line, _cells, code in rows].count("import.broken_quote") == 1
    assert len(rows) == 1_999


def test_line_breaks_inside_quotes_stay_and_lines_are_counted_as_written() -> None:
    _reader, rows = read('id,why\r\n1,"too dear\r\ncall again"\r\n2,x\r\n')
    assert rows == [(2, ["1", "too dear\r\ncall again"], ""), (4, ["2", "x"], "")]


def test_reads_the_line_ends_of_old_computers() -> None:
    _reader, rows = read("id;name\r1;a\r2;b", ";")
    assert [cells for _line, cells, _code in rows] == [["1", "a"], ["2", "b"]]


def test_rows_of_another_width_are_set_aside() -> None:
    _reader, rows = read("a,b\n1\n1,2,3\n1,2\n")
    assert [(line, code) for line, _cells, code in rows] == [(2, "import.ragged"), (3, "import.ragged"), (4, "")]


def test_closing_lines_of_a_report_are_no_rows() -> None:
    reader, rows = read('a,b\n1,2\n\n\n"Pipeline"\n"Copyright"\n')
    assert [cells for _line, cells, _code in rows] == [["1", "2"]]
    assert reader.n_footer == 2


def test_numbered_rows_tell_their_own_number() -> None:
    reader = RowReader(lines=["1,id\n", "7,x\n"], delimiter=",", is_numbered=True)
    assert reader.header == ["id"]
    assert [(line, cells) for line, cells, _refusal in reader] == [(7, ["x"])]


def test_every_column_gets_a_name_of_its_own() -> None:
    assert label_columns(["Amount", "", "amount", " "]) == ("Amount", "[B]", "amount (2)", "[D]")
    assert [column_letters(n) for n in (0, 25, 26, 16_383)] == ["A", "Z", "AA", "XFD"]


CELL = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=8)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), max_size=8), st.sampled_from(",;\t|"))
def test_reads_what_the_standard_writer_wrote(rows: list[list[str]], delimiter: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([["a", "b", "c"], *rows])
    _reader, found = read(buffer.getvalue(), delimiter)
    assert [cells for _line, cells, code in found if not code] == rows


@pytest.mark.parametrize("n", [0, 1])
def test_a_file_without_rows_has_a_header(n: int) -> None:
    reader, rows = read("a,b\n" + "1,2\n" * n)
    assert reader.header == ["a", "b"]
    assert len(rows) == n
