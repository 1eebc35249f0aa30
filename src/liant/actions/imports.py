"""Import files: try them, carry them out, stop them; what was done before a kill stays done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from liant.actions.import_crm import AccountUpsert, OpportunityUpsert, ProductUpsert
from liant.actions.import_files import file_of, forget_file
from liant.actions.import_names import Directory, Terms
from liant.actions.import_notes import NoteUpsert
from liant.actions.import_people import PersonUpsert
from liant.actions.import_rows import Outcome, Upsert
from liant.actions.ledger import record
from liant.engines.tables import open_rows
from liant.loop.listen.imports.headers import Kind
from liant.loop.listen.imports.rows import BadCell, NoteRow, Row, make_row_reader
from liant.loop.listen.imports.tables import Refusal
from liant.loop.values.errors import Conflict
from liant.loop.values.roles import Role
from liant.queries.imports import FileLook, FileSettings, look_at_file, refuse_questions
from liant.store.models import Company, ImportRun, ImportStatus, Person, SetAsideRow

#: Rows written in one transaction: what a kill may cost, and how long another write waits.
BATCH = 4_000
#: Rows of a dry run that are shown.
N_SHOWN = 60
#: A running import that gave no sign of life for this long was killed.
STALE_AFTER = timedelta(minutes=2)
UPSERTS: dict[Kind, type[Upsert]] = {
    Kind.ACCOUNTS: AccountUpsert,
    Kind.OPPORTUNITIES: OpportunityUpsert,
    Kind.NOTES: NoteUpsert,
    Kind.PEOPLE: PersonUpsert,
    Kind.PRODUCTS: ProductUpsert,
}
Progress = Callable[[int, int], None]


def look_at_run(run: ImportRun, given: FileSettings) -> FileLook:
    """Read a kept file through with these settings, and keep what was found.

    Raises
    ------
    Invalid : whatever ``look_at_file`` refuses; the run keeps its last settings.
    """
    look = look_at_file(file_of(run), Kind(run.kind), given)
    evidence = look.survey.evidence
    run.settings = look.settings.to_json()
    run.n_rows = look.survey.n_rows
    run.survey = {
        "header": list(look.header),
        "dialect": look.dialect,
        "samples": [list(row) for row in look.survey.samples],
        "questions": list(look.questions),
        "n_broken": look.survey.n_broken,
        "n_footer": look.survey.n_footer,
        "unknown_stages": [list(pair) for pair in look.survey.unknown_stages[:40]],
        "evidence": vars(evidence),
    }
    run.status = ImportStatus.DRAFT.value
    run.counts, run.preview, run.error = {}, {}, None
    run.save(update_fields=["settings", "n_rows", "survey", "status", "counts", "preview", "error"])
    return look


def queue_run(run: ImportRun, *, status: ImportStatus, now: datetime) -> None:
    """Reserve a run for a job: a try (``CHECKING``) or the import itself (``QUEUED``).

    Raises
    ------
    Conflict : ``import.under_way`` when a job already has it, ``import.over`` when it is done.
    Invalid : while a question is open.
    """
    if run.survey.get("questions"):
        refuse_questions(look_at_run(run, FileSettings.from_json(run.settings)))
    ready = [ImportStatus.DRAFT, ImportStatus.CHECKED, ImportStatus.CANCELLED, ImportStatus.FAILED]
    changed = ImportRun.objects.filter(pk=run.pk, status__in=[s.value for s in ready]).update(
        status=status.value, cancel_requested=False, error=None, advanced_at=now
    )
    if not changed:
        run.refresh_from_db(fields=["status"])
        if run.status == ImportStatus.DONE:
            raise Conflict("This file is already imported.", code="import.over", hint="Import the newer file.")
        raise Conflict(
            "This import is already under way.", code="import.under_way", hint="Wait for its end, or stop it."
        )


def request_cancel(run: ImportRun) -> None:
    """Ask a running import to stop after the rows it is writing."""
    ImportRun.objects.filter(pk=run.pk).update(cancel_requested=True)


def terms_of(run: ImportRun, look: FileLook, *, is_dry: bool, now: datetime) -> Terms:
    """Gather what holds for the whole import."""
    company = Company.objects.first()
    return Terms(
        kind=look.kind,
        source=look.settings.source,
        currency=look.settings.currency,
        update_only=look.settings.update_only,
        is_dry=is_dry,
        note_kind=look.note_kind(),
        actor=run.started_by,
        run_id=run.public_id,
        language=company.language if company is not None else "fr",
        now=now,
        today=now.date(),
    )


def batches(
    rows: Iterable[tuple[int, list[str], Refusal | None]],
) -> Iterator[list[tuple[int, list[str], Refusal | None]]]:
    """Cut rows into batches."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


