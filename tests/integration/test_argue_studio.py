from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from liant.actions import argue
from liant.actions.argue import ClaimText
from liant.actions.argue_figures import count_figures_again
from liant.loop.argue.figures import FigureAsk, FigureCode
from liant.loop.values.errors import Invalid
from liant.loop.values.roles import Role
from liant.queries import argue as query
from liant.queries.argue_figures import count_figure
from liant.queries.argue_studio import desk_for
from liant.store.models import Argument, ArgumentVersion, Claim, Competitor, LedgerEvent, Note, Quote
from tests.builders import NOW, TODAY, a_card, a_company, a_deal, a_note, a_person, a_theme, an_argument

pytestmark = pytest.mark.django_db

BARE = (ClaimText(text="It always works.", is_opinion=False),)


def bare_draft(marketer):
    return argue.draft_argument(actor=marketer, card=a_card(claims=BARE), theme=None, now=NOW)


def by_page(argument, marketer, visit) -> None:
    answer = visit(marketer).post(f"/arguments/{argument.public_id}/publish", {"_nonce": "p"})
    assert answer.status_code == 422


def by_action(argument, marketer, visit) -> None:
    with pytest.raises(Invalid):
        argue.publish_argument(actor=marketer, argument=argument, now=NOW)


def by_review(argument, marketer, visit) -> None:
    with pytest.raises(Invalid):
        argue.submit_argument(actor=marketer, argument=argument, now=NOW)


