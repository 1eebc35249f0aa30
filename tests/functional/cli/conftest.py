from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.functional.cli.command import liant


@pytest.fixture(scope="session")
def made_once(tmp_path_factory) -> Path:
    """A data folder as ``liant migrate`` makes it; read it, copy it, never write in it."""
    folder = tmp_path_factory.mktemp("tables") / "data"
    assert liant(folder, "migrate").returncode == 0
    return folder


@pytest.fixture
def data(made_once, tmp_path) -> Path:
    """A data folder of one's own, with its tables."""
    return Path(shutil.copytree(made_once, tmp_path / "data"))
