"""Said to be wrong in one tap: a clock for the owner, an answer for the seller, and nothing lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liant.actions import argue
from liant.actions.argue_life import answer_contest
from liant.actions.argue_uses import comment_use, take_back_use
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.argue import argument_view
from liant.queries.argue_in_deal import arguments_for_deal
from liant.queries.argue_life import contest_view
from liant.queries.brief import brief_for
from liant.store.models import Argument, ArgumentUse, Clock, Contest, ContestOutcome, Person, Verdict
from tests.builders import NOW, TODAY, a_card, a_deal, a_note, a_person, a_theme, an_argument

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)


@pytest.fixture
def owner() -> Person:
    return a_person(Role.MARKETER)


@pytest.fixture
def seller() -> Person:
    return a_person()


@pytest.fixture
def argument(owner: Person) -> Argument:
    return an_argument(owner)


def say_wrong(person: Person, argument: Argument, *, at: datetime = NOW) -> ArgumentUse:
    deal = a_deal(person)
    return argue.use_argument(actor=person, argument=argument, opportunity=deal, verdict=Verdict.WRONG, now=at)


def answer(actor: Person, outcome: ContestOutcome, text: str = "", *, at: datetime = NOW) -> None:
    answer_contest(actor=actor, contest=Contest.objects.get(), outcome=outcome, answer=text, now=at)


def kinds(person: Person, at: datetime = NOW) -> list[str]:
    return [line.kind for line in brief_for(person, today=at.date(), now=at)]


def test_one_tap_starts_a_clock_of_two_working_days(owner, seller, argument) -> None:
    say_wrong(seller, argument)
    contest = Contest.objects.get()
    clock = contest_view(owner, contest, NOW).clock
    assert (clock.state, clock.due_at, clock.is_mine) == ("running", MONDAY_NOON, True)
    assert kinds(owner) == ["contested"]
    assert argument_view(seller, argument, today=TODAY).life.contest_id == contest.public_id


def test_a_second_voice_joins_and_gives_no_more_time(owner, seller, argument) -> None:
    say_wrong(seller, argument)
    say_wrong(a_person(), argument, at=NOW + timedelta(hours=5))
    contest = Contest.objects.get()
    assert Clock.objects.get().due_at == MONDAY_NOON
    assert len(contest_view(owner, contest, NOW + timedelta(hours=6)).objections) == 2
    (line,) = brief_for(owner, today=TODAY, now=NOW)
    assert line.params["n"] == 2


def test_confirming_takes_a_reason_and_tells_each_of_them(owner, seller, argument) -> None:
    other = a_person()
    say_wrong(seller, argument)
    say_wrong(other, argument)
    with pytest.raises(Invalid) as refusal:
        answer(owner, ContestOutcome.CONFIRMED, "  ")
    assert refusal.value.code == "argue.no_reason"
    answer(owner, ContestOutcome.CONFIRMED, "Measured on nine sites.", at=NOW + timedelta(hours=1))
    for person in (seller, other):
        assert kinds(person, NOW + timedelta(hours=2)) == ["contest_confirmed"]
    view = contest_view(seller, Contest.objects.get(), NOW + timedelta(hours=2))
    assert (view.answer, view.clock.state, view.is_mine) == ("Measured on nine sites.", "kept", False)
    assert kinds(owner, NOW + timedelta(hours=2)) == []
    with pytest.raises(Conflict):
        answer(owner, ContestOutcome.CONFIRMED, "Again.")


def test_corrected_needs_a_next_version(owner, seller, argument) -> None:
    say_wrong(seller, argument)
    with pytest.raises(Invalid) as refusal:
        answer(owner, ContestOutcome.CORRECTED)
    assert refusal.value.code == "argue.not_corrected"
    argue.edit_argument(actor=owner, argument=argument, card=a_card(title="Five weeks"), version=2, now=NOW)
    argue.publish_argument(actor=owner, argument=argument, now=NOW)
    answer(owner, ContestOutcome.CORRECTED)
    assert kinds(seller) == ["contest_corrected"]


def test_the_owner_may_withdraw_what_is_wrong_and_the_seller_still_reads_why(owner, seller, argument) -> None:
    say_wrong(seller, argument)
    answer(owner, ContestOutcome.WITHDRAWN, "The supplier changed its price.")
    assert not argument.versions.filter(status="published").exists()
    assert kinds(seller) == ["contest_withdrawn"]
    assert Contest.objects.visible_to(seller).exists()
    assert not Contest.objects.visible_to(a_person()).exists()


def test_only_the_owner_or_a_director_answers(owner, seller, argument) -> None:
    say_wrong(seller, argument)
    for person in (a_person(Role.MARKETER), seller):
        with pytest.raises(Forbidden):
            answer(person, ContestOutcome.CONFIRMED, "Yes.")
    answer(a_person(Role.MARKETING_DIRECTOR), ContestOutcome.CONFIRMED, "Yes.")
    assert Contest.objects.get().outcome == "confirmed"


def test_a_late_answer_shows_on_both_sides(owner, seller, argument) -> None:
    say_wrong(seller, argument)
    late = MONDAY_NOON + timedelta(days=1)
    assert kinds(owner, late) == ["contested"]
    assert kinds(seller, late) == ["late_answer"]
    for reader in (owner, seller):
        clock = contest_view(reader, Contest.objects.get(), late).clock
        assert (clock.state, clock.days) == ("late", -1)
    answer(owner, ContestOutcome.CONFIRMED, "It holds.", at=late)
    assert contest_view(seller, Contest.objects.get(), late).clock.state == "broken"


def test_whoever_owns_an_argument_and_has_left_is_stood_for_by_the_director(owner, seller, argument) -> None:
    director = a_person(Role.MARKETING_DIRECTOR)
    Person.objects.filter(pk=owner.pk).update(is_active=False)
    say_wrong(seller, Argument.objects.get())
    assert kinds(director) == ["contested"]


def test_a_tap_by_mistake_is_taken_back_whole(owner, seller, argument) -> None:
    use = say_wrong(seller, argument)
    take_back_use(actor=seller, use=use, now=NOW + timedelta(minutes=1))
    assert not ArgumentUse.objects.exists()
    assert Contest.objects.get().outcome == "taken_back"
    assert not Clock.objects.open().exists()
    assert kinds(owner) == []
    say_wrong(seller, argument, at=NOW + timedelta(minutes=2))
    assert Contest.objects.filter(answered_at=None).count() == 1


def test_taking_back_leaves_the_contest_of_others(seller, argument) -> None:
    use = say_wrong(seller, argument)
    say_wrong(a_person(), argument)
    take_back_use(actor=seller, use=use, now=NOW)
    assert Contest.objects.get().outcome == ""


def test_a_word_may_follow_the_tap_on_the_same_day_only(owner, seller, argument) -> None:
    use = say_wrong(seller, argument)
    comment_use(actor=seller, use=use, comment=" The price changed. ", now=NOW)
    assert [o.text for o in contest_view(owner, Contest.objects.get(), NOW).objections] == ["The price changed."]
    with pytest.raises(Invalid):
        comment_use(actor=seller, use=use, comment="x" * 1_001, now=NOW)
    for act in (
        lambda person, at: take_back_use(actor=person, use=use, now=at),
        lambda person, at: comment_use(actor=person, use=use, comment="x", now=at),
    ):
        with pytest.raises(Conflict):
            act(seller, NOW + timedelta(days=1))
        with pytest.raises(Forbidden):
            act(a_person(), NOW)


def test_the_deal_shows_what_one_said_and_whether_it_may_be_taken_back(owner, seller) -> None:
    deal = a_deal(seller)
    argument = an_argument(owner, theme=a_theme([a_note(seller, opportunity=deal)]))
    argue.use_argument(actor=seller, argument=argument, opportunity=deal, verdict=Verdict.USED, now=NOW)
    (today,) = arguments_for_deal(seller, deal, today=TODAY)
    (tomorrow,) = arguments_for_deal(seller, deal, today=TODAY + timedelta(days=1))
    assert (today.my_use.verdict, today.my_use.is_fresh, tomorrow.my_use.is_fresh) == ("used", True, False)


def test_those_who_said_it_are_masked_to_other_teams(owner, seller, argument) -> None:
    say_wrong(seller, argument)
    names = {
        reader: contest_view(reader, Contest.objects.get(), NOW).objections[0].who
        for reader in (seller, owner, a_person())
    }
    assert list(names.values()) == ["You", "A seller", "A seller"]
