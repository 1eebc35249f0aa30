"""Read from a calendar file (``.ics``) when somebody is away; nothing else of it is kept, not even a title.

``python -m liant.engines.calendar_file ZONE FIRST LAST`` reads the file given on its input, as a process of its own under
limits that the system enforces, because the file comes from outside, and a rule of repetition may name a billion moments.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from liant.loop.plan.availability import HalfDay, Span
from liant.loop.values.errors import Invalid

MAX_BYTES = 2_000_000
MAX_EVENTS = 4_000
CPU_SECONDS = 8
MEMORY = 1 * 1024**3
#: Hours of each half of a day, and how much of one an event takes to make it an absence.
HOURS = ((time(9), time(12, 30)), (time(13, 30), time(17)))
BLOCKING = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class ReadAbsences:
    """What a calendar file says of somebody's time.

    Attributes
    ----------
    spans : half-days away, in order, none touching another.
    n_short : events that take less than a half-day, and so are none.
    """

    spans: tuple[Span, ...]
    n_short: int


def read_absences(content: bytes, *, zone: ZoneInfo, first: date, last: date) -> ReadAbsences:
    """Read when somebody is away between two days, both included.

    Whole days and whatever takes two hours of a half-day count, unless the event says that the time stays free; repeated
    ones count each time. A time without a zone is told in ``zone``.

    Raises
    ------
    Invalid : ``plan.calendar_too_large``, ``plan.not_a_calendar``, ``plan.calendar_too_heavy``.
    """
    if len(content) > MAX_BYTES:
        raise Invalid(
            "The calendar has more than %(limit)s MB.",
            code="plan.calendar_too_large",
            hint="Export only your absences, or only the months to come.",
            params={"limit": MAX_BYTES // 10**6},
        )
    command = [sys.executable, "-m", "liant.engines.calendar_file", zone.key, first.isoformat(), last.isoformat()]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, input=content, capture_output=True, timeout=2 * CPU_SECONDS, check=False
        )
        said: dict[str, Any] = json.loads(done.stdout) if done.returncode in (0, 3) else {"code": "heavy"}
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        said = {"code": "heavy"}
    if said.get("code") == "heavy":
        raise Invalid(
            "The calendar could not be read within the limits of time and memory.",
            code="plan.calendar_too_heavy",
            hint="Export only your absences, or only the months to come.",
        )
    if "code" in said:
        raise Invalid(
            "The file is not a calendar that can be read.",
            code="plan.not_a_calendar",
            hint="Export your calendar as .ics (iCalendar) and give that file.",
        )
    half_days = [(date.fromisoformat(day), int(half)) for day, half in said["half_days"]]
    return ReadAbsences(spans=tuple(spans_of(half_days)), n_short=said["n_short"])


def spans_of(half_days: Iterable[HalfDay]) -> list[Span]:
    """Join half-days that follow one another."""
    spans: list[Span] = []
    for day, half in sorted(set(half_days)):
        before = (day, 0) if half == 1 else (day - timedelta(days=1), 1)
        if spans and spans[-1].last == before:
            spans[-1] = Span(first=spans[-1].first, last=(day, half))
        else:
            spans.append(Span(first=(day, half), last=(day, half)))
    return spans


def taken(begins: date | datetime, ends: date | datetime, zone: ZoneInfo) -> list[HalfDay]:
    """List the half-days that an event takes; the end of whole days is the day after, as in the file."""
    start, end = _moment(begins, zone), _moment(ends, zone)
    found: list[HalfDay] = []
    day = start.astimezone(zone).date()
    while datetime.combine(day, time(), zone) < end:
        for half, (opens, closes) in enumerate(HOURS):
            from_ = max(start, datetime.combine(day, opens, zone).astimezone(UTC))
            to = min(end, datetime.combine(day, closes, zone).astimezone(UTC))
            if to - from_ >= BLOCKING:
                found.append((day, half))
        day += timedelta(days=1)
    return found


def _moment(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), zone)
    return (value if value.tzinfo is not None else value.replace(tzinfo=zone)).astimezone(UTC)


def read(content: bytes, zone: ZoneInfo, first: date, last: date) -> dict[str, object]:
    """Read the half-days taken between two days, and how many events take none."""
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(content)
    found: set[HalfDay] = set()
    n_short = 0
    occurrences = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    for event in occurrences[:MAX_EVENTS]:
        if event.get("TRANSP") == "TRANSPARENT" or event.get("STATUS") == "CANCELLED":
            continue
        half_days = [half_day for half_day in taken(event.start, event.end, zone) if first <= half_day[0] <= last]
        found.update(half_days)
        n_short += not half_days
    return {"half_days": [(day.isoformat(), half) for day, half in sorted(found)], "n_short": n_short}


def main() -> int:
    """Read the calendar on the input, and answer with one JSON document."""
    zone, first, last = ZoneInfo(sys.argv[1]), date.fromisoformat(sys.argv[2]), date.fromisoformat(sys.argv[3])
    for what, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY)):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        answer = read(sys.stdin.buffer.read(), zone, first, last)
    except MemoryError:
        answer = {"code": "heavy"}
    except Exception as error:
        # Whatever a damaged calendar makes the library raise; what was found goes to the error output.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        answer = {"code": "not_a_calendar"}
    print(json.dumps(answer))  # noqa: T201
    return 3 if "code" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
