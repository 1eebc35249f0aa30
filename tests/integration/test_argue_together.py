from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from liant.actions import argue
from liant.actions import argue_together as act
from liant.actions.argue import ClaimText
from liant.actions.argue_life import publish_to
from liant.actions.audience import EVERYBODY, Audience
from liant.loop.argue.wording import CardPart
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import argue as argue_query
from liant.queries import argue_together as query
from liant.queries.credit import credit_of
from liant.queries.notices import notices_of
from liant.store.models import Argument, CoAuthor, LedgerEvent, ProposedWords
from tests.builders import NOW, TODAY, a_card, a_co_author, a_company, a_note, a_person, a_team, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    a_company()
    marketer = a_person(Role.MARKETER, name="Alex Morin")
    seller = a_person(name="Camille Roy")
    return marketer, seller, a_co_author(marketer, seller, an_argument(marketer, [a_note(seller)], published=False))


def propose(seller, invited, text="Show the plan, week by week.", part=CardPart.REPLY, **values) -> ProposedWords:
    return act.propose_words(actor=seller, co_author=invited, part=part, text=text, now=NOW, **values)


def claim_of(invited):
    return argue.latest_version(invited.argument).claims.get()


def codes(person) -> list[str]:
    return sorted(notice.code for notice in notices_of(person))


def publish(marketer, invited, audience=EVERYBODY) -> None:
    publish_to(
        actor=marketer,
        argument=invited.argument,
        audience=audience,
        expires_on=TODAY.replace(month=9),
        acknowledge_half_days=None,
        now=NOW,
    )


def test_an_invited_seller_reads_that_draft_and_no_other(pair, visit) -> None:
    marketer, seller, invited = pair
    other = a_co_author(marketer, a_person())
    client = visit(seller)
    page = client.get(f"/co-writing/{invited.public_id}")
    assert page.status_code == 200
    assert "Show the plan." in page.content.decode()
    for address in (f"/co-writing/{other.public_id}", "/co-writing/00000000000000"):
        assert client.get(address).status_code == 404
    for draft in (invited.argument, other.argument):
        assert client.get(f"/arguments/{draft.public_id}").status_code == 404
    assert visit(a_person()).get(f"/co-writing/{invited.public_id}").status_code == 404
    assert argue_query.arguments_for(seller, today=TODAY) == ()
    assert [line.public_id for line in query.drafts_open_to(seller)] == [invited.public_id]


def test_evidence_of_other_teams_is_masked_in_the_draft(visit) -> None:
    a_company()
    marketer, speaker, reader = a_person(Role.MARKETER), a_person(name="Camille Roy"), a_person()
    invited = a_co_author(marketer, reader, an_argument(marketer, [a_note(speaker)], published=False))
    page = visit(reader).get(f"/co-writing/{invited.public_id}").content.decode()
    assert "too slow to start" in page
    assert "Camille Roy" not in page


def test_only_sellers_are_invited_and_only_to_a_draft(pair) -> None:
    marketer, seller, invited = pair
    for person in (a_person(Role.SALES_MANAGER), a_person(Role.MARKETER), a_person(is_active=False)):
        with pytest.raises(Invalid):
            act.invite_co_author(actor=marketer, argument=invited.argument, person=person, now=NOW)
    with pytest.raises(Forbidden):
        act.invite_co_author(actor=seller, argument=invited.argument, person=a_person(), now=NOW)
    with pytest.raises(Conflict) as refusal:
        act.invite_co_author(actor=marketer, argument=an_argument(marketer), person=seller, now=NOW)
    assert refusal.value.code == "argue.no_draft"
    act.invite_co_author(actor=marketer, argument=invited.argument, person=seller, now=NOW)
    assert CoAuthor.objects.count() == 1
    assert LedgerEvent.objects.filter(verb="argument.co_author_invited").count() == 1


