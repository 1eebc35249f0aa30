"""A command that needs tables makes them in an empty folder, and touches none of another version."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.functional.cli.command import liant


def test_a_file_is_imported_into_a_folder_where_nothing_is_yet(tmp_path) -> None:
    (tmp_path / "accounts.csv").write_text("name,city\nCycles Nord,Lille\n")
    done = liant(tmp_path / "data", "import", "accounts", str(tmp_path / "accounts.csv"))
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "data" / "liant.sqlite3")) as database:
        assert database.execute("SELECT name FROM store_account").fetchall() == [("Cycles Nord",)]


@pytest.mark.parametrize("command", [["brief", "show", "nobody@company.example"], ["themes", "refresh"]])
def test_nothing_to_read_is_one_sentence(tmp_path, command: list[str]) -> None:
    done = liant(tmp_path, *command)
    assert done.returncode == 2
    assert done.stderr.startswith("liant: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["brief", "show", "nobody@company.example"], ["themes", "refresh"], ["worker"]])
def test_tables_of_another_version_are_left_alone(data, command: list[str]) -> None:
    with closing(sqlite3.connect(data / "liant.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'store' AND name <> '0001_initial'")
        database.commit()
    done = liant(data, *command)
    assert done.returncode == 2
    assert done.stderr.startswith("liant: The tables of this folder are those of another version of Liant.")
    assert "liant migrate" in done.stderr
