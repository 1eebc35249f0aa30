"""A week's decision: taken once, kept whole, told to everybody who asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from liant.actions import arbitrate_decide as act
from liant.loop.arbitrate.policy import College, Policy
from liant.loop.arbitrate.shares import choose
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.arbitrate_cycle import load_cycle, policy_now
from liant.queries.arbitrate_trace import read_trace
from liant.store.models import (
    Adjustment,
    ArbitrationWindow,
    Award,
    Clock,
    HourAccount,
    MarketingRequest,
    Notice,
    Person,
)
from tests.builders import NOW, TODAY, a_person, a_request, a_type, an_account, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[Role, Person]:
    return one_of_each()


def allow(director: Person, half_days: int, **changes) -> None:
    """Let marketing give so many half-days a week, without a buffer."""
    policy, version = policy_now()
    values = {"percent_by_college": policy.percent_by_college, "buffer_percent": 0, "reserve_weeks": 0, **changes}
    act.set_policy(actor=director, policy=Policy(week_half_days=half_days, **values), version=version, now=NOW)


def publish(director: Person, *, weeks: int = 0) -> ArbitrationWindow:
    now = NOW + timedelta(weeks=weeks)
    fingerprint = load_cycle(now).fingerprint
    return act.publish_window(actor=director, fingerprint=fingerprint, today=TODAY + timedelta(weeks=weeks), now=now)


def status(request: MarketingRequest) -> str:
    request.refresh_from_db()
    return request.status


def test_everybody_who_asked_gets_an_answer_and_its_clock_stops(people) -> None:
    director, seller = people[Role.MARKETING_DIRECTOR], people[Role.SELLER]
    small, big = a_type(half_days=4), a_type(half_days=30)
    yes, no = a_request(seller, "Small", deliverable=small), a_request(seller, "Big", deliverable=big)
    allow(director, 6)
    window = publish(director)
    assert (status(yes), status(no)) == ("accepted", "waiting")
    assert window.spent == 4
    told = dict(Notice.objects.filter(person=seller).values_list("object_id", "code"))
    assert told == {yes.public_id: "request_chosen", no.public_id: "request_not_chosen"}
    assert not Clock.objects.filter(kind="request", stopped_at=None).exists()
    assert {award.request_id: award.is_chosen for award in Award.objects.all()} == {yes.pk: True, no.pk: False}


def test_a_decision_is_taken_once_a_week_and_can_be_taken_again_from_its_trace(people) -> None:
    director, seller = people[Role.MARKETING_DIRECTOR], people[Role.SELLER]
    for cost in (2, 3, 5, 8):
        a_request(
            seller, f"Takes {cost}", deliverable=a_type(half_days=cost), account=an_account(seller, kind="client")
        )
    allow(director, 12)
    window = publish(director)
    election, rule = read_trace(window.trace)
    assert choose(election, rule).chosen == tuple(award["request"] for award in window.trace["awards"])
    with pytest.raises(Conflict) as refusal:
        publish(director)
    assert refusal.value.code == "arbitrate.week_decided"
    a_request(seller, "Next week")
    assert publish(director, weeks=1).week_on == window.week_on + timedelta(weeks=1)


def test_the_database_refuses_to_change_a_published_decision(people) -> None:
    a_request(people[Role.SELLER])
    window = publish(people[Role.MARKETING_DIRECTOR])
    for change in (
        lambda: ArbitrationWindow.objects.filter(pk=window.pk).update(spent=0),
        lambda: Award.objects.update(is_chosen=False),
        lambda: HourAccount.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_capacity_is_never_passed_and_hours_are_paid_by_whoever_asks(people) -> None:
    director = people[Role.MARKETING_DIRECTOR]
    for i in range(12):
        seller = a_person(Role.SELLER, people[Role.SELLER].team if i % 3 else None)
        kind = ("client", "prospect", "partner")[i % 3]
        a_request(seller, f"Request {i}", deliverable=a_type(half_days=2 + i), account=an_account(seller, kind=kind))
    for weeks in range(4):
        allow(director, 20)
        if not MarketingRequest.objects.filter(status="waiting").exists():
            break
        window = publish(director, weeks=weeks)
        assert window.spent <= window.capacity
        assert window.checks["is_within_capacity"]
        assert window.checks["is_paid_by_backers"]
        assert window.checks["n_claims"] == 0


def test_what_is_left_out_owns_more_the_next_week(people) -> None:
    director, seller = people[Role.MARKETING_DIRECTOR], people[Role.SELLER]
    a_request(seller, "Too dear", deliverable=a_type(half_days=90))
    allow(director, 10)
    publish(director)
    publish(director, weeks=1)
    voice = f"team:{seller.team.public_id}"
    first, second = HourAccount.objects.filter(voice=voice).order_by("window").values_list("balance", flat=True)
    assert second > first >= 0


def test_a_director_forces_and_forbids_with_a_signed_reason(people) -> None:
    director, seller = people[Role.MARKETING_DIRECTOR], people[Role.SELLER]
    dear = a_request(seller, "Dear", deliverable=a_type(half_days=9))
    cheap = a_request(seller, "Cheap", deliverable=a_type(half_days=2))
    a_request(people[Role.MARKETER], "For the company", deliverable=a_type(half_days=1), is_for_company=True)
    allow(director, 10)
    act.adjust_request(actor=director, request=dear, is_forced=True, reason="The fair is in May.", now=NOW)
    act.adjust_request(actor=director, request=cheap, is_forced=False, reason="It exists already.", now=NOW)
    window = publish(director)
    assert (status(dear), status(cheap)) == ("accepted", "waiting")
    reasons = dict(Award.objects.values_list("request", "reason"))
    assert (reasons[dear.pk], reasons[cheap.pk]) == ("forced", "forbidden")
    assert Adjustment.objects.filter(window=window).count() == 2
    assert window.checks["n_claims"] == 0
    paid = window.trace["awards"][0]["payments"]
    assert set(paid) <= {"company"}


def test_an_adjustment_has_a_reason_and_is_taken_back_before_the_decision(people) -> None:
    director, request = people[Role.MARKETING_DIRECTOR], a_request(people[Role.SELLER])
    with pytest.raises(Invalid):
        act.adjust_request(actor=director, request=request, is_forced=True, reason=" ", now=NOW)
    act.adjust_request(actor=director, request=request, is_forced=True, reason="First.", now=NOW)
    act.adjust_request(actor=director, request=request, is_forced=False, reason="Second.", now=NOW)
    assert Adjustment.objects.get().reason == "Second."
    act.drop_adjustment(actor=director, request=request, now=NOW)
    act.drop_adjustment(actor=director, request=request, now=NOW)
    assert not Adjustment.objects.exists()


def test_only_a_director_decides(people) -> None:
    request = a_request(people[Role.SELLER])
    policy, version = policy_now()
    for role in (Role.SELLER, Role.SALES_MANAGER, Role.MARKETER):
        actor = people[role]
        for act_on in (
            lambda actor=actor: act.adjust_request(actor=actor, request=request, is_forced=True, reason="x", now=NOW),
            lambda actor=actor: act.drop_adjustment(actor=actor, request=request, now=NOW),
            lambda actor=actor: act.set_policy(actor=actor, policy=policy, version=version, now=NOW),
            lambda actor=actor: publish(actor),
        ):
            with pytest.raises(Forbidden):
                act_on()


def test_what_changed_since_it_was_shown_is_shown_again(people) -> None:
    director = people[Role.MARKETING_DIRECTOR]
    a_request(people[Role.SELLER])
    shown = load_cycle(NOW).fingerprint
    a_request(people[Role.SELLER], "Asked meanwhile")
    with pytest.raises(Conflict) as refusal:
        act.publish_window(actor=director, fingerprint=shown, today=TODAY, now=NOW)
    assert refusal.value.code == "arbitrate.cycle_changed"
    assert not ArbitrationWindow.objects.exists()


def test_nothing_is_decided_on_nothing(people) -> None:
    with pytest.raises(Invalid):
        publish(people[Role.MARKETING_DIRECTOR])


def test_the_parts_of_the_interests_make_a_whole(people) -> None:
    director = people[Role.MARKETING_DIRECTOR]
    with pytest.raises(Invalid):
        allow(director, 10, percent_by_college=dict.fromkeys(College, 30))
    with pytest.raises(Invalid):
        allow(director, 10, buffer_percent=90)
    policy, version = policy_now()
    act.set_policy(actor=director, policy=policy, version=version, now=NOW)
    with pytest.raises(Conflict):
        act.set_policy(actor=director, policy=policy, version=version, now=NOW)
