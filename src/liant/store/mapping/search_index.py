"""The index that search reads: FTS5 on SQLite, ``tsvector`` on PostgreSQL, both fed with the words that Liant made.

One table a kind of object, keyed as the object is. Neither engine takes words apart or ranks: both only tell which keys
hold which words, so both find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from liant.loop.search.terms import Entry, Term

#: Kinds that have an index, as the ledger names them; a migration makes the table of a new one.
KINDS = (
    *("account", "opportunity", "note", "theme", "argument"),
    *("idea", "plan", "launch", "message", "meeting", "request", "deliverable"),
)


def table_of(kind: str) -> str:
    """Name the table of a kind's index."""
    if kind not in KINDS:
        raise KeyError(kind)
    return f"store_search_{kind}"


def write_entries(kind: str, entries: Iterable[Entry]) -> None:
    """Add entries, in the caller's transaction; their keys must not be there yet."""
    table = table_of(kind)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"INSERT INTO {table} (id, words) VALUES (%s, %s::tsvector)"  # noqa: S608 - a name of ours
            cursor.executemany(statement, [(entry.key, vector_of(entry)) for entry in entries])
        else:
            statement = f"INSERT INTO {table} (rowid, head, body) VALUES (%s, %s, %s)"  # noqa: S608 - a name of ours
            cursor.executemany(statement, list(entries))


def vector_of(entry: Entry) -> str:
    """Write an entry as PostgreSQL reads one: the words of the head weigh A, all others D."""
    head = entry.head.split()
    known = set(head)
    weighed = [f"'{word}':1A" for word in head]
    return " ".join(weighed + [f"'{word}':1" for word in entry.body.split() if word not in known])


def remove_entries(kind: str, keys: Sequence[int]) -> None:
    """Take entries away; a key without an entry is no error."""
    table, key = table_of(kind), "id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", [(key_,) for key_ in keys])  # noqa: S608


def clear_entries(kind: str) -> None:
    """Empty the index of a kind."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table_of(kind)}")  # noqa: S608 - a name of ours


def settle_entries(kind: str) -> None:
    """Merge what an engine wrote in pieces, so that nothing removed stays in its files and searches are quick."""
    table = table_of(kind)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list(%s)", [f"{table}_words"])
        else:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - a name of ours


def has_entries(kind: str) -> bool:
    """Tell whether the index of a kind holds anything."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table_of(kind)})")  # noqa: S608 - a name of ours
        return bool(cursor.fetchone()[0])


def kinds_matching(kinds: Sequence[str], terms: Sequence[Term]) -> set[str]:
    """Tell which kinds hold any object with every required word of a query, whoever may read it; one statement.

    Only to leave out a kind in which nobody would find anything: what it tells is never shown.
    """
    required = [term for term in terms if term.is_required]
    is_postgresql = connection.vendor == "postgresql"
    holds = "words @@ %s::tsquery" if is_postgresql else "{table} MATCH %s"
    asked = (query_of_postgresql if is_postgresql else query_of_sqlite)(required, in_head=False)
    parts = [
        f"SELECT '{kind}' WHERE EXISTS (SELECT 1 FROM {table_of(kind)} WHERE {holds.format(table=table_of(kind))})"  # noqa: S608 - names of ours
        for kind in kinds
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [asked] * len(parts))
        return {kind for (kind,) in cursor.fetchall()}


def keys_matching(kind: str, terms: Sequence[Term], *, in_head: bool = False) -> RawSQL:
    """Give the keys that hold every required word of a query, for ``filter(pk__in=…)``.

    Parameters
    ----------
    in_head : the words of the name or title only.
    """
    table = table_of(kind)
    required = [term for term in terms if term.is_required]
    if connection.vendor == "postgresql":
        statement = f"SELECT id FROM {table} WHERE words @@ %s::tsquery"  # noqa: S608 - a name of ours
        return RawSQL(statement, [query_of_postgresql(required, in_head=in_head)])  # noqa: S611 - the query is a parameter
    statement = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 - a name of ours
    return RawSQL(statement, [query_of_sqlite(required, in_head=in_head)])  # noqa: S611 - the same


def query_of_sqlite(terms: Sequence[Term], *, in_head: bool) -> str:
    """Write a query as FTS5 reads one; words hold letters and digits only, so nothing in them is syntax."""
    groups = []
    for term in terms:
        forms = [f'"{form}"' for form in sorted({term.word, *term.forms})]
        groups.append("(" + " OR ".join([*forms, f'"{term.word}" *'] if term.is_prefix else forms) + ")")
    return ("head : " if in_head else "") + "(" + " AND ".join(groups) + ")"


def query_of_postgresql(terms: Sequence[Term], *, in_head: bool) -> str:
    """Write a query as a ``tsquery``."""
    weight = "A" if in_head else ""
    groups = []
    for term in terms:
        forms = [f"'{form}'{':' + weight if weight else ''}" for form in sorted({term.word, *term.forms})]
        groups.append("(" + " | ".join([*forms, f"'{term.word}':*{weight}"] if term.is_prefix else forms) + ")")
    return " & ".join(groups)
