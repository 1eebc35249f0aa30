"""Setbacks feed something: similar losses at once, and word when something answers them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liant.actions.argue import edit_argument, publish_argument
from liant.actions.listen import lose_opportunity
from liant.loop.values.roles import Role
from liant.loop.values.stages import Reason
from liant.queries import refine_setbacks as query
from liant.queries.brief import brief_for
from liant.store.models import Competitor, Notice, Opportunity
from tests.builders import NOW, TODAY, a_card, a_deal, a_note, a_person, a_plan, a_theme, an_argument, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return one_of_each()


@pytest.fixture
def seller(people):
    return people[Role.SELLER]


def lose(owner, *reasons: Reason, said: str = "", days: int = 0, rival: Competitor | None = None) -> Opportunity:
    deal = a_deal(owner)
    if rival is not None:
        deal.competitors.add(rival)
    lose_opportunity(
        actor=owner,
        opportunity=deal,
        reasons=reasons,
        seller_view=said,
        buyer_words="",
        closed_on=TODAY - timedelta(days=days),
        now=NOW,
    )
    deal.refresh_from_db()
    return deal


def told(person) -> list[tuple[str, int]]:
    rows = Notice.objects.filter(person=person, code="setback_answered", closed_at=None)
    return [(row.kind, row.data["n"]) for row in rows]


def test_counts_the_losses_that_share_a_cause_each_once(seller) -> None:
    rival, other = Competitor.objects.create(name="Rival"), Competitor.objects.create(name="Other")
    lost = lose(seller, Reason.PRICE, Reason.TIMING, rival=rival)
    lose(a_person(), Reason.PRICE, rival=rival)
    lose(a_person(), Reason.SERVICE, rival=other)
    lose(a_person(), Reason.PRICE, days=600)  # too long ago
    view = query.loss_view(seller, lost, today=TODAY)
    assert (view.n, view.n_compared) == (1, 2)
    assert view.reasons == (("price", 1), ("timing", 0))
    assert view.competitors == (("Rival", 1),)


def test_another_reason_is_no_cause(seller) -> None:
    lost = lose(seller, Reason.OTHER)
    lose(a_person(), Reason.OTHER)
    view = query.loss_view(seller, lost, today=TODAY)
    assert (view.n, view.reasons, view.at_risk) == (0, (), ())


def test_shows_open_deals_that_one_may_read_and_no_other(people, seller) -> None:
    rival = Competitor.objects.create(name="Rival")
    lost = lose(seller, said="Gone to the cheaper one", rival=rival)
    mine, heard, colleague = a_deal(seller), a_deal(seller), a_deal(a_person(team=seller.team))
    for deal in (mine, colleague):
        deal.competitors.add(rival)
    theme = a_theme([lost.notes.get(), a_note(seller, "cheaper elsewhere", opportunity=heard)])
    seen = query.loss_view(seller, lost, today=TODAY)
    assert {deal.line.public_id: deal.shares for deal in seen.at_risk} == {
        mine.public_id: ("Rival",),
        heard.public_id: ("Slow start",),
    }
    assert [shared.public_id for shared in seen.themes] == [theme.public_id]
    managed = query.loss_view(people[Role.SALES_MANAGER], lost, today=TODAY)
    assert len(managed.at_risk) == 3


def test_shows_what_is_planned_and_what_colleagues_lost(people, seller) -> None:
    colleague, stranger = a_person(team=seller.team), a_person()
    lost = lose(seller, said="Too slow for them")
    assert query.loss_view(seller, lost, today=TODAY).is_waiting
    theme = a_theme(
        [
            lost.notes.get(),
            a_note(colleague, "slow too", kind="setback"),
            a_note(stranger, "another team", kind="setback"),
            a_note(colleague, "not a setback"),
        ]
    )
    plan = a_plan(people[Role.MARKETER], theme=theme)
    view = query.loss_view(seller, lost, today=TODAY)
    assert [note.text for note in view.setbacks] == ["slow too"]
    themes = query.themes_of_deal(seller, lost)
    assert themes == (theme,)
    assert [line.public_id for line in query.plans_about(seller, themes, today=TODAY)] == [plan.public_id]
    assert not view.is_waiting


@pytest.mark.parametrize("made", ["argument", "plan"])
def test_whoever_had_a_setback_is_told_with_own_deals_only(made: str, people, seller) -> None:
    marketer, colleague, quiet = people[Role.MARKETER], a_person(team=seller.team), a_person(team=seller.team)
    mine = [a_deal(seller), a_deal(seller)]
    notes = [
        a_note(seller, "« lost, too slow »", kind="setback"),
        *(a_note(seller, "slow", opportunity=deal) for deal in mine),
        a_note(colleague, "slow again", kind="setback", opportunity=a_deal(colleague, stage="won")),
        a_note(quiet, "a need", kind="need", opportunity=a_deal(quiet)),
    ]
    theme = a_theme(notes)
    if made == "plan":
        a_plan(marketer, theme=theme)
    else:
        an_argument(marketer, notes[:1], theme)
    assert told(seller) == [(made, 2)]
    assert told(colleague) == [(made, 0)]
    assert told(quiet) == []
    assert "setback_answered" in {line.kind for line in brief_for(colleague, today=TODAY, now=NOW)}
    # Of two lines on one argument, whoever it cites reads the better one.
    better = "credited" if made == "argument" else "setback_answered"
    assert better in {line.kind for line in brief_for(seller, today=TODAY, now=NOW)}


def test_a_next_version_of_an_argument_is_not_told_again(people, seller) -> None:
    marketer = people[Role.MARKETER]
    note = a_note(seller, "« lost, too slow »", kind="setback")
    argument = an_argument(marketer, [note], a_theme([note]))
    Notice.objects.all().delete()
    version = argument.versions.get().version
    edit_argument(actor=marketer, argument=argument, card=a_card(), version=version, now=NOW)
    publish_argument(actor=marketer, argument=argument, now=NOW)
    assert told(seller) == []


def test_a_draft_is_told_to_nobody(people, seller) -> None:
    note = a_note(seller, "« lost, too slow »", kind="setback")
    an_argument(people[Role.MARKETER], [note], a_theme([note]), published=False)
    assert told(seller) == []


def test_a_plan_shows_the_open_deals_that_it_may_save_to_their_owner(people, seller) -> None:
    deal = a_deal(seller)
    plan = a_plan(people[Role.MARKETER], theme=a_theme([a_note(seller, opportunity=deal)]))
    assert [d.line.public_id for d in query.deals_it_may_save(seller, plan, today=TODAY)] == [deal.public_id]
    assert query.deals_it_may_save(a_person(), plan, today=TODAY) == ()
    assert query.deals_it_may_save(people[Role.MARKETER], plan, today=TODAY) == ()
