"""Look at a whole file once before taking anything from it: what is certain, what a person must say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from liant.loop.listen.imports.cells import Evidence, known_stage
from liant.loop.listen.imports.headers import DATE_FIELDS
from liant.loop.listen.imports.tables import RowReader

N_SAMPLES = 3
#: Different dates remembered before they are counted.
_N_DISTINCT = 50_000


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What a file holds.

    Attributes
    ----------
    n_rows : rows under the header, those that cannot be read included.
    n_broken : rows that cannot be cut into cells.
    n_footer : closing lines of a report, passed over.
    evidence : what the dates and amounts of the mapped columns tell.
    unknown_stages : words for a stage that Liant does not know, with how often, most frequent first.
    samples : the first rows, as written.
    """

    n_rows: int
    n_broken: int
    n_footer: int
    evidence: Evidence
    unknown_stages: tuple[tuple[str, int], ...]
    samples: tuple[tuple[str, ...], ...]


def survey_rows(reader: RowReader, column_by_field: Mapping[str, int]) -> Survey:
    """Read every row of a file once; O(n) time, memory bounded by the number of different dates and stages."""
    evidence = Evidence()
    date_columns = [column for name, column in column_by_field.items() if name in DATE_FIELDS]
    dates: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    stage_column, amount_column = column_by_field.get("stage"), column_by_field.get("amount")
    samples: list[tuple[str, ...]] = []
    n_rows = n_broken = 0
    for _line, cells, refusal in reader:
        n_rows += 1
        if refusal is not None:
            n_broken += 1
            continue
        if len(samples) < N_SAMPLES:
            samples.append(tuple(cells))
        for column in date_columns:
            if cells[column]:
                dates[cells[column]] += 1
        if len(dates) > _N_DISTINCT:
            count_dates(evidence, dates)
        if amount_column is not None and cells[amount_column]:
            evidence.see_amount(cells[amount_column])
        if stage_column is not None and cells[stage_column]:
            stages[cells[stage_column].strip()] += 1
    count_dates(evidence, dates)
    return Survey(
        n_rows=n_rows,
        n_broken=n_broken,
        n_footer=reader.n_footer,
        evidence=evidence,
        unknown_stages=tuple(
            sorted(((s, n) for s, n in stages.items() if s and known_stage(s) is None), key=lambda t: (-t[1], t[0]))
        ),
        samples=tuple(samples),
    )


def count_dates(evidence: Evidence, dates: Counter[str]) -> None:
    """Take note of the dates met so far, and forget them."""
    for cell, n in dates.items():
        evidence.see_date(cell, n)
    dates.clear()
