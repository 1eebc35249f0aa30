"""Promises to answer: started once, paused, resumed, kept or broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liant.actions.clocks import pause_clock, resume_clock, start_clock, stop_clock
from liant.loop.clocks.promises import PromiseCode
from liant.loop.values.roles import Role
from liant.queries.clocks import clocks_of
from liant.queries.clocks_sides import sides_for
from liant.queries.ledger import history_of
from liant.store.models import Clock, Side
from tests.builders import NOW, a_person

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)


def promise(owed_by, waited_by=None, public_id: str = "x") -> Clock:
    return start_clock(
        actor=waited_by,
        code=PromiseCode.CONTEST,
        kind="argument",
        public_id=public_id,
        owed_by=owed_by,
        waited_by=waited_by,
        now=NOW,
    )


def test_two_working_days_from_a_thursday_morning_end_on_the_monday() -> None:
    owner, seller = a_person(Role.MARKETER), a_person()
    clock = promise(owner, seller)
    assert clock.due_at == MONDAY_NOON
    mine, theirs = (clocks_of("argument", ["x"], reader, NOW)["x"] for reader in (owner, seller))
    assert (mine.state, mine.days, mine.weeks, mine.is_mine) == ("running", 2, 1, True)
    assert (theirs.is_mine, theirs.waits, theirs.owes) == (False, "You", owner.name)
    assert [line.sentence for line in history_of("argument", "x", reader=owner)] == ["An answer is promised."]


def test_nobody_waits_twice_for_the_same_answer() -> None:
    owner = a_person(Role.MARKETER)
    assert promise(owner) == promise(owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.create(
            code="contest",
            kind="argument",
            object_id="x",
            owed_by=owner,
            promised_half_days=1,
            started_at=NOW,
            due_at=NOW,
        )


def test_somebody_or_a_side_owes_never_both_nor_nobody() -> None:
    owner = a_person(Role.MARKETER)
    for owed_by, side in ((None, ""), (owner, "marketing")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Clock.objects.create(
                code="c",
                kind="k",
                object_id="y",
                owed_by=owed_by,
                owed_by_side=side,
                promised_half_days=1,
                started_at=NOW,
                due_at=NOW,
            )


def test_a_side_owes_until_somebody_takes_it() -> None:
    promise(Side.MARKETING)
    for role, is_mine in ((Role.MARKETER, True), (Role.SELLER, False)):
        assert clocks_of("argument", ["x"], a_person(role), NOW)["x"].is_mine == is_mine


def test_a_pause_gives_the_turn_to_whoever_asked_and_takes_no_time() -> None:
    owner, seller = a_person(Role.MARKETER), a_person()
    clock = promise(owner, seller)
    pause_clock(
        actor=owner, clock=clock, reason="Which site?", now=NOW + timedelta(days=1)
    )  # Friday: two half-days are left
    late = NOW + timedelta(days=30)
    view = clocks_of("argument", ["x"], seller, late)["x"]
    assert (view.state, view.is_mine) == ("paused", True)
    resume_clock(actor=seller, clock=clock, word="", now=datetime(2026, 3, 23, 9, tzinfo=UTC))
    clock.refresh_from_db()
    assert clock.due_at == datetime(2026, 3, 24, 12, tzinfo=UTC)


def test_a_promise_broken_before_the_pause_stays_broken() -> None:
    owner = a_person(Role.MARKETER)
    clock = promise(owner)
    pause_clock(actor=owner, clock=clock, reason="Which site?", now=MONDAY_NOON + timedelta(hours=1))
    resume_clock(actor=owner, clock=clock, word="", now=MONDAY_NOON + timedelta(days=3))
    clock.refresh_from_db()
    assert clock.due_at == MONDAY_NOON
    assert clocks_of("argument", ["x"], a_person(), MONDAY_NOON + timedelta(days=3))["x"].state == "late"


@pytest.mark.parametrize(("minutes", "state"), [(-1, "kept"), (0, "kept"), (1, "broken")])
def test_kept_until_the_due_moment_broken_after(minutes: int, state: str) -> None:
    owner = a_person(Role.MARKETER)
    promise(owner)
    moment = MONDAY_NOON + timedelta(minutes=minutes)
    assert clocks_of("argument", ["x"], owner, moment)["x"].state == ("late" if minutes > 0 else "running")
    stop_clock(actor=owner, code=PromiseCode.CONTEST, kind="argument", public_id="x", now=moment)
    assert clocks_of("argument", ["x"], owner, moment)["x"].state == state
    assert stop_clock(actor=owner, code=PromiseCode.CONTEST, kind="argument", public_id="x", now=moment) is None
    assert [side.n_owed for side in sides_for(owner, moment)] == [0, 0]


def test_the_words_of_a_clock_are_those_of_the_page(rf) -> None:
    from django.template.loader import render_to_string
    from django.utils import translation

    owner, seller = a_person(Role.MARKETER), a_person()
    promise(owner, seller)
    request = rf.get("/")
    request.today = NOW.date()
    for language, reader, expected in (
        ("fr", owner, ("J+2 · S+1", "À vous")),
        ("en", seller, ("D+2 · W+1", owner.name)),
    ):
        view = clocks_of("argument", ["x"], reader, NOW)["x"]
        with translation.override(language):
            shown = render_to_string("pieces/clock.html", {"clock": view}, request=request)
        assert all(words in shown for words in expected)
