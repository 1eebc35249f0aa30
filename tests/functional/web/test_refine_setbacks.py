"""Closing a deal as lost shows at once what the loss feeds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liant.loop.values.roles import Role
from liant.loop.values.stages import Reason
from liant.store.models import Competitor, Opportunity
from tests.builders import NOW, a_deal, a_note, a_person, a_plan, a_theme, an_argument, one_of_each

pytestmark = pytest.mark.django_db

CLOSED_ON = datetime.now(UTC).date()


def test_a_lost_deal_leads_to_what_it_feeds_and_nothing_is_compulsory(visit) -> None:
    people = one_of_each()
    seller = people[Role.SELLER]
    deal, open_deal = a_deal(seller), a_deal(seller)
    a_theme([a_note(seller, opportunity=deal), a_note(seller, opportunity=open_deal)])
    client, page = visit(seller), f"/deals/{deal.public_id}/lost/alike"
    assert client.get(page).status_code == 404  # not lost
    answer = client.post(f"/deals/{deal.public_id}/lost", {"_nonce": "lost"})
    assert answer["Location"] == page
    shown = client.get(page).content.decode()
    assert open_deal.name in shown
    assert "Slow start" in shown
    assert page in client.get(f"/deals/{deal.public_id}").content.decode()
    assert Opportunity.objects.get(pk=deal.pk).stage == "lost"
    assert "Nothing answers it yet." in client.get(page.replace("alike", "answers")).content.decode()
    for other in (a_person(team=seller.team), people[Role.MARKETER], people[Role.ADMIN]):
        assert visit(other).get(page).status_code == 404


def test_a_loss_without_a_word_asks_for_nothing(visit) -> None:
    seller = one_of_each()[Role.SELLER]
    deal = a_deal(seller, stage="lost")
    shown = visit(seller).get(f"/deals/{deal.public_id}/lost/alike").content.decode()
    assert "You gave no reason, and that is fine." in shown


def test_the_page_asks_no_more_when_more_was_lost(visit) -> None:
    people = one_of_each()
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    rival = Competitor.objects.create(name="Rival")
    lost = a_deal(seller, stage="lost", closed_on=CLOSED_ON)
    lost.competitors.add(rival)
    theme = a_theme([a_note(seller, "« gone »", opportunity=lost, kind="setback")])

    def grow() -> None:
        for i in range(3):
            other = a_deal(a_person(team=seller.team), stage="lost", closed_on=CLOSED_ON)
            other.reasons.create(reason=Reason.PRICE.value, recorded_at=NOW)
            at_risk = a_deal(seller)
            for deal in (other, at_risk):
                deal.competitors.add(rival)
                note = a_note(deal.owner, "« gone too »", opportunity=deal, kind="setback")
                theme.memberships.create(note=note, centrality_rank=i)
            a_plan(marketer, {}, {}, theme=theme)
            an_argument(marketer, [note], theme)

    def asked(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    client, page = visit(seller), f"/deals/{lost.public_id}/lost/alike"
    pages = (page, page.replace("alike", "answers"))
    grow()
    before = [asked(path) for path in pages]
    grow()
    assert [asked(path) for path in pages] == before
    assert max(before) <= 20
