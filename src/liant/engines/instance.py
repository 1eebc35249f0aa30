"""The mark of an installation in its data folder."""

from __future__ import annotations

import os
from pathlib import Path

NAME = "instance"


def read_instance(folder: Path) -> str:
    """Read the mark of a folder; empty when it has none."""
    path = folder / NAME
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def keep_instance(folder: Path, instance_id: str) -> None:
    """Write the mark of a folder, readable by its owner only, whole or not at all."""
    draft = folder / f"{NAME}.new"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(instance_id)
    draft.replace(folder / NAME)
