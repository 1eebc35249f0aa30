"""What is to be planned, and what a plan is: one calendar with two grains.

Work is planned in weeks of people, joint visits in half-days. Weeks are counted from 0, the first of the calendar;
half-days too, ten a week from Monday morning: :func:`week_of` and :func:`day_of` tell where one falls.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Hours are counted in tenths: a load is rounded up and a capacity down, so that what fits exactly is neither refused
#: nor overbooked.
TENTHS = 10
HALF_DAYS_A_DAY = 2
HALF_DAYS_A_WEEK = 10
#: What a visit takes from the week of the marketer: the meeting, the way there and its preparation.
VISIT_HOURS = 6.0
#: Rounding error of a sum or a quotient of hours, in tenths.
EPSILON = 1e-6


def load_of(hours: float, weeks: int = 1) -> int:
    """Return the tenths of an hour that work takes in each week it spreads over, rounded up."""
    return math.ceil(hours * TENTHS / weeks - EPSILON)


def capacity_of(hours: float) -> int:
    """Return the tenths of an hour that can be booked in a week, rounded down."""
    return math.floor(hours * TENTHS + EPSILON)


def week_of(half_day: int) -> int:
    """Return the week in which a half-day falls."""
    return half_day // HALF_DAYS_A_WEEK


def day_of(half_day: int) -> int:
    """Return the working day of a half-day, five a week, counted from the first Monday."""
    return half_day // HALF_DAYS_A_DAY


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One piece of work of one person.

    Attributes
    ----------
    skill : what the person must be able to do.
    hours : in all, above 0.
    weeks : how many weeks in a row it spreads over, evenly, at least 1.
    """

    skill: str
    hours: float
    weeks: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What was accepted: a chain of steps, each of which starts in a week after the one before it has ended.

    Attributes
    ----------
    weight : what a week of delay costs, above 0; 1 where nothing else is known.
    due_week : the last week in which it may end to be in time; None when nobody waits for a date. It may lie before the
        first week or after the last one.
    from_week : no step starts before.
    is_promised : somebody was told a date; leaving it out of a plan costs more than refusing it at once.
    rank : decides between equals, the lowest first, before the id: ids drawn at random would decide otherwise.
    """

    id: str
    steps: tuple[Step, ...]
    weight: float = 1.0
    due_week: int | None = None
    from_week: int = 0
    is_promised: bool = False
    rank: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A marketer.

    Attributes
    ----------
    hours : that can be booked in each week, net of absences, running work and the buffer kept for the unforeseen.
    free_half_days : when a visit is possible.
    rank : decides between equals, as of a request.
    """

    id: str
    skills: frozenset[str]
    hours: tuple[float, ...]
    free_half_days: frozenset[int] = frozenset()
    rank: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Seller:
    """A seller, who is planned for visits only."""

    id: str
    free_half_days: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A visit that a seller and a marketer make together.

    Attributes
    ----------
    skill : that the marketer must have; empty when any marketer will do.
    marketers : who may come; empty when everybody with the skill may.
    weight : what missing it costs, as of a request.
    half_days : 1, or 2 when a half-day of travel makes it a whole day.
    hours : taken from the week of the marketer.
    from_week, due_week : first and last week in which it is worth making; None for the last of the calendar.
    """

    id: str
    seller: str
    skill: str = ""
    marketers: frozenset[str] = frozenset()
    weight: float = 1.0
    half_days: int = 1
    hours: float = VISIT_HOURS
    from_week: int = 0
    due_week: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Booking:
    """A step given to a person.

    Attributes
    ----------
    step : its place in the chain, from 0.
    start : its first week.
    """

    request: str
    step: int
    person: str
    start: int


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class VisitBooking:
    """A visit given to a marketer; ``half_day`` is its first one."""

    visit: str
    marketer: str
    half_day: int


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything a plan must respect.

    Attributes
    ----------
    n_weeks : length of the calendar.
    now : the first week in which something new may start; earlier ones hold work that has started.
    fixed : bookings that stay as they are, because the work has started or a person pinned it. Where they alone exceed
        the hours of a week, nothing else is added to it.
    fixed_visits : the same for visits.

    Raises
    ------
    ValueError : when two of a kind share an id, hours do not cover the calendar, work has no length, or something fixed
        names what is not there.
    """

    n_weeks: int
    people: tuple[Person, ...]
    requests: tuple[Request, ...]
    sellers: tuple[Seller, ...] = ()
    visits: tuple[Visit, ...] = ()
    now: int = 0
    fixed: tuple[Booking, ...] = ()
    fixed_visits: tuple[VisitBooking, ...] = ()

    def __post_init__(self) -> None:
        for kind in (self.people, self.requests, self.sellers, self.visits):
            if len({one.id for one in kind}) != len(kind):
                raise ValueError("two of a kind share an id")
        if any(len(person.hours) != self.n_weeks for person in self.people):
            raise ValueError("hours of a person do not cover the weeks of the calendar")
        for request in self.requests:
            if request.weight <= 0 or not request.steps or any(s.hours <= 0 or s.weeks < 1 for s in request.steps):
                raise ValueError(f"request {request.id} has no weight or work without a length")
        if any(visit.weight <= 0 or visit.half_days not in (1, HALF_DAYS_A_DAY) for visit in self.visits):
            raise ValueError("a visit has no weight, or is neither a half-day nor a day")
        self._check_fixed()

    def _check_fixed(self) -> None:
        people = {person.id for person in self.people}
        n_steps = {request.id: len(request.steps) for request in self.requests}
        if not all(b.person in people and 0 <= b.step < n_steps.get(b.request, 0) and b.start >= 0 for b in self.fixed):
            raise ValueError("a fixed booking names a person or a step that is not there")
        if {visit.seller for visit in self.visits} - {seller.id for seller in self.sellers}:
            raise ValueError("a visit names a seller who is not there")
        visits = {visit.id for visit in self.visits}
        if not all(b.marketer in people and b.visit in visits for b in self.fixed_visits):
            raise ValueError("a fixed visit names a marketer or a visit that is not there")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Who does what when.

    Attributes
    ----------
    bookings : sorted; either every step of a request is there, or only its fixed ones.
    visits : sorted.
    method : ``list`` for the quick plan, ``search`` for one that was improved.
    """

    bookings: tuple[Booking, ...] = ()
    visits: tuple[VisitBooking, ...] = ()
    method: str = "list"


def chain_weeks(request: Request) -> int:
    """Return how many weeks the steps take one after the other."""
    return sum(step.weeks for step in request.steps)


def ends_by_request(problem: Problem, plan: Plan) -> dict[str, int]:
    """Return the week in which each planned request ends; a request that is not wholly planned is absent."""
    n_booked: dict[str, int] = {}
    ends: dict[str, int] = {}
    request_by_id = {request.id: request for request in problem.requests}
    for booking in plan.bookings:
        request = request_by_id.get(booking.request)
        if request is None:
            continue
        n_booked[request.id] = n_booked.get(request.id, 0) + 1
        last = booking.start + request.steps[booking.step].weeks - 1
        ends[request.id] = max(ends.get(request.id, 0), last)
    return {id_: end for id_, end in ends.items() if n_booked[id_] == len(request_by_id[id_].steps)}