def in_bulk(argument, marketer, visit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ArgumentVersion.objects.filter(argument=argument).update(status="published")


def by_saving_the_row(argument, marketer, visit) -> None:
    version = argue.latest_version(argument)
    version.status = "published"
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def published_opinion(marketer):
    claims = (ClaimText(text="We keep it.", is_opinion=True),)
    argument = argue.draft_argument(actor=marketer, card=a_card(claims=claims), theme=None, now=NOW)
    argue.publish_argument(actor=marketer, argument=argument, now=NOW)
    return argue.latest_version(argument)


@pytest.mark.parametrize("is_opinion", [False, True])
def test_a_claim_written_into_what_is_published_is_held_to_the_same_rule(is_opinion: bool) -> None:
    version = published_opinion(a_person(Role.MARKETER))
    late = Claim(argument_version=version, position=9, text="It always works.", is_opinion=is_opinion)
    if is_opinion:
        late.save()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            late.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.bulk_create([late])
    assert version.claims.count() == 1 + is_opinion


def test_an_opinion_of_what_is_published_does_not_become_a_fact_that_rests_on_nothing() -> None:
    marketer = a_person(Role.MARKETER)
    version = published_opinion(marketer)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.claims.update(is_opinion=False)
    bare = bare_draft(marketer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(argument_version__argument=bare).update(argument_version=version, position=5)
    # In a draft, a claim may wait for its evidence.
    assert argue.latest_version(bare).claims.get().is_opinion is False


@pytest.mark.parametrize("path", [by_page, by_action, by_review, in_bulk, by_saving_the_row])
def test_no_path_publishes_a_claim_that_neither_cites_nor_is_an_opinion(path, visit) -> None:
    a_company()
    marketer = a_person(Role.MARKETER)
    argument = bare_draft(marketer)
    path(argument, marketer, visit)
    assert argue.latest_version(argument).status == "draft"


def a_studio(visit):
    a_company()
    marketer = a_person(Role.MARKETER)
    seller = a_person(name="Camille Roy")
    theme = a_theme([a_note(seller, f"They said « it starts too slowly in year {i} »") for i in range(3)])
    return marketer, theme, visit(marketer)


FORM = {
    "title": "Six weeks",
    "situation": "It takes a year",
    "reply": "Show the plan",
    "language": "en",
    "review_on": "2026-06-01",
    "claim-0-text": "Clients ask for a calendar.",
    "claim-1-text": "We keep it.",
}


def test_a_draft_is_kept_as_it_is_typed_from_its_title_on(visit) -> None:
    _marketer, theme, client = a_studio(visit)
    nothing = client.post("/arguments/keep", {**FORM, "title": "", "theme": theme.public_id, "_nonce": "1"})
    assert nothing.status_code == 422
    assert Argument.objects.count() == 0
    kept = client.post("/arguments/keep", {**FORM, "situation": "", "theme": theme.public_id, "_nonce": "2"})
    argument = Argument.objects.get()
    assert argument.theme == theme
    assert kept["HX-Replace-Url"] == f"/arguments/{argument.public_id}/edit"
    again = {**FORM, "argument": argument.public_id, "version": "1"}
    assert client.post("/arguments/keep", {**again, "_nonce": "3"}).status_code == 200
    assert argue.latest_version(argument).situation == "It takes a year"


def test_two_who_type_lose_nothing_and_read_both_texts(visit) -> None:
    _marketer, _theme, client = a_studio(visit)
    client.post("/arguments/keep", {**FORM, "_nonce": "1"})
    argument = Argument.objects.get()
    mine = {**FORM, "argument": argument.public_id, "version": "1"}
    assert client.post("/arguments/keep", {**mine, "title": "Theirs", "_nonce": "2"}).status_code == 200
    late = client.post("/arguments/keep", {**mine, "title": "Mine", "_nonce": "3"})
    assert late.status_code == 422
    assert "Theirs" in late.content.decode()
    assert argue.latest_version(argument).title == "Theirs"


def test_one_sitting_is_told_once(visit) -> None:
    _marketer, _theme, client = a_studio(visit)
    client.post("/arguments/keep", {**FORM, "_nonce": "0"})
    argument = Argument.objects.get()
    for version in range(1, 5):
        sent = {**FORM, "argument": argument.public_id, "version": str(version), "_nonce": f"v{version}"}
        assert client.post("/arguments/keep", sent).status_code == 200
    assert LedgerEvent.objects.filter(verb="argument.edited").count() == 1


def test_nobody_keeps_a_draft_of_what_is_not_theirs_to_write(visit) -> None:
    marketer, _theme, _client = a_studio(visit)
    argument = an_argument(marketer)
    for role in (Role.SELLER, Role.SALES_MANAGER, Role.ADMIN):
        sent = {**FORM, "argument": argument.public_id, "version": "2", "_nonce": role.value}
        assert visit(a_person(role)).post("/arguments/keep", sent).status_code == 404
    assert argue.latest_version(argument).number == 1


def test_claims_move_and_quotes_go_in_without_a_script(visit) -> None:
    _marketer, theme, client = a_studio(visit)
    address = f"/arguments/new?theme={theme.public_id}"
    moved = client.post(address, {**FORM, "move": "1:up", "_nonce": "1"}).content.decode()
    assert moved.index("We keep it.") < moved.index("Clients ask for a calendar.")
    quote = Quote.objects.earliest("id")
    page = client.post(address, {**FORM, "insert": f"quote:{quote.public_id}", "_nonce": "2"}).content.decode()
    assert f'name="claim-2-quotes" value="{quote.public_id}" checked' in page
    assert Argument.objects.count() == 0


def test_a_quote_one_may_not_read_is_not_inserted(visit) -> None:
    _marketer, _theme, client = a_studio(visit)
    private = a_note(a_person(), "He said « this is between us »", is_shared=False)
    quote = Quote.objects.get(note=private)
    page = client.post("/arguments/new", {**FORM, "insert": f"quote:{quote.public_id}", "_nonce": "1"})
    assert "between us" not in page.content.decode()


def closed_deals(seller, rival, won: int, lost: int) -> None:
    for number in range(won + lost):
        deal = a_deal(seller, stage="won" if number < won else "lost", closed_on=TODAY - timedelta(days=10))
        deal.competitors.add(rival)


def test_a_counted_figure_keeps_its_n_and_says_when_it_has_changed() -> None:
    marketer, seller = a_person(Role.MARKETER), a_person()
    rival = Competitor.objects.create(name="Rival")
    closed_deals(seller, rival, 4, 2)
    ask = FigureAsk(code=FigureCode.WON_AGAINST, about=rival.public_id, months=12)
    claims = (ClaimText(text="We win against them.", is_opinion=False, counted=ask),)
    argument = argue.draft_argument(actor=marketer, card=a_card(claims=claims), theme=None, now=NOW)
    argue.publish_argument(actor=marketer, argument=argument, now=NOW)
    (figure,) = query.argument_view(seller, argument, today=TODAY).claims[0].figures
    assert (figure.text, figure.n, figure.on, figure.now) == (
        "4 deals won of the 6 closed in 12 months against Rival",
        6,
        TODAY,
        "",
    )
    closed_deals(seller, rival, 0, 4)
    assert count_figures_again(NOW) == 1
    view = query.argument_view(seller, argument, today=TODAY)
    assert view.claims[0].figures[0].now == "4 deals won of the 10 closed in 12 months against Rival"
    assert view.claims[0].freshness.state == "stale"


def test_a_figure_of_fewer_than_five_deals_is_refused() -> None:
    marketer, seller = a_person(Role.MARKETER), a_person()
    rival = Competitor.objects.create(name="Rival")
    closed_deals(seller, rival, 3, 1)
    ask = FigureAsk(code=FigureCode.WON_AGAINST, about=rival.public_id, months=12)
    claims = (ClaimText(text="We win.", is_opinion=False, counted=ask),)
    with pytest.raises(Invalid) as refusal:
        argue.draft_argument(actor=marketer, card=a_card(claims=claims), theme=None, now=NOW)
    assert refusal.value.code == "argue.thin_figure"


def test_open_money_is_only_ever_a_band_over_five_deals() -> None:
    seller = a_person()
    deals = [a_deal(seller, amount_cents=1_234_500) for _ in range(5)]
    theme = a_theme([a_note(seller, opportunity=deal) for deal in deals])
    found = count_figure(FigureAsk(code=FigureCode.OPEN_ON_THEME, about=theme.public_id, months=12), today=TODAY)
    assert (found.value, found.high, found.n, found.is_shown) == (5_000_000, 10_000_000, 5, True)
    Note.objects.filter(opportunity=deals[0]).delete()
    found = count_figure(FigureAsk(code=FigureCode.OPEN_ON_THEME, about=theme.public_id, months=12), today=TODAY)
    assert not found.is_shown


def test_private_notes_are_neither_counted_nor_suggested() -> None:
    marketer, seller = a_person(Role.MARKETER), a_person()
    theme = a_theme([a_note(seller), a_note(seller, "He said « quite another secret »", is_shared=False)])
    desk = desk_for(marketer, theme, "", today=TODAY)
    assert [quote.text for quote in (*desk.typical, *desk.strongest)] == ["too slow to start"] * 2
    ask = FigureAsk(code=FigureCode.NOTES_ON_THEME, about=theme.public_id, months=12)
    assert (count_figure(ask, today=TODAY).value, count_figure(ask, today=date(2025, 3, 1)).value) == (1, 0)
