"""Working time of the invented company: who makes what, who works part-time, who is away. Invented, like everything here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from liant.actions import plan_time
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import FULL_WEEK, USUAL_PERCENT, Span, monday_of
from liant.loop.values.roles import MARKETING, Role
from liant.store import models as store

#: Of the marketers, in turn; one team makes everything between them.
SKILLS = (
    (Skill.WRITING, Skill.FIGURES),
    (Skill.DESIGN, Skill.WEB),
    (Skill.EVENTS, Skill.TECHNICAL),
    (Skill.VIDEO, Skill.DESIGN),
    (Skill.TECHNICAL, Skill.WRITING, Skill.FIGURES),
    (Skill.WEB, Skill.EVENTS),
)
#: Off on Wednesdays; mornings only on Fridays.
WITHOUT_WEDNESDAY = FULL_WEEK - {4, 5}
WITHOUT_FRIDAY_AFTERNOON = FULL_WEEK - {9}
#: The director works on requests little.
DIRECTOR_PERCENT = 20


def load_calendar(people: Sequence[store.Person], now: datetime) -> None:
    """Say the usual weeks, some absences and when the company is closed."""
    makers = [person for person in people if person.role in MARKETING]
    for place, person in enumerate(makers):
        is_director = person.role == Role.MARKETING_DIRECTOR
        weeks = (FULL_WEEK, WITHOUT_WEDNESDAY, FULL_WEEK, WITHOUT_FRIDAY_AFTERNOON)
        pattern = plan_time.Pattern(
            skills=SKILLS[place % len(SKILLS)],
            half_days=weeks[place % len(weeks)],
            percent=DIRECTOR_PERCENT if is_director else USUAL_PERCENT,
        )
        plan_time.say_pattern(actor=person, person=person, pattern=pattern, version=0, now=now - timedelta(days=90))
    monday = monday_of(now.date())
    for place, (person, first, n_days) in enumerate(
        zip(makers, (14, 3, 25, 8, 39, 17), (5, 1, 5, 2, 5, 1), strict=False)
    ):
        first_on = monday + timedelta(days=first)
        first_on += timedelta(days=7 - first_on.weekday()) if first_on.weekday() > 4 else timedelta()
        last_on = first_on + timedelta(days=n_days - 1)
        span = Span(first=(first_on, place % 2), last=(last_on, 1))
        plan_time.add_absence(actor=person, person=person, span=span, now=now - timedelta(days=12))
    director = next(person for person in makers if person.role == Role.MARKETING_DIRECTOR)
    first_on, last_on = date(now.year, 12, 26), date(now.year, 12, 31)
    plan_time.close_company(actor=director, first_on=first_on, last_on=last_on, now=now - timedelta(days=60))
