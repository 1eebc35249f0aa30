"""A query compiled once gives what the database holds each time it is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from liant.loop.values.roles import Role
from liant.store.mapping.compiled import compile_query, padded
from liant.store.models import Person
from tests.builders import a_person

pytestmark = pytest.mark.django_db


def test_a_compiled_query_reads_what_is_there_now_with_the_values_of_now() -> None:
    first, second = a_person(Role.SELLER), a_person(Role.MARKETER)
    rows = Person.objects.filter(pk__in=[-1, -2]).order_by("pk").values_list("pk", "role", "created_at", "is_active")
    compiled = compile_query(rows)
    assert [row[:2] for row in compiled.rows({-1: first.pk, -2: first.pk})] == [[first.pk, "seller"]]
    Person.objects.filter(pk=second.pk).update(is_active=False, created_at=datetime(2026, 3, 1, tzinfo=UTC))
    found = list(compiled.rows({-1: first.pk, -2: second.pk}))
    assert found[1] == [second.pk, "marketer", datetime(2026, 3, 1, tzinfo=UTC), False]
    assert list(compiled.rows({})) == []


def test_lists_of_any_length_take_few_shapes() -> None:
    assert padded([]) == []
    assert padded(["a"]) == ["a"]
    assert padded(["a", "b", "c"]) == ["a", "b", "c", "c"]
    assert {len(padded(list(range(n)))) for n in range(1, 101)} == {1, 2, 4, 8, 16, 32, 64, 128}
