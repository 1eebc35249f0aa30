"""``liant themes fit``: group the notes of a file into themes; needs neither database nor settings."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import resource
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from liant.loop.values.errors import Invalid
from liant.loop.values.language import detect_language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from liant.loop.themes.fit import Fit

#: Themes listed under the figures.
N_SHOWN = 20
_GZIP_MAGIC = b"\x1f\x8b"
_PARQUET_MAGIC = b"PAR1"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAX_FIELD = 10_000_000


@click.command()
@click.argument("file")
@click.option("--text", "text_column", required=True, metavar="COLUMN", help="Column that holds the notes.")
@click.option("--lang", "language_column", metavar="COLUMN", help="Column of their language (fr, en); else detected.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0), help="Same seed, same themes.")
@click.option(
    "--resolution", default=3.0, show_default=True, type=click.FloatRange(0.1, 50), help="Higher for finer themes."
)
@click.option(
    "--vectors", metavar="FILE.npy", help="Vectors of the notes, one row each, instead of those learnt on the notes."
)
@click.option(
    "--out",
    metavar="FILE",
    help="Write row, theme id, broad theme, label and margin of each note here (- to print them).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def fit(
    file: str,
    text_column: str,
    language_column: str | None,
    seed: int,
    resolution: float,
    vectors: str | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Group the notes of FILE into themes: CSV or TSV, gzipped or not, or Parquet; - for the standard input."""
    # Before numpy is loaded: beyond a few threads the matrix products here only heat the machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", str(min(4, os.cpu_count() or 1)))
    texts, given = read_notes(file, text_column, language_column)
    found_vectors = read_vectors(vectors, len(texts)) if vectors is not None else None
    wall, cpu = time.perf_counter(), time.process_time()
    from liant.loop.themes.fit import fit_themes

    languages = given or [detect_language(text) for text in texts]
    found = fit_themes(texts, languages, seed=seed, resolution=resolution, vectors=found_vectors)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    refuse_hopeless(found, n_notes=len(texts), file=file, column=text_column)
    labels = label_themes(found)
    if out is not None:
        with open_output(out) as stream:
            write_rows(stream, found, labels)
    summary: dict[str, object] = {
        "notes": len(texts),
        "distinct": found.n_distinct,
        "themes": found.n_themes,
        "broad_themes": int(found.grouping.broad.max()) + 1,
        "unassigned": int((found.grouping.fine < 0).sum()),
        "seed": seed,
        "resolution": resolution,
        "cpu_seconds": round(cpu, 2),
        "wall_seconds": round(wall, 2),
        "peak_mib": round(peak_bytes() / 2**20),
    }
    show(summary, found, labels, texts, as_json=as_json, to_stderr=out == "-")


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


def refuse_hopeless(found: Fit, *, n_notes: int, file: str, column: str) -> None:
    """Refuse notes that hold no word, or several notes that say the same thing.

    Raises
    ------
    Invalid : ``themes.no_word``, ``themes.all_identical``.
    """
    if found.n_themes == 0:
        raise Invalid(
            "No note of column “%(column)s” of %(file)s holds a word.",
            code="themes.no_word",
            params={"column": column, "file": file},
        )
    if n_notes > 1 and found.n_distinct == 1:
        raise Invalid(
            "The %(n)d notes of %(file)s all hold the same words: there is nothing to group.",
            code="themes.all_identical",
            params={"n": n_notes, "file": file},
        )


def label_themes(found: Fit) -> list[str]:
    """Write one label per theme: its name in the language most of its notes are in."""
    labels = []
    for theme in range(found.n_themes):
        names = [by_theme[theme] for by_theme in found.names.values() if theme in by_theme]
        labels.append(max(names, key=lambda name: name.n).text if names else str(theme))
    return labels


@contextmanager
def open_output(out: str) -> Iterator[TextIO]:
    """Open the file of rows, or the standard output for ``-``."""
    if out == "-":
        yield sys.stdout
        return
    try:
        stream = Path(out).open("w", encoding="utf-8", newline="")  # noqa: SIM115 - closed below
    except OSError as error:
        raise Invalid(
            "%(file)s cannot be written: %(reason)s.",
            code="themes.not_written",
            params={"file": out, "reason": (error.strerror or "unknown reason").lower()},
        ) from error
    with stream:
        yield stream


def write_rows(stream: TextIO, found: Fit, labels: Sequence[str]) -> None:
    """Write one line per note, in the order of the input; a note without theme has an empty id and label."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["row", "id", "broad", "label", "margin"])
    grouping = found.grouping
    columns = zip(grouping.fine.tolist(), grouping.broad.tolist(), grouping.margin.tolist(), strict=True)
    for row, (theme, broad, margin) in enumerate(columns, start=1):
        writer.writerow([row, theme, broad, labels[theme], f"{margin:.4f}"] if theme >= 0 else [row, "", "", "", ""])


def show(
    summary: dict[str, object],
    found: Fit,
    labels: Sequence[str],
    texts: Sequence[str],
    *,
    as_json: bool,
    to_stderr: bool,
) -> None:
    """Print the figures, then the largest themes with their most central note."""
    sizes = [int((found.grouping.fine == theme).sum()) for theme in range(found.n_themes)]
    if as_json:
        quotes = [texts[row] for row in found.representatives.tolist()]
        themes = [
            {"id": theme, "broad_id": int(broad), "label": labels[theme], "notes": size, "quote": quotes[theme]}
            for theme, (size, broad) in enumerate(zip(sizes, found.grouping.broad_by_fine.tolist(), strict=True))
        ]
        click.echo(json.dumps({**summary, "found": themes}, ensure_ascii=False, indent=2), err=to_stderr)
        return
    click.echo(
        "{notes} notes, {themes} themes in {broad_themes} broad ones, {unassigned} without theme; "
        "{cpu_seconds:.1f} s of CPU, {wall_seconds:.1f} s, peak memory {peak_mib} MiB.".format_map(summary),
        err=to_stderr,
    )
    for theme in range(min(found.n_themes, N_SHOWN)):
        click.echo(f"{sizes[theme]:8d}  {labels[theme]}", err=to_stderr)
    if found.n_themes > N_SHOWN:
        click.echo(f"          ... and {found.n_themes - N_SHOWN} more", err=to_stderr)


def peak_bytes() -> int:
    """Tell the largest memory this program held; on Linux not what its parent held when it was started."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found is not None:
            return int(found[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
