"""Compile a query once for each shape it may take, and read it again with other values.

Putting a query of several tables together costs the ORM milliseconds, more than the database takes to answer it. A
query whose words never change, only its values, is compiled with marks in the place of values; the marks are then
replaced each time. What is read is never kept: each reading asks the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class CompiledQuery:
    """The words of a query of ``values_list``, with marks where values go, and how each column is read."""

    sql: str
    params: tuple[Any, ...]
    converters: Mapping[int, Any]

    def rows(self, values: Mapping[Any, Any]) -> Iterator[Sequence[Any]]:
        """Read the rows with ``values`` in the place of marks, by mark; other parameters stay."""
        params = [values.get(param, param) for param in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        for row in found:
            columns = list(row)
            for place, (functions, expression) in self.converters.items():
                for convert in functions:
                    columns[place] = convert(columns[place], expression, connection)
            yield columns


def compile_query(rows: QuerySet[Any]) -> CompiledQuery:
    """Compile a query for the engine in use; marks are values of the right type that no row holds."""
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    selected = [column[0] for column in compiler.select[: compiler.col_count]]
    return CompiledQuery(sql=sql, params=tuple(params), converters=compiler.get_converters(selected))


def padded(values: list[Value]) -> list[Value]:
    """Repeat the last value up to a power of two, so that lists of any length take few shapes."""
    missing = (1 << (len(values) - 1).bit_length()) - len(values) if values else 0
    return values + values[-1:] * missing
