"""The integration tests once more, on a real PostgreSQL. Without a server they fail: nothing here is passed over."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql.server import throw_away_postgresql

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]


@pytest.fixture(scope="module")
def server():
    with throw_away_postgresql() as url:
        yield {**os.environ, "LIANT_DATABASE_URL": url}


def run_python(environment: dict[str, str], *arguments: str) -> str:
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-4_000:]
    return done.stdout


def test_the_integration_tests_pass_there_too(server) -> None:
    said = run_python(server, "pytest", "tests/integration", "-n", "0", "-q", "-p", "no:cacheprovider")
    count = re.search(r"(\d+) passed", said)
    assert count, said
    assert int(count[1]) >= 30
    assert "skipped" not in said


def test_the_tables_are_made_and_unmade(server) -> None:
    for target in ([], ["zero"]):
        run_python(
            server, "django", "migrate", "store", *target, "--settings", "liant.config.settings", "--verbosity", "0"
        )
