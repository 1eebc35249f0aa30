"""Asking marketing, joining, taking back; what marketing does with it, and what is learnt from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from liant.actions import arbitrate as act
from liant.actions import arbitrate_work as work
from liant.loop.arbitrate.requests import Need, RequestStatus, Skill
from liant.loop.refine.credit import Act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import arbitrate as query
from liant.store.models import Clock, Contribution, Deliverable, MarketingRequest, Notice, Person, RequestBacker
from tests.builders import NOW, TODAY, a_deal, a_person, a_request, a_type, accepted, an_account, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[Role, Person]:
    return one_of_each()


def codes_told(person: Person) -> set[str]:
    return set(Notice.objects.filter(person=person, closed_at=None).values_list("code", flat=True))


def join(actor: Person, request: MarketingRequest, need: Need = Need.USEFUL, **serves) -> None:
    act.join_request(actor=actor, request=request, serves=act.Serves(**serves), need=need, now=NOW)


def test_ten_types_of_work_are_there_from_the_start() -> None:
    assert Deliverable.objects.count() == 10
    assert all(Skill(skill) for skills in Deliverable.objects.values_list("skills", flat=True) for skill in skills)


def test_asking_credits_whoever_asks_and_promises_an_answer(people) -> None:
    seller = people[Role.SELLER]
    deal = a_deal(seller)
    request = a_request(seller, account=deal.account, opportunity=deal, need=3)
    assert (request.status, request.half_days, request.for_whom) == ("waiting", 4, "prospect")
    credit = Contribution.objects.get(kind="request")
    assert (credit.person, credit.act) == (seller, Act.ORIGINATE.value)
    clock = Clock.objects.get(kind="request", object_id=request.public_id)
    assert (clock.owed_by_side, clock.waited_by, clock.stopped_at) == ("marketing", seller, None)


def test_a_deal_that_waits_has_a_name(people) -> None:
    with pytest.raises(Invalid) as refusal:
        a_request(people[Role.SELLER], need=3)
    assert refusal.value.code == "arbitrate.no_deal_to_block"
    assert not MarketingRequest.objects.exists()


def test_an_administrator_asks_for_nothing(people) -> None:
    with pytest.raises(Forbidden):
        a_request(people[Role.ADMIN])


def test_what_is_no_longer_offered_is_not_asked(people) -> None:
    kind = a_type()
    work.retire_deliverable(actor=people[Role.MARKETER], deliverable=kind, is_retired=True, now=NOW)
    kind.refresh_from_db()
    with pytest.raises(Invalid) as refusal:
        a_request(people[Role.SELLER], deliverable=kind)
    assert refusal.value.code == "arbitrate.retired_type"


def test_joining_adds_a_voice_once_and_tells_whoever_asked_first(people) -> None:
    request, other = a_request(people[Role.SELLER]), a_person()
    join(other, request, account=an_account(other, kind="client"))
    join(other, request, Need.IMPORTANT)
    backer = RequestBacker.objects.get(person=other)
    assert (request.backers.count(), backer.need, backer.account) == (2, 2, None)
    assert codes_told(people[Role.SELLER]) == {"request_joined"}
    assert Contribution.objects.filter(person=other, act=Act.SECOND.value).count() == 1


def test_taking_back_leaves_the_request_to_those_who_joined(people) -> None:
    seller, other = people[Role.SELLER], a_person()
    request = a_request(seller)
    join(other, request)
    act.withdraw_request(actor=seller, request=request, reason="", now=NOW)
    request.refresh_from_db()
    assert (request.status, request.asked_by) == ("waiting", seller)
    assert MarketingRequest.objects.visible_to(seller).get() == request
    act.withdraw_request(actor=other, request=request, reason="The deal is lost.", now=NOW)
    request.refresh_from_db()
    assert (request.status, request.ending) == ("withdrawn", "The deal is lost.")
    assert Clock.objects.get(kind="request").stopped_at == NOW


def test_a_withdrawal_is_taken_back_by_whoever_withdrew(people) -> None:
    seller = people[Role.SELLER]
    request = a_request(seller)
    act.withdraw_request(actor=seller, request=request, reason="", now=NOW)
    with pytest.raises(Forbidden):
        act.ask_again(actor=a_person(), request=request, now=NOW)
    act.ask_again(actor=seller, request=request, now=NOW)
    act.ask_again(actor=seller, request=request, now=NOW)
    request.refresh_from_db()
    assert (request.status, request.withdrawn_at) == ("waiting", None)
    assert Clock.objects.filter(kind="request", stopped_at=None).count() == 1


def test_nobody_takes_back_what_others_ask_nor_what_is_accepted(people) -> None:
    request = a_request(people[Role.SELLER])
    with pytest.raises(Forbidden):
        act.withdraw_request(actor=people[Role.SALES_MANAGER], request=request, reason="", now=NOW)
    with pytest.raises(Conflict):
        act.withdraw_request(actor=people[Role.SELLER], request=accepted(request), reason="", now=NOW)
    with pytest.raises(Conflict):
        join(a_person(), request)


def test_a_seller_reads_own_requests_a_manager_those_of_the_teams_and_marketing_all(people) -> None:
    elsewhere = a_request(a_person())
    own = a_request(people[Role.SELLER])
    seen = {role: set(MarketingRequest.objects.visible_to(person)) for role, person in people.items()}
    assert seen == {
        Role.SELLER: {own},
        Role.SALES_MANAGER: {own},
        Role.MARKETER: {own, elsewhere},
        Role.MARKETING_DIRECTOR: {own, elsewhere},
        Role.ADMIN: set(),
    }


def test_a_request_shows_accounts_and_deals_to_those_who_may_read_them(people) -> None:
    seller, other = people[Role.SELLER], a_person()
    request = a_request(seller)
    deal = a_deal(other, an_account(other, kind="client"))
    join(other, request, account=deal.account, opportunity=deal)
    theirs = query.request_view(seller, request, today=TODAY).backers[1]
    assert (theirs.account_name, theirs.deal_name, theirs.kind) == ("", "", "client")
    assert theirs.who == "A seller"
    for_marketing = query.request_view(people[Role.MARKETER], request, today=TODAY).backers[1]
    assert (for_marketing.account_name, for_marketing.deal_name) == (deal.account.name, "")


def test_what_is_typed_finds_what_waits_and_nothing_that_is_over(people) -> None:
    waiting = a_request(a_person(), "Étude de cas agroalimentaire")
    accepted(a_request(a_person(), "Étude de cas agroalimentaire bis"))
    found = query.similar_requests(people[Role.SELLER], "etude de cas agro", today=TODAY)
    assert [line.public_id for line in found] == [waiting.public_id]


def test_the_course_of_a_request_is_told_and_learnt_from(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    kind = a_type()
    for days, half_days in ((10, 6), (20, 9), (40, 6)):
        request = a_request(seller, deliverable=kind)
        with pytest.raises(Conflict):
            work.start_request(actor=marketer, request=request, now=NOW)
        request = accepted(request)
        work.start_request(actor=marketer, request=request, now=NOW)
        later = NOW + timedelta(days=days)
        work.deliver_request(
            actor=marketer, request=request, where="Shared folder", actual_half_days=half_days, now=later
        )
    assert {"request_delivered"} == codes_told(seller)
    view = query.deliverable_view(seller, kind)
    assert (view.size.half_days, view.size.n) == (6, 3)
    assert view.turnaround is not None
    assert (view.turnaround.usual_days, view.turnaround.safe_days) == (20, 40)
    assert a_request(seller, deliverable=kind).half_days == 6
    promise = query.promise_for(seller, kind, TODAY + timedelta(days=30), today=TODAY)
    assert promise.is_late
    assert Contribution.objects.filter(person=marketer, kind="request", act=Act.CO_WRITE.value).count() == 3


def test_delivering_says_where_and_how_much(people) -> None:
    marketer, request = people[Role.MARKETER], accepted(a_request(people[Role.SELLER]))
    for where, half_days, code in ((" ", 3, "arbitrate.no_place"), ("Drive", 0, "arbitrate.half_days")):
        with pytest.raises(Invalid) as refusal:
            work.deliver_request(actor=marketer, request=request, where=where, actual_half_days=half_days, now=NOW)
        assert refusal.value.code == code
    with pytest.raises(Forbidden):
        work.deliver_request(actor=people[Role.SELLER], request=request, where="x", actual_half_days=1, now=NOW)


def test_work_changes_hands_and_goes_back(people) -> None:
    request = accepted(a_request(people[Role.SELLER]))
    work.start_request(actor=people[Role.MARKETER], request=request, now=NOW)
    work.start_request(actor=people[Role.MARKETING_DIRECTOR], request=request, now=NOW)
    request.refresh_from_db()
    assert (request.status, request.maker) == (RequestStatus.IN_HAND, people[Role.MARKETING_DIRECTOR])
    work.put_back_request(actor=people[Role.MARKETER], request=request, now=NOW)
    request.refresh_from_db()
    assert (request.status, request.maker) == (RequestStatus.ACCEPTED, None)
    assert codes_told(people[Role.SELLER]) == set()


def test_marketing_sizes_what_is_not_over(people) -> None:
    request = a_request(people[Role.SELLER])
    work.size_request(actor=people[Role.MARKETER], request=request, half_days=9, now=NOW)
    request.refresh_from_db()
    assert request.half_days == 9
    with pytest.raises(Forbidden):
        work.size_request(actor=people[Role.SELLER], request=request, half_days=1, now=NOW)
    act.withdraw_request(actor=people[Role.SELLER], request=request, reason="", now=NOW)
    with pytest.raises(Conflict):
        work.size_request(actor=people[Role.MARKETER], request=request, half_days=1, now=NOW)


def test_a_type_of_work_changed_meanwhile_is_not_overwritten(people) -> None:
    text = work.DeliverableText(name_fr="Étude", name_en="Study", half_days=7, lead_weeks=2, skills=(Skill.WRITING,))
    marketer = people[Role.MARKETER]
    made = work.write_deliverable(actor=marketer, deliverable=None, text=text, version=0, now=NOW)
    work.write_deliverable(actor=marketer, deliverable=made, text=text, version=1, now=NOW)
    with pytest.raises(Conflict):
        work.write_deliverable(actor=marketer, deliverable=made, text=text, version=1, now=NOW)
    with pytest.raises(Forbidden):
        work.write_deliverable(actor=people[Role.SELLER], deliverable=made, text=text, version=2, now=NOW)


def test_the_database_keeps_what_a_delivery_took(people) -> None:
    request = a_request(people[Role.SELLER])
    with pytest.raises(IntegrityError), transaction.atomic():
        MarketingRequest.objects.filter(pk=request.pk).update(status="delivered")
