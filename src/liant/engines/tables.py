"""Open the tables that people give: text in any usual encoding, or a spreadsheet, within stated limits."""

from __future__ import annotations

import codecs
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from liant.loop.listen.imports.decode import detect_delimiter, detect_encoding, refuse_other_content
from liant.loop.listen.imports.tables import MAX_COLUMNS, RowReader
from liant.loop.values.errors import Invalid

MAX_BYTES = 500_000_000
MAX_ROWS = 2_000_000
CHUNK = 1 << 20
#: Lines read to tell the delimiter.
N_HEAD_LINES = 60
#: Seconds after which the reading of a spreadsheet is given up.
SPREADSHEET_SECONDS = 240
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A text file that can be read row by row, whatever it came from."""

    path: Path
    encoding: str
    delimiter: str
    is_numbered: bool = False


def _keep_control(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that Windows-1252 leaves undefined as the control character it is: the row is then set aside."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("liant.control", _keep_control)


def check_size(path: Path) -> None:
    """Refuse a file above the limit, before reading it.

    Raises
    ------
    Invalid : ``import.too_large_file``, ``import.no_file``.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise IsADirectoryError(21, "it is a folder")
    except OSError as error:
        raise Invalid(
            "The file cannot be read: %(why)s.",
            code="import.no_file",
            hint="Check its name and your right to read it.",
            params={"why": (error.strerror or "?").lower()},
        ) from error
    if size > MAX_BYTES:
        raise Invalid(
            "The file has %(size)s MB; the most is %(limit)s MB.",
            code="import.too_large_file",
            hint="Export it in several parts.",
            params={"size": size // 10**6, "limit": MAX_BYTES // 10**6},
        )


def open_table(path: Path, *, work_dir: Path, encoding: str = "", delimiter: str = "", sheet: str = "") -> Table:
    """Recognise a file by its content and make it readable row by row.

    A spreadsheet is turned into text by another process, under limits of time and memory, into ``work_dir``; once only.

    Raises
    ------
    Invalid : ``import.no_file``, ``import.too_large_file``, ``import.empty``, ``import.not_a_table``,
        ``import.bad_encoding`` and, for a spreadsheet, those of ``spreadsheet_problem``.
    """
    check_size(path)
    with path.open("rb") as stream:
        head = stream.read(4_096)
    refuse_other_content(head)
    if head.startswith(_ZIP):
        text = work_dir / f"{path.name}.sheet.csv"
        if not text.exists():
            convert_spreadsheet(path, text, sheet)
        return Table(path=text, encoding="utf-8", delimiter=",", is_numbered=True)
    encoding = encoding or detect_encoding(_chunks(path))
    table = Table(path=path, encoding=encoding, delimiter=delimiter or ",")
    if not delimiter:
        with _lines(table) as lines:
            table = Table(path=path, encoding=encoding, delimiter=detect_delimiter(list(islice(lines, N_HEAD_LINES))))
    return table


@contextmanager
def open_rows(table: Table) -> Iterator[RowReader]:
    """Read a table from its first row.

    Raises
    ------
    Invalid : ``import.no_header``, ``import.too_many_columns``, ``import.bad_encoding``.
    """
    with _lines(table) as lines:
        reader = RowReader(lines=lines, delimiter=table.delimiter, is_numbered=table.is_numbered)
        if not reader.header:
            raise Invalid(
                "The file has no header: its first row should name the columns.",
                code="import.no_header",
                hint="Add a first row with the name of each column.",
            )
        if len(reader.header) > MAX_COLUMNS:
            raise Invalid(
                "The file has %(n)s columns; the most is %(limit)s.",
                code="import.too_many_columns",
                hint="Export only the columns that Liant needs.",
                params={"n": len(reader.header), "limit": MAX_COLUMNS},
            )
        yield reader


@contextmanager
def _lines(table: Table) -> Iterator[Iterator[str]]:
    errors = "liant.control" if table.encoding in ("cp1252", "iso8859-15") else "strict"
    try:
        with table.path.open(encoding=table.encoding, errors=errors, newline="") as stream:
            yield stream
    except (UnicodeError, LookupError) as error:
        raise Invalid(
            "The file is not written in %(encoding)s.",
            code="import.bad_encoding",
            hint="Let Liant detect the encoding, or name another one.",
            params={"encoding": table.encoding},
        ) from error


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def spreadsheet_problem(code: str, params: dict[str, object]) -> Invalid:
    """Say what stood in the way of reading a spreadsheet."""
    problems = (
        Invalid(
            "The spreadsheet holds more than %(limit)s MB once opened.",
            code="import.zip_too_large",
            hint="Save the sheet as CSV, or split it.",
        ),
        Invalid(
            "The file is an archive, not a spreadsheet that can be read.",
            code="import.not_a_spreadsheet",
            hint="Save it as .xlsx or export it as CSV.",
        ),
        Invalid(
            "The spreadsheet has no sheet called “%(sheet)s”; it has: %(sheets)s.",
            code="import.no_sheet",
            hint="Name one of these.",
        ),
        Invalid("The sheet “%(sheet)s” is empty.", code="import.empty_sheet", hint="Name another sheet."),
        Invalid(
            "The sheet “%(sheet)s” has a cell at %(cell)s: the most is %(columns)s columns and %(rows)s rows.",
            code="import.too_wide",
            hint="Delete what lies beyond your table, or save the table as CSV.",
        ),
        Invalid(
            "The spreadsheet could not be read within the limits of time and memory.",
            code="import.too_heavy",
            hint="Save the sheet as CSV, or split it.",
        ),
    )
    problem = next(problem for problem in problems if problem.code == code)
    problem.params = params
    return problem


def convert_spreadsheet(path: Path, target: Path, sheet: str) -> None:
    """Turn one sheet into numbered text rows, in a process that the system stops when it takes too much."""
    partial = target.with_suffix(".partial")
    command = [sys.executable, "-m", "liant.engines.spreadsheet", str(path), str(partial), sheet]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, capture_output=True, text=True, timeout=SPREADSHEET_SECONDS, check=False
        )
        said: dict[str, Any] = json.loads(done.stdout) if done.returncode in (0, 3) else {"code": "import.too_heavy"}
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        said = {"code": "import.too_heavy"}
    if code := said.get("code"):
        partial.unlink(missing_ok=True)
        raise spreadsheet_problem(str(code), dict(said.get("params", {})))
    partial.replace(target)
