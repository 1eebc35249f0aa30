from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from liant.actions import listen
from liant.loop.values.errors import Conflict
from liant.loop.values.roles import Role
from liant.loop.values.stages import NoteKind, Reason
from liant.store.models import LedgerEvent, Note, OutcomeReason, Quote
from tests.builders import NOW, TODAY, a_deal, a_note, a_person, a_team

pytestmark = pytest.mark.django_db


def capture(actor, text: str, **values):
    values = {"kind": NoteKind.OBJECTION, "account": None, "opportunity": None, "heard_on": TODAY, "now": NOW, **values}
    return listen.capture_note(actor=actor, text=text, **values)


def test_a_note_keeps_its_words_its_quotes_and_an_event() -> None:
    seller = a_person()
    note = capture(seller, "Il dit « trop lent à démarrer »").note
    assert note.text == "Il dit « trop lent à démarrer »"
    assert note.language == "fr"
    assert note.team == seller.team
    quote = Quote.objects.get(note=note)
    assert note.text[quote.start : quote.end] == "trop lent à démarrer"
    assert LedgerEvent.objects.get(object_id=note.public_id).verb == "note.captured"


def test_the_guard_holds_a_note_until_its_author_has_seen_why() -> None:
    seller = a_person()
    held = capture(seller, "carte 4539 1488 0343 6467")
    assert held.note is None
    assert held.cautions
    assert Note.objects.count() == 0
    assert capture(seller, "carte 4539 1488 0343 6467", guard_seen=True).note is not None


def test_seconding_tells_the_note_that_was_seconded() -> None:
    first = a_note(a_person())
    capture(a_person(team=first.team), "same here, they want it faster", seconds=first)
    assert LedgerEvent.objects.filter(object_id=first.public_id, verb="note.seconded").count() == 1


def test_losing_a_deal_keeps_both_voices_apart_and_one_primary_reason() -> None:
    deal = a_deal(a_person())
    listen.lose_opportunity(
        actor=deal.owner,
        opportunity=deal,
        reasons=[Reason.PRICE, Reason.TIMING, Reason.PRICE],
        seller_view="On est arrivés trop tard",
        buyer_words="Le budget est parti ailleurs",
        closed_on=TODAY,
        now=NOW,
    )
    deal.refresh_from_db()
    assert deal.stage == "lost"
    reasons = list(OutcomeReason.objects.filter(opportunity=deal).values_list("reason", "voice", "is_primary", "text"))
    assert sorted(reasons) == [
        ("price", "client", False, "Le budget est parti ailleurs"),
        ("price", "seller", True, "On est arrivés trop tard"),
        ("timing", "seller", False, ""),
    ]
    setback = Note.objects.get(opportunity=deal)
    assert setback.kind == "setback"


def test_losing_a_deal_needs_no_reason_and_happens_once() -> None:
    deal = a_deal(a_person())
    values = {"reasons": [], "seller_view": "", "buyer_words": "", "closed_on": TODAY, "now": NOW}
    listen.lose_opportunity(actor=deal.owner, opportunity=deal, **values)
    with pytest.raises(Conflict) as refusal:
        listen.lose_opportunity(actor=deal.owner, opportunity=deal, **values)
    assert refusal.value.code == "listen.already_closed"


def test_a_stale_edit_is_refused_and_changes_nothing() -> None:
    note = a_note(a_person())
    listen.reclassify_note(actor=note.author, note=note, kind=NoteKind.IDEA, is_shared=True, version=1, now=NOW)
    with pytest.raises(Conflict):
        listen.reclassify_note(actor=note.author, note=note, kind=NoteKind.NEED, is_shared=True, version=1, now=NOW)
    note.refresh_from_db()
    assert note.kind == "idea"


def test_notes_are_seen_according_to_the_table() -> None:
    team = a_team()
    author, colleague = a_person(team=team), a_person(team=team)
    manager, stranger = a_person(Role.SALES_MANAGER, team), a_person()
    marketer, admin = a_person(Role.MARKETER), a_person(Role.ADMIN)
    shared, private = a_note(author), a_note(author, is_shared=False)
    seen = {who: set(Note.objects.visible_to(who)) for who in (author, colleague, manager, stranger, marketer, admin)}
    assert seen == {
        author: {shared, private},
        colleague: {shared},
        manager: {shared, private},
        stranger: set(),
        marketer: {shared},
        admin: set(),
    }


@pytest.mark.parametrize(
    "statement", ["UPDATE store_ledgerevent SET verb = 'x'", "DELETE FROM store_ledgerevent"], ids=["update", "delete"]
)
def test_the_database_refuses_to_change_the_ledger(statement: str) -> None:
    capture(a_person(), "a note for the ledger")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LedgerEvent.objects.filter(verb="note.captured").exists()
