"""The urgent lane: nobody says yes before naming what waits longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions import arbitrate_urgent as act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.arbitrate_cycle import decide_cycle, load_cycle
from liant.queries.arbitrate_urgent import buffer_left, giving_way, origins, urgent_view
from liant.store.models import Clock, MarketingRequest, Notice, Person, UrgentCall
from tests.builders import NOW, TODAY, a_person, a_request, a_type, accepted, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[Role, Person]:
    return one_of_each()


def told(person: Person) -> set[str]:
    return set(Notice.objects.filter(person=person, closed_at=None).values_list("code", flat=True))


def call(actor: Person, request: MarketingRequest) -> UrgentCall:
    return act.call_urgent(actor=actor, request=request, reason="They sign on Friday.", now=NOW)


def test_a_call_asks_the_directors_and_promises_an_answer(people) -> None:
    request = a_request(people[Role.SELLER])
    first = call(people[Role.SELLER], request)
    assert call(people[Role.SALES_MANAGER], request) == first
    assert told(people[Role.MARKETING_DIRECTOR]) == {"urgent_called"}
    assert Clock.objects.filter(code="urgent", object_id=request.public_id).count() == 1
    assert [(origin.n_called, origin.n_granted) for origin in origins(NOW)] == [(1, 0)]
    assert origins(NOW + timedelta(weeks=14)) == ()


def test_only_those_behind_it_call_and_with_a_reason(people) -> None:
    request = a_request(people[Role.SELLER])
    with pytest.raises(Forbidden):
        call(people[Role.MARKETER], request)
    with pytest.raises(Invalid):
        act.call_urgent(actor=people[Role.SELLER], request=request, reason=" ", now=NOW)
    with pytest.raises(Conflict):
        call(people[Role.SELLER], accepted(request))


def test_the_buffer_goes_first_and_what_gives_way_makes_up_the_rest(people) -> None:
    director, seller = people[Role.MARKETING_DIRECTOR], people[Role.SELLER]
    assert buffer_left(NOW) == 3
    urgent = a_request(seller, "Urgent", deliverable=a_type(half_days=8))
    other = a_person()
    promised = accepted(a_request(other, "Promised", deliverable=a_type(half_days=5)))
    opened = call(seller, urgent)
    way = giving_way(director, urgent, today=TODAY, now=NOW)
    assert (way.cost, way.buffer, way.short) == (8, 3, 5)
    assert [line.title for line in way.candidates] == ["Promised"]
    with pytest.raises(Invalid) as refusal:
        act.grant_urgent(actor=director, call=opened, answer="Yes.", displaced=[], now=NOW)
    assert refusal.value.params == {"short": 5}
    act.grant_urgent(actor=director, call=opened, answer="They sign on Friday.", displaced=[promised], now=NOW)
    urgent.refresh_from_db()
    promised.refresh_from_db()
    assert (urgent.status, promised.status) == ("accepted", "accepted")
    assert "urgent_granted" in told(seller)
    assert told(other) == {"request_displaced"}
    assert told(director) == set()
    view = urgent_view(seller, urgent)
    assert view is not None
    assert view.displaced == ("Promised",)
    assert not Clock.objects.filter(object_id=urgent.public_id, stopped_at=None).exists()
    assert buffer_left(NOW) == 0
    with pytest.raises(Conflict):
        act.refuse_urgent(actor=director, call=opened, answer="No.", now=NOW)


def test_what_is_delivered_does_not_give_way(people) -> None:
    director, seller = people[Role.MARKETING_DIRECTOR], people[Role.SELLER]
    urgent, waiting = a_request(seller), a_request(a_person(), "Waits")
    with pytest.raises(Conflict):
        act.grant_urgent(actor=director, call=call(seller, urgent), answer="Yes.", displaced=[waiting], now=NOW)
    with pytest.raises(Forbidden):
        act.grant_urgent(actor=seller, call=UrgentCall.objects.get(), answer="Yes.", displaced=[], now=NOW)


def test_a_refusal_has_a_reason_and_the_request_waits(people) -> None:
    director, seller = people[Role.MARKETING_DIRECTOR], people[Role.SELLER]
    request = a_request(seller)
    opened = call(seller, request)
    with pytest.raises(Invalid):
        act.refuse_urgent(actor=director, call=opened, answer="", now=NOW)
    act.refuse_urgent(actor=director, call=opened, answer="The decision is on Monday.", now=NOW)
    request.refresh_from_db()
    assert request.status == "waiting"
    assert told(seller) == {"urgent_refused"}
    assert call(seller, request) != opened


def test_its_voices_pay_it_back_from_the_next_decision_on(people) -> None:
    director, seller = people[Role.MARKETING_DIRECTOR], people[Role.SELLER]
    request = a_request(seller, deliverable=a_type(half_days=3))
    a_request(a_person(), "Waits")
    voice = f"team:{seller.team.public_id}"

    def balance() -> float:
        cycle = load_cycle(NOW)
        return {a.voice: a.balance for a in decide_cycle(cycle, cycle.policy).before}[voice]

    before = balance()
    act.grant_urgent(actor=director, call=call(seller, request), answer="Yes.", displaced=[], now=NOW)
    assert balance() == pytest.approx(before - 3)
