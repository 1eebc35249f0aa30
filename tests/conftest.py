"""A throw-away data folder for every test process, and people to act with."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import django
import pytest
from hypothesis import HealthCheck, settings

# Django is set up here, and its settings named by neither an option nor the environment that workers inherit: there
# pytest-django would read them before this file, and the tests would work in the folder of whoever runs them, or all
# workers in one. A server given by LIANT_DATABASE_URL is used as it is.
DATA_DIR = Path(tempfile.mkdtemp(prefix="liant-tests-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
os.environ["LIANT_DATA_DIR"] = str(DATA_DIR)
os.environ.setdefault("LIANT_MODE", "local")
os.environ["LIANT_BASE_URL"] = "http://127.0.0.1:8000"
os.environ["DJANGO_SETTINGS_MODULE"] = "liant.config.settings"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]

# A busy machine is slow and breaks no rule: properties are judged by what they find, not by how long one case took.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start what is long first, whatever the order drawn for the rest."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def now() -> datetime:
    """The clock of the tests: a Thursday morning."""
    return datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@cache
def answering(enforce_csrf_checks: bool):
    """What answers every visit: loading the middleware lists each static file, so it is done once, as in a server."""
    from django.test.client import ClientHandler

    return ClientHandler(enforce_csrf_checks)


@pytest.fixture
def visit():
    """Browse as somebody: ``visit(person).get("/today")``."""
    from django.test import Client

    def as_person(person=None, *, enforce_csrf_checks: bool = False, **options):
        client = Client(SERVER_NAME="127.0.0.1", **options)
        client.handler = answering(enforce_csrf_checks)
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_person