def test_words_taken_stand_in_the_draft_under_the_name_of_whoever_said_them(pair) -> None:
    marketer, seller, invited = pair
    assert codes(seller) == ["co_author"]
    words = propose(seller, invited)
    assert (codes(seller), codes(marketer)) == ([], ["words_proposed"])
    act.take_words(actor=marketer, words=words, now=NOW)
    draft = argue.latest_version(invited.argument)
    assert (draft.reply, draft.version) == ("Show the plan, week by week.", 2)
    assert (codes(seller), codes(marketer)) == (["words_taken"], [])
    assert "co_write" in {
        act
        for part in credit_of(seller, "argument", invited.argument.public_id).parts
        if part.is_me
        for act in part.acts
    }


def test_a_reworded_claim_keeps_its_evidence_and_a_sentence_more_has_none(pair) -> None:
    marketer, seller, invited = pair
    reworded = propose(
        seller, invited, "They all ask for a date.", CardPart.CLAIM, claim_id=claim_of(invited).public_id
    )
    more = propose(seller, invited, "We write the date down.", CardPart.NEW_CLAIM)
    for words in (reworded, more):
        act.take_words(actor=marketer, words=words, now=NOW)
    claims = argue.latest_version(invited.argument).claims.order_by("position")
    assert [(claim.text, claim.evidence.count()) for claim in claims] == [
        ("They all ask for a date.", 1),
        ("We write the date down.", 0),
    ]
    with pytest.raises(Invalid) as refusal:
        argue.publish_argument(actor=marketer, argument=invited.argument, now=NOW)
    assert refusal.value.code == "argue.no_evidence"


def test_words_are_left_out_with_a_reason_that_their_author_reads(pair, visit) -> None:
    marketer, seller, invited = pair
    words = propose(seller, invited)
    with pytest.raises(Invalid):
        act.decline_words(actor=marketer, words=words, reason=" ", now=NOW)
    act.decline_words(actor=marketer, words=words, reason="The plan is not signed yet.", now=NOW)
    assert argue.latest_version(invited.argument).reply == "Show the plan."
    assert codes(seller) == ["words_declined"]
    assert "The plan is not signed yet." in visit(seller).get(f"/co-writing/{invited.public_id}").content.decode()
    with pytest.raises(Conflict) as refusal:
        act.take_words(actor=marketer, words=words, now=NOW)
    assert refusal.value.code == "argue.decided_already"
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedWords.objects.update(answer="")


def test_words_about_a_sentence_rewritten_meanwhile_are_not_put_in_blindly(pair) -> None:
    marketer, seller, invited = pair
    claim = claim_of(invited)
    words = propose(seller, invited, "They all ask for a date.", CardPart.CLAIM, claim_id=claim.public_id)
    card = a_card(claims=(ClaimText(text="Rewritten since.", is_opinion=True),))
    argue.edit_argument(actor=marketer, argument=invited.argument, card=card, version=1, now=NOW)
    with pytest.raises(Conflict) as refusal:
        act.take_words(actor=marketer, words=words, now=NOW)
    assert refusal.value.code == "argue.sentence_changed"
    assert claim_of(invited).text == "Rewritten since."
    with pytest.raises(Conflict):
        propose(seller, invited, "Again.", CardPart.CLAIM, claim_id=claim.public_id)
    # What waits stays in sight of its author.
    assert [w.text for w in query.co_writing_view(seller, invited, today=TODAY).sentences] == [
        "They all ask for a date."
    ]


def test_whoever_is_typing_does_not_overwrite_words_taken_meanwhile(pair) -> None:
    marketer, seller, invited = pair
    act.take_words(actor=marketer, words=propose(seller, invited), now=NOW)
    with pytest.raises(Conflict):
        argue.edit_argument(actor=marketer, argument=invited.argument, card=a_card(), version=1, now=NOW)


