"""Look at files before they are imported, and at imports under way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path

from django.conf import settings as django_settings

from liant.engines.tables import MAX_ROWS, Table, open_rows, open_table
from liant.loop.listen.imports.cells import Evidence, fold, protect_cell
from liant.loop.listen.imports.headers import REQUIRED, Kind, amount_unit, plain, propose_mapping, recognise_dialect
from liant.loop.listen.imports.rows import Reading
from liant.loop.listen.imports.survey import Survey, survey_rows
from liant.loop.listen.imports.tables import label_columns
from liant.loop.values.errors import Invalid
from liant.loop.values.stages import NoteKind, Stage
from liant.queries.import_words import FIELDS, say_reason, say_where
from liant.store.models import Company, ImportRun, ImportStatus, SavedMapping, SetAsideRow


@dataclass(frozen=True, kw_only=True)
class FileSettings:
    """How somebody wants a file to be read; an empty text lets Liant tell, where it can be certain.

    Attributes
    ----------
    columns : name of the column by field; empty to go by the names of the columns.
    stages : Liant's stage by the company's own word for it.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    decimal: str = ""
    date_order: str = ""
    currency: str = ""
    source: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    update_only: bool = False
    keep_sensitive: bool = False

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> FileSettings:
        """Read settings kept as JSON; what is not a setting any more is left out."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})  # type: ignore[arg-type]

    def to_json(self) -> dict[str, object]:
        """Write settings as JSON."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class FileLook:
    """What a file holds and how it is to be read.

    Attributes
    ----------
    settings : complete, with what Liant found where nothing was asked for.
    header : every column's name, once.
    questions : what a person must say before anything is imported: ``columns``, ``date_order``, ``decimal``.
    """

    kind: Kind
    table: Table
    dialect: str
    header: tuple[str, ...]
    settings: FileSettings
    survey: Survey
    questions: tuple[str, ...]

    def reading(self) -> Reading:
        """Say how the rows are to be read, now that nothing is in doubt."""
        positions = {name: self.header.index(label) for name, label in self.settings.columns.items()}
        return Reading(
            kind=self.kind,
            column_by_field=positions,
            decimal=self.settings.decimal or ".",
            date_order=self.settings.date_order,
            times=amount_unit(self.settings.columns.get("amount", "")),
            dialect=self.dialect,
            stages={fold(word): Stage(stage) for word, stage in self.settings.stages.items()},
            keep_sensitive=self.settings.keep_sensitive,
        )

    def note_kind(self) -> NoteKind:
        """Return the kind of notes that name none: a setback when the column holds reasons of losses."""
        name = plain(self.settings.columns.get("text", ""))
        telling = ("lost", "loss", "perte", "perdu", "pourquoi")
        return NoteKind.SETBACK if any(word in name for word in telling) else NoteKind.NEED


def imports_folder() -> Path:
    """Return the folder of the files being imported, made when missing."""
    folder = Path(django_settings.LIANT_DATA_DIR) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def look_at_file(path: Path, kind: Kind, given: FileSettings) -> FileLook:
    """Recognise a file, read it once through, and say what is certain and what is not.

    Raises
    ------
    Invalid : the codes of ``open_table`` and ``open_rows``; ``import.no_rows``, ``import.too_many_rows``,
        ``import.no_column`` for a column asked for that the file does not have.
    """
    table = open_table(
        path,
        work_dir=imports_folder(),
        encoding=given.encoding,
        delimiter=given.delimiter,
        sheet=given.sheet,
    )
    with open_rows(table) as reader:
        header = label_columns(reader.header)
        columns = dict(given.columns) or {
            name: header[position] for name, position in propose_mapping(reader.header, kind).column_by_field.items()
        }
        for name, label in columns.items():
            if label not in header:
                raise Invalid(
                    "The file has no column “%(column)s” for “%(field)s”; it has: %(columns)s.",
                    code="import.no_column",
                    hint="Choose one of these, or leave the field out.",
                    params={"column": label, "field": str(FIELDS[name]), "columns": ", ".join(header[:40])},
                )
        survey = survey_rows(reader, {name: header.index(label) for name, label in columns.items()})
        dialect = recognise_dialect(reader.header)
    if not survey.n_rows:
        raise Invalid(
            "The file has a header and no row.", code="import.no_rows", hint="Check the filter of the export."
        )
    if survey.n_rows > MAX_ROWS:
        raise Invalid(
            "The file has %(n)s rows; the most is %(limit)s.",
            code="import.too_many_rows",
            hint="Export it in several parts.",
            params={"n": survey.n_rows, "limit": MAX_ROWS},
        )
    return FileLook(
        kind=kind,
        table=table,
        dialect=dialect,
        header=header,
        settings=complete(given, table, columns, survey.evidence, dialect),
        survey=survey,
        questions=questions_of(kind, given, columns, survey.evidence),
    )


