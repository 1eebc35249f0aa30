"""What a plan costs: late weeks, what is left out, and what it moves.

One owner of the prices: the lists, the search and the pages read them here.
"""

from __future__ import annotations

from dataclasses import dataclass

from liant.loop.plan.problem import Plan, Problem, Request, Visit, chain_weeks, ends_by_request, week_of

#: Prices, each times the weight: a week after the date; a week of waiting where nobody asked for a date; work left out;
#: a visit missed.
LATE_WEEK, WAITED_WEEK, LEFT_OUT, MISSED_VISIT = 3.0, 1.0, 40.0, 20.0
#: Going back on a promise, as a multiple of leaving out what was never promised.
BROKEN_PROMISE = 5.0
#: A move counts more when it is near, and when a customer is involved.
NEAR_WEEKS, NEAR_FACTOR, VISIT_FACTOR = 3, 3, 3


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What a plan costs.

    Attributes
    ----------
    n_on_time, n_late : dated requests that are planned.
    late_weeks : sum over the late ones.
    waited_weeks : sum over undated requests, of the weeks beyond the length of the chain.
    left_out : ids of requests that are not planned.
    missed_visits : ids.
    cost : the weighted sum that searches make small.
    """

    n_on_time: int
    n_late: int
    late_weeks: int
    waited_weeks: int
    left_out: tuple[str, ...]
    missed_visits: tuple[str, ...]
    cost: float


@dataclass(frozen=True, kw_only=True)
class MoveBill:
    """What a new plan changes in the one people know.

    Attributes
    ----------
    n_bookings : of the known plan that have not started, visits included.
    n_moved : of them, given to somebody else, to another time or dropped.
    n_near : of those, planned within ``NEAR_WEEKS`` weeks.
    dropped : ids of requests and visits that were planned and no longer are.
    points : moves by their prices: 1, times 3 when near, times 3 for a visit.
    """

    n_bookings: int
    n_moved: int
    n_near: int
    dropped: tuple[str, ...]
    points: int


def end_cost(request: Request, end: int) -> float:
    """Return what ending in a week costs."""
    if request.due_week is not None:
        return LATE_WEEK * request.weight * max(0, end - request.due_week)
    return WAITED_WEEK * request.weight * max(0, waited_weeks(request, end))


def waited_weeks(request: Request, end: int) -> int:
    """Return the weeks between the earliest possible end of a request and its end."""
    return end - (request.from_week + chain_weeks(request) - 1)


def left_out_cost(request: Request) -> float:
    """Return what not planning a request costs."""
    return LEFT_OUT * request.weight * (BROKEN_PROMISE if request.is_promised else 1.0)


def missed_cost(visit: Visit, *, is_promised: bool = False) -> float:
    """Return what not making a visit costs; the customer was told of one that was in the plan."""
    return MISSED_VISIT * visit.weight * (BROKEN_PROMISE if is_promised else 1.0)


def move_points(week: int, now: int, *, is_visit: bool = False) -> int:
    """Return what moving something out of a week costs, in points."""
    return (NEAR_FACTOR if week < now + NEAR_WEEKS else 1) * (VISIT_FACTOR if is_visit else 1)


def bill_of(problem: Problem, plan: Plan) -> Bill:
    """Work out what a plan costs. Cost O(bookings)."""
    ends = ends_by_request(problem, plan)
    late = [max(0, ends[r.id] - r.due_week) for r in problem.requests if r.due_week is not None and r.id in ends]
    waited = [max(0, waited_weeks(r, ends[r.id])) for r in problem.requests if r.due_week is None and r.id in ends]
    made = {booking.visit for booking in plan.visits}
    missed = [visit for visit in problem.visits if visit.id not in made]
    cost = sum(end_cost(r, ends[r.id]) if r.id in ends else left_out_cost(r) for r in problem.requests)
    return Bill(
        n_on_time=late.count(0),
        n_late=len(late) - late.count(0),
        late_weeks=sum(late),
        waited_weeks=sum(waited),
        left_out=tuple(r.id for r in problem.requests if r.id not in ends),
        missed_visits=tuple(visit.id for visit in missed),
        cost=cost + sum(missed_cost(visit) for visit in missed),
    )


def moves_between(problem: Problem, known: Plan, plan: Plan) -> MoveBill:
    """Work out what a plan changes in the known one; what is fixed or no longer asked for does not count."""
    requests = {request.id for request in problem.requests}
    visits = {visit.id for visit in problem.visits}
    fixed = {(b.request, b.step) for b in problem.fixed}
    fixed_visits = {b.visit for b in problem.fixed_visits}
    new, new_visits = set(plan.bookings), set(plan.visits)
    free = [b for b in known.bookings if b.request in requests and (b.request, b.step) not in fixed]
    free_visits = [b for b in known.visits if b.visit in visits and b.visit not in fixed_visits]
    moved = [b for b in free if b not in new]
    moved_visits = [b for b in free_visits if b not in new_visits]
    planned = set(ends_by_request(problem, plan)) | {b.visit for b in plan.visits}
    known_ids = {*ends_by_request(problem, known), *(b.visit for b in free_visits)}
    near = problem.now + NEAR_WEEKS
    return MoveBill(
        n_bookings=len(free) + len(free_visits),
        n_moved=len(moved) + len(moved_visits),
        n_near=sum(b.start < near for b in moved) + sum(week_of(b.half_day) < near for b in moved_visits),
        dropped=tuple(sorted(known_ids - planned)),
        points=sum(move_points(b.start, problem.now) for b in moved)
        + sum(move_points(week_of(b.half_day), problem.now, is_visit=True) for b in moved_visits),
    )