def test_a_second_wording_takes_the_place_of_the_first_and_can_be_taken_back(pair) -> None:
    marketer, seller, invited = pair
    first, second = propose(seller, invited), propose(seller, invited, "Another one.")
    first.refresh_from_db()
    assert first.status == "withdrawn"
    with pytest.raises(Forbidden):
        act.withdraw_words(actor=a_person(), words=second, now=NOW)
    act.withdraw_words(actor=seller, words=second, now=NOW)
    assert codes(marketer) == []
    assert query.together_view(marketer, invited.argument).waiting == ()


@pytest.mark.parametrize("text", ["", "  ", "Show  the plan.", "x" * 2_001])
def test_what_says_nothing_new_is_not_proposed(pair, text: str, visit) -> None:
    _marketer, seller, invited = pair
    answer = visit(seller).post(f"/co-writing/{invited.public_id}", {"part": "reply", "text": text, "_nonce": "1"})
    assert answer.status_code == 422
    assert ProposedWords.objects.count() == 0


def test_the_published_argument_names_whose_words_they_are(pair, visit) -> None:
    marketer, seller, invited = pair
    act.take_words(actor=marketer, words=propose(seller, invited), now=NOW)
    publish(marketer, invited)
    assert "co_written" in codes(seller)
    colleague = a_person(team=seller.team)
    assert (
        "in the words of Camille Roy"
        in visit(colleague).get(f"/arguments/{invited.argument.public_id}").content.decode()
    )
    stranger = visit(a_person()).get(f"/arguments/{invited.argument.public_id}").content.decode()
    assert "in the words of A seller" in stranger
    assert "Camille Roy" not in stranger
    # The draft is closed: nothing more is proposed until the next version.
    with pytest.raises(Conflict):
        propose(seller, invited, "Too late.")


def test_whoever_wrote_in_it_reads_it_whatever_its_audience(pair) -> None:
    marketer, seller, invited = pair
    silent = a_co_author(marketer, a_person(), invited.argument)
    argue.edit_argument(actor=marketer, argument=invited.argument, card=a_card(), version=1, now=NOW)
    act.take_words(actor=marketer, words=propose(seller, invited), now=NOW)
    publish(marketer, invited, Audience(teams=(a_team(),)))
    assert Argument.objects.visible_to(seller).exists()
    assert not Argument.objects.visible_to(silent.person).exists()


def test_a_co_author_goes_once_all_words_are_answered(pair, visit) -> None:
    marketer, seller, invited = pair
    words = propose(seller, invited)
    with pytest.raises(Conflict) as refusal:
        act.let_co_author_go(actor=marketer, argument=invited.argument, person=seller, now=NOW)
    assert refusal.value.code == "argue.words_wait"
    act.decline_words(actor=marketer, words=words, reason="Not now.", now=NOW)
    act.let_co_author_go(actor=marketer, argument=invited.argument, person=seller, now=NOW)
    assert visit(seller).get(f"/co-writing/{invited.public_id}").status_code == 404
    with pytest.raises(Forbidden):
        propose(seller, CoAuthor.objects.get())
    again = act.invite_co_author(actor=marketer, argument=invited.argument, person=seller, now=NOW)
    assert again.pk == invited.pk


def test_marketing_answers_on_one_page(pair, visit) -> None:
    marketer, seller, invited = pair
    words = propose(seller, invited)
    address = f"/arguments/{invited.argument.public_id}"
    client = visit(marketer)
    assert "1 wording proposed" in client.get(address).content.decode()
    page = client.get(f"{address}/co-authors").content.decode()
    assert "<ins>" in page
    elsewhere = a_co_author(marketer, a_person())
    sent = {"words": words.public_id, "act": "take", "_nonce": "1"}
    assert client.post(f"/arguments/{elsewhere.argument.public_id}/words", sent).status_code == 404
    assert client.post(f"{address}/words", {**sent, "_nonce": "2"}).status_code == 302
    assert argue.latest_version(invited.argument).reply == words.text
