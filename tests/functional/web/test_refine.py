"""Pages of ideas: what each person reads, sends and is refused."""

from __future__ import annotations

import pytest

from liant.loop.values.roles import Role
from liant.store.models import RefinedIdea
from tests.builders import a_note, a_person, a_theme, an_idea
from tests.functional.web.forms import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(people):
    return a_note(people[Role.SELLER], "Lend a sensor when late", kind="idea")


def test_a_note_becomes_an_idea_beside_its_words(people, note, visit) -> None:
    client = visit(people[Role.MARKETER])
    page = client.get(f"/ideas/new?note={note.public_id}").content.decode()
    assert page.count("Lend a sensor when late") >= 2  # as it was said, and as a start to write from
    answer = send(
        client, "/ideas/new", note=note.public_id, title_en="Lend sensors", text_en="Lend two sensors when late"
    )
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert "<del>" in shown
    assert "<ins>" in shown
    assert "Lend sensors" in client.get("/ideas").content.decode()
    assert "Lend sensors" in client.get(f"/listen/{note.public_id}").content.decode()


def test_words_missing_are_asked_for_with_what_was_typed_kept(people, note, visit) -> None:
    client = visit(people[Role.MARKETER])
    answer = send(client, "/ideas/new", note=note.public_id, title_en="Lend sensors", text_en="")
    assert answer.status_code == 422
    assert 'value="Lend sensors"' in answer.content.decode()
    assert not RefinedIdea.objects.exists()


def test_a_note_of_nobody_or_of_another_is_not_found(people, note, visit) -> None:
    note.is_shared = False
    note.save()
    client = visit(people[Role.MARKETER])
    assert client.get(f"/ideas/new?note={note.public_id}").status_code == 404
    assert client.get("/ideas/new?note=00000000000000").status_code == 404
    assert client.get("/ideas/new").status_code == 404


def test_a_theme_offers_its_notes(people, note, visit) -> None:
    theme = a_theme([note])
    client = visit(people[Role.MARKETER])
    assert "Lend a sensor when late" in client.get(f"/ideas/new?theme={theme.public_id}").content.decode()
    fields = {"theme": theme.public_id, "title_en": "Lend", "text_en": "Lend two."}
    assert send(client, "/ideas/new", **fields).status_code == 422
    assert send(client, "/ideas/new", note=note.public_id, **fields).status_code == 302


def test_whoever_spoke_first_answers_from_today(people, note, visit) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    idea = an_idea(marketer, [note])
    client = visit(seller)
    page = f"/ideas/{idea.public_id}"
    assert page in client.get("/today").content.decode()
    assert "Is this still your idea?" in client.get(page).content.decode()
    refused = send(client, f"{page}/answer", answer="not_quite", words="")
    assert refused.status_code == 422
    assert send(client, f"{page}/answer", answer="not_quite", words="Only when late").status_code == 302
    assert page not in client.get("/today").content.decode()
    shown = visit(marketer).get(page).content.decode()
    assert "not quite" in shown
    assert "Only when late" in visit(marketer).get(f"/threads/idea/{idea.public_id}").content.decode()
    assert page in visit(marketer).get("/today").content.decode()


def test_a_colleague_reads_and_does_not_answer(people, note, visit) -> None:
    idea = an_idea(people[Role.MARKETER], [note])
    colleague, stranger = a_person(team=people[Role.SELLER].team), a_person()
    page = f"/ideas/{idea.public_id}"
    shown = visit(colleague).get(page)
    assert "Is this still your idea?" not in shown.content.decode()
    assert send(visit(colleague), f"{page}/answer", answer="yes").status_code == 404
    assert visit(stranger).get(page).status_code == 404
    assert send(visit(stranger), f"{page}/answer", answer="yes").status_code == 404


def test_a_conflict_shows_both_texts(people, note, visit) -> None:
    marketer = people[Role.MARKETER]
    idea = an_idea(marketer, [note], text="What is kept.")
    client = visit(marketer)
    answer = send(client, f"/ideas/{idea.public_id}/refine", version="1", title_en="Mine", text_en="What I typed.")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "What is kept." in shown
    assert "What I typed." in shown
    version = RefinedIdea.objects.get().version
    again = send(client, f"/ideas/{idea.public_id}/refine", version=version, title_en="Mine", text_en="What I typed.")
    assert again.status_code == 302


def test_closing_says_why_and_what_comes_next(people, note, visit) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    idea = an_idea(marketer, [note])
    client, page = visit(marketer), f"/ideas/{idea.public_id}"
    version = RefinedIdea.objects.get().version
    refused = send(client, f"{page}/close", version=version, reason="Too dear", next_step="")
    assert refused.status_code == 422
    assert "Too dear" in refused.content.decode()
    assert send(client, f"{page}/close", version=version, reason="Too dear", next_step="In May").status_code == 302
    today = visit(seller).get("/today").content.decode()
    assert "Too dear" in today
    assert "In May" in today
    assert send(client, f"{page}/reopen", version=version + 1).status_code == 302
