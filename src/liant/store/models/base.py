"""What every row shares."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from liant.loop.values.ids import new_public_id


class PublicIdField(models.CharField):  # type: ignore[type-arg]
    """A random identifier shown in addresses; the integer key never leaves the database."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 14)
        kwargs.setdefault("default", new_public_id)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)  # type: ignore[arg-type]


def values_of(names: type[StrEnum]) -> list[str]:
    """List the values that a column may hold, for its check constraint."""
    return [member.value for member in names]


def one_of(column: str, names: type[StrEnum], name: str, *, blank: bool = False) -> models.CheckConstraint:
    """Constrain a text column to an enumeration, in the database itself."""
    allowed = values_of(names) + ([""] if blank else [])
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": allowed}), name=name)
