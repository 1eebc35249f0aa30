from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.functional.cli.command import environment, liant

DEALS = "Deal ID,Deal Name,Stage,Amount,Close Date\n"


@pytest.fixture
def folder(data) -> Path:
    return data.parent


def test_imports_twice_and_changes_nothing_the_second_time(folder) -> None:
    path = folder / "deals.csv"
    path.write_text(DEALS + "1,Flotte,Won,12.5,2026-03-14\n2,Pilote,Proposal,,\n")
    first = liant(folder / "data", "import", "opportunities", str(path))
    assert (first.returncode, first.stdout.splitlines()[0]) == (
        0,
        "2 new, 0 changed, 0 unchanged, 0 skipped, 0 set aside.",
    )
    assert "Close Date → close_on" in first.stderr
    again = json.loads(liant(folder / "data", "import", "opportunities", str(path), "--json").stdout)
    assert (again["n_new"], again["n_unchanged"]) == (0, 2)


def test_rows_set_aside_exit_with_one_and_are_written_where_asked(folder) -> None:
    path, errors = folder / "deals.csv", folder / "errors.csv"
    path.write_text(DEALS + "1,=cmd,Won,x,\n2,Good,Won,1,\n")
    done = liant(folder / "data", "import", "opportunities", str(path), "--errors", str(errors))
    assert done.returncode == 1
    assert "Line 2, column “Amount”: “x” is not a number." in done.stdout
    rows = list(csv.reader(errors.open(encoding="utf-8-sig", newline="")))
    assert rows[1][:2] == ["1", "'=cmd"]


def test_ambiguous_dates_exit_with_two_until_the_order_is_given(folder) -> None:
    path = folder / "deals.csv"
    path.write_text(DEALS + "1,A,Won,1,03/04/2026\n2,B,Won,1,13/04/2026\n")
    refused = liant(folder / "data", "import", "opportunities", str(path))
    assert refused.returncode == 2
    assert "03/04/2026" in refused.stderr
    assert "(dmy)" in refused.stderr
    assert liant(folder / "data", "import", "opportunities", str(path), "--date-order", "dmy").returncode == 0


def test_a_dry_run_shows_differences_field_by_field_and_writes_nothing(folder) -> None:
    path = folder / "deals.csv"
    path.write_text(DEALS + "1,Flotte,Proposal,12.5,\n")
    liant(folder / "data", "import", "opportunities", str(path))
    path.write_text(DEALS + "1,Flotte,Won,13,2026-03-14\n")
    tried = liant(folder / "data", "import", "opportunities", str(path), "--dry-run")
    assert "stage: proposal → won" in tried.stdout
    assert "amount_cents: 1250 → 1300" in tried.stdout
    done = json.loads(liant(folder / "data", "import", "opportunities", str(path), "--json").stdout)
    assert done["n_changed"] == 1
    assert list((folder / "data" / "imports").iterdir()) == []


def test_a_kept_mapping_reads_the_next_file(folder) -> None:
    path = folder / "deals.csv"
    path.write_text("Foo;Etat;Bar\nA;Chez le DG;1,5\n")
    options = ("--map", "Foo=name", "--map", "Bar=amount", "--map", "Etat=stage", "--stage", "Chez le DG=negotiation")
    saved = liant(folder / "data", "import", "opportunities", str(path), *options, "--save-mapping", "Weekly")
    assert saved.returncode == 0, saved.stderr
    path.write_text("Foo;Etat;Bar\nB;Chez le DG;2,5\n")
    done = json.loads(
        liant(folder / "data", "import", "opportunities", str(path), "--mapping", "Weekly", "--json").stdout
    )
    assert (done["n_new"], done["n_set_aside"]) == (1, 0)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--map", "Deal Name"], "is not a pair"),
        (["--map", "Deal Name=nickname"], "is not a field"),
        (["--map", "Nowhere=name"], "has no column “Nowhere”"),
        (["--stage", "x=done"], "is not a stage"),
        (["--delimiter", "#"], "cannot be a delimiter"),
        (["--mapping", "None"], "No mapping is kept"),
        (["--encoding", "utf-16"], "is not written in utf-16"),
    ],
)
def test_an_option_that_cannot_be_is_one_sentence(folder, options: list[str], sentence: str) -> None:
    path = folder / "deals.csv"
    path.write_text(DEALS + "1,A,Won,1,\n")
    done = liant(folder / "data", "import", "opportunities", str(path), *options)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["absent.csv", ""])
def test_a_file_that_is_not_there_is_one_sentence(folder, name: str) -> None:
    done = liant(folder / "data", "import", "notes", str(folder / name))
    assert done.returncode == 2
    assert "The file cannot be read" in done.stderr


def wait_for_a_checkpoint(database: Path, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 40
    n_done = 0
    while not n_done and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
        with closing(sqlite3.connect(database, timeout=10)) as connection:
            (n_done,) = connection.execute("SELECT coalesce(max(n_done), 0) FROM store_importrun").fetchone()


def test_a_killed_import_goes_on_and_doubles_nothing(folder) -> None:
    path = folder / "deals.csv"
    n = 60_000
    path.write_text(DEALS + "".join(f"{i},Deal {i},Proposal,{i},2026-03-14\n" for i in range(n)))
    command = [sys.executable, "-c", "from liant.cli import main; main()", "import", "opportunities", str(path)]
    process = subprocess.Popen(
        command, env=environment(folder / "data"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for_a_checkpoint(folder / "data" / "liant.sqlite3", process)
    # Some rows are committed, others are on their way: the process dies without a word.
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    done = liant(folder / "data", "import", "opportunities", str(path), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert "Going on after row" in done.stderr
    assert (said["n_new"], said["n_unchanged"], said["n_set_aside"]) == (n, 0, 0)
