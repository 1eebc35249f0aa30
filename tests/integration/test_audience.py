"""Whom things are published to, and who says having read them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions.audience import (
    Audience,
    acknowledge,
    ask_acknowledgement,
    choose_audience,
    forget_who_acknowledged,
    remind,
)
from liant.loop.values.errors import Conflict, Forbidden
from liant.loop.values.roles import Role
from liant.queries.audience import answers_of_own_teams, asked_of, coverage_of
from liant.queries.brief import brief_for
from liant.queries.ledger import history_of
from liant.store.models import Acknowledgement, Argument, LedgerEvent, Person, Team
from tests.builders import NOW, TODAY, a_person, a_team, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_team()


@pytest.fixture
def sellers(team: Team) -> list[Person]:
    return [a_person(team=team, name=f"Seller {i}") for i in range(6)]


@pytest.fixture
def manager(team: Team) -> Person:
    return a_person(Role.SALES_MANAGER, team)


@pytest.fixture
def marketer() -> Person:
    return a_person(Role.MARKETER)


@pytest.fixture
def argument(marketer: Person, sellers, manager) -> Argument:
    return an_argument(marketer)


def ask(marketer: Person, argument: Argument, *teams: Team, number: int = 1) -> int:
    audience = Audience(teams=teams)
    choose_audience("argument", argument.public_id, audience)
    return ask_acknowledgement(
        actor=marketer,
        kind="argument",
        public_id=argument.public_id,
        number=number,
        audience=audience,
        half_days=4,
        now=NOW,
    )


def say_read(person: Person, argument: Argument) -> None:
    acknowledge(actor=person, kind="argument", public_id=argument.public_id, now=NOW)


def test_an_audience_is_asked_and_reads_it_in_today_until_it_has_answered(marketer, argument, team, sellers) -> None:
    outsider = a_person()
    assert ask(marketer, argument, team) == 7  # with their manager
    seller = sellers[0]
    (line,) = brief_for(seller, today=TODAY, now=NOW)
    assert (line.kind, line.params) == ("acknowledge", {"title": "Six weeks", "on": "2026-03-16"})
    assert line.answer_url == f"/arguments/{argument.public_id}/acknowledge"
    assert brief_for(outsider, today=TODAY, now=NOW) == ()
    say_read(seller, argument)
    say_read(seller, argument)
    assert brief_for(seller, today=TODAY, now=NOW) == ()
    assert asked_of(seller, "argument", [argument.public_id])[argument.public_id].done_at == NOW


def test_whoever_was_not_asked_cannot_answer(marketer, argument, team) -> None:
    ask(marketer, argument, team)
    for person in (a_person(), marketer):
        with pytest.raises(Conflict) as refusal:
            say_read(person, argument)
        assert refusal.value.code == "audience.not_asked"


def test_no_team_named_is_all_of_sales_and_nobody_else(marketer, argument, sellers) -> None:
    a_person(is_active=False)
    a_person(Role.ADMIN)
    assert ask(marketer, argument) == 7


def test_a_next_version_is_asked_anew_and_the_former_no_more(marketer, argument, team, sellers) -> None:
    ask(marketer, argument, team)
    say_read(sellers[0], argument)
    ask(marketer, argument, team, number=2)
    assert [line.kind for line in brief_for(sellers[0], today=TODAY, now=NOW)] == ["acknowledge"]
    assert set(Acknowledgement.objects.filter(number=1).values_list("person", flat=True)) == {sellers[0].pk}


def test_marketing_reads_how_many_and_only_the_manager_reads_who(marketer, argument, team, sellers, manager) -> None:
    ask(marketer, argument, team)
    say_read(sellers[0], argument)
    coverage = coverage_of("argument", argument.public_id, 1)
    assert (coverage.n_done, coverage.n_people, coverage.groups) == (1, 7, ())
    answers = answers_of_own_teams(manager, "argument", argument.public_id, 1, now=NOW)
    assert [(a.name, a.done_at is not None) for a in answers][-1] == ("Seller 0", True)
    assert len(answers) == 7
    for reader in (marketer, a_person(Role.MARKETING_DIRECTOR), sellers[1], a_person(Role.SALES_MANAGER)):
        assert answers_of_own_teams(reader, "argument", argument.public_id, 1, now=NOW) == ()


def test_small_teams_are_told_together(marketer, argument, team, sellers) -> None:
    small, large = a_team(), a_team()
    for _ in range(2):
        a_person(team=small)
    for _ in range(5):
        a_person(team=large)
    ask(marketer, argument)
    coverage = coverage_of("argument", argument.public_id, 1)
    assert coverage.n_people == 14
    # Telling both large teams would tell the small one by subtraction.
    assert [group.name for group in coverage.groups] == [team.name]


def test_a_manager_reminds_the_own_teams_only(marketer, argument, team, sellers, manager) -> None:
    other = a_person()
    ask(marketer, argument)
    say_read(sellers[0], argument)
    later = NOW + timedelta(days=1)
    given = {"kind": "argument", "public_id": argument.public_id, "now": later}
    assert remind(actor=manager, **given) == 6
    assert sellers[1].notices.get(closed_at=None).at == later
    assert other.notices.get(closed_at=None).at == NOW
    for person in (marketer, sellers[0]):
        with pytest.raises(Forbidden):
            remind(actor=person, **given)


def test_after_ninety_days_only_counts_are_left(marketer, argument, team, sellers, manager) -> None:
    ask(marketer, argument, team)
    for seller in sellers[:4]:
        say_read(seller, argument)
    assert forget_who_acknowledged(NOW + timedelta(days=89)) == 0
    later = NOW + timedelta(days=91)
    assert answers_of_own_teams(manager, "argument", argument.public_id, 1, now=later) == ()
    assert forget_who_acknowledged(later) == 7
    assert forget_who_acknowledged(later) == 0
    assert Acknowledgement.objects.count() == 0
    coverage = coverage_of("argument", argument.public_id, 1)
    assert (coverage.n_done, coverage.n_people, coverage.groups) == (4, 7, ())
    assert answers_of_own_teams(manager, "argument", argument.public_id, 1, now=NOW) == ()
    assert brief_for(sellers[5], today=TODAY, now=NOW) == ()


def test_the_ledger_does_not_remember_who(marketer, argument, team, sellers) -> None:
    ask(marketer, argument, team)
    say_read(sellers[0], argument)
    event = LedgerEvent.objects.get(verb="acknowledgement.given")
    assert (event.actor, event.data) == (None, {"number": 1})
    told = " ".join(line.sentence for line in history_of("argument", argument.public_id, reader=marketer))
    assert "asked 7 people" in told
    assert "Somebody" not in told
