"""Read an election from a Pabulib file (``.pb``): projects become requests, voters become voices of equal purses.

What a project is worth to a voter is its cost where votes are approvals, its points times its cost where they are points,
so that money counts as much as love. Costs are counted in the smallest unit that the file uses (cents, where it has any).

References
----------
D. Stolicki, S. Szufa, N. Talmon, *Pabulib: a participatory budgeting library*, 2020 (arXiv 2012.06539).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from liant.loop.arbitrate.ballots import Ballots, units_of, whole
from liant.loop.arbitrate.election import Election, Request, Voice
from liant.loop.values.errors import Invalid

SECTIONS = ("META", "PROJECTS", "VOTES")
APPROVAL = "approval"
POINTS = ("cumulative", "scoring")
#: Budgets are written to the cent at most.
MOST_DECIMALS = 2
MOST_AMOUNT = 10**12


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a section, by column."""

    line: int
    cells: Mapping[str, str]


#: Letters of the longest name or vote.
LONGEST_CELL = 100_000


def read_pabulib(text: str) -> Ballots:
    """Read an election.

    Raises
    ------
    Invalid : ``arbitrate.broken_file`` naming the line, ``arbitrate.no_column``, ``arbitrate.no_section``,
        ``arbitrate.bad_amount``, ``arbitrate.vote_type``, ``arbitrate.unknown_project``; those of :class:`Election`.
    """
    try:
        sections = dict(read_sections(text))
    except csv.Error as error:
        raise Invalid(
            "The file cannot be read as a table: it has a quote out of place, or a line longer than any vote.",
            code="arbitrate.broken_file",
        ) from error
    for section in SECTIONS:
        if not sections.get(section):
            raise Invalid(
                "The file has no section %(section)s, or nothing in it.",
                code="arbitrate.no_section",
                hint="A Pabulib file has three sections: META, PROJECTS and VOTES.",
                params={"section": section},
            )
    meta = {required(row, "key"): row for row in sections["META"]}
    budget = amount(cell(meta, "budget"), "value", "budget")
    costs = [amount(row, "cost", "cost") for row in sections["PROJECTS"]]
    units = units_of([budget, *costs])
    ids = [required(row, "project_id") for row in sections["PROJECTS"]]
    read_vote = vote_reader(cell(meta, "vote_type"), set(ids))
    needs: dict[str, dict[str, float]] = {project: {} for project in ids}
    voters = [str(row.line) for row in sections["VOTES"]]
    for voter, row in zip(voters, sections["VOTES"], strict=True):
        for project, points in read_vote(row):
            needs[project][voter] = points
    capacity = whole(budget, units)
    purse = capacity / len(voters)
    return Ballots(
        election=Election(
            capacity=capacity,
            voices=tuple(Voice(id=voter, weight=1.0, endowment=purse) for voter in voters),
            requests=tuple(
                Request(id=project, cost=whole(cost, units), need_by_voice=needs[project], filed=place)
                for place, (project, cost) in enumerate(zip(ids, costs, strict=True))
            ),
        ),
        units=units,
        names={project: row.cells.get("name", "") for project, row in zip(ids, sections["PROJECTS"], strict=True)},
    )


def read_sections(text: str) -> Iterator[tuple[str, list[Row]]]:
    """Part a file into its sections, each a table whose first line names its columns."""
    section = ""
    columns: list[str] = []
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    for cells in reader:
        # A quote that is never closed takes in the rest of the file; the limit of the reader is anybody's to change.
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise csv.Error
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) == 1 and cells[0].strip() in SECTIONS:
            if section:
                yield section, rows
            section, columns, rows = cells[0].strip(), [], []
        elif not section:
            raise Invalid(
                "Line %(line)d comes before any section: this is not a Pabulib file.",
                code="arbitrate.broken_file",
                hint="A Pabulib file begins with a line that reads META.",
                params={"line": reader.line_num},
            )
        elif not columns:
            columns = [cell.strip() for cell in cells]
        elif len(cells) > len(columns):
            raise Invalid(
                "Line %(line)d has %(n)d cells, and its section %(section)s %(wanted)d columns.",
                code="arbitrate.broken_file",
                params={"line": reader.line_num, "n": len(cells), "section": section, "wanted": len(columns)},
            )
        else:
            rows.append(Row(line=reader.line_num, cells=dict(zip(columns, cells, strict=False))))
    if section:
        yield section, rows


def cell(meta: Mapping[str, Row], key: str) -> Row:
    """Return the line of META that gives a key (``arbitrate.no_column`` without one)."""
    if key not in meta:
        raise Invalid("META says nothing of %(column)s.", code="arbitrate.no_column", params={"column": key})
    return meta[key]


def required(row: Row, column: str) -> str:
    """Return a cell that must be there (``arbitrate.no_column``)."""
    value = row.cells.get(column, "").strip()
    if not value:
        raise Invalid(
            "Line %(line)d has nothing in the column “%(column)s”.",
            code="arbitrate.no_column",
            params={"line": row.line, "column": column},
        )
    return value


def amount(row: Row, column: str, name: str) -> Decimal:
    """Read an amount of money: 0 or more, to the cent (``arbitrate.bad_amount``)."""
    written = required(row, column)
    try:
        number = Decimal(written.replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if (
        not number.is_finite()
        or not 0 <= number <= MOST_AMOUNT
        or -int(number.normalize().as_tuple().exponent) > MOST_DECIMALS
    ):
        raise Invalid(
            "Line %(line)d gives “%(written)s” as %(name)s: an amount is 0 or more, with two decimals at most.",
            code="arbitrate.bad_amount",
            params={"line": row.line, "written": written, "name": name},
        )
    return number


def vote_reader(vote_type: Row, projects: set[str]) -> Callable[[Row], Iterator[tuple[str, float]]]:
    """Return what reads one vote: the projects that it names, and how strongly.

    Raises
    ------
    Invalid : ``arbitrate.vote_type`` for votes that are neither approvals nor points.
    """
    kind = vote_type.cells.get("value", "").strip()
    if kind not in (APPROVAL, *POINTS):
        raise Invalid(
            "Line %(line)d says that votes are “%(kind)s”: only approvals and points can be read.",
            code="arbitrate.vote_type",
            hint="Vote types read: approval, cumulative, scoring.",
            params={"line": vote_type.line, "kind": kind},
        )

    def read(row: Row) -> Iterator[tuple[str, float]]:
        named = [project.strip() for project in row.cells.get("vote", "").split(",") if project.strip()]
        points = row.cells.get("points", "").split(",") if kind in POINTS else ["1"] * len(named)
        if named and len(points) != len(named):
            raise Invalid(
                "Line %(line)d names %(n)d projects and gives %(points)d numbers of points.",
                code="arbitrate.broken_file",
                params={"line": row.line, "n": len(named), "points": len(points)},
            )
        for project, written in zip(named, points, strict=False):
            if project not in projects:
                raise Invalid(
                    "Line %(line)d votes for %(project)s, which is not among the projects.",
                    code="arbitrate.unknown_project",
                    params={"line": row.line, "project": project},
                )
            if (strength := read_points(row, written)) > 0:
                yield project, strength

    return read


def read_points(row: Row, written: str) -> float:
    """Read a number of points: 0 or more (``arbitrate.bad_amount``)."""
    try:
        points = float(written)
    except ValueError:
        points = -1.0
    if not 0 <= points <= MOST_AMOUNT:
        raise Invalid(
            "Line %(line)d gives “%(written)s” as points: they are 0 or more.",
            code="arbitrate.bad_amount",
            params={"line": row.line, "written": written},
        )
    return points
