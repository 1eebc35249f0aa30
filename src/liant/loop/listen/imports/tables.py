"""Cut a text into rows, so that a broken row costs itself and never its neighbours."""

from __future__ import annotations

import csv
import dataclasses
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: A row over more physical lines than this has a quote that nobody closed.
MAX_ROW_LINES = 400
MAX_COLUMNS = 500


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a row is set aside: the code of the reason, its parameters, and the field at fault ("" for the whole row)."""

    code: str
    field: str = ""
    params: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclass(kw_only=True)
class RowReader:
    """Read the rows of a delimited text.

    Iterating gives ``(line, cells, refusal)``: the physical line at which the row begins, counted from 1, its cells as
    written, and why the row cannot be read (None when it can). The header is not among them: see ``header``. Blank lines
    are passed over, and so are the closing lines that reports add under a blank line (counted in ``n_footer``).

    Notes
    -----
    A quote that is never closed, or closed in the middle of a cell, would swallow the rows after it. Such a row is given
    up alone: reading goes on at the next physical line. O(n) time: a row never holds more than ``MAX_ROW_LINES`` lines.
    """

    lines: Iterable[str]
    delimiter: str
    #: The first cell of every row is its number in a spreadsheet, to be told instead of the physical line.
    is_numbered: bool = False
    header: list[str] = dataclasses.field(init=False, default_factory=list)
    n_footer: int = dataclasses.field(init=False, default=0)

    def __post_init__(self) -> None:
        self._source = iter(self.lines)
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._line = 1
        for _line, cells, refusal in self._rows(width=0):
            if refusal is None:
                self.header = [cell.strip().lstrip("\ufeff") for cell in cells]
            break

    def __iter__(self) -> Iterator[tuple[int, list[str], Refusal | None]]:
        return self._rows(width=len(self.header))

    def _feed(self) -> Iterator[str]:
        taken, waiting, source = self._taken, self._waiting, self._source
        while len(taken) < MAX_ROW_LINES:
            text = waiting.popleft() if waiting else next(source, None)
            if text is None:
                return
            taken.append(text)
            yield text

    def _rows(self, *, width: int) -> Iterator[tuple[int, list[str], Refusal | None]]:
        taken = self._taken
        reader = csv.reader(self._feed(), delimiter=self.delimiter, strict=True)
        under_blank = False
        while True:
            taken.clear()
            broken = False
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells, broken = [], True
            line, n_lines = self._line, len(taken)
            if self.is_numbered and not broken and cells:
                line, cells = int(cells[0]), cells[1:]
            if broken or (n_lines > 1 and width and len(cells) != width):
                self._waiting.extendleft(reversed(taken[1:]))
                reader = csv.reader(self._feed(), delimiter=self.delimiter, strict=True)
                self._line += 1
                yield line, [taken[0].rstrip("\r\n")[:1_000]], Refusal(code="import.broken_quote")
                continue
            self._line += n_lines
            if not any(cells):
                under_blank = under_blank or not cells or len(cells) == 1
                continue
            if under_blank and width > 1 and len(cells) == 1:
                self.n_footer += 1
                continue
            under_blank = False
            if width and len(cells) != width:
                params: dict[str, object] = {"n": len(cells), "width": width}
                yield line, cells, Refusal(code="import.ragged", params=params)
                continue
            yield line, cells, None


def label_columns(header: list[str]) -> tuple[str, ...]:
    """Name every column once: a repeated header gets its number, an empty one its letters as in a spreadsheet."""
    seen: dict[str, int] = {}
    labels = []
    for position, cell in enumerate(header):
        name = " ".join(cell.split()) or f"[{column_letters(position)}]"
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        labels.append(name if seen[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})")
    return tuple(labels)


def column_letters(position: int) -> str:
    """Write a position, counted from 0, as spreadsheets do: A, B, … Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
