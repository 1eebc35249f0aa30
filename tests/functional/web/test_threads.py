"""Threads through their pages."""

from __future__ import annotations

import pytest

from liant.loop.values.roles import Role
from liant.store.models import ThreadMessage
from tests.builders import a_deal, a_note, a_person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def deal():
    return a_deal(a_person(name="Nadia Roche", language="fr"))


def test_a_message_is_sent_with_and_without_scripts(deal, visit) -> None:
    client = visit(deal.owner)
    thread = f"/threads/opportunity/{deal.public_id}"
    plain = client.post(thread, {"text": "Appelé ce matin", "_nonce": "1"})
    assert plain["Location"] == f"/deals/{deal.public_id}#thread"
    partial = client.post(thread, {"text": "Rappelé", "_nonce": "2"}, headers=HTMX)
    assert partial.status_code == 200
    assert "Rappelé" in partial.content.decode()
    assert "<html" not in partial.content.decode()
    assert f'hx-get="{thread}"' in client.get(f"/deals/{deal.public_id}").content.decode()
    assert "Appelé ce matin" in client.get(thread, headers=HTMX).content.decode()
    assert deal.name in client.get(thread).content.decode(), "a page of its own without scripts"


def test_a_refused_message_keeps_its_text(deal, visit) -> None:
    client = visit(deal.owner)
    for headers in ({}, HTMX):
        answer = client.post(
            f"/threads/opportunity/{deal.public_id}", {"text": "x" * 3_001, "_nonce": "1"}, headers=headers
        )
        assert answer.status_code == 422
        assert "x" * 3_001 in answer.content.decode()


def test_a_name_that_reaches_nobody_is_told_to_the_writer(deal, visit) -> None:
    a_person(name="Sacha Loin")
    client = visit(deal.owner)
    said = [
        client.post(
            f"/threads/opportunity/{deal.public_id}", {"text": f"@{name} ?", "_nonce": name}, headers=HTMX
        ).content.decode()
        for name in ("Sacha Loin", "Absent Partout")
    ]
    assert "«\u202f@Sacha Loin\u202f»" in said[0]
    assert said[0].count("message warning") == said[1].count("message warning") == 1


def test_people_who_may_not_open_the_object_get_the_same_404(deal, visit) -> None:
    stranger = visit(a_person())
    for kind, public_id in (("opportunity", deal.public_id), ("opportunity", "0" * 14), ("nothing", deal.public_id)):
        for path, call in (
            (f"/threads/{kind}/{public_id}", stranger.post),
            (f"/threads/{kind}/{public_id}/people", stranger.get),
        ):
            assert call(path, headers={"Idempotency-Key": kind}).status_code == 404
    assert not ThreadMessage.objects.exists()


def test_one_changes_and_withdraws_one_s_own_message_and_no_other(deal, visit) -> None:
    manager = a_person(Role.SALES_MANAGER, deal.team)
    client = visit(manager)
    client.post(f"/threads/opportunity/{deal.public_id}", {"text": "Premier jet", "_nonce": "1"})
    message = ThreadMessage.objects.get().public_id
    for act in ("edit", "withdraw"):
        answer = visit(deal.owner).post(f"/messages/{message}/{act}", {"text": "à moi", "version": "1", "_nonce": "2"})
        assert answer.status_code == 404
    changed = client.post(
        f"/messages/{message}/edit", {"text": "Mieux dit", "version": "1", "_nonce": "3"}, headers=HTMX
    )
    assert "Mieux dit" in changed.content.decode()
    assert "Premier jet" in changed.content.decode(), "the earlier words stay readable"
    assert client.post(f"/messages/{message}/withdraw", {"_nonce": "4"})["Location"].endswith("#thread")
    assert "Mieux dit" not in visit(deal.owner).get(f"/threads/opportunity/{deal.public_id}").content.decode()


def test_a_message_of_an_object_one_may_no_longer_open_is_out_of_reach(visit) -> None:
    author = a_person()
    colleague = a_person(team=author.team)
    note = a_note(author)
    visit(colleague).post(f"/threads/note/{note.public_id}", {"text": "Vu", "_nonce": "1"})
    note.is_shared = False
    note.save(update_fields=["is_shared"])
    message = ThreadMessage.objects.get().public_id
    assert visit(colleague).post(f"/messages/{message}/withdraw", {"_nonce": "2"}).status_code == 404


def test_names_are_suggested_as_one_types(deal, visit) -> None:
    manager = a_person(Role.SALES_MANAGER, deal.team)
    path = f"/threads/opportunity/{deal.public_id}/people"
    page = visit(manager).get(path, {"before": "à voir avec @nad"}, headers=HTMX).content.decode()
    assert 'data-mention="Nadia Roche"' in page
    assert "data-mention" not in visit(manager).get(path, {"before": "sans arobase"}).content.decode()
