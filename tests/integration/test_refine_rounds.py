"""Rounds of ideas: in silence, grouped, voted within a budget, and handed to whoever works on them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from liant.actions import refine_rounds as act
from liant.loop.refine.rounds import Phase
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import refine_rounds as query
from liant.queries.credit import credit_of
from liant.store.models import Brainstorm, BrainstormGuest, Note, Notice, RefinedIdea
from tests.builders import NOW, a_person, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return one_of_each()


@pytest.fixture
def host(people):
    return people[Role.SALES_MANAGER]


@pytest.fixture
def seller(people):
    return people[Role.SELLER]


@pytest.fixture
def colleague(seller):
    return a_person(team=seller.team)


@pytest.fixture
def held(host, seller, colleague):
    return act.open_round(actor=host, question="What saves a week?", guests=[seller, colleague], dots_each=2, now=NOW)


def write(person, held, text: str):
    return act.write_item(actor=person, brainstorm=held, text=text, now=NOW).item


def to_vote(host, held, *items):
    for person, text in items:
        write(person, held, text)
    act.end_silence(actor=host, brainstorm=held, now=NOW)
    act.open_vote(actor=host, brainstorm=held, now=NOW)
    return list(held.groups.order_by("id"))


def told(person) -> set[str]:
    return set(Notice.objects.filter(person=person, closed_at=None).values_list("code", flat=True))


def test_in_silence_nobody_reads_the_others_not_even_the_host(held, host, seller, colleague) -> None:
    write(seller, held, "Send the list first")
    write(colleague, held, "Ask for the export")
    for reader, own in ((seller, ["Send the list first"]), (colleague, ["Ask for the export"]), (host, [])):
        view = query.round_view(reader, held)
        assert [item.text for item in view.mine] == own
        assert (view.groups, view.n_wrote) == ((), 2)


def test_invited_people_are_asked_until_they_write(held, host, seller, colleague) -> None:
    assert told(seller) == told(colleague) == {"round_open"}
    assert told(host) == set()
    write(seller, held, "Send the list first")
    assert told(seller) == set()


@pytest.mark.parametrize(("role", "may"), [(Role.SELLER, False), (Role.ADMIN, False), (Role.MARKETER, True)])
def test_marketing_and_managers_open_rounds(role, may: bool, people, colleague) -> None:
    if may:
        assert act.open_round(actor=people[role], question="Why?", guests=[colleague], dots_each=3, now=NOW)
    else:
        with pytest.raises(Forbidden):
            act.open_round(actor=people[role], question="Why?", guests=[colleague], dots_each=3, now=NOW)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"question": " "}, "refine.no_question"),
        ({"guests": []}, "refine.no_guest"),
        ({"dots_each": 0}, "refine.dots"),
        ({"dots_each": 99}, "refine.dots"),
    ],
)
def test_a_round_needs_a_question_people_and_dots(given, code: str, host, colleague) -> None:
    with pytest.raises(Invalid) as refusal:
        act.open_round(actor=host, **{"question": "Why?", "guests": [colleague], "dots_each": 3, "now": NOW, **given})
    assert refusal.value.code == code


def test_only_people_invited_write_and_see_the_round(held, people) -> None:
    stranger = people[Role.MARKETER]
    with pytest.raises(Forbidden):
        write(stranger, held, "Me too")
    assert not Brainstorm.objects.visible_to(stranger).exists()


def test_nobody_writes_once_all_is_read(held, host, seller) -> None:
    item = write(seller, held, "Send the list first")
    act.end_silence(actor=host, brainstorm=held, now=NOW)
    with pytest.raises(Conflict) as refusal:
        write(seller, held, "And this")
    assert refusal.value.code == "refine.other_phase"
    with pytest.raises(Conflict):
        act.withdraw_item(actor=seller, item=item)


def test_one_takes_back_ones_own_idea_only(held, seller, colleague) -> None:
    item = write(seller, held, "Send the list first")
    with pytest.raises(Forbidden):
        act.withdraw_item(actor=colleague, item=item)
    act.withdraw_item(actor=seller, item=item)
    assert not held.items.exists()


def test_a_silence_without_a_word_does_not_end(held, host) -> None:
    with pytest.raises(Invalid):
        act.end_silence(actor=host, brainstorm=held, now=NOW)


def test_only_the_host_leads(held, seller) -> None:
    write(seller, held, "Send the list first")
    for refused in (
        lambda: act.end_silence(actor=seller, brainstorm=held, now=NOW),
        lambda: act.open_vote(actor=seller, brainstorm=held, now=NOW),
        lambda: act.close_round(actor=seller, brainstorm=held, chosen=[], rest_reason="x", now=NOW),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_the_host_groups_by_hand_and_empty_groups_go(held, host, seller, colleague) -> None:
    first, second = write(seller, held, "Send the list"), write(colleague, held, "Send a list before")
    act.end_silence(actor=host, brainstorm=held, now=NOW)
    for item in (first, second):
        item.refresh_from_db()
    assert held.groups.count() == 2
    act.move_item(actor=host, item=second, into=first.group)
    act.name_group(actor=host, group=first.group, name=" The  list ")
    shown = query.round_view(seller, held).groups
    assert [(group.name, len(group.items)) for group in shown] == [("The list", 2)]
    assert {item.who for group in shown for item in group.items} == {""}
    act.move_item(actor=host, item=second, into=None)
    assert held.groups.count() == 2
    with pytest.raises(Forbidden):
        act.move_item(actor=seller, item=first, into=None)


def test_dots_stay_within_the_budget(held, host, seller, colleague) -> None:
    groups = to_vote(host, held, (seller, "One"), (colleague, "Two"), (host, "Three"))
    act.give_dot(actor=seller, group=groups[0], now=NOW)
    with pytest.raises(Conflict) as twice:
        act.give_dot(actor=seller, group=groups[0], now=NOW)
    assert twice.value.code == "refine.dot_given"
    act.give_dot(actor=seller, group=groups[1], now=NOW)
    with pytest.raises(Conflict) as over:
        act.give_dot(actor=seller, group=groups[2], now=NOW)
    assert over.value.code == "refine.no_dot_left"
    act.take_dot(actor=seller, group=groups[0])
    act.take_dot(actor=seller, group=groups[0])
    act.give_dot(actor=seller, group=groups[2], now=NOW)
    assert BrainstormGuest.objects.get(person=seller).dots_left == 0


def test_the_database_refuses_a_budget_below_zero(held, seller) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BrainstormGuest.objects.filter(person=seller).update(dots_left=-1)


def test_counts_are_the_hosts_alone_until_the_end(held, host, seller, colleague) -> None:
    groups = to_vote(host, held, (seller, "One"), (colleague, "Two"))
    act.give_dot(actor=colleague, group=groups[1], now=NOW)
    assert [group.n_dots for group in query.round_view(seller, held).groups] == [None, None]
    assert [group.n_dots for group in query.round_view(host, held).groups] == [1, 0]


def test_a_late_vote_is_refused(held, host, seller, colleague) -> None:
    groups = to_vote(host, held, (seller, "One"), (colleague, "Two"))
    act.close_round(actor=host, brainstorm=held, chosen=groups, rest_reason="", now=NOW)
    with pytest.raises(Conflict) as refusal:
        act.give_dot(actor=seller, group=groups[0], now=NOW)
    assert refusal.value.code == "refine.other_phase"
    with pytest.raises(Conflict):
        act.take_dot(actor=seller, group=groups[0])


def test_what_is_chosen_becomes_an_idea_whose_credit_its_authors_share(held, host, seller, colleague) -> None:
    first, second = write(seller, held, "Send the list"), write(colleague, held, "A list before")
    write(seller, held, "Something else")
    act.end_silence(actor=host, brainstorm=held, now=NOW)
    for item in (first, second):
        item.refresh_from_db()
    act.move_item(actor=host, item=second, into=first.group)
    act.open_vote(actor=host, brainstorm=held, now=NOW)
    with pytest.raises(Invalid) as refusal:
        act.close_round(actor=host, brainstorm=held, chosen=[first.group], rest_reason=" ", now=NOW)
    assert refusal.value.code == "refine.no_rest_reason"
    (idea,) = act.close_round(actor=host, brainstorm=held, chosen=[first.group], rest_reason="Later", now=NOW)
    assert {(note.author, note.kind) for note in Note.objects.all()} == {(seller, "idea"), (colleague, "idea")}
    parts = credit_of(host, "idea", idea.public_id).parts
    assert [(part.percent, part.is_first) for part in parts] == [(50, True), (50, True)]
    assert RefinedIdea.objects.get().status == "open"
    assert told(seller) == told(colleague) == {"round_closed"}
    view = query.round_view(seller, held)
    assert view.line.phase == Phase.CLOSED
    assert view.groups[0].idea_id == idea.public_id
    assert {item.who for item in view.groups[0].items} == {"You", colleague.name}


def test_a_caution_holds_an_idea_back_until_it_is_read(held, seller) -> None:
    text = "He is on sick leave for a depression, call his deputy"
    held_back = act.write_item(actor=seller, brainstorm=held, text=text, now=NOW)
    assert held_back.item is None
    assert held_back.cautions
    assert act.write_item(actor=seller, brainstorm=held, text=text, now=NOW, guard_seen=True).item is not None