class Taker:
    """Take the rows of one file, batch by batch, and count."""

    def __init__(self, look: FileLook, terms: Terms) -> None:
        self.terms = terms
        self.labels = look.settings.columns
        self.directory = Directory(terms)
        self.upsert = UPSERTS[look.kind](terms, self.directory)
        self.read_row = make_row_reader(look.reading())
        self._seen: set[str] = set()
        self._has_ids = look.kind in (Kind.ACCOUNTS, Kind.OPPORTUNITIES, Kind.NOTES)

    def read(
        self, batch: list[tuple[int, list[str], Refusal | None]]
    ) -> tuple[list[tuple[int, Row]], list[tuple[int, Refusal]]]:
        """Turn cells into values, apart those that cannot be."""
        good: list[tuple[int, Row]] = []
        bad: list[tuple[int, Refusal]] = []
        for line, cells, refusal in batch:
            if refusal is not None:
                bad.append((line, refusal))
                continue
            try:
                row = self.read_row(cells)
            except BadCell as why:
                bad.append((line, Refusal(code=why.code, field=why.field, params=why.params)))
                continue
            if self._has_ids:
                external_id = str(row[0])
                if external_id in self._seen:
                    shown = row.text if isinstance(row, NoteRow) else str(getattr(row, "name", ""))
                    params: dict[str, object] = {
                        "value": shown[:80] if external_id.startswith("auto:") else external_id
                    }
                    bad.append((line, Refusal(code="import.duplicate", field="external_id", params=params)))
                    continue
                self._seen.add(external_id)
            good.append((line, row))
        return good, bad

    def take(self, batch: list[tuple[int, list[str], Refusal | None]]) -> Outcome:
        """Read and take a batch."""
        good, bad = self.read(batch)
        outcome = self.upsert.take(good)
        outcome.set_aside += bad
        return outcome

    def column_of(self, refusal: Refusal) -> str:
        """Return the file's name of the column at fault."""
        return self.labels.get(refusal.field, "")


def add_counts(counts: dict[str, int], outcome: Outcome) -> None:
    """Add a batch to the counts of a run."""
    for name, n in (
        ("n_new", len(outcome.new)),
        ("n_changed", len(outcome.changed)),
        ("n_unchanged", outcome.n_unchanged),
        ("n_skipped", outcome.n_skipped),
        ("n_set_aside", len(outcome.set_aside)),
        ("n_notes", outcome.n_notes),
    ):
        counts[name] = counts.get(name, 0) + n


def made_counts(before: dict[str, int], directory: Directory) -> dict[str, int]:
    """Add what was made along the way to what an interrupted part had made."""
    made = directory.n_made()
    return {what: before.get(what, 0) + made.get(what, 0) for what in {*before, *made}}


