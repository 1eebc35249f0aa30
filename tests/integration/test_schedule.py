"""What is done at its hour."""

from __future__ import annotations

import threading

import pytest

from liant.jobs import schedule
from tests.builders import NOW


def test_one_act_that_fails_keeps_no_other_from_being_done(monkeypatch, caplog) -> None:
    done = []

    def fails(now) -> None:
        raise OSError("no disk")

    monkeypatch.setattr(schedule, "AT_THEIR_HOUR", (fails, done.append))
    schedule.look_at_the_clock(NOW)
    assert done == [NOW]
    assert "failed" in caplog.text


@pytest.mark.django_db
def test_everything_that_has_its_hour_can_be_done_twice(settings, tmp_path) -> None:
    settings.LIANT_DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for _twice in range(2):
        for act in schedule.AT_THEIR_HOUR:
            act(NOW)


@pytest.mark.django_db
def test_it_stops_when_told_to() -> None:
    stop = threading.Event()
    stop.set()
    schedule.keep_the_hours(stop)
