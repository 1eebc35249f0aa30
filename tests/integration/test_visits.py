"""Joint visits: proposed, answered, moved, told, and how close teams work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liant.actions.visits import Slot, accept_visit, debrief_visit, decline_visit, move_visit
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.loop.values.stages import NoteKind
from liant.queries.brief import brief_for
from liant.queries.client import client_view
from liant.queries.visits import closeness_by_team, visits_for
from liant.queries.visits_proposed import free_together, proposals_for
from liant.queries.visits_sheet import sheet_for
from liant.store.models import Contribution, Note, Visit
from tests.builders import NOW, TODAY, a_deal, a_note, a_person, a_theme, a_visit, an_account, an_argument, one_of_each

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 3, 13)
HEARD = ((NoteKind.NEED, "They say « one figure a line »"), (NoteKind.OBJECTION, " "))


@pytest.fixture
def people():
    return one_of_each()


def told(person, on=TODAY) -> list[str]:
    return [line.kind for line in brief_for(person, today=on, now=NOW + (on - TODAY))]


def test_who_proposes_agrees_and_the_other_is_asked(people) -> None:
    visit = a_visit(people[Role.MARKETER], people[Role.SELLER], agreed=False)
    assert visit.waits_for == people[Role.SELLER]
    assert told(people[Role.SELLER]) == ["visit_asked"]
    with pytest.raises(Conflict):
        accept_visit(actor=people[Role.MARKETER], visit=visit, now=NOW)
    accept_visit(actor=people[Role.SELLER], visit=visit, now=NOW)
    assert "visit_agreed" in told(people[Role.MARKETER])
    assert "visit_asked" not in told(people[Role.SELLER])


def test_another_half_day_asks_the_other_one_again(people) -> None:
    visit = a_visit(people[Role.MARKETER], people[Role.SELLER])
    given = {"actor": people[Role.SELLER], "visit": visit, "slot": Slot(on=FRIDAY, half=0), "now": NOW}
    move_visit(version=1, **given)
    visit.refresh_from_db()
    assert (visit.on, visit.status, visit.waits_for) == (FRIDAY, "asked", people[Role.MARKETER])
    with pytest.raises(Conflict):
        move_visit(version=1, **given)


def test_a_refusal_carries_a_word_that_the_other_reads(people) -> None:
    visit = a_visit(people[Role.MARKETER], people[Role.SELLER])
    with pytest.raises(Invalid):
        decline_visit(actor=people[Role.SELLER], visit=visit, word=" ", now=NOW)
    decline_visit(actor=people[Role.SELLER], visit=visit, word="Too early.", now=NOW)
    line = brief_for(people[Role.MARKETER], today=TODAY, now=NOW)[0]
    assert (line.kind, line.params["word"]) == ("visit_declined", "Too early.")
    with pytest.raises(Conflict):
        accept_visit(actor=people[Role.SELLER], visit=visit, now=NOW)


def test_nobody_is_at_two_visits_at_once_nor_goes_on_a_day_off(people) -> None:
    a_visit(people[Role.MARKETER], people[Role.SELLER])
    with pytest.raises(Conflict):
        a_visit(people[Role.MARKETER], a_person(), agreed=False)
    for day in (date(2026, 3, 14), date(2026, 3, 11)):
        with pytest.raises(Invalid):
            a_visit(people[Role.MARKETER], a_person(), agreed=False, slot=Slot(on=day, half=0))


def test_only_the_two_answer(people) -> None:
    visit = a_visit(people[Role.MARKETER], people[Role.SELLER], agreed=False)
    for act in (
        lambda: accept_visit(actor=people[Role.SALES_MANAGER], visit=visit, now=NOW),
        lambda: decline_visit(actor=people[Role.MARKETING_DIRECTOR], visit=visit, word="No.", now=NOW),
        lambda: debrief_visit(actor=a_person(), visit=visit, lines=HEARD, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_was_heard_becomes_notes_with_credit_for_both(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    visit = a_visit(marketer, seller)
    assert debrief_visit(actor=seller, visit=visit, lines=HEARD, now=NOW) == ()
    note = Note.objects.get()
    assert (note.author, note.kind, note.account) == (seller, "need", visit.account)
    second = Contribution.objects.get(act="second")
    assert (second.person, second.object_id) == (marketer, note.public_id)
    visit.refresh_from_db()
    assert (visit.status, list(visit.notes.all())) == ("held", [note])
    assert "visit_told" in told(marketer)


def test_a_debrief_is_not_empty_not_early_and_warns_before_it_keeps(people) -> None:
    visit = a_visit(people[Role.MARKETER], people[Role.SELLER], slot=Slot(on=FRIDAY, half=0))
    given = {"actor": people[Role.SELLER], "visit": visit, "now": NOW}
    for lines in (((NoteKind.NEED, " "),), HEARD):
        with pytest.raises(Invalid):
            debrief_visit(lines=lines, **given)
    given["now"] = NOW + timedelta(days=1)
    assert debrief_visit(lines=((NoteKind.NEED, "Their buyer has cancer."),), **given)
    assert not Note.objects.exists()


def test_a_visit_that_comes_and_one_to_tell_are_lines_of_both(people) -> None:
    a_visit(people[Role.MARKETER], people[Role.SELLER], slot=Slot(on=FRIDAY, half=0))
    assert "visit_soon" in told(people[Role.SELLER], FRIDAY)
    assert "visit_to_tell" in told(people[Role.MARKETER], FRIDAY + timedelta(days=1))


def test_a_visit_is_proposed_where_a_theme_is_open_and_both_are_free(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    account = an_account(seller)
    deal = a_deal(seller, account)
    theme = a_theme([a_note(seller, account=account, opportunity=deal)])
    for reader in (seller, marketer):
        (found,) = proposals_for(reader, today=TODAY)
        assert (found.account, found.theme_id, found.seller_id) == (account.name, theme.public_id, seller.public_id)
        assert found.on > TODAY
    a_visit(marketer, seller, account=account, slot=Slot(on=FRIDAY, half=0))
    assert proposals_for(seller, today=TODAY) == ()
    assert (FRIDAY, 0) not in free_together(marketer, seller, today=TODAY)
    assert (FRIDAY, 1) in free_together(marketer, seller, today=TODAY)


def test_the_sheet_has_three_questions_and_what_to_try(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    account = an_account(seller)
    note = a_note(seller, account=account)
    theme = a_theme([note])
    for i in range(3):
        a_theme([], rank=i + 2, label_en=f"Other {i}")
    argument = an_argument(marketer, [note], theme)
    sheet = sheet_for(seller, a_visit(marketer, seller, account=account, theme=theme), today=TODAY)
    assert [question.kind for question in sheet.questions] == ["deepen", "elsewhere", "elsewhere"]
    assert [one.public_id for one in sheet.arguments] == [argument.public_id]
    assert sheet.needs[0].public_id == theme.public_id


def test_the_page_of_the_client_lists_visits_and_names_as_the_reader_may(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    visit = a_visit(marketer, seller)
    other = a_person(Role.MARKETER, marketer.team)
    mine, theirs = (client_view(reader, visit.account, today=TODAY).visits[0] for reader in (seller, other))
    assert (mine.public_id, mine.seller) == (visit.public_id, seller.name)
    assert (theirs.public_id, theirs.seller) == ("", "A seller")


def test_closeness_is_told_of_teams_by_accounts_and_never_to_sellers(people) -> None:
    seller = people[Role.SELLER]
    accounts = [an_account(seller) for _ in range(5)]
    for account in accounts:
        a_deal(seller, account)
    visit = a_visit(people[Role.MARKETER], seller, account=accounts[0])
    debrief_visit(actor=seller, visit=visit, lines=HEARD, now=NOW)
    found = {one.team: one for one in closeness_by_team(people[Role.MARKETER], today=TODAY)}[seller.team.name]
    assert (found.n_accounts, found.n_together, found.n_visits, found.is_told) == (5, 1, 1, True)
    assert seller.team.name in [one.team for one in closeness_by_team(people[Role.SALES_MANAGER], today=TODAY)]
    assert closeness_by_team(seller, today=TODAY) == ()


def test_a_visit_is_read_by_the_two_their_manager_and_the_director(people) -> None:
    a_visit(people[Role.MARKETER], people[Role.SELLER])
    readers = {role for role, person in people.items() if visits_for(person, today=TODAY)}
    assert readers == {Role.SELLER, Role.MARKETER, Role.SALES_MANAGER, Role.MARKETING_DIRECTOR}
    assert not Visit.objects.visible_to(a_person(Role.MARKETER)).exists()
