from __future__ import annotations

import json

import pytest

from liant.actions import argue_drafted as act
from liant.actions.argue import latest_version
from liant.jobs.argue import write_with_model
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.argue_drafted import leaving_for
from liant.store.models import Argument, Contact, LedgerEvent, ModelDraft, Quote
from tests.builders import NOW, a_company, a_note, a_person, a_theme, an_account
from tests.chat_endpoint import Said, chat_endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(settings):
    with chat_endpoint() as server:
        settings.LIANT_DRAFTER = server.place
        settings.LIANT_DRAFTER_KEY = "k"
        yield server


@pytest.fixture
def theme():
    a_company()
    seller = a_person(name="Camille Roy")
    account = an_account(seller, name="Cycles Nord")
    Contact.objects.create(account=account, name="Denis Lambert")
    words = ("Lambert trouve Cycles Nord trop lent", "Roy nous rappelle au 06 12 34 56 78", "Trop lent au départ")
    return a_theme([a_note(seller, f"He says « {text} »", account=account) for text in words])


@pytest.fixture
def marketer():
    return a_person(Role.MARKETER)


def asked(marketer, theme) -> ModelDraft:
    return act.ask_draft(actor=marketer, theme=theme, shown=leaving_for(marketer, theme).ids, now=NOW)


def answered(marketer, theme, model, *sentences) -> ModelDraft:
    model.said = Said(words=json.dumps({"sentences": list(sentences)}))
    draft = asked(marketer, theme)
    write_with_model.func(draft.public_id)
    draft.refresh_from_db()
    return draft


def test_nothing_leaves_and_nothing_is_offered_unless_a_model_is_named(marketer, theme, visit) -> None:
    client = visit(marketer)
    assert client.get(f"/themes/{theme.public_id}/model-draft").status_code == 404
    assert "language model" not in client.get(f"/arguments/new?theme={theme.public_id}").content.decode()
    with pytest.raises(Forbidden):
        asked(marketer, theme)


def test_the_page_says_to_the_letter_what_leaves_before_it_does(marketer, theme, model, visit) -> None:
    page = visit(marketer).get(f"/themes/{theme.public_id}/model-draft").content.decode()
    assert model.heard == []
    assert "3 quotes would leave for 127.0.0.1" in page
    draft = answered(marketer, theme, model)
    ((_path, _headers, body),) = model.heard
    sent = json.loads(body["messages"][1]["content"])
    assert {quote["text"] for quote in sent["quotes"]} == {
        "… trouve … trop lent",
        "… nous rappelle au …",
        "Trop lent au départ",
    }
    for quote in sent["quotes"]:
        assert quote["text"] in page
    everything = json.dumps(body)
    for hidden in ("Roy", "Camille", "Lambert", "Cycles", "06 12", *draft.sent):
        assert hidden not in everything
    assert LedgerEvent.objects.get(verb="theme.sent_to_model").data == {"n": 3}


def test_only_what_was_ticked_leaves_and_only_of_this_theme(marketer, theme, model) -> None:
    elsewhere = a_theme([a_note(a_person(), "He says « another thing »")])
    first, *_others = leaving_for(marketer, theme).ids
    foreign = leaving_for(marketer, elsewhere).ids
    draft = act.ask_draft(actor=marketer, theme=theme, shown=[first, *foreign], now=NOW)
    assert draft.sent == [first]
    with pytest.raises(Invalid):
        act.ask_draft(actor=marketer, theme=theme, shown=foreign, now=NOW)


def test_what_was_heard_word_for_word_again_is_sent_once(marketer, theme) -> None:
    theme.memberships.create(note=a_note(a_person(), "She says « TROP LENT au départ »"), centrality_rank=9)
    assert len(leaving_for(marketer, theme).quotes) == 3


def test_private_notes_never_leave(marketer, model) -> None:
    theme = a_theme([a_note(a_person(), "He says « between us »", is_shared=False)])
    assert leaving_for(marketer, theme).quotes == ()


