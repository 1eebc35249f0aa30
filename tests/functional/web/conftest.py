from __future__ import annotations

import pytest

from liant.loop.values.roles import Role
from liant.store.models import Person
from tests.builders import one_of_each


@pytest.fixture
def people() -> dict[Role, Person]:
    """Somebody in each role."""
    return one_of_each()
