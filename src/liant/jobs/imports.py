"""Background imports: try a file, carry it out, go on after a kill."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django_tasks import task

from liant.actions import import_files as files_act
from liant.actions import imports as act
from liant.actions.ledger import forget_answers
from liant.store.models import ImportRun, ImportStatus


def clock() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


@task()
def import_file(run_id: str) -> str:
    """Do what a run waits for: a try, or the import itself; return its public id."""
    run = ImportRun.objects.filter(public_id=run_id).select_related("started_by").first()
    if run is None or not act.may_import(run.started_by_id):
        return run_id
    if run.status == ImportStatus.CHECKING:
        act.check_run(run, now=clock(), clock=clock)
    elif run.status in (ImportStatus.QUEUED, ImportStatus.RUNNING):
        act.carry_out(run, now=clock(), clock=clock)
    return run_id


def tidy(*, stale_after: timedelta) -> int:
    """Take up the imports whose job was killed, and forget what nobody will ask for; return how many go on.

    Called when a server or a worker starts.
    """
    forget_answers(clock())
    files_act.forget_old_files(clock())
    runs = act.interrupted_runs(clock(), stale_after=stale_after)
    for run in runs:
        import_file.enqueue(run.public_id)
    return len(runs)
