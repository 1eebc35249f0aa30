"""Where one booked step could go."""

from __future__ import annotations

from liant.loop.plan.problem import Booking, Person, Problem, Request, Step
from liant.loop.plan.spots import SpotKind, spots_of

FULL = (20.0,) * 6


def problem(*fixed: Booking, hours: tuple[float, ...] = FULL) -> Problem:
    chain = (Step(skill="a", hours=10), Step(skill="a", hours=20, weeks=2), Step(skill="a", hours=10))
    return Problem(
        n_weeks=6,
        people=(
            Person(id="p", skills=frozenset("a"), hours=hours),
            Person(id="q", skills=frozenset("b"), hours=FULL),
        ),
        requests=(Request(id="r", steps=chain), Request(id="s", steps=(Step(skill="a", hours=15),))),
        fixed=fixed,
    )


def kinds(told: Problem, step: int = 1) -> list[str]:
    return [spot.kind.value for spot in spots_of(told, "r", step, 10)]


def test_a_step_stays_between_its_neighbours() -> None:
    first, last = Booking(request="r", step=0, person="p", start=0), Booking(request="r", step=2, person="p", start=4)
    assert kinds(problem(first, last)) == ["before", "free", "free", "after", "after"]


def test_other_work_and_absences_stand_in_the_way_and_are_told() -> None:
    other = Booking(request="s", step=0, person="p", start=1)
    assert kinds(problem(other)) == ["full", "full", "free", "free", "free"]
    assert kinds(problem(hours=(20.0, 20.0, 0.0, 20.0, 20.0, 20.0))) == ["free", "away", "away", "free", "free"]
    spots = spots_of(problem(other), "r", 1, 1)
    assert [(spot.kind, spot.free_hours) for spot in spots] == [(SpotKind.FULL, 5.0)]


def test_only_those_who_can_are_offered() -> None:
    assert {spot.person for spot in spots_of(problem(), "r", 0, 10)} == {"p"}