def complete(
    given: FileSettings, table: Table, columns: Mapping[str, str], evidence: Evidence, dialect: str
) -> FileSettings:
    """Fill in what was left to Liant; what a person must say stays open."""
    company = Company.objects.first()
    return FileSettings(
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=given.sheet,
        decimal=given.decimal or ("" if evidence.asks_decimal else evidence.decimal),
        date_order=given.date_order or ("" if evidence.asks_dates else evidence.date_order),
        currency=given.currency or (company.currency if company is not None else "EUR"),
        source=given.source or fold(dialect) or "file",
        columns=columns,
        stages=given.stages,
        update_only=given.update_only,
        keep_sensitive=given.keep_sensitive,
    )


def questions_of(kind: Kind, given: FileSettings, columns: Mapping[str, str], evidence: Evidence) -> tuple[str, ...]:
    """List what a person must say: never guessed row by row."""
    asks = []
    if not any(name in columns for name in REQUIRED[kind]):
        asks.append("columns")
    if not given.date_order and evidence.asks_dates:
        asks.append("date_order")
    if not given.decimal and evidence.asks_decimal:
        asks.append("decimal")
    return tuple(asks)


def refuse_questions(look: FileLook) -> None:
    """Refuse to go on while something is in doubt.

    Raises
    ------
    Invalid : ``import.ask_columns``, ``import.ask_date_order``, ``import.ask_decimal``.
    """
    evidence = look.survey.evidence
    if "columns" in look.questions:
        raise Invalid(
            "No column was recognised for: %(fields)s. The file has: %(columns)s.",
            code="import.ask_columns",
            hint="Say which column it is.",
            params={
                "fields": ", ".join(str(FIELDS[name]) for name in REQUIRED[look.kind]),
                "columns": ", ".join(look.header[:40]),
            },
        )
    if "date_order" in look.questions:
        raise Invalid(
            "Dates such as %(example)s (%(n)s of them) can be read with the day or the month first; "
            "%(n_day)s others can only have the day first, %(n_month)s only the month.",
            code="import.ask_date_order",
            hint="Say which comes first in the whole file: the day (dmy) or the month (mdy).",
            params={
                "example": evidence.example or "03/04",
                "n": evidence.n_either,
                "n_day": evidence.n_day_first,
                "n_month": evidence.n_month_first,
            },
        )
    if "decimal" in look.questions:
        raise Invalid(
            "Amounts such as %(example)s can be read in two ways.",
            code="import.ask_decimal",
            hint="Say which sign separates the decimals in the whole file: the comma or the point.",
            params={"example": evidence.amount_example or "1,234"},
        )


def saved_mappings(kind: Kind) -> tuple[str, ...]:
    """List the names of the mappings kept for a kind of file."""
    return tuple(SavedMapping.objects.filter(kind=kind.value).order_by("name").values_list("name", flat=True))


