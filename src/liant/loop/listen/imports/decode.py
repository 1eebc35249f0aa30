"""Tell how a text file is written: its encoding and its delimiter."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Sequence

from liant.loop.values.errors import Invalid

#: Encodings a person may name, with the names shown to people.
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 (LE)",
    "utf-16-be": "UTF-16 (BE)",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO-8859-15",
}
DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What begins files that are no table, however they are named.
_OTHER_FILES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "Excel 97-2003 (.xls)"),
    (b"SQLite format 3", "SQLite"),
)
#: œ and Œ of ISO-8859-15 read as ½ and ¼ in Windows-1252, where no word holds them.
_LATIN_9_LETTER = re.compile(rb"(?:[A-Za-z'\xe0-\xff][\xbc\xbd]|[\xbc\xbd][a-z\xe0-\xff])")
_C1 = re.compile(rb"[\x80-\x9f]")


def refuse_other_content(head: bytes) -> None:
    """Refuse content that is not a table, by what it holds and not by its name.

    Raises
    ------
    Invalid : ``import.not_a_table``; ``import.empty`` for no content at all.
    """
    if not head.strip(b"\x00 \r\n\t"):
        raise Invalid("The file is empty.", code="import.empty", hint="Export it again from your CRM.")
    for mark, name in _OTHER_FILES:
        if head.startswith(mark):
            raise Invalid(
                "The file is not a table: its content is %(content)s.",
                code="import.not_a_table",
                hint="Export it as CSV or save it as .xlsx.",
                params={"content": name},
            )


def detect_encoding(chunks: Iterable[bytes]) -> str:
    """Return the encoding of a text, having read it all: one wrong byte at the end counts too.

    A byte order mark decides; then NULs at every second place (UTF-16 without mark); then strict UTF-8; then the two
    Western encodings of old spreadsheets, told apart by the places of œ.

    Notes
    -----
    O(n) time, memory of one chunk.
    """
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    latin_9 = c1 = False
    first = True
    for chunk in chunks:
        if first:
            first = False
            for mark, name in _MARKS:
                if chunk.startswith(mark):
                    return name
            if guess := _utf16_without_mark(chunk[:4_000]):
                return guess
        if utf8 is not None:
            try:
                utf8.decode(chunk)
            except UnicodeDecodeError:
                utf8 = None
        latin_9 = latin_9 or _LATIN_9_LETTER.search(chunk) is not None
        c1 = c1 or _C1.search(chunk) is not None
    if utf8 is not None:
        try:
            utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = None
    if utf8 is not None:
        return "utf-8-sig"
    return "iso8859-15" if latin_9 and not c1 else "cp1252"


def _utf16_without_mark(head: bytes) -> str:
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def detect_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter under which the first rows have the width of the header, the widest such header winning."""
    text = [line for line in lines if line.strip()]

    def agreement(delimiter: str) -> tuple[float, int]:
        try:
            rows = [row for row in csv.reader(text, delimiter=delimiter) if row]
        except csv.Error:
            return 0.0, 0
        width = len(rows[0]) if rows else 0
        if width < 2:
            return 0.0, width
        alike = sum(len(row) == width for row in rows[1:])
        return (alike + 1) / len(rows), width

    return max(DELIMITERS, key=lambda delimiter: (*agreement(delimiter), -DELIMITERS.index(delimiter)))
