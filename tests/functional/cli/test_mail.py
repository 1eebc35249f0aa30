"""Which installation may send: told by the command and by the doctor."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.functional.cli.command import liant


def test_a_copied_folder_sends_nothing_and_says_so_until_it_is_adopted(data: Path, tmp_path) -> None:
    home = data
    assert liant(home, "mail", "adopt").returncode == 0
    assert json.loads(liant(home, "mail", "status", "--json").stdout)["is_copy"] is False
    copy = shutil.copytree(home, tmp_path / "copy")
    assert "copied or restored: it sends nothing until: liant mail adopt" in liant(copy, "mail", "status").stdout
    findings = json.loads(liant(copy, "doctor", "--json").stdout)
    found = findings["findings"] if isinstance(findings, dict) else findings
    assert [(f["check"], f["level"]) for f in found if f["check"] == "outbox"] == [("outbox", "fail")]
    assert liant(copy, "mail", "adopt").returncode == 0
    assert "copied" not in liant(copy, "mail", "status").stdout
    assert "copied" not in liant(home, "mail", "status").stdout, "the first one still sends"
