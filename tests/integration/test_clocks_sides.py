"""Both sides, their promises and their answers; pausing, going on, and how long is promised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions.arbitrate import withdraw_request
from liant.actions.clocks import change_promise, pause_clock, resume_clock
from liant.actions.leads import answer_lead
from liant.loop.clocks.promises import PromiseCode
from liant.loop.leads.leads import LeadStatus
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.brief import brief_for
from liant.queries.clocks import clocks_of
from liant.queries.clocks_sides import promises, sides_for
from liant.store.models import Clock, Notice, ThreadMessage
from tests.builders import NOW, TODAY, a_lead, a_person, a_request, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return one_of_each()


def sides(reader, now=NOW):
    return {side.side: side for side in sides_for(reader, now)}


def test_both_sides_read_the_same_counts_their_own_first(people) -> None:
    a_request(people[Role.SELLER])
    a_lead(people[Role.MARKETER], people[Role.SELLER])
    for role, own in ((Role.SELLER, "sales"), (Role.MARKETER, "marketing")):
        found = sides_for(people[role], NOW)
        assert (found[0].side, found[0].is_mine) == (own, True)
        assert {side.side: side.n_owed for side in found} == {"sales": 1, "marketing": 1}


def test_what_may_not_be_read_is_counted_and_not_named(people) -> None:
    a_request(people[Role.SELLER])
    stranger = a_person()
    marketing = sides(stranger)["marketing"]
    assert (marketing.n_owed, marketing.owed, marketing.n_elsewhere) == (1, (), 1)
    assert len(sides(people[Role.SELLER])["marketing"].owed) == 1


def test_a_breach_is_shown_to_both(people) -> None:
    a_lead(people[Role.MARKETER], people[Role.SELLER])
    later = NOW + timedelta(days=7)
    for role in (Role.MARKETER, Role.SELLER):
        side = sides(people[role], later)["sales"]
        assert (side.n_late, side.owed[0].clock.state) == (1, "late")


def test_answers_are_counted_with_their_time_from_five_on(people) -> None:
    marketer, team = people[Role.MARKETER], people[Role.SELLER].team
    for _ in range(3):
        a_person(Role.MARKETER)
    sellers = [people[Role.SELLER], *(a_person(team=team) for _ in range(3))]
    for i in range(4):
        answer_in(a_lead(marketer, sellers[i], company=f"C{i}"), 1)
    line = sides(marketer, NOW + timedelta(days=8))["sales"].answered[0]
    assert (line.code, line.n, line.n_kept, line.spent) == ("lead", 4, 4, None)
    answer_in(a_lead(marketer, sellers[0], company="C4"), 6)
    line = sides(marketer, NOW + timedelta(days=8))["sales"].answered[0]
    assert (line.n, line.n_kept, line.spent.n, line.spent.median) == (5, 4, 5, 2)


def test_no_side_is_measured_while_one_is_small(people) -> None:
    for _ in range(5):
        a_person()
    answer_in(a_lead(people[Role.MARKETER], people[Role.SELLER]), 1)
    side = sides(people[Role.MARKETER], NOW + timedelta(days=3))["sales"]
    assert (side.is_small, side.answered) == (True, ())


def test_what_is_taken_back_is_no_answer(people) -> None:
    for _ in range(5):
        a_person(Role.MARKETER)
    withdraw_request(actor=people[Role.SELLER], request=a_request(people[Role.SELLER]), reason="", now=NOW)
    assert Clock.objects.get().is_answered is False
    assert sides(people[Role.SELLER], NOW + timedelta(days=1))["marketing"].answered == ()


def answer_in(lead, days: int) -> None:
    answer_lead(actor=lead.seller, lead=lead, status=LeadStatus.TAKEN, word="", now=NOW + timedelta(days=days))


def test_a_pause_tells_whoever_waits_what_is_missing_and_the_word_goes_into_the_thread(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    request = a_request(seller)
    clock = Clock.objects.get()
    pause_clock(actor=marketer, clock=clock, reason="For which sites?", now=NOW)
    assert "clock_paused" in [line.kind for line in brief_for(seller, today=TODAY, now=NOW)]
    view = clocks_of("request", [request.public_id], seller, NOW)[request.public_id]
    assert (view.state, view.reason, view.is_mine, view.may_resume, view.may_pause) == (
        "paused",
        "For which sites?",
        True,
        True,
        False,
    )
    clock.refresh_from_db()
    resume_clock(actor=seller, clock=clock, word="Those that run at night.", now=NOW + timedelta(days=1))
    assert ThreadMessage.objects.get().text == "Those that run at night."
    assert not Notice.objects.filter(code="clock_paused", closed_at=None).exists()


def test_only_whoever_owes_pauses_and_only_the_two_go_on(people) -> None:
    a_request(people[Role.SELLER])
    clock = Clock.objects.get()
    with pytest.raises(Forbidden):
        pause_clock(actor=people[Role.SELLER], clock=clock, reason="x", now=NOW)
    with pytest.raises(Invalid):
        pause_clock(actor=people[Role.MARKETER], clock=clock, reason=" ", now=NOW)
    pause_clock(actor=people[Role.MARKETER], clock=clock, reason="Which?", now=NOW)
    with pytest.raises(Forbidden):
        resume_clock(actor=a_person(), clock=clock, word="", now=NOW)


def test_a_promise_is_decided_by_managers_and_holds_from_then_on(people) -> None:
    before = a_lead(people[Role.MARKETER], people[Role.SELLER])
    change_promise(actor=people[Role.SALES_MANAGER], code=PromiseCode.LEAD, half_days=6, version=0, now=NOW)
    after = a_lead(people[Role.MARKETER], people[Role.SELLER], company="Other")
    lengths = {clock.object_id: clock.promised_half_days for clock in Clock.objects.all()}
    assert (lengths[before.public_id], lengths[after.public_id]) == (2, 6)
    assert {promise.code: promise.half_days for promise in promises()}["lead"] == 6


def test_a_promise_changed_meanwhile_is_not_overwritten(people) -> None:
    given = {"code": PromiseCode.LEAD, "now": NOW}
    change_promise(actor=people[Role.ADMIN], half_days=6, version=0, **given)
    with pytest.raises(Conflict):
        change_promise(actor=people[Role.MARKETING_DIRECTOR], half_days=4, version=0, **given)
    with pytest.raises(Forbidden):
        change_promise(actor=people[Role.MARKETER], half_days=4, version=1, **given)


def test_what_is_due_today_is_a_line_of_whoever_owes_and_of_a_side_s_managers(people) -> None:
    a_request(people[Role.SELLER])
    due_at = Clock.objects.get().due_at
    due_on = due_at.date()
    kinds = {
        role: [line.kind for line in brief_for(people[role], today=due_on, now=due_at - timedelta(hours=1))]
        for role in (Role.MARKETING_DIRECTOR, Role.MARKETER)
    }
    assert "answer_due" in kinds[Role.MARKETING_DIRECTOR]
    assert "answer_due" not in kinds[Role.MARKETER]
