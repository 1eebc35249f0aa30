"""The life of an argument: published to some, valid until a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liant.actions.argue import edit_argument, latest_version
from liant.actions.argue_life import extend_argument, publish_to
from liant.actions.audience import EVERYBODY, Audience
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.loop.values.stages import Stage
from liant.queries import argue as query
from liant.queries.argue_in_deal import arguments_for_deal, deals_for_argument
from liant.queries.argue_versions import compare_versions
from liant.queries.brief import brief_for
from liant.store.models import Acknowledgement, Argument
from tests.builders import NOW, TODAY, a_card, a_deal, a_note, a_person, a_team, a_theme, an_account, an_argument

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 6, 1)


def publish(
    marketer, argument: Argument, audience: Audience = EVERYBODY, *, until: date = UNTIL, half_days=None
) -> int:
    return publish_to(
        actor=marketer,
        argument=argument,
        audience=audience,
        expires_on=until,
        acknowledge_half_days=half_days,
        now=NOW,
    )


def sees(person, argument: Argument) -> bool:
    return Argument.objects.visible_to(person).filter(pk=argument.pk).exists()


def test_only_its_audience_finds_it() -> None:
    team, other = a_team(), a_team()
    marketer, seller, outsider = a_person(Role.MARKETER), a_person(team=team), a_person(team=other)
    manager, stranger = a_person(Role.SALES_MANAGER, team), a_person(Role.SALES_MANAGER, other)
    argument = an_argument(marketer, published=False)
    publish(marketer, argument, Audience(teams=(team,)))
    assert [sees(p, argument) for p in (marketer, seller, manager, outsider, stranger)] == [True] * 3 + [False] * 2
    assert query.arguments_for(outsider, today=TODAY) == ()
    (found,) = query.arguments_for(seller, today=TODAY)
    assert found.life.is_mine
    assert query.argument_view(seller, argument, today=TODAY).life.audience.teams == (team.name,)


def test_whoever_is_cited_reads_it_but_is_not_offered_it() -> None:
    speaker, marketer = a_person(), a_person(Role.MARKETER)
    deal = a_deal(speaker)
    note = a_note(speaker, opportunity=deal)
    argument = an_argument(marketer, [note], a_theme([note]), published=False)
    publish(marketer, argument, Audience(teams=(a_team(),)))
    assert sees(speaker, argument)
    assert not query.argument_view(speaker, argument, today=TODAY).life.is_mine
    assert arguments_for_deal(speaker, deal, today=TODAY) == ()
    assert deals_for_argument(speaker, argument, today=TODAY) == ()
    assert [line.kind for line in brief_for(speaker, today=TODAY, now=NOW)] == ["credited"]


def test_segments_and_stages_choose_deals_not_people() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    places = {name: an_account(seller, segment=name) for name in ("Industry", "Health")}
    deals = {
        (name, stage): a_deal(seller, places[name], stage=stage.value)
        for name in places
        for stage in (Stage.PROPOSAL, Stage.NEGOTIATION)
    }
    theme = a_theme([a_note(seller, opportunity=deal) for deal in deals.values()])
    argument = an_argument(marketer, theme=theme, published=False)
    publish(marketer, argument, Audience(segments=("Industry",), stages=(Stage.PROPOSAL,)))
    offered = {key for key, deal in deals.items() if arguments_for_deal(seller, deal, today=TODAY)}
    assert offered == {("Industry", Stage.PROPOSAL)}
    listed = deals_for_argument(seller, argument, today=TODAY)
    assert [line.public_id for line in listed] == [deals["Industry", Stage.PROPOSAL].public_id]
    assert sees(a_person(), argument)


def test_the_audience_takes_the_place_of_what_the_card_names() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    deal = a_deal(seller, stage=Stage.NEGOTIATION.value)
    theme = a_theme([a_note(seller, opportunity=deal)])
    argument = an_argument(marketer, theme=theme, published=False, stage=Stage.PROPOSAL.value)
    publish(marketer, argument)
    assert arguments_for_deal(seller, deal, today=TODAY) == ()
    edit_argument(actor=marketer, argument=argument, card=a_card(stage=Stage.PROPOSAL.value), version=2, now=NOW)
    publish(marketer, argument, Audience(stages=(Stage.PROPOSAL, Stage.NEGOTIATION)))
    assert [view.why for view in arguments_for_deal(seller, deal, today=TODAY)] == [("theme", "stage")]


def test_expired_it_says_so_and_is_offered_no_more() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    deal = a_deal(seller)
    theme = a_theme([a_note(seller, opportunity=deal)])
    argument = an_argument(marketer, theme=theme, published=False)
    publish(marketer, argument, until=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert arguments_for_deal(seller, deal, today=TODAY)
    assert arguments_for_deal(seller, deal, today=tomorrow) == ()
    assert deals_for_argument(seller, argument, today=tomorrow) == ()
    assert query.argument_view(seller, argument, today=tomorrow).life.has_expired
    assert "helps" in {line.kind for line in brief_for(seller, today=TODAY, now=NOW)}
    assert "helps" not in {line.kind for line in brief_for(seller, today=tomorrow, now=NOW)}
    extend_argument(actor=marketer, argument=argument, expires_on=UNTIL, now=NOW)
    assert arguments_for_deal(seller, deal, today=tomorrow)


def test_publishing_may_ask_the_audience_to_say_having_read_it() -> None:
    team = a_team()
    sellers, marketer = [a_person(team=team) for _ in range(2)], a_person(Role.MARKETER)
    a_person()
    argument = an_argument(marketer, published=False)
    assert publish(marketer, argument, Audience(teams=(team,)), half_days=4) == 2
    assert query.argument_view(sellers[0], argument, today=TODAY).life.asked.done_at is None
    edit_argument(actor=marketer, argument=argument, card=a_card(), version=2, now=NOW)
    assert publish(marketer, argument, Audience(teams=(team,))) == 0
    assert Acknowledgement.objects.count() == 0
    assert query.argument_view(sellers[0], argument, today=TODAY).life.asked is None


def test_refusals() -> None:
    marketer, seller = a_person(Role.MARKETER), a_person()
    argument = an_argument(marketer, published=False)
    refused = [
        (Audience(teams=(marketer.team,)), UNTIL, "audience.not_sales"),
        (Audience(stages=(Stage.WON,)), UNTIL, "audience.closed_stage"),
        (EVERYBODY, TODAY - timedelta(days=1), "argue.expires_too_soon"),
    ]
    for audience, until, code in refused:
        with pytest.raises(Invalid) as refusal:
            publish(marketer, argument, audience, until=until)
        assert refusal.value.code == code
    with pytest.raises(Forbidden):
        publish(seller, argument)
    with pytest.raises(Forbidden):
        extend_argument(actor=seller, argument=argument, expires_on=UNTIL, now=NOW)
    with pytest.raises(Conflict):
        extend_argument(actor=marketer, argument=argument, expires_on=UNTIL, now=NOW)
    assert latest_version(argument).status == "draft"


def test_versions_are_compared_word_by_word_each_as_its_reader_may_see_it() -> None:
    marketer, seller = a_person(Role.MARKETER), a_person()
    argument = an_argument(marketer, title="Six weeks", reply="Show the plan.")
    card = a_card(title="Five weeks", reply="Show the plan.")
    edit_argument(actor=marketer, argument=argument, card=card, version=2, now=NOW)
    found = compare_versions(marketer, argument, before=None, after=None)
    assert (found.before, found.after) == (1, 2)
    title, reply = found.parts[0], found.parts[2]
    assert [(s.text, s.change) for s in title.before] == [("Six ", "removed"), ("weeks", "kept")]
    assert [(s.text, s.change) for s in title.after] == [("Five ", "added"), ("weeks", "kept")]
    assert not reply.has_changed
    # The draft is nobody's business in sales, nor is a number that never was.
    for after in (2, 99):
        assert compare_versions(seller, argument, before=1, after=after).parts == ()
    publish(marketer, argument)
    assert compare_versions(seller, argument, before=1, after=2).parts[0].has_changed
