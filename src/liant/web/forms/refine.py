"""The form of an action plan: its own fields, and as many steps as its writer needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from liant.actions.refine_plans import Doer, PlanText, StepText
from liant.loop.refine.plans import MAX_STEPS
from liant.loop.values.errors import Invalid
from liant.queries.refine_plans import PlanView, StepView
from liant.store.models import Person


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """A step as it stands in the form; ``whose`` names who has it when the writer may know a role only."""

    number: int
    public_id: str = ""
    what: str = ""
    who: str = ""
    whose: str = ""
    starts_on: str = ""
    due_on: str = ""
    cost: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanForm:
    """A plan as it stands in the form."""

    title: str
    purpose: str
    rows: tuple[StepRow, ...]


def read_plan(data: QueryDict, whose: Mapping[str, str]) -> PlanForm:
    """Read a sent form, steps without words left out.

    Parameters
    ----------
    whose : how whoever has a step is named to the writer, by public id of the step.
    """
    rows: list[StepRow] = []
    for number in range(MAX_STEPS + 1):
        what = data.get(f"step-{number}-what", "").strip()[:200]
        if what:
            public_id = data.get(f"step-{number}-id", "")
            rows.append(
                StepRow(
                    number=len(rows),
                    public_id=public_id,
                    what=what,
                    who=data.get(f"step-{number}-who", ""),
                    whose=whose.get(public_id, ""),
                    starts_on=data.get(f"step-{number}-start", ""),
                    due_on=data.get(f"step-{number}-due", ""),
                    cost=data.get(f"step-{number}-cost", "").strip()[:9],
                )
            )
    return PlanForm(title=data.get("title", "")[:200], purpose=data.get("purpose", ""), rows=tuple(rows))


def form_of(plan: PlanView) -> PlanForm:
    """Put an existing plan into the form."""
    return PlanForm(
        title=plan.line.title,
        purpose=plan.purpose,
        rows=tuple(row_of(number, step) for number, step in enumerate(plan.steps)),
    )


def row_of(number: int, step: StepView) -> StepRow:
    """Put an existing step into a row; whoever has it is not named again, only kept."""
    return StepRow(
        number=number,
        public_id=step.public_id,
        what=step.what,
        who=Doer.SAME.value if step.who else "",
        whose=step.who,
        starts_on=step.starts_on.isoformat() if step.starts_on else "",
        due_on=step.due_on.isoformat() if step.due_on else "",
        cost=str(step.cost_half_days),
    )


def with_blank(form: PlanForm, n_blank: int) -> tuple[StepRow, ...]:
    """Add empty rows to write the next steps in."""
    n = min(n_blank, MAX_STEPS - len(form.rows))
    return (*form.rows, *(StepRow(number=len(form.rows) + i) for i in range(n)))


def plan_text(form: PlanForm, people: Sequence[Person]) -> PlanText:
    """Assemble what the action takes.

    Raises
    ------
    Invalid : ``refine.unreadable`` for a date or a number of half-days that cannot be read.
    """
    by_id: dict[str, Person | Doer] = {person.public_id: person for person in people}
    by_id |= {doer.value: doer for doer in Doer}
    return PlanText(
        title=form.title,
        purpose=form.purpose,
        steps=tuple(
            StepText(
                public_id=row.public_id,
                what=row.what,
                who=by_id.get(row.who),
                starts_on=read_day(row.starts_on, row.what),
                due_on=read_day(row.due_on, row.what),
                cost_half_days=read_cost(row.cost, row.what),
            )
            for row in form.rows
        ),
    )


def read_day(text: str, what: str) -> date | None:
    """Read a day as a browser sends it."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise unreadable(text, what) from error


def read_cost(text: str, what: str) -> int:
    """Read a whole number of half-days; none is zero."""
    if text and not text.isdecimal():
        raise unreadable(text, what)
    return int(text or 0)


def unreadable(text: str, what: str) -> Invalid:
    """Refuse a cell of a step."""
    return Invalid(
        "“%(text)s”, in the step “%(what)s”, is neither a day nor a whole number of half-days.",
        code="refine.unreadable",
        hint="Pick the day in the calendar, and count in whole half-days.",
        params={"text": text[:40], "what": what},
    )