def check_run(
    run: ImportRun,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    look: FileLook | None = None,
    progress: Progress | None = None,
) -> None:
    """Try an import without writing anything but what it would bring: counts, and some rows of each sort.

    Raises
    ------
    Invalid : while a question is open, or when the file cannot be read any more; the run is then marked failed.
    """
    with failing(run, clock):
        look = look or look_at_file(file_of(run), Kind(run.kind), FileSettings.from_json(run.settings))
        refuse_questions(look)
        taker = Taker(look, terms_of(run, look, is_dry=True, now=now))
        counts: dict[str, int] = {}
        preview: dict[str, list[object]] = {"new": [], "changed": [], "set_aside": []}
        ImportRun.objects.filter(pk=run.pk).update(started_at=now, n_done=0, n_rows=look.survey.n_rows)
        n_done = 0
        with open_rows(look.table) as rows:
            for batch in batches(rows):
                outcome = taker.take(batch)
                add_counts(counts, outcome)
                show_some(preview, outcome, taker)
                n_done += len(batch)
                if not advance(run, n_done, clock(), progress, look.survey.n_rows):
                    finish(run, ImportStatus.DRAFT, clock())
                    return
        counts.update({f"made_{what}": n for what, n in taker.directory.n_made().items()})
        run.refresh_from_db()
        run.status, run.counts, run.preview = ImportStatus.CHECKED.value, counts, preview
        run.n_done = 0
        run.save(update_fields=["status", "counts", "preview", "n_done"])


def show_some(preview: dict[str, list[object]], outcome: Outcome, taker: Taker) -> None:
    """Keep the first rows of each sort."""
    preview["new"] += outcome.new[: N_SHOWN - len(preview["new"])]
    for change in outcome.changed[: N_SHOWN - len(preview["changed"])]:
        fields = {name: [plain_value(value) for value in pair] for name, pair in change.fields.items()}
        preview["changed"].append([change.line, change.name, fields])
    for line, refusal in outcome.set_aside[: N_SHOWN - len(preview["set_aside"])]:
        preview["set_aside"].append([line, taker.column_of(refusal), refusal.code, refusal.params])


def plain_value(value: object) -> object:
    """Write a value as JSON can."""
    return value if isinstance(value, (int, str)) or value is None else str(value)


def advance(run: ImportRun, n_done: int, now: datetime, progress: Progress | None, n_rows: int) -> bool:
    """Show how far a dry run is; return False when somebody asked it to stop."""
    ImportRun.objects.filter(pk=run.pk).update(n_done=n_done, advanced_at=now)
    if progress is not None:
        progress(n_done, n_rows)
    return not ImportRun.objects.filter(pk=run.pk, cancel_requested=True).exists()


def carry_out(
    run: ImportRun,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    look: FileLook | None = None,
    progress: Progress | None = None,
) -> None:
    """Import a file, one transaction per batch with its checkpoint, so that a kill costs one batch and doubles nothing.

    Called again on an interrupted run, it goes on after the last checkpoint. Two jobs on one run cannot both advance:
    the checkpoint is compared before it moves. Writes ``import.done`` or ``import.cancelled`` to the ledger.

    Raises
    ------
    Invalid : while a question is open, or when the file cannot be read any more; the run is then marked failed.
    Conflict : ``import.taken_over`` when another job works on the same run.
    """
    with failing(run, clock):
        look = look or look_at_file(file_of(run), Kind(run.kind), FileSettings.from_json(run.settings))
        refuse_questions(look)
        if run.n_done == 0:
            SetAsideRow.objects.filter(run=run).delete()
        ImportRun.objects.filter(pk=run.pk).update(
            status=ImportStatus.RUNNING.value, started_at=now, advanced_at=now, n_rows=look.survey.n_rows, preview={}
        )
        taker = Taker(look, terms_of(run, look, is_dry=False, now=now))
        n_done, counts = run.n_done, dict(run.counts) if run.n_done else {}
        made_before = {name[5:]: n for name, n in counts.items() if name.startswith("made_")}
        with open_rows(look.table) as reader:
            rows = iter(reader)
            for batch in batches(islice(rows, n_done)):
                # Done before the kill: read again only so that a double further down is still recognised.
                taker.read(batch)
            for batch in batches(rows):
                with transaction.atomic():
                    if not take_batch(run, taker, batch, n_done, counts, made_before, clock()):
                        finish(run, ImportStatus.CANCELLED, clock())
                        return
                n_done += len(batch)
                if progress is not None:
                    progress(n_done, look.survey.n_rows)
        finish(run, ImportStatus.DONE, clock())


