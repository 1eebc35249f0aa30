"""Working time: what is said, by whom, what is read from a calendar, and what follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from liant.actions import plan_time as act
from liant.engines import calendar_file
from liant.engines.calendar_file import MAX_BYTES, read_absences
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import FULL_WEEK, Span
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.loop.values.working_time import due_after
from liant.queries.clocks import work_calendar
from liant.queries.plan_time import absences_by_person, working_time_view
from liant.store.models import Absence, Closure, LedgerEvent, WorkPattern
from liant.store.models.plan import workers_for
from tests.builders import NOW, TODAY, a_person, a_team, one_of_each

PARIS = ZoneInfo("Europe/Paris")
EVENT = "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Hospital\r\n{lines}\r\nEND:VEVENT\r\n"


def calendar(*events: str) -> bytes:
    body = "".join(EVENT.format(uid=i, lines=lines.replace("\n", "\r\n")) for i, lines in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n{body}END:VCALENDAR\r\n".encode()


def read(*events: str) -> tuple[list[Span], int]:
    """Read as the other process does, in this one."""
    said = calendar_file.read(calendar(*events), PARIS, TODAY, TODAY + timedelta(days=60))
    return calendar_file.spans_of((date.fromisoformat(day), half) for day, half in said["half_days"]), said["n_short"]


def week(**values) -> act.Pattern:
    return act.Pattern(**{"skills": [Skill.WRITING], "half_days": FULL_WEEK, "percent": 80, **values})


@pytest.fixture
def people(db):
    return one_of_each()


def test_whole_days_timed_days_and_repeated_ones_are_read() -> None:
    spans, n_short = read(
        "DTSTART;VALUE=DATE:20260316\nDTEND;VALUE=DATE:20260318",
        "DTSTART;TZID=Europe/Paris:20260319T133000\nDTEND;TZID=Europe/Paris:20260320T123000",
        "DTSTART;VALUE=DATE:20260401\nDTEND;VALUE=DATE:20260402\nRRULE:FREQ=WEEKLY;COUNT=2",
    )
    assert spans == [
        Span(first=(date(2026, 3, 16), 0), last=(date(2026, 3, 17), 1)),
        Span(first=(date(2026, 3, 19), 1), last=(date(2026, 3, 20), 0)),
        Span(first=(date(2026, 4, 1), 0), last=(date(2026, 4, 1), 1)),
        Span(first=(date(2026, 4, 8), 0), last=(date(2026, 4, 8), 1)),
    ]
    assert n_short == 0


def test_short_events_and_time_left_free_are_no_absence() -> None:
    found = read(
        "DTSTART;TZID=Europe/Paris:20260316T100000\nDTEND;TZID=Europe/Paris:20260316T110000",
        "DTSTART;VALUE=DATE:20260317\nDTEND;VALUE=DATE:20260318\nTRANSP:TRANSPARENT",
    )
    assert found == ([], 1)


def test_an_hour_is_told_where_the_person_is_whatever_the_clocks_do() -> None:
    # Noon in universal time is one o'clock in Paris in winter, two o'clock from 29 March on.
    spans, _short = read(
        "DTSTART:20260327T120000Z\nDTEND:20260327T143000Z",
        "DTSTART:20260330T090000Z\nDTEND:20260330T103000Z",
        "DTSTART:20260331T110000Z\nDTEND:20260331T140000Z",
    )
    assert [span.first for span in spans] == [(date(2026, 3, 27), 1), (date(2026, 3, 31), 1)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not a calendar", "plan.not_a_calendar"),
        (b"x" * (MAX_BYTES + 1), "plan.calendar_too_large"),
        (calendar("DTSTART:20200101T000000Z\nDTEND:20200101T000001Z\nRRULE:FREQ=SECONDLY"), "plan.calendar_too_heavy"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, code: str, monkeypatch) -> None:
    monkeypatch.setattr("liant.engines.calendar_file.CPU_SECONDS", 1)
    with pytest.raises(Invalid) as refusal:
        read_absences(content, zone=PARIS, first=TODAY, last=TODAY + timedelta(days=60))
    assert refusal.value.code == code


def test_a_file_replaces_the_one_before_and_leaves_what_was_typed(people) -> None:
    marketer = people[Role.MARKETER]
    act.add_absence(
        actor=marketer, person=marketer, span=Span(first=(date(2026, 5, 4), 0), last=(date(2026, 5, 4), 1)), now=NOW
    )
    for day in ("20260316", "20260323"):
        content = calendar(f"DTSTART;VALUE=DATE:{day}\nDURATION:P1D")
        assert act.take_absences(actor=marketer, person=marketer, content=content, today=TODAY, now=NOW) == (1, 0)
    assert sorted(Absence.objects.values_list("first_on", "is_from_file")) == [
        (date(2026, 3, 23), True),
        (date(2026, 5, 4), False),
    ]


def test_nothing_of_a_calendar_is_kept_but_when(people) -> None:
    marketer = people[Role.MARKETER]
    content = calendar("DTSTART;VALUE=DATE:20260316\nDURATION:P1D")
    act.take_absences(actor=marketer, person=marketer, content=content, today=TODAY, now=NOW)
    assert "Hospital" not in str([*Absence.objects.values(), *LedgerEvent.objects.values()])


def test_hours_are_read_by_oneself_and_whoever_manages(people) -> None:
    director, marketer, seller = people[Role.MARKETING_DIRECTOR], people[Role.MARKETER], people[Role.SELLER]
    assert set(workers_for(marketer)) == {marketer}
    assert set(workers_for(director)) == {director, marketer}
    assert set(workers_for(people[Role.SALES_MANAGER])) == {people[Role.SALES_MANAGER], seller}
    with pytest.raises(Forbidden):
        act.say_pattern(actor=seller, person=marketer, pattern=week(), version=0, now=NOW)
    with pytest.raises(Forbidden):
        act.add_absence(
            actor=marketer,
            person=a_person(Role.MARKETER, a_team("marketing")),
            span=Span(first=(TODAY, 0), last=(TODAY, 1)),
            now=NOW,
        )


def test_two_windows_do_not_overwrite_each_other(people) -> None:
    marketer = people[Role.MARKETER]
    act.say_pattern(actor=marketer, person=marketer, pattern=week(), version=0, now=NOW)
    with pytest.raises(Conflict):
        act.say_pattern(actor=marketer, person=marketer, pattern=week(percent=50), version=0, now=NOW)
    act.say_pattern(actor=marketer, person=marketer, pattern=week(percent=60), version=1, now=NOW)
    assert WorkPattern.objects.get().percent == 60
    with pytest.raises(Invalid):
        act.say_pattern(actor=marketer, person=marketer, pattern=week(half_days=()), version=2, now=NOW)


def test_the_weeks_to_come_lose_absences_and_closed_days(people) -> None:
    marketer = people[Role.MARKETER]
    act.close_company(actor=people[Role.ADMIN], first_on=date(2026, 3, 16), last_on=date(2026, 3, 16), now=NOW)
    away = Span(first=(date(2026, 3, 26), 0), last=(date(2026, 3, 27), 1))
    act.add_absence(actor=marketer, person=marketer, span=away, now=NOW)
    view = working_time_view(marketer, marketer, today=TODAY)
    assert [week.half_days for week in view.weeks] == [10, 8, 6, 10, 8, 10]  # Easter Monday is in the fifth
    assert [week.number for week in view.weeks][:2] == [11, 12]
    assert absences_by_person([marketer.pk], since=date(2026, 4, 1)) == {}


def test_no_promise_counts_a_closed_day(people) -> None:
    admin, marketer = people[Role.ADMIN], people[Role.MARKETER]
    closed = act.close_company(actor=admin, first_on=date(2026, 3, 13), last_on=date(2026, 3, 13), now=NOW)

    def due() -> date:
        return due_after(NOW, 2, work_calendar()).date()

    assert due() == date(2026, 3, 16)
    with pytest.raises(Forbidden):
        act.open_company(actor=marketer, closure=closed, now=NOW)
    act.open_company(actor=admin, closure=closed, now=NOW)
    assert due() == date(2026, 3, 13)
    assert not Closure.objects.exists()
