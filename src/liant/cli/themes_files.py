"""Read the notes, and the vectors, that ``liant themes`` works on: CSV, TSV, gzip, Parquet, the standard input."""

from __future__ import annotations

import csv
import gzip
import io
import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from liant.loop.values.errors import Invalid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GZIP_MAGIC = b"\x1f\x8b"
_PARQUET_MAGIC = b"PAR1"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAX_FIELD = 10_000_000


def read_notes(file: str, text_column: str, language_column: str | None) -> tuple[list[str], list[str]]:
    """Read the notes, and their languages when a column holds them (else an empty list).

    Raises
    ------
    Invalid : ``themes.no_file``, ``themes.binary``, ``themes.empty``, ``themes.no_column``, ``themes.broken_file``.
    """
    raw = read_bytes(file)
    if raw.startswith(_PARQUET_MAGIC):
        return read_parquet(raw, file, text_column, language_column)
    content = decode(raw, file).lstrip("\r\n")
    header = content.partition("\n")[0]
    if not header.strip():
        raise Invalid("%(file)s is empty.", code="themes.empty", params={"file": file})
    csv.field_size_limit(_MAX_FIELD)
    # Strict: a quote that nobody closed would otherwise swallow the rest of the file into one note, in silence.
    reader = csv.DictReader(
        io.StringIO(content, newline=""), delimiter=max(",;\t|", key=header.count), restval="", strict=True
    )
    rows: list[tuple[str, str]] = []
    line = 1
    try:
        columns = [column.strip() for column in reader.fieldnames or []]
        reader.fieldnames = columns
        check_columns(columns, file, text_column, language_column)
        line = reader.line_num + 1
        for row in reader:
            rows.append((row[text_column], row[language_column] if language_column else ""))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(
            "%(file)s cannot be read as a table: the row that begins on line %(line)d has a quote out of place or is "
            "longer than 10 MB.",
            code="themes.broken_file",
            params={"file": file, "line": line},
        ) from error
    return split_rows(rows, file, has_languages=language_column is not None)


def check_columns(columns: Sequence[str], file: str, *wanted: str | None) -> None:
    """Refuse a file without the columns wanted (``themes.no_column``)."""
    for column in filter(None, wanted):
        if column not in columns:
            raise Invalid(
                "%(file)s has no column “%(column)s”; it has: %(columns)s.",
                code="themes.no_column",
                params={"file": file, "column": column, "columns": ", ".join(columns)},
            )


def split_rows(rows: Sequence[tuple[str, str]], file: str, *, has_languages: bool) -> tuple[list[str], list[str]]:
    """Part texts from languages (``themes.empty`` without a row)."""
    if not rows:
        raise Invalid("%(file)s has a header and no note.", code="themes.empty", params={"file": file})
    texts = [text for text, _language in rows]
    return texts, [language.strip().lower()[:2] or "und" for _text, language in rows] if has_languages else []


def read_parquet(raw: bytes, file: str, text_column: str, language_column: str | None) -> tuple[list[str], list[str]]:
    """Read a Parquet file through DuckDB; an empty cell is an empty note."""
    import duckdb

    with tempfile.NamedTemporaryFile(suffix=".parquet") as copy, duckdb.connect() as memory:
        copy.write(raw)
        copy.flush()
        try:
            table = memory.read_parquet(copy.name)
            check_columns(table.columns, file, text_column, language_column)
            found = table.select(*(duckdb.ColumnExpression(c) for c in (text_column, language_column) if c)).fetchall()
        except duckdb.Error as error:
            raise Invalid(
                "%(file)s is a damaged Parquet file.", code="themes.broken_file", params={"file": file}
            ) from error
    rows = [(str(row[0] or ""), str(row[1] or "") if language_column else "") for row in found]
    return split_rows(rows, file, has_languages=language_column is not None)


def read_vectors(file: str, n_notes: int) -> NDArray[np.float32]:
    """Read one vector per note.

    Raises
    ------
    Invalid : ``themes.no_file``; ``themes.bad_vectors`` when they are not one finite row of numbers per note.
    """
    import numpy as np

    try:
        vectors = np.load(file, allow_pickle=False)
    except OSError as error:
        raise Invalid(
            "%(file)s cannot be read: %(reason)s.",
            code="themes.no_file",
            params={"file": file, "reason": (error.strerror or "unknown reason").lower()},
        ) from error
    except ValueError:
        vectors = None
    is_table = isinstance(vectors, np.ndarray) and vectors.ndim == 2 and vectors.dtype.kind in "fiu"
    if not is_table or len(vectors) != n_notes or not np.isfinite(vectors).all():
        raise Invalid(
            "%(file)s does not hold one row of numbers for each of the %(n)d notes.",
            code="themes.bad_vectors",
            hint="Write it with numpy.save: an array of floats, (notes, dimensions), without missing values.",
            params={"file": file, "n": n_notes},
        )
    return np.asarray(vectors, dtype=np.float32)


def read_bytes(file: str) -> bytes:
    """Read a file or the standard input, unzipped."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise Invalid(
            "%(file)s cannot be read: %(reason)s.",
            code="themes.no_file",
            params={"file": file, "reason": (error.strerror or "unknown reason").lower()},
        ) from error
    if not raw.startswith(_GZIP_MAGIC):
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise Invalid("%(file)s is a damaged gzip file.", code="themes.broken_file", params={"file": file}) from error


def decode(raw: bytes, file: str) -> str:
    """Decode UTF-8 or UTF-16 with or without mark, else the old Western encoding of spreadsheets."""
    if raw.startswith(_UTF16_MARKS):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw:
        raise Invalid(
            "%(file)s is not a text file: give a CSV or TSV file, gzipped or not.",
            code="themes.binary",
            params={"file": file},
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