def take_batch(
    run: ImportRun,
    taker: Taker,
    batch: list[tuple[int, list[str], Refusal | None]],
    n_done: int,
    counts: dict[str, int],
    made_before: dict[str, int],
    now: datetime,
) -> bool:
    """Write a batch and its checkpoint; return False when somebody asked to stop."""
    row = ImportRun.objects.select_for_update().get(pk=run.pk)
    if row.cancel_requested or not may_import(row.started_by_id):
        return False
    if row.n_done != n_done or row.status != ImportStatus.RUNNING:
        raise Conflict("Another job works on this import.", code="import.taken_over", hint="Look at its page.")
    outcome = taker.take(batch)
    taker.directory.index_made()
    cells_by_line = {line: cells for line, cells, _refusal in batch}
    SetAsideRow.objects.bulk_create(
        (
            SetAsideRow(
                run=run,
                line=line,
                column=taker.column_of(refusal),
                code=refusal.code,
                params=refusal.params,
                cells=[cell.replace("\x00", "�") for cell in cells_by_line[line]],
            )
            for line, refusal in outcome.set_aside
        ),
        batch_size=500,
    )
    add_counts(counts, outcome)
    counts.update({f"made_{what}": n for what, n in made_counts(made_before, taker.directory).items()})
    ImportRun.objects.filter(pk=run.pk).update(n_done=n_done + len(batch), counts=counts, advanced_at=now)
    return True


def may_import(person_id: int | None) -> bool:
    """Tell whether whoever started an import still may: a change of role acts on running jobs too."""
    return person_id is None or Person.objects.able().filter(pk=person_id, role=Role.ADMIN.value).exists()


@contextmanager
def failing(run: ImportRun, clock: Callable[[], datetime]) -> Iterator[None]:
    """Mark a run as failed when it stops on an error, with the error for its page; what was written stays."""
    try:
        yield
    except Conflict:
        raise
    except Exception as error:
        code, params = getattr(error, "code", "import.failed"), getattr(error, "params", {})
        message, hint = getattr(error, "message", ""), getattr(error, "hint", "")
        said = {"code": code, "params": json.loads(json.dumps(params, default=str)), "message": message, "hint": hint}
        ImportRun.objects.filter(pk=run.pk).update(
            status=ImportStatus.FAILED.value, error=said, finished_at=clock(), advanced_at=clock()
        )
        raise


def finish(run: ImportRun, status: ImportStatus, now: datetime) -> None:
    """End a run, and tell the ledger; the kept copy of an imported file is deleted."""
    with transaction.atomic():
        run.refresh_from_db()
        run.status, run.finished_at, run.cancel_requested = status.value, now, False
        if status == ImportStatus.DRAFT:
            run.n_done = 0
        run.save(update_fields=["status", "finished_at", "cancel_requested", "n_done"])
        counts = {name: run.counts.get(name, 0) for name in ("n_new", "n_changed", "n_set_aside")}
        if status == ImportStatus.DONE:
            record(run.started_by, "import.done", "import", run.public_id, now, counts)
        elif status == ImportStatus.CANCELLED:
            record(run.started_by, "import.cancelled", "import", run.public_id, now, {"n_done": run.n_done})
    if status == ImportStatus.DONE:
        forget_file(run)


def interrupted_runs(now: datetime, *, stale_after: timedelta = STALE_AFTER) -> list[ImportRun]:
    """Find the runs whose job was killed, and make them ready to be queued again."""
    active = [ImportStatus.CHECKING.value, ImportStatus.QUEUED.value, ImportStatus.RUNNING.value]
    return list(ImportRun.objects.filter(status__in=active, advanced_at__lte=now - stale_after))
