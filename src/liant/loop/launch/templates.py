"""Templates of launches: what is to be done, how many weeks before or after the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Template(StrEnum):
    """Name the launches that a company makes."""

    COBRANDED = "cobranded"
    NEW_PRODUCT = "new_product"
    NEW_OFFER = "new_offer"
    BLANK = "blank"


@dataclass(frozen=True, kw_only=True)
class TemplateStep:
    """One item of a template; ``weeks_before`` is negative after the launch."""

    code: str
    weeks_before: int


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """One item with its day."""

    code: str
    due_on: date


def _steps(**weeks_before: int) -> tuple[TemplateStep, ...]:
    return tuple(TemplateStep(code=code, weeks_before=weeks) for code, weeks in weeks_before.items())


#: The first results are read four weeks after every launch: sooner, there are too few of them.
TEMPLATES: dict[Template, tuple[TemplateStep, ...]] = {
    Template.COBRANDED: _steps(
        gather_words=8,
        partner_agreement=8,
        invite_pilots=7,
        write_pitch=5,
        legal_check=4,
        partner_visual=3,
        try_in_meetings=2,
        sheet_and_deck=2,
        brief_managers=1,
        first_results=-4,
    ),
    Template.NEW_PRODUCT: _steps(
        gather_words=10,
        invite_pilots=9,
        price_and_terms=6,
        write_pitch=5,
        product_training=3,
        try_in_meetings=2,
        sheet_and_deck=2,
        brief_managers=1,
        first_results=-4,
    ),
    Template.NEW_OFFER: _steps(
        gather_words=5,
        invite_pilots=4,
        price_and_terms=3,
        write_pitch=3,
        try_in_meetings=2,
        sheet_and_deck=1,
        brief_managers=1,
        first_results=-4,
    ),
    Template.BLANK: (),
}


def plan_steps(template: Template, *, launch_on: date, today: date) -> tuple[PlannedStep, ...]:
    """Date the items of a template from the day of the launch back; nothing is due before today."""
    return tuple(
        PlannedStep(code=step.code, due_on=max(today, launch_on - timedelta(weeks=step.weeks_before)))
        for step in TEMPLATES[template]
    )
