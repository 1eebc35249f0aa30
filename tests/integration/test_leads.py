"""Leads: handed over, answered, handed over again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions.leads import answer_lead, hand_again
from liant.loop.leads.leads import LeadStatus
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.brief import brief_for
from liant.queries.leads import lead_view, leads_for, sellers_for
from liant.store.models import Clock, Lead
from tests.builders import NOW, TODAY, a_lead, a_person, an_account, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return one_of_each()


def told(person, now=NOW) -> list[str]:
    return [line.kind for line in brief_for(person, today=TODAY, now=now)]


def test_the_seller_is_told_and_a_clock_promises_the_answer(people) -> None:
    lead = a_lead(people[Role.MARKETER], people[Role.SELLER])
    clock = Clock.objects.get(kind="lead", object_id=lead.public_id)
    assert (clock.owed_by, clock.waited_by) == (people[Role.SELLER], people[Role.MARKETER])
    assert told(people[Role.SELLER]) == ["lead_handed"]


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (LeadStatus.TAKEN, "lead_taken"),
        (LeadStatus.NOT_NOW, "lead_not_now"),
        (LeadStatus.WRONG, "lead_wrong"),
    ],
)
def test_an_answer_stops_the_clock_and_goes_back(status: LeadStatus, line: str, people) -> None:
    lead = a_lead(people[Role.MARKETER], people[Role.SELLER])
    answer_lead(actor=people[Role.SELLER], lead=lead, status=status, word="In January.", now=NOW)
    assert Clock.objects.open().count() == 0
    assert "lead_handed" not in told(people[Role.SELLER])
    assert line in told(people[Role.MARKETER])
    assert lead_view(people[Role.MARKETER], Lead.objects.get(), NOW).answer == "In January."


def test_one_may_change_one_s_mind(people) -> None:
    lead = a_lead(people[Role.MARKETER], people[Role.SELLER])
    for status in (LeadStatus.WRONG, LeadStatus.TAKEN):
        answer_lead(actor=people[Role.SELLER], lead=lead, status=status, word="", now=NOW)
    assert Lead.objects.get().status == "taken"
    assert "lead_taken" in told(people[Role.MARKETER])
    assert "lead_wrong" not in told(people[Role.MARKETER])


def test_only_its_seller_answers_and_only_with_an_answer(people) -> None:
    lead = a_lead(people[Role.MARKETER], people[Role.SELLER])
    with pytest.raises(Forbidden):
        answer_lead(actor=people[Role.SALES_MANAGER], lead=lead, status=LeadStatus.TAKEN, word="", now=NOW)
    with pytest.raises(Invalid):
        answer_lead(actor=people[Role.SELLER], lead=lead, status=LeadStatus.WAITING, word="", now=NOW)


def test_what_comes_back_is_handed_over_again_with_a_new_promise(people) -> None:
    lead, other = a_lead(people[Role.MARKETER], people[Role.SELLER]), a_person()
    with pytest.raises(Conflict):
        hand_again(actor=people[Role.MARKETER], lead=lead, seller=other, now=NOW)
    answer_lead(actor=people[Role.SELLER], lead=lead, status=LeadStatus.NOT_NOW, word="", now=NOW)
    hand_again(actor=people[Role.MARKETER], lead=lead, seller=other, now=NOW + timedelta(days=1))
    assert Clock.objects.open().get().owed_by == other
    assert told(other, NOW + timedelta(days=1)) == ["lead_handed"]
    assert leads_for(people[Role.SELLER], NOW) == ()


def test_only_marketing_hands_over_and_only_to_who_sells(people) -> None:
    with pytest.raises(Forbidden):
        a_lead(people[Role.SELLER], people[Role.SELLER])
    with pytest.raises(Invalid):
        a_lead(people[Role.MARKETER], people[Role.MARKETER])


def test_a_lead_is_read_by_its_seller_their_manager_and_marketing(people) -> None:
    a_lead(people[Role.MARKETER], people[Role.SELLER])
    readers = {role: len(leads_for(person, NOW)) for role, person in people.items()}
    assert readers == {
        Role.SELLER: 1,
        Role.SALES_MANAGER: 1,
        Role.MARKETER: 1,
        Role.MARKETING_DIRECTOR: 1,
        Role.ADMIN: 0,
    }
    assert leads_for(a_person(), NOW) == ()


def test_whoever_has_the_account_is_offered_first(people) -> None:
    owner = a_person(name="Zoé")
    assert sellers_for(an_account(owner))[0].name == "Zoé"
