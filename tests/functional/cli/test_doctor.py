from __future__ import annotations

import json

import pytest

from liant.cli import doctor
from tests.functional.cli.command import liant
from tests.functional.cli.test_safe_settings import SAFE


def findings(done) -> dict[str, dict[str, str]]:
    return {finding["check"]: finding for finding in json.loads(done.stdout)}


def test_a_fresh_installation_is_sound(data) -> None:
    done = liant(data, "doctor", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = findings(done)
    assert {name for name, finding in found.items() if finding["level"] == "fail"} == set()
    for name in ("python", "pragmas", "migrations", "files", "disk", "clock"):
        assert found[name]["level"] in ("ok", "warn")
    assert found["mail"]["level"] == "warn"


def test_whatever_is_not_well_says_what_to_do(data) -> None:
    for finding in json.loads(liant(data, "doctor", "--json").stdout):
        assert bool(finding["todo"]) == (finding["level"] != "ok"), finding


def test_an_encoder_is_opened_and_one_that_sends_texts_away_is_named(data) -> None:
    assert findings(liant(data, "doctor", "--json"))["encoder"]["level"] == "ok"
    done = liant(data, "doctor", "--json", LIANT_EMBEDDER="endpoint:https://vectors.example/v1#small")
    assert findings(done)["encoder"]["level"] == "warn"
    assert "vectors.example" in findings(done)["encoder"]["says"]
    done = liant(data, "doctor", "--json", LIANT_EMBEDDER="model2vec:/nowhere/at/all")
    assert done.returncode == 1
    assert findings(done)["encoder"]["level"] == "fail"


def test_missing_tables_fail(tmp_path) -> None:
    done = liant(tmp_path / "data", "doctor")
    assert done.returncode == 1
    assert "→ Run: liant migrate" in done.stdout


def test_a_folder_open_to_others_is_named(data) -> None:
    data.chmod(0o755)
    assert findings(liant(data, "doctor", "--json"))["files"]["level"] == "warn"


def test_production_passes_the_deployment_checks(data) -> None:
    found = findings(liant(data, "doctor", "--json", **SAFE))
    assert found["deploy"]["level"] == "ok"
    assert found["mode"]["level"] == "ok"


def test_a_database_that_does_not_answer_is_a_finding_not_a_crash(data) -> None:
    done = liant(data, "doctor", "--json", LIANT_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 1
    assert findings(done)["database"]["level"] == "fail"
    assert findings(done)["disk"]["level"] == "ok"


@pytest.mark.parametrize(
    ("version", "is_in"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
    ],
)
def test_knows_the_versions_that_can_corrupt_a_file(version: tuple[int, int, int], is_in: bool) -> None:
    assert doctor.is_wal_reset_version(version) is is_in
    assert (doctor.check_sqlite_version(version).level == "warn") is is_in
