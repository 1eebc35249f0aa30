"""Turn a sheet of an .xlsx file into numbered text rows: ``python -m liant.engines.spreadsheet SOURCE TARGET SHEET``.

Run as a process of its own, under limits that the system enforces, because the file comes from outside. Says what became
of it as one JSON document; exit code 3 with a ``code`` when the file is refused.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path

from liant.loop.listen.imports.tables import MAX_COLUMNS, column_letters

MAX_ROWS = 2_000_000
MAX_INFLATED = 400_000_000
MAX_ENTRIES = 2_000
CPU_SECONDS = 200
MEMORY = 2 * 1024**3
FILE_SIZE = 1_000_000_000


class Refused(Exception):
    """The file cannot be taken: code and parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def limit_process() -> None:
    """Let the system stop this process when it takes too much."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
    ):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def check_archive(source: Path) -> None:
    """Count what the archive declares and what it really holds, before any parser opens it."""
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_INFLATED:
                raise Refused("import.zip_too_large", limit=MAX_INFLATED // 10**6)
            inflated = 0
            for entry in entries:
                with archive.open(entry) as stream:
                    while chunk := stream.read(1 << 20):
                        inflated += len(chunk)
                        if inflated > MAX_INFLATED:
                            raise Refused("import.zip_too_large", limit=MAX_INFLATED // 10**6)
            if "xl/workbook.xml" not in archive.namelist():
                raise Refused("import.not_a_spreadsheet")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise Refused("import.not_a_spreadsheet") from error


def convert(source: Path, target: Path, sheet: str) -> int:
    """Write the rows of a sheet, each after its number; return how many."""
    import openpyxl
    from openpyxl.worksheet._reader import WorkSheetParser

    check_archive(source)
    # As a stream: the library goes by the name of a path, and the kept copy has none of its own.
    book = openpyxl.load_workbook(source.open("rb"), read_only=True, data_only=True)
    names = book.sheetnames
    if sheet and sheet not in names:
        raise Refused("import.no_sheet", sheet=sheet[:80], sheets=", ".join(names[:20]))
    name = sheet or next((s.title for s in book.worksheets if s.sheet_state == "visible"), names[0])
    page = book[name]
    n_rows = width = 0
    with target.open("w", encoding="utf-8", newline="") as stream, page._get_source() as xml:
        writer = csv.writer(stream)
        # The sparse parser of the library: its rows made of cells would fill a gap of a million rows with empty ones.
        parser = WorkSheetParser(
            xml,
            page._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            texts = {cell["column"]: as_text(cell["value"]) for cell in cells if cell["value"] is not None}
            texts = {column: text for column, text in texts.items() if text.strip()}
            if not texts:
                continue
            last = max(texts)
            if last > MAX_COLUMNS or number > MAX_ROWS:
                where = f"{column_letters(last - 1)}{number}"
                raise Refused("import.too_wide", sheet=name, cell=where, columns=MAX_COLUMNS, rows=MAX_ROWS)
            width = width or last
            writer.writerow([number, *(texts.get(column, "") for column in range(1, max(width, last) + 1))])
            n_rows += 1
    if not n_rows:
        raise Refused("import.empty_sheet", sheet=name)
    return n_rows


def as_text(value: object) -> str:
    """Write a cell's value as unambiguous text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def main() -> int:
    """Convert what the arguments name."""
    source, target, sheet = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    limit_process()
    try:
        answer: dict[str, object] = {"n_rows": convert(source, target, sheet)}
    except Refused as refused:
        answer = {"code": refused.code, "params": refused.params}
    except Exception as error:
        # Whatever a damaged workbook makes the library raise; what was found goes to the error output.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        answer = {"code": "import.not_a_spreadsheet" if not isinstance(error, MemoryError) else "import.too_heavy"}
    print(json.dumps(answer))  # noqa: T201
    return 3 if "code" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
