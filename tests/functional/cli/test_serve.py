from __future__ import annotations

import http.client
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.functional.cli.command import environment, liant

pytestmark = pytest.mark.xdist_group("serve")

ROOT = Path(__file__).resolve().parents[3]

#: The goals of a cold start, with room for a machine that runs other tests at the same time.
READY_SECONDS, RESIDENT_MIB = 4 * 5, 200


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(data_dir: Path, port: int, command: str = "serve"):
    arguments = [command, "--port", str(port)] if command == "serve" else [command]
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", "from liant.cli import main; main()", *arguments],
        env=environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # As a script starts a background job: with Ctrl-C ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()


def page(port: int, path: str = "/") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def test_an_empty_folder_answers_soon_and_leads_to_the_set_up_page(tmp_path) -> None:
    port, began = free_port(), time.monotonic()
    with served(tmp_path / "data", port) as process:
        assert process.stdout.readline() == f"Liant answers at http://127.0.0.1:{port} (Ctrl-C stops it).\n"
        answer = page(port)
        seconds, mib = time.monotonic() - began, resident_mib(process.pid)
        assert answer.status == 302
        assert page(port, answer.headers["Location"]).status == 200
        assert page(port, "/static/liant/app.css").status == 200
        assert seconds < READY_SECONDS
        assert mib < RESIDENT_MIB
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert "Traceback" not in process.stdout.read()


def test_a_terminated_server_stops_cleanly(data) -> None:
    port = free_port()
    with served(data, port) as process:
        process.stdout.readline()
        assert page(port, "/account/login/").status in (200, 302)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert "Traceback" not in process.stdout.read()


def test_a_port_that_is_taken_is_one_sentence(tmp_path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = liant(tmp_path, "serve", "--port", str(other.getsockname()[1]))
    assert done.returncode == 2
    assert done.stderr.startswith("liant: Nothing can listen on 127.0.0.1:")
    assert "--port" in done.stderr
    assert not (tmp_path / "liant.sqlite3").exists(), "whatever runs there keeps its tables"


#: Enough notes to group, and a job that waits for somebody to do it.
ENQUEUE = """
from liant.cli.setup import start
start()
from tests.builders import a_person, a_note
sellers = [a_person(), a_person()]
for i in range(30):
    a_note(sellers[i % 2], f"{('the app fails offline', 'the price is too high', 'delivery is late')[i % 3]}, case {i}")
from liant.jobs.themes import refresh_themes
refresh_themes.enqueue(sellers[0].public_id, 0)
"""


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_jobs_are_done_beside_the_pages_or_alone(data, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENQUEUE], cwd=ROOT, env=environment(data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with served(data, free_port(), command=command) as process:
        assert wait_for_job(data / "liant.sqlite3") == "SUCCESSFUL"
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def wait_for_job(database: Path) -> str:
    deadline = time.monotonic() + 30
    status = ""
    while status not in ("SUCCESSFUL", "FAILED") and time.monotonic() < deadline:
        time.sleep(0.1)
        with closing(sqlite3.connect(database, timeout=10)) as connection:
            (status,) = connection.execute("SELECT status FROM django_tasks_database_dbtaskresult").fetchone()
    return status
