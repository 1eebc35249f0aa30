"""Credit of objects, as stored facts: who did what, how they are named."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from liant.actions import argue, listen
from liant.actions.argue_uses import take_back_use
from liant.actions.credit import contribute, give_back, take_over
from liant.loop.refine.credit import Act
from liant.loop.values.roles import Role
from liant.loop.values.stages import NoteKind
from liant.queries.credit import credit_of, credits_of, initials
from liant.store.models import Contribution, CreditLink, Verdict
from tests.builders import NOW, TODAY, a_deal, a_note, a_person, an_argument

pytestmark = pytest.mark.django_db


def shares(reader, kind, public_id) -> dict[str, Fraction]:
    return {part.who: part.share for part in credit_of(reader, kind, public_id).parts}


def test_said_twice_is_counted_once_and_said_late_is_counted_too() -> None:
    first, writer = a_person(name="Camille Roy"), a_person(Role.MARKETER, name="Alex Morin")
    for _ in range(2):
        contribute(first, Act.ORIGINATE, "plan", "p", NOW, note="n1")
        contribute(writer, Act.REFINE, "plan", "p", NOW)
    assert Contribution.objects.count() == 2
    assert shares(writer, "plan", "p") == {"A seller": Fraction(2, 3), "You": Fraction(1, 3)}
    # A colleague says to have heard it too, long after: the note brings that echo wherever it serves.
    contribute(a_person(Role.SALES_MANAGER), Act.SECOND, "note", "n1", NOW + timedelta(days=90))
    assert shares(writer, "plan", "p") == {
        "A seller": Fraction(4, 7),
        "You": Fraction(2, 7),
        "A sales manager": Fraction(1, 7),
    }


def test_merged_then_taken_apart_each_has_what_it_had() -> None:
    one, two = a_person(Role.MARKETER, name="One"), a_person(Role.MARKETER, name="Two")
    contribute(one, Act.ORIGINATE, "plan", "a", NOW)
    contribute(two, Act.ORIGINATE, "plan", "b", NOW)
    reader = a_person(Role.MARKETER)
    take_over("plan", "a", "plan", "b", NOW)
    assert shares(reader, "plan", "a") == {"One": Fraction(1, 2), "Two": Fraction(1, 2)}
    assert shares(reader, "plan", "b") == {"Two": Fraction(1)}
    give_back("plan", "a", "plan", "b", NOW + timedelta(hours=1))
    assert shares(reader, "plan", "a") == {"One": Fraction(1)}


def test_credit_follows_from_idea_to_plan_to_argument() -> None:
    speaker, writer = a_person(Role.MARKETER, name="Speaker"), a_person(Role.MARKETER, name="Writer")
    contribute(speaker, Act.ORIGINATE, "plan", "p", NOW, note="n")
    take_over("argument", "a", "plan", "p", NOW)
    take_over("argument", "b", "argument", "a", NOW)
    contribute(writer, Act.CO_WRITE, "argument", "b", NOW)
    assert shares(a_person(Role.MARKETER), "argument", "b") == {"Speaker": Fraction(2, 3), "Writer": Fraction(1, 3)}


def test_whoever_left_stays_credited() -> None:
    gone = a_person(Role.MARKETER, name="Gone")
    contribute(gone, Act.ORIGINATE, "plan", "p", NOW)
    gone.is_active = False
    gone.save()
    assert shares(a_person(Role.MARKETER), "plan", "p") == {"Gone": Fraction(1)}


def test_credit_is_written_with_its_act_or_not_at_all(transactional_db) -> None:
    person = a_person()
    with pytest.raises(RuntimeError):
        contribute(person, Act.ORIGINATE, "plan", "p", NOW)
    with pytest.raises(RuntimeError):
        take_over("plan", "a", "plan", "b", NOW)


@pytest.mark.parametrize("table", [Contribution, CreditLink])
def test_the_database_refuses_to_change_what_was_contributed(table) -> None:
    contribute(a_person(), Act.ORIGINATE, "plan", "a", NOW)
    take_over("plan", "a", "plan", "b", NOW)
    for change in (lambda rows: rows.update(kind="x"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(table.objects.all())
    assert table.objects.get().kind == "plan"


def test_a_list_costs_as_many_queries_as_one(django_assert_num_queries) -> None:
    people = [a_person() for _ in range(4)]
    ids = [f"p{i}" for i in range(12)]
    for i, public_id in enumerate(ids):
        for person in people[: i % 4 + 1]:
            contribute(person, Act.EVIDENCE, "plan", public_id, NOW, note=f"n{i}")
    for n in (1, 12):
        with django_assert_num_queries(1):
            found = credits_of(people[0], "plan", ids[:n])
        assert all(sum(part.share for part in credit.parts) == 1 for credit in found.values())
    assert connection.in_atomic_block


def test_names_are_cut_to_initials_as_people_write_them() -> None:
    assert initials("Jean-Marc Le Roy") == "J.-M. L. R."


def test_what_was_there_before_credit_was_kept_is_credited_as_it_would_be_today() -> None:
    from django.apps import apps

    seller, other, marketer = a_person(), a_person(), a_person(Role.MARKETER)
    notes = [a_note(seller), a_note(other)]
    echo = listen.capture_note(
        actor=seller,
        text="Heard it too.",
        kind=NoteKind.OBJECTION,
        account=None,
        opportunity=None,
        heard_on=TODAY,
        seconds=notes[1],
        now=NOW,
    ).note
    assert echo is not None
    argument = an_argument(marketer, notes)
    argue.use_argument(actor=other, argument=argument, opportunity=a_deal(other), verdict=Verdict.DID_NOT_WORK, now=NOW)
    an_argument(marketer, [a_note(seller)], published=False)
    migration = import_module("liant.store.migrations.0015_credit_of_what_was_there")

    def known(rows) -> set[tuple[object, ...]]:
        # A use rested on its deal then, and rests on itself now.
        return {
            (row.person_id, row.act, row.kind, row.object_id, "" if row.act == Act.PROVE else row.basis_id)
            for row in rows
        }

    n = Contribution.objects.count()
    assert known(migration.contributions(apps)) == known(Contribution.objects.all())
    for _ in range(2):
        migration.forwards(apps, None)
    assert Contribution.objects.count() == n + 1


def test_what_was_tapped_by_mistake_and_taken_back_counts_no_more() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER, name="Alex Morin")
    argument, deal = an_argument(marketer), a_deal(seller)

    def tap():
        return argue.use_argument(actor=seller, argument=argument, opportunity=deal, verdict=Verdict.USED, now=NOW)

    take_back_use(actor=seller, use=tap(), now=NOW)
    assert shares(seller, "argument", argument.public_id) == {"Alex Morin": Fraction(1)}
    tap()
    assert shares(seller, "argument", argument.public_id) == {"Alex Morin": Fraction(2, 3), "You": Fraction(1, 3)}
