"""What each side owes the other, and how it answered: the same figures for both, read by both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from liant.loop.clocks.promises import USUAL_HALF_DAYS, PromiseCode, Spent, spent_half_days, spent_usually
from liant.loop.values.groups import LEAST_PEOPLE
from liant.loop.values.roles import MARKETING, SALES
from liant.loop.values.working_time import WorkCalendar
from liant.queries.clocks import ClockView, side_of, state_of, view_clock, work_calendar
from liant.queries.objects import titles_of, url_of
from liant.store.models import Clock, Person, ResponsePromise, Side

#: Answers of the last quarter: older ones say little about how it goes now.
ANSWERED_DAYS = 91
SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class OwedLine:
    """An answer that is owed, about an object that the reader may open."""

    title: str
    url: str
    clock: ClockView


@dataclass(frozen=True, kw_only=True)
class Answered:
    """How one kind of promise was answered.

    Attributes
    ----------
    n, n_kept : answers of the period, and those in time.
    spent : None under the number of answers that tells something.
    """

    code: str
    n: int
    n_kept: int
    spent: Spent | None


@dataclass(frozen=True, kw_only=True)
class SideView:
    """One side: what it owes, and what it answered.

    Attributes
    ----------
    owed : the nearest due first, at most ``SHOWN``, of those whose object the reader may open.
    n_owed, n_late, n_paused : all of them, readable or not.
    answered : by kind; empty when a side, this one or the other, has fewer people than a group that may be measured:
        one side is not measured alone.
    """

    side: str
    is_mine: bool
    owed: tuple[OwedLine, ...]
    n_owed: int
    n_late: int
    n_paused: int
    answered: tuple[Answered, ...]
    is_small: bool

    @property
    def n_elsewhere(self) -> int:
        """Count what is owed and not listed."""
        return self.n_owed - len(self.owed)


@dataclass(frozen=True, kw_only=True)
class PromiseView:
    """How long one kind of answer may take, in working half-days; ``version`` 0 where nobody decided."""

    code: str
    public_id: str
    half_days: int
    usual_half_days: int
    version: int


def sides_for(reader: Person, now: datetime) -> tuple[SideView, ...]:
    """Show both sides alike, the reader's first.

    Notes
    -----
    Five queries; cost linear in the open promises and in the answers of the last quarter.
    """
    open_ones = list(Clock.objects.open().select_related("owed_by", "waited_by").order_by("due_at", "id"))
    titles = titles_of(reader, {(clock.kind, clock.object_id) for clock in open_ones})
    stopped = list(
        Clock.objects.filter(stopped_at__gt=now - timedelta(days=ANSWERED_DAYS), is_answered=True)
        .select_related("owed_by")
        .order_by("id")
    )
    roles = list(Person.objects.able().values_list("role", flat=True))
    is_small = any(sum(role in side for role in roles) < LEAST_PEOPLE for side in (SALES, MARKETING))
    own, calendar = side_of(reader), work_calendar()
    return tuple(
        view_side(
            side,
            reader,
            [clock for clock in open_ones if owing_side(clock) == side],
            [clock for clock in stopped if owing_side(clock) == side],
            titles,
            now,
            calendar,
            is_small=is_small,
        )
        for side in sorted(Side, key=lambda side: side != own)
    )


def owing_side(clock: Clock) -> Side:
    """Tell which side owes an answer."""
    return side_of(clock.owed_by) if clock.owed_by is not None else Side(clock.owed_by_side)


def view_side(
    side: Side,
    reader: Person,
    owed: list[Clock],
    stopped: list[Clock],
    titles: dict[tuple[str, str], str],
    now: datetime,
    calendar: WorkCalendar,
    *,
    is_small: bool,
) -> SideView:
    """Show one side to a reader."""
    readable = [clock for clock in owed if (clock.kind, clock.object_id) in titles]
    states = [state_of(clock, now) for clock in owed]
    return SideView(
        side=side.value,
        is_mine=side == side_of(reader),
        owed=tuple(
            OwedLine(
                title=titles[clock.kind, clock.object_id],
                url=url_of(clock.kind, clock.object_id),
                clock=view_clock(clock, reader, now, calendar),
            )
            for clock in readable[:SHOWN]
        ),
        n_owed=len(owed),
        n_late=states.count("late"),
        n_paused=states.count("paused"),
        answered=() if is_small else answered_by_code(stopped, now, calendar),
        is_small=is_small,
    )


def answered_by_code(stopped: Iterable[Clock], now: datetime, calendar: WorkCalendar) -> tuple[Answered, ...]:
    """Count answers by kind of promise, in the order of the kinds."""
    by_code: dict[str, list[Clock]] = defaultdict(list)
    for clock in stopped:
        by_code[clock.code].append(clock)
    return tuple(
        Answered(
            code=code.value,
            n=len(by_code[code]),
            n_kept=sum(state_of(clock, now) == "kept" for clock in by_code[code]),
            spent=spent_usually(
                [
                    spent_half_days(
                        clock.promised_half_days, clock.due_at, clock.paused_at or clock.stopped_at or now, calendar
                    )
                    for clock in by_code[code]
                ]
            ),
        )
        for code in PromiseCode
        if by_code[code]
    )


def promises() -> tuple[PromiseView, ...]:
    """List how long each kind of answer may take, in one query."""
    decided = {row.code: row for row in ResponsePromise.objects.all()}
    return tuple(
        PromiseView(
            code=code.value,
            public_id=decided[code].public_id if code in decided else "",
            half_days=decided[code].half_days if code in decided else USUAL_HALF_DAYS[code],
            usual_half_days=USUAL_HALF_DAYS[code],
            version=decided[code].version if code in decided else 0,
        )
        for code in PromiseCode
    )
