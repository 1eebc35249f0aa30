"""Write many rows at once, column by column, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import connection, models


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows given as tuples in the order of ``columns`` (attribute names, ``owner_id`` for a key).

    Every column without a default in the database must be named. No object is made: about ten times faster than
    ``bulk_create``. Runs in the caller's transaction; O(n) time, constant memory when ``rows`` is a generator.
    """
    names = ", ".join(connection.ops.quote_name(column_of(model, column)) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of our own columns
    with connection.cursor() as cursor:
        cursor.executemany(statement, adapted(model, columns, rows))  # type: ignore[arg-type]


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Update rows given as tuples: the values in the order of ``columns``, then the id."""
    settings = ", ".join(f"{connection.ops.quote_name(column_of(model, column))} = %s" for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"UPDATE {table} SET {settings} WHERE id = %s"  # noqa: S608 - names of our own columns
    with connection.cursor() as cursor:
        cursor.executemany(statement, adapted(model, [*columns, "id"], rows))  # type: ignore[arg-type]


def column_of(model: type[models.Model], attribute: str) -> str:
    """Return the database's name of a column."""
    return next(str(field.column) for field in model._meta.concrete_fields if field.attname == attribute)


def adapted(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterable[Sequence[object]]:
    """Put days and moments into the form that the engine stores; the rest passes as it is."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    turned: list[tuple[int, Callable[[object], object]]] = []
    for position, column in enumerate(columns):
        if isinstance(fields[column], models.DateTimeField):
            turned.append((position, remembered(_adapt_moment)))
        elif isinstance(fields[column], models.DateField):
            turned.append((position, remembered(_adapt_day)))
    if not turned:
        return rows
    return _turned(rows, turned)


def _turned(
    rows: Iterable[Sequence[object]], turned: Sequence[tuple[int, Callable[[object], object]]]
) -> Iterable[Sequence[object]]:
    for row in rows:
        values = list(row)
        for position, adapt in turned:
            values[position] = adapt(values[position])
        yield values


def remembered(adapt: Callable[[object], object]) -> Callable[[object], object]:
    """Adapt each different value once: a bulk holds few different days."""
    known: dict[object, object] = {None: None}

    def look(value: object) -> object:
        if value not in known:
            if len(known) > 100_000:
                known.clear()
            known[value] = adapt(value)
        return known[value] if value is not None else None

    return look


def _adapt_moment(value: object) -> object:
    return connection.ops.adapt_datetimefield_value(value if isinstance(value, datetime) else None)


def _adapt_day(value: object) -> object:
    return connection.ops.adapt_datefield_value(value if isinstance(value, date) else None)


def reserve_ids(model: type[models.Model], n: int) -> Sequence[int]:
    """Reserve ``n`` integer keys, so that rows which point to one another can be written in bulk.

    To be called in a transaction that is already writing: on SQLite it holds the only write lock; on PostgreSQL the
    keys come from the table's own sequence.
    """
    if not n:
        return ()
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, n],
            )
            return [int(row[0]) for row in cursor.fetchall()]
        cursor.execute(
            f"SELECT max(coalesce((SELECT max(id) FROM {table}), 0), "  # noqa: S608 - the name of our own table
            "coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [model._meta.db_table],
        )
        last = int(cursor.fetchone()[0])
        return range(last + 1, last + 1 + n)
