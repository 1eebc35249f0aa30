"""The fast checks, so that ``uv run pytest`` is the only thing to run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import DATA_DIR

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(str(p) for p in (ROOT / "src/liant/web/templates").rglob("*.html"))


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-3_000:]


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} is not installed beside this Python"
    return found


@pytest.mark.parametrize("arguments", [("check", "."), ("format", "--check", ".")], ids=["lint", "format"])
def test_ruff(arguments: tuple[str, ...]) -> None:
    run(tool("ruff"), *arguments)


@pytest.mark.xdist_group("mypy")
@pytest.mark.long
def test_mypy() -> None:
    run(tool("mypy"))


def test_import_linter_keeps_the_two_laws() -> None:
    run(tool("lint-imports"), "--no-cache")


def test_templates_are_formatted() -> None:
    run(tool("djade"), "--target-version", "5.2", "--check", *TEMPLATES)


def test_the_style_sheet_closes_every_block_it_opens() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", (ROOT / "src/liant/web/static/liant/app.css").read_text(), flags=re.DOTALL)
    depth, deepest = 0, 0
    for sign in re.findall(r"[{}]", sheet):
        depth += 1 if sign == "{" else -1
        deepest = max(deepest, depth)
    # A media query around rules is the most: deeper, a block before was left open.
    assert (depth, deepest) == (0, 2)


def test_no_migration_is_missing() -> None:
    run(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", "--settings", "liant.config.settings")


def test_the_tests_work_in_a_folder_of_this_process_alone() -> None:
    assert settings.LIANT_DATA_DIR == DATA_DIR
