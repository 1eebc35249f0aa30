"""``liant serve``, ``liant worker`` and ``liant migrate``."""

from __future__ import annotations

import errno
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liant.cli.setup import on_data, on_tables, start
from liant.config.env import LOOPBACK
from liant.loop.values.errors import Invalid

if TYPE_CHECKING:
    from cheroot.wsgi import Server

N_THREADS = 8
#: Seconds that a background job gets to end when the server stops; what it leaves is taken up at the next start.
PATIENCE = 5


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the database and files (default: LIANT_DATA_DIR, else the user's data folder).",
)
def serve(host: str, port: int, data_dir: Path | None) -> None:
    """Run Liant: pages, background jobs and database in one process; the tables are created or updated first."""
    if host in LOOPBACK:
        os.environ.setdefault("LIANT_BASE_URL", f"http://{host}:{port}")
    start(data_dir)
    from django.core.management import call_command

    from liant.actions.search import fill_index

    with listening(host=host, port=port) as server:
        call_command("migrate", verbosity=0)
        fill_index()
        run_server(server)


@click.command()
@on_tables
def worker() -> None:
    """Run background jobs only, until stopped: for production, beside a web server."""
    from liant.jobs.start import take_up

    take_up(is_alone=False)
    jobs = make_worker()
    jobs.configure_signals()
    start_schedule(threading.Event())
    jobs.run()


@click.command()
@on_data
def migrate() -> None:
    """Create or update the tables."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    click.echo("The tables are up to date.")


def make_worker() -> Any:
    """Build the loop that takes jobs from the database one by one."""
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=["default"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="liant",
        excluded_queue_names=[],
    )


def start_schedule(stop: threading.Event) -> threading.Thread:
    """Do what has its hour, on a thread of its own, until told to stop."""
    from liant.jobs.schedule import keep_the_hours

    thread = threading.Thread(target=keep_the_hours, args=(stop,), name="liant-schedule", daemon=True)
    thread.start()
    return thread


def log_error(msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
    """Send what the server says to the log."""
    logging.getLogger("liant.serve").log(level, msg, exc_info=traceback)


@contextmanager
def listening(*, host: str, port: int) -> Iterator[Server]:
    """Hold the port before anything is changed: a second start must not touch the tables of the one that runs.

    Who calls meanwhile waits until ``run_server``.

    Raises
    ------
    Invalid : ``serve.port_taken`` when something already listens there; ``serve.this_machine_only`` when the mode is made
        for one machine and the address is open to others.
    """
    from cheroot.wsgi import Server
    from django.conf import settings

    from liant.config.wsgi import application

    if settings.LIANT_MODE != "production" and host not in LOOPBACK:
        raise Invalid(
            "In %(mode)s mode, Liant listens to this machine only, not on %(host)s.",
            code="serve.this_machine_only",
            hint="For a company: LIANT_MODE=production, with LIANT_BASE_URL=https://… and LIANT_SECRET_KEY.",
            params={"mode": settings.LIANT_MODE, "host": host},
        )
    server = Server((host, port), application, numthreads=N_THREADS, server_name="liant")
    setattr(server, "error_log", log_error)  # noqa: B010 - a method of the library, replaced as it documents
    try:
        server.prepare()
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL) and "No socket" not in str(error):
            raise
        raise Invalid(
            "Nothing can listen on %(host)s:%(port)s: something else does already, or it is not allowed.",
            code="serve.port_taken",
            hint="Choose another port with --port.",
            params={"host": host, "port": port},
        ) from error
    try:
        yield server
    finally:
        server.stop()


def run_server(server: Server) -> None:
    """Serve pages on threads and run jobs on one more, until Ctrl-C."""
    from liant.jobs.start import take_up

    take_up(is_alone=True)
    jobs = make_worker()
    thread = threading.Thread(target=jobs.run, name="liant-jobs", daemon=True)
    thread.start()
    stop = threading.Event()
    schedule = start_schedule(stop)
    if threading.current_thread() is threading.main_thread():
        stop_on_signals(server)
    host, port = server.bind_addr
    click.echo(f"Liant answers at http://{host}:{port} (Ctrl-C stops it).")
    try:
        server.serve()
    finally:
        jobs.running = False
        stop.set()
        server.stop()
        thread.join(PATIENCE)
        schedule.join(PATIENCE)


def stop_on_signals(server: Server) -> None:
    """Stop as cleanly when a service manager asks for it as on Ctrl-C, which a script's background job starts without.

    Nothing is raised: an exception in the middle of the server's loop could leave one of its threads asleep for good.
    """

    def stop() -> None:
        click.echo("Stopping…", err=True)
        server.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: threading.Thread(target=stop, name="liant-stop").start())
