"""The mark of an installation in its data folder, and the place where that folder and its database are."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "instance"
#: What Linux calls this machine; a copy of its disk that starts elsewhere gets another one.
MACHINE = Path("/etc/machine-id")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What a folder knows of its installation: whose it is, and how far its database had come."""

    instance_id: str = ""
    n_rounds: int = 0


def read_mark(folder: Path) -> Mark:
    """Read the mark of a folder; an empty one when it has none."""
    path = folder / NAME
    if not path.exists():
        return Mark()
    written = path.read_text(encoding="ascii").strip()
    if not written.startswith("{"):
        return Mark(instance_id=written)  # as versions before the count wrote it
    values = json.loads(written)
    return Mark(instance_id=str(values["instance"]), n_rounds=int(values["rounds"]))


def keep_mark(folder: Path, mark: Mark) -> None:
    """Write the mark of a folder, readable by its owner only, whole or not at all."""
    draft = folder / f"{NAME}.new"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        json.dump({"instance": mark.instance_id, "rounds": mark.n_rounds}, file)
    draft.replace(folder / NAME)


def place_of(folder: Path, database: Mapping[str, object]) -> str:
    """Name, as a digest, the machine, the folder and the database that are open.

    Notes
    -----
    A folder is known by its number on the disk: renamed it stays the same, copied or restored it is another, whatever its
    path. The machine tells apart two disks on which the numbers happen to agree; where it has no name, as in many
    containers, the folder and the database decide. The database is known by its address, or by its file.
    """
    machine = MACHINE.read_text(encoding="ascii").strip() if MACHINE.exists() else ""
    name = str(database.get("NAME", ""))
    file = Path(name) if "sqlite" in str(database.get("ENGINE", "")) else None
    parts: list[object] = [machine, folder.stat().st_ino]
    if file is None:
        parts += [database.get("HOST", ""), database.get("PORT", ""), name]
    elif file.exists():
        parts.append(file.stat().st_ino)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
