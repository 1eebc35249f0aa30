"""What a sales manager proposes in the room: its effect shown before, a director's answer with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liant.actions import arbitrate_decide, arbitrate_urgent
from liant.actions import arbitrate_propose as act
from liant.actions.arbitrate import withdraw_request
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.arbitrate_cycle import policy_now
from liant.queries.arbitrate_propose import effect_of, proposals_open
from liant.store.models import Adjustment, AdjustmentProposal, LedgerEvent, Notice, Person
from tests.builders import NOW, TODAY, a_decision, a_person, a_proposal, a_request, a_team, a_type, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[Role, Person]:
    return one_of_each()


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person, closed_at=None).values_list("code", flat=True))


def answer(people, proposal: AdjustmentProposal, *, is_accepted: bool, answer: str = "") -> None:
    director = people[Role.MARKETING_DIRECTOR]
    act.answer_proposal(actor=director, proposal=proposal, is_accepted=is_accepted, answer=answer, now=NOW)
    proposal.refresh_from_db()


def test_a_director_is_asked_and_the_manager_reads_the_answer(people) -> None:
    manager, director = people[Role.SALES_MANAGER], people[Role.MARKETING_DIRECTOR]
    request = a_request(people[Role.SELLER])
    proposal = a_proposal(manager, request)
    assert "adjustment_proposed" in told(director)
    with pytest.raises(Invalid):
        answer(people, proposal, is_accepted=False)
    answer(people, proposal, is_accepted=False, answer="The strategy share is spent.")
    assert (proposal.is_accepted, proposal.answer) == (False, "The strategy share is spent.")
    assert "adjustment_proposed" not in told(director)
    assert told(manager) == ["proposal_refused"]
    assert not Adjustment.objects.exists()
    assert [event.verb for event in LedgerEvent.objects.filter(verb__startswith="request.prop").order_by("id")] == [
        "request.proposed_in",
        "request.proposal_refused",
    ]


def test_taken_up_it_is_the_directors_adjustment_for_the_managers_reason(people) -> None:
    proposal = a_proposal(people[Role.SALES_MANAGER], a_request(people[Role.SELLER]), is_forced=False)
    answer(people, proposal, is_accepted=True, answer=" ")
    adjustment = Adjustment.objects.get()
    assert (adjustment.is_forced, adjustment.signed_by) == (False, people[Role.MARKETING_DIRECTOR])
    assert adjustment.reason == proposal.reason
    assert told(people[Role.SALES_MANAGER]) == ["proposal_accepted"]
    with pytest.raises(Conflict) as refusal:
        answer(people, proposal, is_accepted=False, answer="After all, no.")
    assert refusal.value.code == "arbitrate.proposal_answered"


def test_two_managers_want_opposite_things_and_both_read_the_one_answer(people) -> None:
    one, other = people[Role.SALES_MANAGER], a_person(Role.SALES_MANAGER, a_team())
    request = a_request(people[Role.SELLER])
    put_in, leave_out = a_proposal(one, request), a_proposal(other, request, is_forced=False, reason="Ours sign first.")
    answer(people, put_in, is_accepted=True, answer="The plant opens in May.")
    leave_out.refresh_from_db()
    assert (put_in.is_accepted, leave_out.is_accepted) == (True, False)
    assert leave_out.answer == "The plant opens in May."
    assert (told(one), told(other)) == (["proposal_accepted"], ["proposal_refused"])


def test_the_last_word_holds_and_is_taken_back_before_the_answer(people) -> None:
    manager, request = people[Role.SALES_MANAGER], a_request(people[Role.SELLER])
    a_proposal(manager, request)
    proposal = a_proposal(manager, request, is_forced=False, reason="It exists already.")
    assert AdjustmentProposal.objects.get().reason == "It exists already."
    with pytest.raises(Forbidden):
        act.take_back_proposal(actor=a_person(Role.SALES_MANAGER), proposal=proposal, now=NOW)
    act.take_back_proposal(actor=manager, proposal=proposal, now=NOW)
    assert not AdjustmentProposal.objects.exists()
    assert "adjustment_proposed" not in told(people[Role.MARKETING_DIRECTOR])


def test_only_managers_propose_with_a_reason_about_what_waits(people) -> None:
    request = a_request(people[Role.SELLER])
    for role in (Role.SELLER, Role.MARKETER, Role.MARKETING_DIRECTOR, Role.ADMIN):
        with pytest.raises(Forbidden):
            a_proposal(people[role], request)
    with pytest.raises(Invalid):
        a_proposal(people[Role.SALES_MANAGER], request, reason=" ")
    proposal = a_proposal(people[Role.SALES_MANAGER], request)
    for role in (Role.SELLER, Role.SALES_MANAGER, Role.MARKETER):
        with pytest.raises(Forbidden):
            act.answer_proposal(actor=people[role], proposal=proposal, is_accepted=True, answer="x", now=NOW)
    answer(people, proposal, is_accepted=False, answer="No.")
    a_decision(people[Role.MARKETING_DIRECTOR])
    with pytest.raises(Conflict) as refusal:
        a_proposal(people[Role.SALES_MANAGER], request)
    assert refusal.value.code == "arbitrate.decided"


def test_nothing_is_published_over_the_head_of_a_manager(people) -> None:
    proposal = a_proposal(people[Role.SALES_MANAGER], a_request(people[Role.SELLER]))
    with pytest.raises(Conflict) as refusal:
        a_decision(people[Role.MARKETING_DIRECTOR])
    assert refusal.value.code == "arbitrate.proposals_wait"
    answer(people, proposal, is_accepted=True)
    assert a_decision(people[Role.MARKETING_DIRECTOR]).awards.get().reason == "forced"


def test_what_leaves_the_room_is_no_longer_proposed(people) -> None:
    seller, manager, director = people[Role.SELLER], people[Role.SALES_MANAGER], people[Role.MARKETING_DIRECTOR]
    gone, urgent = a_request(seller, "Taken back"), a_request(seller, "Urgent", deliverable=a_type(half_days=1))
    a_proposal(manager, gone)
    proposal = a_proposal(manager, urgent)
    withdraw_request(actor=seller, request=gone, reason="", now=NOW)
    assert [each.title for each in proposals_open(director)] == ["Urgent"]
    call = arbitrate_urgent.call_urgent(actor=seller, request=urgent, reason="They sign today.", now=NOW)
    arbitrate_urgent.grant_urgent(actor=director, call=call, answer="Yes, today.", displaced=[], now=NOW)
    proposal.refresh_from_db()
    assert (proposal.is_accepted, proposal.answer) == (True, "Yes, today.")
    a_request(seller, "Still there")
    a_decision(director)


def test_a_manager_reads_own_proposals_and_those_about_own_teams(people) -> None:
    manager, far = people[Role.SALES_MANAGER], a_person(Role.SALES_MANAGER, a_team())
    home, elsewhere = a_request(people[Role.SELLER], "Home"), a_request(a_person(team=a_team()), "Elsewhere")
    a_proposal(far, home, is_forced=False)
    a_proposal(far, elsewhere)
    a_proposal(manager, elsewhere, is_forced=False)
    seen = [(each.title, each.may_open, each.is_mine) for each in proposals_open(manager)]
    assert seen == [("Home", True, False), ("Elsewhere", False, True)]
    assert len(proposals_open(people[Role.MARKETER])) == 3
    assert proposals_open(people[Role.SELLER]) == proposals_open(people[Role.ADMIN]) == ()


def test_the_effect_is_what_the_decision_then_is(people) -> None:
    seller, director, manager = people[Role.SELLER], people[Role.MARKETING_DIRECTOR], people[Role.SALES_MANAGER]
    ours = a_request(seller, "Ours", deliverable=a_type(half_days=9))
    theirs = a_request(a_person(team=a_team()), "Theirs", deliverable=a_type(half_days=6))
    policy, version = policy_now()
    week = replace(policy, week_half_days=10, buffer_percent=0)
    arbitrate_decide.set_policy(actor=director, policy=week, version=version, now=NOW)
    effect = effect_of(manager, theirs, today=TODAY, now=NOW)
    assert (effect.is_forced, effect.is_chosen, effect.comes_in) == (True, False, ())
    assert [(each.line.title, each.may_open) for each in effect.goes_out] == [("Ours", True)]
    by_team = {change.name: change.difference for change in effect.teams}
    assert by_team == {seller.team.name: -9, theirs.backers.get().team.name: 6}
    assert sum(change.difference for change in effect.interests) == pytest.approx(-3)
    assert effect_of(manager, ours, is_forced=True, today=TODAY, now=NOW).goes_out == ()
    answer(people, a_proposal(manager, theirs), is_accepted=True)
    window = a_decision(director)
    assert {award.request.title: award.is_chosen for award in window.awards.all()} == {"Ours": False, "Theirs": True}
