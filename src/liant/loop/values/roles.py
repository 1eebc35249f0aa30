"""Roles and what they mean, in one place."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Name the five roles of a person in Liant."""

    SELLER = "seller"
    SALES_MANAGER = "sales_manager"
    MARKETER = "marketer"
    MARKETING_DIRECTOR = "marketing_director"
    ADMIN = "admin"


SALES = frozenset({Role.SELLER, Role.SALES_MANAGER})
MARKETING = frozenset({Role.MARKETER, Role.MARKETING_DIRECTOR})
#: Roles asked for a second factor before they may work.
SECOND_FACTOR = frozenset({Role.ADMIN, Role.MARKETING_DIRECTOR})
