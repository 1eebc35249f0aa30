"""What could exist by a day, and why a promise cannot be kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from liant.actions import plan as act
from liant.actions import plan_time
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import FULL_WEEK
from liant.loop.values.roles import Role
from liant.queries.clocks import work_calendar
from liant.queries.plan_possible import share_of_week, what_by, why_not_in_time
from liant.store.models import Booking, Deliverable, MarketingRequest, Person
from liant.web.plan_words import why_in_words
from tests.builders import NOW, TODAY, a_request, a_type, accepted, one_of_each

pytestmark = pytest.mark.django_db
#: Today is a Thursday.
THURSDAY = TODAY


@pytest.fixture
def people() -> dict[Role, Person]:
    Deliverable.objects.all().delete()
    found = one_of_each()
    pattern = plan_time.Pattern(skills=[Skill.WRITING], half_days=FULL_WEEK, percent=80)
    plan_time.say_pattern(actor=found[Role.MARKETER], person=found[Role.MARKETER], pattern=pattern, version=0, now=NOW)
    return found


def possible(people, on: date) -> list[tuple[str, date, bool]]:
    (answer,) = what_by(people[Role.SELLER], on, today=TODAY)
    return [(one.version, one.on, one.is_in_time) for one in answer.possible]


def test_a_short_version_now_and_the_whole_later(people) -> None:
    a_type(skills=["writing"], half_days=12, lead_weeks=3)
    in_a_week = THURSDAY + timedelta(days=7)
    assert possible(people, in_a_week) == [("quick", date(2026, 3, 13), True), ("full", date(2026, 3, 27), False)]
    assert possible(people, date(2026, 3, 27)) == [("full", date(2026, 3, 27), True)]


def test_only_the_days_that_are_left_count(people) -> None:
    days = work_calendar()
    assert share_of_week(date(2026, 3, 12), TODAY, days) == 0.2
    assert share_of_week(date(2026, 3, 19), TODAY, days) == 0.8
    assert share_of_week(date(2026, 3, 27), TODAY, days) == 1.0
    assert share_of_week(date(2026, 4, 6), TODAY, days) == 0.0  # Easter Monday, alone up to its evening


def test_asking_what_could_exist_books_nothing(people) -> None:
    a_type(skills=["writing"])
    what_by(people[Role.SELLER], THURSDAY, today=TODAY)
    assert not Booking.objects.exists()
    assert not MarketingRequest.objects.exists()


def reason(request: MarketingRequest, language: str = "en") -> dict[str, object]:
    why = why_not_in_time(request, today=TODAY)
    assert why is not None
    with translation.override(language):
        return why_in_words(why)


def test_what_nobody_can_make_is_said(people) -> None:
    request = accepted(a_request(people[Role.SELLER], deliverable=a_type(skills=["video"])))
    assert reason(request) == {"reason": "Nobody can make this part of it: video.", "ways": []}
    assert reason(request, "fr")["reason"] == "Personne ne sait faire cette partie\u202f: vidéo."


def test_a_chain_longer_than_the_time_left_is_said_with_the_day_that_is_possible(people) -> None:
    kind = a_type(skills=["writing"], half_days=6, lead_weeks=3)
    request = accepted(a_request(people[Role.SELLER], deliverable=kind, needed_on=date(2026, 3, 20)))
    said = reason(request)
    assert said["reason"] == "Its steps take 3 weeks one after the other, and 2 are left."
    assert said["ways"] == ["1 week later, on 27/03/2026"]


def test_hours_that_are_taken_are_said_and_nobody_is_named(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    kind = a_type(skills=["writing"], half_days=4, lead_weeks=1)
    for _ in range(2):
        accepted(a_request(seller, deliverable=kind, needed_on=date(2026, 3, 13)))
    act.compute_plan(act.ask_plan(actor=None, now=NOW), now=NOW)
    late = next(row for row in MarketingRequest.objects.all() if why_not_in_time(row, today=TODAY) is not None)
    said = str(reason(late))
    assert "writing" in said
    assert "1 week later" in said
    assert marketer.name not in said


def test_what_can_be_in_time_has_nothing_to_explain(people) -> None:
    request = accepted(a_request(people[Role.SELLER], deliverable=a_type(skills=["writing"])))
    assert why_not_in_time(request, today=TODAY) is None
