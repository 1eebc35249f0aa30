"""Say whether a launch is ready, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Gap(StrEnum):
    """Name what a launch may lack, in the order in which it is prepared."""

    GOAL = "goal"
    PAINS = "pains"
    EVIDENCE = "evidence"
    PITCH = "pitch"
    ANSWERS = "answers"
    STEPS = "steps"


@dataclass(frozen=True, kw_only=True)
class StepState:
    """One item of the checklist: its day, and whether it is done."""

    due_on: date
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What is done of what must be done by the day of the launch, and what is missing.

    Attributes
    ----------
    n_done, n_steps : over the items due on the day of the launch or before; later ones follow it and block nothing.
    n_late : of those, the items not done whose day has passed.
    gaps : in the order of ``Gap``; empty when the launch is ready.
    """

    n_done: int
    n_steps: int
    n_late: int
    gaps: tuple[Gap, ...]

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.gaps


def judge_readiness(
    *,
    goal: str,
    pains: str,
    n_pins: int,
    n_lines: int,
    n_waiting: int,
    steps: Sequence[StepState],
    launch_on: date,
    today: date,
) -> Readiness:
    """Judge a launch: a goal, what clients live today, evidence, a line of pitch, proposals answered, every item done.

    Parameters
    ----------
    n_pins : pieces of evidence on the board.
    n_lines, n_waiting : lines of the pitch that are accepted; proposals that nobody has answered.
    """
    before = [step for step in steps if step.due_on <= launch_on]
    n_done = sum(step.is_done for step in before)
    missing = {
        Gap.GOAL: not goal.strip(),
        Gap.PAINS: not pains.strip(),
        Gap.EVIDENCE: n_pins == 0,
        Gap.PITCH: n_lines == 0,
        Gap.ANSWERS: n_waiting > 0,
        Gap.STEPS: n_done < len(before),
    }
    return Readiness(
        n_done=n_done,
        n_steps=len(before),
        n_late=sum(not step.is_done and step.due_on < today for step in before),
        gaps=tuple(gap for gap in Gap if missing[gap]),
    )