def test_sentences_that_cite_what_does_not_exist_are_dropped_and_counted(marketer, theme, model, visit) -> None:
    draft = answered(
        marketer,
        theme,
        model,
        {"text": "On démarre en six semaines.", "quotes": ["q3"]},
        {"text": "Nous sommes les meilleurs.", "quotes": []},
        {"text": "Tout le monde le dit.", "quotes": ["q3", "q99"]},
    )
    assert (draft.status, len(draft.sentences), draft.n_dropped) == ("done", 1, 2)
    page = visit(marketer).get(f"/model-drafts/{draft.public_id}").content.decode()
    assert "2 are dropped" in page
    assert "Nous sommes les meilleurs." not in page


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Said(words="I cannot help with that."), "drafter.unreadable"),
        (Said(content=b"<html>"), "drafter.unreadable"),
        (Said(status=500), "drafter.refused"),
    ],
)
def test_a_bad_answer_leaves_nothing_and_is_told(said, error, marketer, theme, model, visit) -> None:
    model.said = said
    draft = asked(marketer, theme)
    write_with_model.func(draft.public_id)
    draft.refresh_from_db()
    assert (draft.status, draft.error, draft.sentences) == ("failed", error, [])
    assert "Ask again" in visit(marketer).get(f"/model-drafts/{draft.public_id}").content.decode()


def test_a_draft_cancelled_meanwhile_keeps_nothing_of_the_answer(marketer, theme, model) -> None:
    draft = asked(marketer, theme)
    with pytest.raises(Forbidden):
        act.cancel_draft(actor=a_person(Role.MARKETER), draft=draft, now=NOW)
    act.cancel_draft(actor=marketer, draft=draft, now=NOW)
    write_with_model.func(draft.public_id)
    assert model.heard == []
    model.said = Said(words='{"sentences": [{"text": "Late.", "quotes": ["q1"]}]}')
    act.write_draft(draft, act.chosen_drafter(), now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.sentences) == ("cancelled", [])


def test_somebody_who_left_meanwhile_sends_nothing(marketer, theme, model) -> None:
    draft = asked(marketer, theme)
    marketer.is_active = False
    marketer.save()
    write_with_model.func(draft.public_id)
    draft.refresh_from_db()
    assert (draft.status, model.heard) == ("cancelled", [])


def test_an_argument_begins_with_the_sentences_each_tied_to_its_quotes(marketer, theme, model) -> None:
    draft = answered(marketer, theme, model, {"text": "On démarre en six semaines.", "quotes": ["q3", "q1"]})
    argument = act.take_draft(actor=marketer, draft=draft, now=NOW)
    claim = latest_version(argument).claims.get()
    assert (claim.text, claim.is_opinion, claim.evidence.count()) == ("On démarre en six semaines.", False, 2)
    assert (argument.theme, argument.owner) == (theme, marketer)
    assert act.take_draft(actor=marketer, draft=draft, now=NOW) == argument
    assert Argument.objects.count() == 1


def test_nothing_begins_from_quotes_that_may_be_read_no_more(marketer, theme, model) -> None:
    draft = answered(marketer, theme, model, {"text": "On démarre.", "quotes": ["q1"]})
    Quote.objects.get(public_id=draft.sent[0]).note.__class__.objects.update(is_shared=False)
    with pytest.raises(Conflict):
        act.take_draft(actor=marketer, draft=draft, now=NOW)


def test_a_draft_is_read_by_whoever_asked_it_alone(marketer, theme, model, visit) -> None:
    draft = asked(marketer, theme)
    assert visit(marketer).get(f"/model-drafts/{draft.public_id}").status_code == 200
    for reader in (a_person(Role.MARKETER), a_person(Role.MARKETING_DIRECTOR), a_person(), a_person(Role.ADMIN)):
        assert visit(reader).get(f"/model-drafts/{draft.public_id}").status_code == 404
