"""Make the index of search again from what is stored; every other act keeps its own part of it current."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from liant.store.mapping.search_index import clear_entries, has_entries, settle_entries
from liant.store.mapping.search_texts import BATCH, SEARCHED, index_objects

Progress = Callable[[str, int], None]


def rebuild_index(kinds: tuple[str, ...] = tuple(SEARCHED), progress: Progress | None = None) -> dict[str, int]:
    """Index every object of these kinds again; return how many of each.

    One transaction a kind: until it ends, searches read the index as it was. Called twice, the second changes nothing.
    """
    counts = {}
    for kind in kinds:
        with transaction.atomic():
            clear_entries(kind)
            counts[kind] = 0
            rows = SEARCHED[kind].model._default_manager.order_by("pk")
            keys = list(rows.values_list("pk", flat=True)[:BATCH])
            while keys:
                index_objects(kind, keys, are_new=True)
                counts[kind] += len(keys)
                if progress is not None:
                    progress(kind, counts[kind])
                keys = list(rows.filter(pk__gt=keys[-1]).values_list("pk", flat=True)[:BATCH])
            settle_entries(kind)
    return counts


def fill_index() -> dict[str, int]:
    """Index the kinds whose index is empty while there are objects: after an upgrade that brought search, or a restore."""
    empty = tuple(
        kind
        for kind, searched in SEARCHED.items()
        if searched.model._default_manager.exists() and not has_entries(kind)
    )
    return rebuild_index(empty)
