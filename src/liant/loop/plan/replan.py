"""When something changes: three ways to take it in, from touching nothing to the best plan, each with its bill."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from liant.loop.plan.bill import Bill, MoveBill, bill_of, moves_between
from liant.loop.plan.grid import Grid
from liant.loop.plan.lists import place_if_worth, place_visits
from liant.loop.plan.problem import Plan, Problem
from liant.loop.plan.search import improve

#: What one point of moving costs, as a multiple of the mean weight: for few moves, and for the best plan, which still
#: moves nothing for nothing.
FEW_PRICE, BEST_PRICE = 4.0, 0.3
#: A plan that people know is near the next one: the search starts cooler.
WARM = 1.0


class OfferKind(StrEnum):
    """How much a new plan may change."""

    KEEP = "keep"
    FEW = "few"
    BEST = "best"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One way to take a change in: the plan, what it costs, and what it moves in the plan people know."""

    kind: OfferKind
    plan: Plan
    bill: Bill
    moves: MoveBill


def is_worth_telling(kept: Offer, other: Offer) -> bool:
    """Tell whether an offer is better than touching nothing in a way that people see, by its bill.

    Fewer weeks late or fewer requests without a place, and more of neither.
    """
    old, new = kept.bill, other.bill
    before, after = (old.late_weeks, len(old.left_out)), (new.late_weeks, len(new.left_out))
    return new.cost < old.cost and after != before and all(a <= b for a, b in zip(after, before, strict=True))


def fingerprint_of(problem: Problem, known: Plan, first_monday: date) -> str:
    """Sum up what offers rest on: hours, work, dates, what has started and what people know.

    Weights are left out: they say which plan is preferred, and change with every amount of the CRM; a plan holds without
    them. Same content, same sum, whatever the order it is given in.
    """
    people = sorted((person.id, sorted(person.skills), person.hours) for person in problem.people)
    works = sorted(
        (r.id, [(step.skill, step.hours, step.weeks) for step in r.steps], r.due_week, r.from_week, r.is_promised)
        for r in problem.requests
    )
    parts = (first_monday.isoformat(), problem.n_weeks, problem.now, people, works, sorted(problem.fixed))
    return hashlib.sha256(repr((*parts, sorted(known.bookings), sorted(known.visits))).encode()).hexdigest()


def offers(
    problem: Problem,
    known: Plan,
    *,
    n_rounds: int,
    seed: int = 0,
    share_used: Callable[[], float] | None = None,
) -> tuple[Offer, Offer, Offer]:
    """Offer three plans, from the one that touches nothing to the best.

    Going back on what the known plan holds costs five times a refusal, in each of them.

    Parameters
    ----------
    problem : as it is now: new requests, absences, dates; what has started in ``fixed``.
    known : the plan people work with.
    n_rounds, seed, share_used : as in :func:`liant.loop.plan.search.improve`, for the two searches together.
    """
    kept = keep(problem, known)
    mean_weight = sum(request.weight for request in problem.requests) / max(1, len(problem.requests))
    plans = {OfferKind.KEEP: kept}
    start = kept
    for place, (kind, price) in enumerate(((OfferKind.FEW, FEW_PRICE), (OfferKind.BEST, BEST_PRICE))):
        start = improve(
            problem,
            start,
            n_rounds=n_rounds // 2,
            seed=seed,
            share_used=None if share_used is None else _half(share_used, place),
            heat=WARM,
            known=known,
            move_price=price * mean_weight,
        )
        plans[kind] = start
    keep_offer, few, best = (
        Offer(kind=kind, plan=plan, bill=bill_of(problem, plan), moves=moves_between(problem, known, plan))
        for kind, plan in plans.items()
    )
    return keep_offer, few, best


def keep(problem: Problem, known: Plan) -> Plan:
    """Leave everything that still can be where it is, and place the rest around it, promises and weight first.

    Of a request that no longer fits as it was, the steps that can stay do.
    """
    grid = Grid(problem)
    grid.load(known)
    place_visits(grid)
    homes = grid.chains_of(known)
    requests = problem.requests
    waiting = [r for r, chain in enumerate(grid.placed) if chain is None]
    for r in sorted(
        waiting,
        key=lambda r: (
            r not in homes,
            not requests[r].is_promised,
            -requests[r].weight,
            requests[r].rank,
            requests[r].id,
        ),
    ):
        chain = grid.fit(r, homes.get(r))
        if chain is not None and r in homes:
            grid.put(r, chain)
        else:
            place_if_worth(grid, r)
    return grid.plan("list")


def _half(share_used: Callable[[], float], place: int) -> Callable[[], float]:
    return lambda: 2.0 * share_used() - place
