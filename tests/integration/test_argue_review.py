"""An argument in review goes back with a word; one that another says better is withdrawn in its favour."""

from __future__ import annotations

import pytest

from liant.actions import argue, argue_life
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.credit import credit_of
from liant.queries.notices import notices_of
from liant.store.models import ThreadMessage
from tests.builders import NOW, a_company, a_note, a_person, an_argument

pytestmark = pytest.mark.django_db


def in_review(writer):
    argument = an_argument(writer, published=False)
    argue.submit_argument(actor=writer, argument=argument, now=NOW)
    return argument


def test_the_word_stays_in_the_thread_and_its_writer_is_told_until_it_is_submitted_again() -> None:
    writer, reviewer = a_person(Role.MARKETER), a_person(Role.MARKETER)
    argument = in_review(writer)
    argue_life.send_back(actor=reviewer, argument=argument, word="Cite the year.", now=NOW)
    assert argue.latest_version(argument).status == "draft"
    assert ThreadMessage.objects.get().text == "Cite the year."
    told = {notice.code: notice for notice in notices_of(writer)}
    assert told["sent_back"].is_due
    assert told["sent_back"].params["word"] == "Cite the year."
    argue.submit_argument(actor=writer, argument=argument, now=NOW)
    assert "sent_back" not in {notice.code for notice in notices_of(writer)}


def test_nothing_goes_back_without_a_word_or_out_of_review() -> None:
    writer = a_person(Role.MARKETER)
    argument = in_review(writer)
    with pytest.raises(Invalid) as refusal:
        argue_life.send_back(actor=writer, argument=argument, word="  ", now=NOW)
    assert refusal.value.code == "argue.no_word"
    with pytest.raises(Forbidden):
        argue_life.send_back(actor=a_person(), argument=argument, word="No.", now=NOW)
    argue.publish_argument(actor=writer, argument=argument, now=NOW)
    with pytest.raises(Conflict):
        argue_life.send_back(actor=writer, argument=argument, word="Too late.", now=NOW)


def test_a_reviewer_sends_back_from_the_page(visit) -> None:
    a_company()
    argument = in_review(a_person(Role.MARKETER))
    client, address = visit(a_person(Role.MARKETING_DIRECTOR)), f"/arguments/{argument.public_id}"
    assert "Send it back with a word" in client.get(address).content.decode()
    assert client.post(f"{address}/send-back", {"word": "Cite the year.", "_nonce": "1"}).status_code == 302
    assert "Send it back with a word" not in client.get(address).content.decode()


def test_the_credit_of_an_argument_goes_on_in_the_one_that_replaces_it(visit) -> None:
    a_company()
    first, second = a_person(name="Camille Roy"), a_person(name="Louise Petit")
    marketer, director = a_person(Role.MARKETER), a_person(Role.MARKETING_DIRECTOR)
    old, new = an_argument(marketer, [a_note(first)]), an_argument(marketer, [a_note(second)], title="Said better")
    client = visit(director)
    assert "Said better" in client.get(f"/arguments/{old.public_id}").content.decode()
    sent = {"replaced_by": new.public_id, "_nonce": "1"}
    assert client.post(f"/arguments/{old.public_id}/retire", sent).status_code == 302
    assert argue.latest_version(old).status == "retired"
    assert {part.who for part in credit_of(first, "argument", new.public_id).parts} >= {"You", "A seller"}


def test_an_argument_is_replaced_by_another_that_is_published_and_by_the_director() -> None:
    marketer, director = a_person(Role.MARKETER), a_person(Role.MARKETING_DIRECTOR)
    old, draft = an_argument(marketer), an_argument(marketer, published=False)
    with pytest.raises(Conflict):
        argue_life.replace_argument(actor=director, argument=old, by=draft, now=NOW)
    with pytest.raises(Invalid):
        argue_life.replace_argument(actor=director, argument=old, by=old, now=NOW)
    with pytest.raises(Forbidden):
        argue_life.replace_argument(actor=marketer, argument=old, by=an_argument(marketer), now=NOW)
    assert argue.latest_version(old).status == "published"
