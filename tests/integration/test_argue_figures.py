"""A figure that has changed since it was written: told wherever its claim is read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liant.actions import argue
from liant.actions.argue import ClaimText
from liant.actions.argue_figures import COUNT_EVERY, count_figures_again
from liant.actions.search import rebuild_index
from liant.loop.argue.figures import FigureAsk, FigureCode
from liant.loop.values.roles import Role
from liant.queries import argue as query
from liant.queries.argue_in_deal import arguments_for_deal
from liant.queries.brief import brief_for
from liant.queries.search import search_for
from liant.store.models import Competitor, CountedFigure, Evidence
from tests.builders import NOW, TODAY, a_card, a_company, a_deal, a_person

pytestmark = pytest.mark.django_db

WAS = "4 deals won of the 6 closed in 12 months against Rival"
IS = "4 deals won of the 10 closed in 12 months against Rival"


def closed(seller, rival, *, won: int = 0, lost: int = 0) -> None:
    for number in range(won + lost):
        stage = "won" if number < won else "lost"
        a_deal(seller, stage=stage, closed_on=TODAY - timedelta(days=10)).competitors.add(rival)


@pytest.fixture
def changed():
    """A published argument whose figure has changed, in an open deal where its competitor is met."""
    a_company()
    marketer, seller = a_person(Role.MARKETER), a_person()
    rival = Competitor.objects.create(name="Rival")
    closed(seller, rival, won=4, lost=2)
    ask = FigureAsk(code=FigureCode.WON_AGAINST, about=rival.public_id, months=12)
    claims = (ClaimText(text=WAS, is_opinion=False, counted=ask),)
    argument = argue.draft_argument(
        actor=marketer,
        card=a_card(claims=claims, title="Against a rival", competitor=rival, review_on=TODAY.replace(year=2040)),
        theme=None,
        now=NOW,
    )
    argue.publish_argument(actor=marketer, argument=argument, now=NOW)
    deal = a_deal(seller)
    deal.competitors.add(rival)
    closed(seller, rival, lost=4)
    count_figures_again(NOW)
    return marketer, seller, argument, deal


def test_its_claim_is_stale_on_every_path(changed) -> None:
    marketer, seller, argument, deal = changed
    for reader in (marketer, seller):
        (listed,) = query.arguments_for(reader, today=TODAY)
        assert (listed.freshness, listed.claims[0].freshness.reasons) == ("stale", ("changed_figure",))
        assert query.argument_view(reader, argument, today=TODAY).claims[0].figures[0].now == IS
    (offered,) = arguments_for_deal(seller, deal, today=TODAY)
    assert offered.freshness == "stale"
    rebuild_index()
    (group,) = search_for(seller, "rival", kinds=["argument"])
    assert group.hits[0].n_doubtful == 1


def test_the_deal_says_not_to_say_it_as_it_stands(changed, visit) -> None:
    _marketer, seller, _argument, deal = changed
    assert "do not say it as it stands" in visit(seller).get(f"/deals/{deal.public_id}").content.decode()


def test_its_owner_reads_what_it_was_and_what_it_is(changed) -> None:
    marketer, _seller, argument, _deal = changed
    (line,) = [line for line in brief_for(marketer, today=TODAY, now=NOW) if line.kind == "figure_changed"]
    assert (line.params["was"], line.params["now"]) == (WAS, IS)
    assert line.url == f"/arguments/{argument.public_id}"
    assert not [
        line for line in brief_for(a_person(Role.MARKETER), today=TODAY, now=NOW) if line.kind == "figure_changed"
    ]


def test_the_studio_offers_to_say_the_figure_of_today(changed, visit) -> None:
    marketer, _seller, argument, _deal = changed
    client, address = visit(marketer), f"/arguments/{argument.public_id}/edit"
    page = client.get(address).content.decode()
    assert f"It was: {WAS}." in page
    assert f"Counted again: {IS}." in page
    form = {"title": "Against", "situation": "s", "reply": "r", "language": "en", "review_on": "2026-06-01"}
    key = Evidence.objects.get().figure_key
    sent = {**form, "version": "2", "claim-0-text": WAS, "claim-0-counted": key, "say": "0", "_nonce": "1"}
    assert f">{IS}</textarea>" in client.post(address, sent).content.decode()


def test_a_figure_written_again_is_fresh(changed) -> None:
    marketer, _seller, argument, _deal = changed
    card = a_card(claims=(ClaimText(text=IS, is_opinion=False, counted=the_ask()),))
    argue.edit_argument(actor=marketer, argument=argument, card=card, version=2, now=NOW)
    (listed,) = query.arguments_for(marketer, today=TODAY)
    assert listed.freshness == "fresh"


def the_ask() -> FigureAsk:
    rival = Competitor.objects.get()
    return FigureAsk(code=FigureCode.WON_AGAINST, about=rival.public_id, months=12)


def test_each_figure_is_counted_once_an_hour_however_many_claims_hold_it(changed) -> None:
    marketer, _seller, _argument, _deal = changed
    claims = tuple(ClaimText(text=f"Said {i}.", is_opinion=False, counted=the_ask()) for i in range(5))
    argue.draft_argument(actor=marketer, card=a_card(claims=claims), theme=None, now=NOW)
    assert count_figures_again(NOW + COUNT_EVERY - timedelta(seconds=1)) == 0
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert count_figures_again(NOW + COUNT_EVERY) == 1
    assert len(queries) <= 6
    assert CountedFigure.objects.get().counted_at == NOW + COUNT_EVERY


def test_figures_of_what_is_withdrawn_are_counted_no_more(changed) -> None:
    _marketer, _seller, argument, _deal = changed
    argue.retire_argument(actor=a_person(Role.MARKETING_DIRECTOR), argument=argument, now=NOW)
    assert count_figures_again(NOW + COUNT_EVERY) == 0


def test_nothing_is_counted_where_no_claim_holds_a_figure() -> None:
    assert count_figures_again(NOW) == 0
