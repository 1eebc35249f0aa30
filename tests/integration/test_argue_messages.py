"""Strategy messages: written by marketing, read by their audience, carried by arguments."""

from __future__ import annotations

import pytest

from liant.actions.argue_messages import (
    MessageDraft,
    MessageText,
    close_message,
    draft_message,
    edit_message,
    publish_message,
)
from liant.actions.audience import EVERYBODY, Audience, acknowledge
from liant.actions.threads import write_message
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.loop.values.stages import Stage
from liant.queries.argue_messages import message_view, messages_for
from liant.queries.brief import brief_for
from liant.queries.threads import thread_of
from liant.store.models import Person, StrategyMessage
from tests.builders import NOW, TODAY, a_person, a_team, a_theme, an_argument

pytestmark = pytest.mark.django_db

FRENCH = MessageText(language="fr", title="Cap sur l'industrie", body="Trois raisons.")
ENGLISH = MessageText(language="en", title="Industry first", body="Three reasons.")
NOTHING = MessageText(language="en", title=" ", body="")


@pytest.fixture
def marketer() -> Person:
    return a_person(Role.MARKETER)


def a_message(marketer: Person, *texts: MessageText, **links) -> StrategyMessage:
    return draft_message(actor=marketer, draft=MessageDraft(texts=texts or (FRENCH, ENGLISH), **links), now=NOW)


def publish(
    marketer: Person, message: StrategyMessage, audience: Audience = EVERYBODY, half_days: int | None = 10
) -> int:
    return publish_message(actor=marketer, message=message, audience=audience, acknowledge_half_days=half_days, now=NOW)


def titles(reader: Person) -> list[str]:
    return [line.title for line in messages_for(reader)]


def test_its_audience_alone_reads_it_each_in_the_own_language(marketer: Person) -> None:
    team = a_team()
    french, english, outsider = a_person(team=team, language="fr"), a_person(team=team), a_person()
    message = a_message(marketer)
    assert titles(french) == []
    assert publish(marketer, message, Audience(teams=(team,))) == 2
    assert (titles(french), titles(english), titles(outsider)) == (["Cap sur l'industrie"], ["Industry first"], [])
    assert titles(a_person(Role.MARKETING_DIRECTOR)) == ["Industry first"]
    assert titles(a_person(Role.ADMIN)) == []
    view = message_view(french, message, today=TODAY)
    assert [text.title for text in view.others] == ["Industry first"]


def test_written_in_one_language_it_is_read_in_that_one(marketer: Person) -> None:
    publish(marketer, a_message(marketer, FRENCH, NOTHING))
    assert titles(a_person(language="en")) == ["Cap sur l'industrie"]


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ((NOTHING,), "message.empty"),
        ((FRENCH, MessageText(language="en", title="Half", body="")), "message.half"),
        ((MessageText(language="fr", title="x" * 121, body="x"),), "message.too_long"),
        ((MessageText(language="fr", title="x", body="x" * 4_001),), "message.too_long"),
    ],
)
def test_refuses_what_says_nothing_or_too_much(marketer: Person, texts, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        a_message(marketer, *texts)
    assert refusal.value.code == code
    assert not StrategyMessage.objects.exists()


@pytest.mark.parametrize("role", [Role.SELLER, Role.SALES_MANAGER, Role.ADMIN])
def test_only_marketing_writes_publishes_and_closes(marketer: Person, role: Role) -> None:
    message, person = a_message(marketer), a_person(role)
    for act in (
        lambda: a_message(person),
        lambda: publish(person, message),
        lambda: close_message(actor=person, message=message, now=NOW),
        lambda: edit_message(actor=person, message=message, draft=MessageDraft(texts=(FRENCH,)), version=1, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_people_have_read_never_changes(marketer: Person) -> None:
    message = a_message(marketer)
    draft = MessageDraft(texts=(FRENCH,))
    edit_message(actor=marketer, message=message, draft=draft, version=1, now=NOW)
    with pytest.raises(Conflict):  # somebody else's window
        edit_message(actor=marketer, message=message, draft=draft, version=1, now=NOW)
    publish(marketer, message)
    message.refresh_from_db()
    with pytest.raises(Conflict):
        edit_message(actor=marketer, message=message, draft=draft, version=message.version, now=NOW)
    with pytest.raises(Conflict):
        publish(marketer, message)


def test_read_in_one_tap_and_counted(marketer: Person) -> None:
    team = a_team()
    sellers = [a_person(team=team) for _ in range(6)]
    message = a_message(marketer)
    publish(marketer, message)
    (line,) = brief_for(sellers[0], today=TODAY, now=NOW)
    assert (line.kind, line.params["title"]) == ("acknowledge", "Industry first")
    assert line.answer_url == f"/arguments/messages/{message.public_id}/acknowledge"
    acknowledge(actor=sellers[0], kind="message", public_id=message.public_id, now=NOW)
    (seen,) = messages_for(marketer)
    assert (seen.coverage.n_done, seen.coverage.n_people, seen.asked) == (1, 6, None)
    (own,) = messages_for(sellers[0])
    assert (own.coverage, own.asked.done_at) == (None, NOW)


def test_closed_it_stays_readable_and_asks_nobody(marketer: Person) -> None:
    seller = a_person()
    message = a_message(marketer)
    publish(marketer, message)
    close_message(actor=marketer, message=message, now=NOW)
    assert titles(seller) == ["Industry first"]
    assert brief_for(seller, today=TODAY, now=NOW) == ()
    with pytest.raises(Conflict):
        close_message(actor=marketer, message=message, now=NOW)


def test_a_question_reaches_its_owner_and_the_answer_everybody(marketer: Person) -> None:
    seller, colleague = a_person(), a_person()
    message = a_message(marketer)
    publish(marketer, message, half_days=None)
    given = {"kind": "message", "public_id": message.public_id, "now": NOW}
    write_message(actor=seller, text="Which sites first?", **given)
    assert [line.kind for line in brief_for(marketer, today=TODAY, now=NOW)][:1] == ["answered"]
    write_message(actor=marketer, text="Those in the north.", **given)
    assert [line.kind for line in brief_for(seller, today=TODAY, now=NOW)] == ["answered"]
    thread = thread_of("message", message.public_id, reader=colleague, now=NOW)
    assert [said.parts[0].text for said in thread.messages] == ["Which sites first?", "Those in the north."]


def test_it_shows_the_arguments_that_carry_it_as_far_as_the_reader_reads_them(marketer: Person) -> None:
    seller = a_person()
    published, draft = an_argument(marketer), an_argument(marketer, published=False)
    theme = a_theme()
    message = a_message(marketer, arguments=(published, draft), themes=(theme,))
    publish(marketer, message)
    view = message_view(seller, message, today=TODAY)
    assert [argument.public_id for argument in view.arguments] == [published.public_id]
    assert [link.public_id for link in view.themes] == [theme.public_id]
    assert len(message_view(marketer, message, today=TODAY).arguments) == 2


def test_refuses_an_audience_that_nobody_is_in(marketer: Person) -> None:
    message = a_message(marketer)
    for audience in (Audience(teams=(marketer.team,)), Audience(stages=(Stage.LOST,))):
        with pytest.raises(Invalid):
            publish(marketer, message, audience)
