from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions import argue
from liant.actions import argue_translate as act
from liant.actions.argue import ClaimText
from liant.actions.argue_together import propose_words, take_words
from liant.loop.argue.figures import FigureAsk, FigureCode
from liant.loop.argue.wording import CardPart
from liant.loop.values.errors import Conflict, Forbidden
from liant.loop.values.roles import Role
from liant.queries.argue_translate import both_languages, other_language
from liant.queries.credit import credit_of
from liant.store.models import Argument, LanguageVersion, Quote
from tests.builders import NOW, TODAY, a_card, a_co_author, a_company, a_note, a_person, a_theme, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    a_company()
    marketer, seller = a_person(Role.MARKETER, name="Alex Morin"), a_person(name="Camille Roy")
    original = an_argument(marketer, [a_note(seller)])
    other = a_person(Role.MARKETER)
    return marketer, seller, original, act.translate_argument(actor=other, argument=original, now=NOW)


def write(marketer, argument, **values) -> None:
    latest = argue.latest_version(argument)
    quotes = list(Quote.objects.select_related("note"))
    card = a_card(quotes, language=latest.language, **values)
    argue.edit_argument(actor=marketer, argument=argument, card=card, version=latest.version, now=NOW)


def in_french(marketer, translation, sentence: str = "Les clients demandent un calendrier.") -> None:
    claims = (ClaimText(text=sentence, is_opinion=False, quotes=tuple(Quote.objects.select_related("note"))),)
    write(marketer, translation, title="Six semaines", situation="« Un an. »", reply="Montrer le plan.", claims=claims)


def align(marketer, original, translation) -> None:
    shown = (argue.latest_version(original).version, argue.latest_version(translation).version)
    act.align_versions(actor=marketer, argument=translation, shown=shown, now=NOW + timedelta(hours=1))


def drifts(marketer, argument) -> list[str]:
    return [row.part.drift.value for row in both_languages(marketer, argument).rows]


def test_a_translation_starts_with_the_evidence_of_the_original_and_words_to_translate(pair) -> None:
    marketer, _seller, original, translation = pair
    draft = argue.latest_version(translation)
    assert (draft.language, draft.status) == ("fr", "draft")
    assert draft.claims.get().evidence.get().quote == argue.latest_version(original).claims.get().evidence.get().quote
    assert set(drifts(marketer, original)) == {"to_translate"}
    assert drifts(marketer, original) == drifts(marketer, translation)
    with pytest.raises(Conflict):
        act.translate_argument(actor=marketer, argument=translation, now=NOW)
    with pytest.raises(Forbidden):
        act.translate_argument(actor=a_person(), argument=an_argument(marketer), now=NOW)


def test_its_figures_are_counted_in_its_own_words() -> None:
    marketer = a_person(Role.MARKETER)
    theme = a_theme([a_note(a_person())])
    ask = FigureAsk(code=FigureCode.NOTES_ON_THEME, about=theme.public_id, months=12)
    claims = (ClaimText(text="Heard.", is_opinion=False, counted=ask),)
    original = argue.draft_argument(actor=marketer, card=a_card(claims=claims), theme=theme, now=NOW)
    translation = act.translate_argument(actor=marketer, argument=original, now=NOW)
    figure = argue.latest_version(translation).claims.get().evidence.get()
    assert (figure.figure_key, figure.figure_on) == (ask.key, TODAY)
    assert "Démarrage lent" in figure.figure


def test_both_pages_say_which_sentence_drifted_after_it_was_translated(pair, visit) -> None:
    marketer, _seller, original, translation = pair
    in_french(marketer, translation)
    align(marketer, original, translation)
    assert set(drifts(marketer, original)) == {"same"}
    assert other_language(marketer, original).n_drifted == 0
    changed = (ClaimText(text="Clients ask for a date.", is_opinion=True),)
    write(marketer, original, claims=changed)
    assert other_language(marketer, original).drifted == {"Clients ask for a date."}
    assert other_language(marketer, translation).drifted == {"Les clients demandent un calendrier."}
    client = visit(marketer)
    for argument in (original, translation):
        assert "not the same in" in client.get(f"/arguments/{argument.public_id}").content.decode()
        page = client.get(f"/arguments/{argument.public_id}/languages").content.decode()
        assert "<ins>date" in page
        assert "the original has changed" in page


def test_sellers_are_told_of_what_is_published_only(pair) -> None:
    marketer, seller, original, translation = pair
    assert other_language(seller, original) is None
    in_french(marketer, translation)
    argue.publish_argument(actor=marketer, argument=translation, now=NOW)
    align(marketer, original, translation)
    assert other_language(seller, original).title == "Six semaines"
    # A next version that waits in a draft has changed nothing for them.
    write(marketer, original, title="Seven weeks")
    assert other_language(seller, original).n_drifted == 0
    assert other_language(marketer, original).n_drifted == 1


def test_nobody_says_of_texts_that_they_have_not_read_that_they_say_the_same(pair, visit) -> None:
    marketer, _seller, original, translation = pair
    stale = {"original": "2", "translation": "1", "_nonce": "1"}
    in_french(marketer, translation)
    assert visit(marketer).post(f"/arguments/{original.public_id}/align", stale).status_code == 409
    assert LanguageVersion.objects.get().aligned == []
    alone = an_argument(marketer)
    assert visit(marketer).post(f"/arguments/{alone.public_id}/align", {**stale, "_nonce": "2"}).status_code == 404


def test_whoever_is_credited_for_the_original_is_credited_for_its_translation(pair) -> None:
    marketer, seller, original, translation = pair
    parts = {part.who: part.acts for part in credit_of(seller, "argument", translation.public_id).parts}
    assert "originate" in parts["You"]
    assert "co_write" in parts["Alex Morin"]
    # Later words of a co-author are carried over once both say the same again.
    write(marketer, original)
    writer = a_person(name="Louise Petit", team=seller.team)
    invited = a_co_author(marketer, writer, original)
    words = propose_words(actor=writer, co_author=invited, part=CardPart.REPLY, text="Show dates.", now=NOW)
    take_words(actor=marketer, words=words, now=NOW + timedelta(minutes=5))
    assert "Louise Petit" not in {part.who for part in credit_of(seller, "argument", translation.public_id).parts}
    align(marketer, original, translation)
    assert "Louise Petit" in {part.who for part in credit_of(seller, "argument", translation.public_id).parts}


def test_the_page_begins_the_other_language(visit) -> None:
    a_company()
    marketer = a_person(Role.MARKETER)
    original = an_argument(marketer)
    client, address = visit(marketer), f"/arguments/{original.public_id}/languages"
    assert "Write it in French" in client.get(address).content.decode()
    begun = client.post(address, {"_nonce": "1"})
    translation = Argument.objects.latest("id")
    assert begun["Location"] == f"/arguments/{translation.public_id}/edit"
    assert "to translate" in client.get(address).content.decode()
