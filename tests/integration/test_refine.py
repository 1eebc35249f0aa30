"""Ideas: refined beside their first words, asked back, closed with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from liant.actions import refine as act
from liant.loop.refine.ideas import StillYours, Wording
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import refine as query
from liant.queries.ledger import history_of
from liant.store.models import IdeaText, Note, Notice, RefinedIdea, ThreadMessage
from tests.builders import NOW, TODAY, a_note, a_person, a_theme, an_idea, one_of_each

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def people():
    return one_of_each()


@pytest.fixture
def marketer(people):
    return people[Role.MARKETER]


@pytest.fixture
def seller(people):
    return people[Role.SELLER]


def told(person) -> set[str]:
    return set(Notice.objects.filter(person=person, closed_at=None).values_list("code", flat=True))


def test_the_words_of_the_field_stay_as_they_are_beside_the_new_ones(marketer, seller) -> None:
    note = a_note(seller, "Lend a sensor when we are late", kind="idea")
    idea = an_idea(marketer, [note], text="Lend two sensors when we are late")
    assert Note.objects.get().text == "Lend a sensor when we are late"
    view = query.idea_view(marketer, idea)
    assert [original.text for original in view.originals] == [note.text]
    assert [(s.text, s.change.value) for s in view.wordings[0].beside if s.change != "kept"] == [
        ("a sensor ", "removed"),
        ("two sensors ", "added"),
    ]
    assert (view.line.status, view.number) == ("refined", 1)


def test_a_wording_in_another_language_is_not_compared_word_by_word(marketer, seller) -> None:
    note = a_note(seller, "Prêter un capteur", kind="idea", language="fr")
    view = query.idea_view(marketer, an_idea(marketer, [note]))
    assert view.wordings[0].beside == ()
    assert not view.wordings[0].is_beside_first


def test_whoever_spoke_first_is_asked_and_those_who_heard_it_too_are_told(marketer, seller) -> None:
    colleague, second = a_person(team=seller.team), a_person(team=seller.team)
    note = a_note(seller, kind="idea")
    later = a_note(colleague, kind="idea", heard_on=TODAY + timedelta(days=1))
    a_note(second, "heard it too", seconds=note)
    idea = an_idea(marketer, [later, note])
    assert told(seller) == {"still_yours"}
    assert Notice.objects.get(person=seller).is_due
    assert told(colleague) == told(second) == {"refined"}
    assert told(marketer) == set()
    assert query.idea_view(seller, idea).asks_me
    assert not query.idea_view(colleague, idea).asks_me


def test_yes_is_kept_told_and_asked_no_more(marketer, seller) -> None:
    idea = an_idea(marketer, [a_note(seller, kind="idea")])
    act.answer_idea(actor=seller, idea=idea, answer=StillYours.YES, words="", now=LATER)
    assert told(seller) == set()
    assert told(marketer) == {"confirmed"}
    assert [a.answer for a in query.idea_view(marketer, idea).answers] == ["yes"]
    assert "is still my idea" in history_of("idea", idea.public_id, reader=marketer)[0].sentence


def test_not_quite_opens_the_thread_with_what_is_missing(marketer, seller) -> None:
    idea = an_idea(marketer, [a_note(seller, kind="idea")])
    with pytest.raises(Invalid) as refusal:
        act.answer_idea(actor=seller, idea=idea, answer=StillYours.NOT_QUITE, words=" ", now=LATER)
    assert refusal.value.code == "threads.empty"
    assert told(seller) == {"still_yours"}
    act.answer_idea(actor=seller, idea=idea, answer=StillYours.NOT_QUITE, words="Only when we are late", now=LATER)
    assert ThreadMessage.objects.get(kind="idea", object_id=idea.public_id).text == "Only when we are late"
    assert "corrected" in told(marketer)
    act.rewrite_idea(
        actor=marketer,
        idea=idea,
        wordings={"en": Wording(title="Lend", text="Lend when late")},
        version=RefinedIdea.objects.get().version,
        now=LATER,
    )
    assert told(seller) >= {"still_yours"}
    act.answer_idea(actor=seller, idea=idea, answer=StillYours.YES, words="", now=LATER)
    assert "corrected" not in told(marketer)
    assert [(a.number, a.answer) for a in query.idea_view(marketer, idea).answers] == [(2, "yes"), (1, "not_quite")]


def test_nobody_else_answers_in_the_place_of_whoever_spoke_first(marketer, seller, people) -> None:
    idea = an_idea(marketer, [a_note(seller, kind="idea")])
    for person in (people[Role.SALES_MANAGER], marketer, a_person(team=seller.team)):
        with pytest.raises(Forbidden):
            act.answer_idea(actor=person, idea=idea, answer=StillYours.YES, words="", now=LATER)


def test_one_who_left_is_not_asked(marketer, seller) -> None:
    note = a_note(seller, kind="idea")
    seller.is_active = False
    seller.save()
    an_idea(marketer, [note])
    assert not Notice.objects.exists()


def test_rewriting_keeps_every_wording_and_refuses_a_stale_version(marketer, seller) -> None:
    idea = an_idea(marketer, [a_note(seller, kind="idea")])
    version = RefinedIdea.objects.get().version
    words = {"en": Wording(title="Lend", text="Lend."), "fr": Wording(title="Prêter", text="Prêter.")}
    act.rewrite_idea(actor=marketer, idea=idea, wordings=words, version=version, now=LATER)
    with pytest.raises(Conflict) as refusal:
        act.rewrite_idea(actor=marketer, idea=idea, wordings=words, version=version, now=LATER)
    assert refusal.value.code == "refine.changed"
    assert sorted(IdeaText.objects.values_list("number", "language")) == [(1, "en"), (2, "en"), (2, "fr")]
    view = query.idea_view(marketer, idea)
    assert [w.language for w in view.wordings] == ["en", "fr"]
    assert [w.number for w in view.earlier] == [1]


@pytest.mark.parametrize("role", [Role.SELLER, Role.SALES_MANAGER])
def test_only_marketing_refines_and_closes(role, marketer, seller, people) -> None:
    note = a_note(seller, kind="idea")
    idea = an_idea(marketer, [note])
    words = {"en": Wording(title="x", text="y")}
    actor = people[role]
    for refused in (
        lambda: act.refine_notes(actor=actor, notes=[note], theme=None, wordings=words, now=NOW),
        lambda: act.rewrite_idea(actor=actor, idea=idea, wordings=words, version=2, now=NOW),
        lambda: act.close_idea(actor=actor, idea=idea, reason="a", next_step="b", version=2, now=NOW),
        lambda: act.close_note(actor=actor, note=note, reason="a", next_step="b", now=NOW),
        lambda: act.reopen_idea(actor=actor, idea=idea, version=2, now=NOW),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_closing_needs_a_reason_and_a_next_step_which_its_authors_read(marketer, seller) -> None:
    idea = an_idea(marketer, [a_note(seller, kind="idea")])
    version = RefinedIdea.objects.get().version
    with pytest.raises(Invalid):
        act.close_idea(actor=marketer, idea=idea, reason="Too dear", next_step="", version=version, now=LATER)
    act.close_idea(
        actor=marketer, idea=idea, reason="Too dear", next_step="Asked again in May", version=version, now=LATER
    )
    notice = Notice.objects.get(person=seller, closed_at=None)
    assert (notice.code, notice.data) == ("idea_closed", {"reason": "Too dear", "next": "Asked again in May"})
    with pytest.raises(Conflict):
        act.close_idea(actor=marketer, idea=idea, reason="a", next_step="b", version=version + 1, now=LATER)
    act.reopen_idea(actor=marketer, idea=idea, version=version + 1, now=LATER)
    assert RefinedIdea.objects.get().status == "refined"
    assert told(seller) == set()


def test_the_database_refuses_an_idea_closed_without_a_reason(marketer, seller) -> None:
    an_idea(marketer, [a_note(seller, kind="idea")])
    with pytest.raises(IntegrityError), transaction.atomic():
        RefinedIdea.objects.update(status="closed")


def test_a_note_is_answered_without_being_rewritten(marketer, seller) -> None:
    note = a_note(seller, kind="idea")
    assert query.idea_counts(marketer).n_waiting == 1
    idea = act.close_note(actor=marketer, note=note, reason="Done already", next_step="See page 4", now=LATER)
    assert (idea.number, RefinedIdea.objects.get().status) == (0, "closed")
    assert query.idea_counts(marketer).n_waiting == 0
    act.reopen_idea(actor=marketer, idea=idea, version=RefinedIdea.objects.get().version, now=LATER)
    assert RefinedIdea.objects.get().status == "open"


def test_an_idea_follows_the_rights_of_the_notes_it_comes_from(marketer, seller, people) -> None:
    private = an_idea(marketer, [a_note(seller, kind="idea")])
    Note.objects.update(is_shared=False)
    stranger = a_person()
    listed = {person: [line.public_id for line in query.ideas_for(person)] for person in (seller, stranger, marketer)}
    assert listed == {seller: [private.public_id], stranger: [], marketer: [private.public_id]}
    # What its author took back is no longer read by marketing; the new words stay.
    view = query.idea_view(marketer, private)
    assert (view.originals, view.n_hidden) == ((), 1)
    assert not RefinedIdea.objects.visible_to(people[Role.ADMIN]).exists()


def test_the_notes_of_a_theme_make_one_idea(marketer, seller) -> None:
    notes = [a_note(seller, f"said {i}", kind="idea" if i == 3 else "need") for i in range(4)]
    theme = a_theme(notes)
    proposed = query.proposed_notes(marketer, theme)
    assert [note.text for note in proposed] == ["said 3", "said 0", "said 1", "said 2"]
    idea = act.refine_notes(
        actor=marketer, notes=notes, theme=theme, wordings={"en": Wording(title="x", text="y")}, now=NOW
    )
    view = query.idea_view(marketer, idea)
    assert [note.text for note in view.originals] == [note.text for note in notes]
    assert view.theme_label == "Slow start"
    with pytest.raises(Invalid):
        act.refine_notes(actor=marketer, notes=[], theme=theme, wordings={"en": Wording(title="x", text="y")}, now=NOW)
