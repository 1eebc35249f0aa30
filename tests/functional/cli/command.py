"""Run ``liant`` as people do: another process, its own data folder, a bare environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def environment(data_dir: Path, **values: str) -> dict[str, str]:
    """What the command sees: nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIANT_", "PYTEST_", "DJANGO_"))}
    return {**kept, "LIANT_DATA_DIR": str(data_dir), **values}


def liant(data_dir: Path, *arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from liant.cli import main; main()", *arguments],
        env=environment(data_dir, **values),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
