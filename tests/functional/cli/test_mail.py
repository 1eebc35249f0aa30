"""Which installation may send: told by the command and by the doctor."""

from __future__ import annotations

import json
import sqlite3

from tests.functional.cli.command import liant


def test_a_copy_sends_nothing_and_says_so_until_it_is_adopted(tmp_path) -> None:
    assert liant(tmp_path, "mail", "adopt").returncode == 0
    assert json.loads(liant(tmp_path, "mail", "status", "--json").stdout)["is_copy"] is False
    with sqlite3.connect(tmp_path / "liant.sqlite3") as database:
        database.execute("UPDATE store_instance SET instance_id = 'another'")
    assert "is a copy of another installation" in liant(tmp_path, "mail", "status").stdout
    findings = json.loads(liant(tmp_path, "doctor", "--json").stdout)
    found = findings["findings"] if isinstance(findings, dict) else findings
    assert [(f["check"], f["level"]) for f in found if f["check"] == "outbox"] == [("outbox", "fail")]
    assert liant(tmp_path, "mail", "adopt").returncode == 0
    assert "copy" not in liant(tmp_path, "mail", "status").stdout