def saved_settings(kind: Kind, name: str) -> FileSettings:
    """Return a mapping kept under a name.

    Raises
    ------
    Invalid : ``import.no_mapping``.
    """
    kept = SavedMapping.objects.filter(kind=kind.value, name=name).first()
    if kept is None:
        raise Invalid(
            "No mapping is kept under the name “%(name)s”.",
            code="import.no_mapping",
            hint="Kept for this kind of file: %(names)s.",
            params={"name": name, "names": ", ".join(saved_mappings(kind)) or "–"},
        )
    return FileSettings.from_json(kept.settings)


@dataclass(frozen=True, kw_only=True)
class ImportLine:
    """An import in the list."""

    public_id: str
    kind: str
    file_name: str
    status: str
    started_by: str
    created_at: datetime
    n_rows: int | None
    counts: Mapping[str, int]


def imports_by_date(*, first: int = 0, limit: int = 30) -> tuple[ImportLine, ...]:
    """List imports, newest first."""
    runs = ImportRun.objects.select_related("started_by").order_by("-id")[first : first + limit]
    return tuple(
        ImportLine(
            public_id=run.public_id,
            kind=run.kind,
            file_name=run.file_name,
            status=run.status,
            started_by=run.started_by.name if run.started_by is not None else "",
            created_at=run.created_at,
            n_rows=run.n_rows,
            counts=run.counts,
        )
        for run in runs
    )


@dataclass(frozen=True, kw_only=True)
class RunProgress:
    """Where a run is.

    Attributes
    ----------
    rate : rows per second since the start, None before the first.
    seconds_left : None when unknown.
    """

    status: str
    n_done: int
    n_rows: int
    rate: float | None
    seconds_left: float | None


def progress_of(run: ImportRun, now: datetime) -> RunProgress:
    """Tell how far a run is."""
    n_rows = run.n_rows or 0
    elapsed = (now - run.started_at).total_seconds() if run.started_at is not None else 0.0
    rate = run.n_done / elapsed if run.n_done and elapsed > 0 else None
    return RunProgress(
        status=run.status,
        n_done=run.n_done,
        n_rows=n_rows,
        rate=rate,
        seconds_left=(n_rows - run.n_done) / rate if rate else None,
    )


def is_active(run: ImportRun) -> bool:
    """Tell whether a job works on a run, or soon will."""
    return run.status in (ImportStatus.CHECKING, ImportStatus.QUEUED, ImportStatus.RUNNING)


@dataclass(frozen=True, kw_only=True)
class SetAsideLine:
    """A row set aside, in words."""

    where: str
    reason: str
    cells: tuple[str, ...]


def set_aside_lines(run: ImportRun, *, limit: int | None = None) -> Iterator[SetAsideLine]:
    """List the rows set aside in the order of the file, their reasons in the current language."""
    rows = SetAsideRow.objects.filter(run=run).order_by("line", "id")
    for row in rows[:limit].iterator(chunk_size=2_000):
        yield SetAsideLine(
            where=say_where(row.line, row.column),
            reason=say_reason(row.code, row.params),
            cells=tuple(row.cells),
        )


def set_aside_table(run: ImportRun) -> Iterator[list[str]]:
    """Write the rows set aside as a table that can be corrected and imported again.

    The columns of the file come first, with three more: line, column, reason. No cell can be taken for a formula.
    """
    header = [str(label) for label in run.survey.get("header", [])]
    yield [*(protect_cell(label) for label in header), "Liant: line", "Liant: column", "Liant: reason"]
    rows = SetAsideRow.objects.filter(run=run).order_by("line", "id")
    for row in rows.iterator(chunk_size=2_000):
        cells = [protect_cell(str(cell)) for cell in row.cells][: len(header)]
        cells += [""] * (len(header) - len(cells))
        reason = say_reason(row.code, row.params)
        yield [*cells, str(row.line), protect_cell(row.column), protect_cell(reason)]
