from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from liant.actions import argue
from liant.actions.argue import ClaimText
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import argue as query
from liant.queries import brief
from liant.queries.argue_in_deal import arguments_for_deal, deals_for_argument
from liant.store.models import ArgumentUse, ArgumentVersion, Quote, Verdict
from tests.builders import NOW, TODAY, a_card, a_deal, a_note, a_person, a_team, a_theme, an_argument

pytestmark = pytest.mark.django_db

BARE = (ClaimText(text="It always works.", is_opinion=False),)


def test_nothing_without_evidence_is_published_by_any_action() -> None:
    marketer = a_person(Role.MARKETER)
    argument = argue.draft_argument(actor=marketer, card=a_card(claims=BARE), theme=None, now=NOW)
    for act in (argue.publish_argument, argue.submit_argument):
        with pytest.raises(Invalid) as refusal:
            act(actor=marketer, argument=argument, now=NOW)
        assert refusal.value.code == "argue.no_evidence"
    assert argue.latest_version(argument).status == "draft"


@pytest.mark.parametrize("role", [Role.SELLER, Role.SALES_MANAGER, Role.ADMIN])
def test_only_marketing_writes(role: Role) -> None:
    with pytest.raises(Forbidden):
        argue.draft_argument(actor=a_person(role), card=a_card(), theme=None, now=NOW)


def test_only_the_director_retires() -> None:
    marketer = a_person(Role.MARKETER)
    argument = an_argument(marketer)
    with pytest.raises(Forbidden):
        argue.retire_argument(actor=marketer, argument=argument, now=NOW)
    argue.retire_argument(actor=a_person(Role.MARKETING_DIRECTOR), argument=argument, now=NOW)
    assert argue.latest_version(argument).status == "retired"


def test_editing_a_published_argument_leaves_sellers_the_published_words() -> None:
    marketer, seller = a_person(Role.MARKETER), a_person()
    argument = an_argument(marketer, title="First words")
    argue.edit_argument(actor=marketer, argument=argument, card=a_card(title="Second words"), version=2, now=NOW)
    assert query.argument_view(seller, argument, today=TODAY).title == "First words"
    assert query.argument_view(marketer, argument, today=TODAY).title == "Second words"
    argue.publish_argument(actor=marketer, argument=argument, now=NOW)
    assert query.argument_view(seller, argument, today=TODAY).title == "Second words"
    assert sorted(argument.versions.values_list("number", "status")) == [(1, "superseded"), (2, "published")]


def test_two_writers_lose_nothing() -> None:
    marketer = a_person(Role.MARKETER)
    argument = an_argument(marketer, published=False)
    argue.edit_argument(actor=marketer, argument=argument, card=a_card(title="Mine"), version=1, now=NOW)
    with pytest.raises(Conflict) as refusal:
        argue.edit_argument(
            actor=a_person(Role.MARKETER), argument=argument, card=a_card(title="Theirs"), version=1, now=NOW
        )
    assert refusal.value.params == {"title": "Mine"}


def test_the_database_holds_one_published_version() -> None:
    argument = an_argument(a_person(Role.MARKETER))
    first = argue.latest_version(argument)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArgumentVersion.objects.create(
            argument=argument,
            number=9,
            language="en",
            status="published",
            title="t",
            situation="s",
            reply="r",
            review_on=TODAY,
            written_by=first.written_by,
            created_at=NOW,
        )


def test_credit_goes_to_who_spoke_and_who_wrote_masked_for_other_teams() -> None:
    team = a_team()
    speaker = a_person(team=team, name="Camille Roy")
    stranger, marketer = a_person(), a_person(Role.MARKETER, name="Alex Morin")
    argument = an_argument(marketer, [a_note(speaker)])
    own = {c.who: c.percent for c in query.argument_view(speaker, argument, today=TODAY).credit.parts}
    assert own == {"You": 67, "Alex Morin": 33}
    masked = {c.who for c in query.argument_view(stranger, argument, today=TODAY).credit.parts}
    assert masked == {"A seller", "Alex Morin"}


