"""Bring the rows of a file beside what is stored: new, changed field by field, unchanged or set aside; then write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from liant.actions.import_names import Directory, Terms
from liant.loop.listen.imports.rows import Row
from liant.loop.listen.imports.tables import Refusal
from liant.store.mapping.bulk import insert_rows
from liant.store.models import LedgerEvent


class Change(NamedTuple):
    """A stored row and what the file says otherwise: (before, after) by field, keys of other rows as their names."""

    line: int
    name: str
    fields: dict[str, tuple[object, object]]


@dataclass(kw_only=True)
class Outcome:
    """What a batch of rows brings.

    Attributes
    ----------
    n_skipped : rows left out because only known ones are to be updated.
    n_notes : notes made from reasons that a file of deals holds.
    """

    n_unchanged: int = 0
    n_skipped: int = 0
    n_notes: int = 0
    new: list[tuple[int, str]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    set_aside: list[tuple[int, Refusal]] = field(default_factory=list)


class Upsert(Protocol):
    """Take rows of one kind, in batches; in a dry run, only tell."""

    def __init__(self, terms: Terms, directory: Directory) -> None: ...

    def take(self, rows: Sequence[tuple[int, Row]]) -> Outcome:
        """Plan a batch and, unless the run is dry, write it in the caller's transaction."""
        ...


def merge(stored: Sequence[object], wanted: Sequence[object]) -> tuple[list[object], list[int]]:
    """Lay what a file says over what is stored; what it does not say (None) stays.

    Returns the merged values and the positions of those that differ.
    """
    if all(new is None or new == old for new, old in zip(wanted, stored, strict=True)):
        return [], []
    merged = [old if new is None else new for new, old in zip(wanted, stored, strict=True)]
    return merged, [i for i, (new, old) in enumerate(zip(merged, stored, strict=True)) if new != old]


def tell_ledger(terms: Terms, verb: str, kind: str, public_ids: Iterable[str]) -> None:
    """Write one event per row, in bulk, in the same transaction as the rows."""
    actor_id = terms.actor.pk if terms.actor is not None else None
    data = json.dumps({"import": terms.run_id})
    insert_rows(
        LedgerEvent,
        ("at", "actor_id", "verb", "kind", "object_id", "data"),
        ((terms.now, actor_id, verb, kind, public_id, data) for public_id in public_ids),
    )
