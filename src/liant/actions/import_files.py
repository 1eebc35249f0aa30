"""Keep the files that somebody gives to be imported, and how they are read; forget them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from liant.engines.tables import MAX_BYTES
from liant.loop.listen.imports.headers import Kind
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.ids import new_public_id
from liant.queries.imports import FileSettings, imports_folder
from liant.store.models import ImportRun, ImportStatus, Person, SavedMapping

#: Files that nobody imported are forgotten after this long.
FILES_KEPT = timedelta(days=30)


def keep_file(*, actor: Person | None, kind: Kind, file_name: str, chunks: Iterable[bytes], now: datetime) -> ImportRun:
    """Keep a file that somebody gives, under a name of Liant's own; nothing is read from it yet.

    Raises
    ------
    Invalid : ``import.too_large_file``, as soon as the limit is passed.
    """
    stored_name = new_public_id()
    path = imports_folder() / stored_name
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as stream:
            for chunk in chunks:
                size += len(chunk)
                if size > MAX_BYTES:
                    raise Invalid(
                        "The file has more than %(limit)s MB.",
                        code="import.too_large_file",
                        hint="Export it in several parts.",
                        params={"limit": MAX_BYTES // 10**6},
                    )
                digest.update(chunk)
                stream.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return ImportRun.objects.create(
        kind=kind.value,
        file_name=shown_name(file_name),
        stored_name=stored_name,
        sha256=digest.hexdigest(),
        started_by=actor,
        created_at=now,
    )


def shown_name(file_name: str) -> str:
    """Reduce a file's name to what is shown: never a path, never used as one."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:200] or "file"


def file_of(run: ImportRun) -> Path:
    """Return the kept copy of a file."""
    return imports_folder() / run.stored_name


def forget_file(run: ImportRun) -> None:
    """Delete the kept copy of a file, and what was made from it."""
    for path in (file_of(run), imports_folder() / f"{run.stored_name}.sheet.csv"):
        path.unlink(missing_ok=True)


def discard_run(run: ImportRun) -> None:
    """Forget a file of which nothing was imported.

    Raises
    ------
    Conflict : ``import.begun`` when rows of it are in, or a job has it.
    """
    ready = [ImportStatus.DRAFT.value, ImportStatus.CHECKED.value, ImportStatus.FAILED.value]
    n_deleted, _by_model = ImportRun.objects.filter(pk=run.pk, status__in=ready, n_done=0).delete()
    if not n_deleted:
        raise Conflict(
            "Rows of this file are already imported, or about to be.",
            code="import.begun",
            hint="Stop the import first; what is imported stays.",
        )
    forget_file(run)


def forget_old_files(now: datetime) -> int:
    """Delete the copies of files that nobody imported for long; return how many runs were dropped."""
    old = ImportRun.objects.filter(
        created_at__lt=now - FILES_KEPT, status__in=[ImportStatus.DRAFT, ImportStatus.CHECKED]
    )
    runs = list(old)
    for run in runs:
        forget_file(run)
    old.delete()
    return len(runs)


def save_mapping(*, kind: Kind, name: str, settings: FileSettings, now: datetime) -> SavedMapping:
    """Keep how a file is read under a name; the same name again replaces it.

    Raises
    ------
    Invalid : ``import.no_mapping_name``.
    """
    name = " ".join(name.split())[:80]
    if not name:
        raise Invalid("A mapping needs a name.", code="import.no_mapping_name", hint="Name it after the export.")
    kept, _created = SavedMapping.objects.update_or_create(
        kind=kind.value,
        name=name,
        defaults={"settings": settings.to_json()},
        create_defaults={"settings": settings.to_json(), "created_at": now},
    )
    return kept