def test_a_quote_is_masked_for_whoever_is_outside_the_team() -> None:
    speaker, marketer = a_person(name="Camille Roy"), a_person(Role.MARKETER)
    argument = an_argument(marketer, [a_note(speaker)])
    for reader in (marketer, a_person(), a_person(Role.MARKETING_DIRECTOR)):
        (claim,) = query.argument_view(reader, argument, today=TODAY).claims
        assert claim.quotes[0].who == "A seller"
        assert claim.quotes[0].text == "too slow to start"


def test_a_use_is_a_fact_that_counts_its_deals_and_sellers() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    argument = an_argument(marketer)
    deal = a_deal(seller)
    for verdict in (Verdict.USED, Verdict.USED, Verdict.WRONG):
        argue.use_argument(actor=seller, argument=argument, opportunity=deal, verdict=verdict, now=NOW)
    uses = query.argument_view(seller, argument, today=TODAY).uses
    assert (uses.n_used, uses.n_wrong, uses.n_deals, uses.n_sellers) == (2, 1, 1, 1)
    with pytest.raises(Forbidden):
        argue.use_argument(actor=marketer, argument=argument, opportunity=deal, verdict=Verdict.USED, now=NOW)
    assert ArgumentUse.objects.count() == 3


def test_the_deal_gets_the_argument_that_answers_what_was_heard_there() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    deal = a_deal(seller)
    theme = a_theme([a_note(seller, opportunity=deal)])
    fitting, other = an_argument(marketer, theme=theme), an_argument(marketer)
    found = arguments_for_deal(seller, deal, today=TODAY)
    assert [view.public_id for view in found] == [fitting.public_id]
    assert found[0].why == ("theme",)
    assert other.public_id not in {view.public_id for view in found}


def test_whoever_spoke_reads_it_in_the_brief_the_day_it_is_published() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    note = a_note(seller)
    argument = an_argument(marketer, [note])
    (line,) = brief.brief_for(seller, today=TODAY, now=NOW)
    assert line.kind == "credited"
    assert argument.public_id in line.url


def test_the_owner_reads_that_an_argument_is_contested() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    argument = an_argument(marketer)
    argue.use_argument(actor=seller, argument=argument, opportunity=a_deal(seller), verdict=Verdict.WRONG, now=NOW)
    assert "contested" in {line.kind for line in brief.brief_for(marketer, today=TODAY, now=NOW)}


def test_quotes_of_notes_one_may_not_read_cannot_be_cited() -> None:
    private = a_note(a_person(), is_shared=False)
    quote = Quote.objects.get(note=private)
    assert query.quotes_named(a_person(Role.MARKETER), [quote.public_id]) == {}


def test_leads_from_an_argument_to_the_open_deals_where_it_serves() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    deal, lost, other = a_deal(seller), a_deal(seller, stage="lost"), a_deal(seller)
    theme = a_theme([a_note(seller, opportunity=deal), a_note(seller, opportunity=lost)])
    argument = an_argument(marketer, theme=theme)
    found = deals_for_argument(seller, argument, today=TODAY)
    assert [line.public_id for line in found] == [deal.public_id]
    assert other.public_id not in {line.public_id for line in found}
    assert deals_for_argument(marketer, argument, today=TODAY) == ()
    assert deals_for_argument(a_person(), argument, today=TODAY) == ()


def test_the_argument_one_came_for_stands_first_in_the_deal() -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    deal = a_deal(seller)
    theme = a_theme([a_note(seller, opportunity=deal)])
    fitting = [an_argument(marketer, theme=theme) for _ in range(4)]
    found = arguments_for_deal(seller, deal, today=TODAY, named=fitting[-1].public_id)
    assert [view.public_id for view in found] == [a.public_id for a in (fitting[3], fitting[0], fitting[1])]
