"""Tables as files for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.http import HttpResponse

from liant.loop.listen.imports.cells import protect_cell


def sheet(name: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]], *, language: str) -> HttpResponse:
    """Write a table as CSV, as the spreadsheets of a language read it, without a cell that they would run."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";" if language == "fr" else ",")
    writer.writerow(columns)
    writer.writerows([protect_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    # With a byte-order mark, without which spreadsheets take UTF-8 for another encoding.
    answer = HttpResponse("\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
