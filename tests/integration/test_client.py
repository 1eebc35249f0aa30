"""A client on one page: each reader's own side of it, and nothing that their rights close."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liant.actions import argue, threads
from liant.loop.values.roles import Role
from liant.queries.client import client_view
from liant.store.models import ArgumentUse, OutcomeReason, Verdict
from tests.builders import NOW, TODAY, a_deal, a_note, a_person, a_theme, an_account, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return a_person()


@pytest.fixture
def account(seller):
    return an_account(seller, segment="Industry")


def figures(reader, account):
    return client_view(reader, account, today=TODAY).figures


def test_sales_adds_up_the_deals_it_may_read_and_no_other(seller, account) -> None:
    a_deal(seller, account, amount_cents=100_00)
    a_deal(seller, account, amount_cents=200_00, stage="won", closed_on=TODAY)
    a_deal(a_person(team=seller.team), account, amount_cents=900_00)
    manager = a_person(Role.SALES_MANAGER, seller.team)
    own, team = figures(seller, account), figures(manager, account)
    assert (own.n_open, own.open_stake.cents_by_currency, own.won_stake.cents_by_currency) == (
        1,
        {"EUR": 100_00},
        {"EUR": 200_00},
    )
    assert (team.n_open, team.open_stake.cents_by_currency) == (2, {"EUR": 1_000_00})
    assert [deal.line.stage for deal in own.closed] == ["won"]


def test_marketing_reads_nothing_under_five_deals(seller, account) -> None:
    for _ in range(4):
        a_deal(seller, account)
    for role in (Role.MARKETER, Role.MARKETING_DIRECTOR):
        closed = figures(a_person(role), account)
        assert closed.is_masked
        assert (closed.n_open, closed.pipeline, closed.opened, closed.closed) == (0, (), (), ())


def test_marketing_reads_a_band_a_director_the_sum_and_neither_reads_one_deal(seller, account) -> None:
    for _ in range(5):
        a_deal(seller, account, amount_cents=30_000_00)
    a_deal(seller, account, amount_cents=77_000_00, stage="won", closed_on=TODAY)
    marketer, director = (figures(a_person(role), account) for role in (Role.MARKETER, Role.MARKETING_DIRECTOR))
    assert marketer.open_stake.bands == (("EUR", 100_000_00, 250_000_00),)
    assert marketer.open_stake.cents_by_currency == {}
    assert director.open_stake.cents_by_currency == {"EUR": 150_000_00}
    # One deal won: its number is said, its amount is not.
    for read in (marketer, director):
        assert (read.n_won, read.won_stake.cents_by_currency, read.won_stake.bands) == (1, {}, ())
        assert read.opened == read.closed == ()


def test_no_amount_of_a_deal_reaches_a_marketers_page(seller, account, visit) -> None:
    for _ in range(5):
        a_deal(seller, account, name="Secret name", amount_cents=31_415_00)
    page = visit(a_person(Role.MARKETER)).get(f"/accounts/{account.public_id}").content.decode()
    assert "Secret name" not in page
    for amount in ("31,415", "157,075", "€157k"):
        assert amount not in page
    assert "€100k – €250k" in page
    own = visit(seller).get(f"/accounts/{account.public_id}").content.decode()
    assert "€31,415" in own


def test_counts_the_main_reasons_of_lost_deals(seller, account) -> None:
    for reason in ("price", "price", "timing", None):
        deal = a_deal(seller, account, stage="lost", closed_on=TODAY)
        if reason:
            OutcomeReason.objects.create(opportunity=deal, reason=reason, is_primary=True, recorded_at=NOW)
    assert figures(seller, account).lost_for == (("price", 2), ("timing", 1))


def test_needs_are_told_in_the_words_heard_here_with_people_masked(seller, account) -> None:
    elsewhere = a_note(seller, "They said « your app is far too slow here »", account=an_account(seller))
    here = a_note(seller, "He said « it takes us three days to start »", account=account)
    theme = a_theme([elsewhere, here])
    for reader, who in ((seller, "You"), (a_person(Role.MARKETER), "A seller")):
        (need,) = client_view(reader, account, today=TODAY).needs
        assert (need.public_id, need.n_here, need.is_answered) == (theme.public_id, 1, False)
        assert (need.quote.text, need.quote.who) == ("it takes us three days to start", who)
    an_argument(a_person(Role.MARKETER), [here], theme)
    assert client_view(seller, account, today=TODAY).needs[0].is_answered


def test_a_note_not_shared_tells_marketing_nothing(seller, account) -> None:
    a_theme([a_note(seller, "He said « it takes us three days to start »", account=account, is_shared=False)])
    view = client_view(a_person(Role.MARKETER), account, today=TODAY)
    assert (view.needs, view.heard.n_notes, view.answers.n_notes) == ((), 0, 0)


def test_tells_what_is_new_in_thirty_days(seller, account) -> None:
    old = a_note(seller, account=account, heard_on=TODAY - timedelta(days=45))
    new = a_note(seller, account=account, heard_on=TODAY - timedelta(days=3))
    known, fresh = a_theme([old], label_en="Known"), a_theme([new], label_en="Fresh", rank=2)
    a_deal(seller, account, stage="won", closed_on=TODAY - timedelta(days=2))
    a_deal(seller, account, stage="won", closed_on=TODAY - timedelta(days=40))
    month = client_view(seller, account, today=TODAY).month
    assert (month.n_notes, month.n_before, month.n_won, month.n_lost) == (1, 1, 1, 0)
    assert [need.public_id for need in month.new_needs] == [fresh.public_id]
    assert known.public_id != fresh.public_id


def test_where_everything_is_new_nothing_is(seller, account) -> None:
    a_theme([a_note(seller, account=account)])
    assert client_view(seller, account, today=TODAY).month.new_needs == ()


def test_a_delay_is_told_from_five_answers_on(seller, account) -> None:
    marketer = a_person(Role.MARKETER)
    for n in range(1, 6):
        note = a_note(seller, account=account)
        threads.write_message(
            actor=marketer, kind="note", public_id=note.public_id, text="Seen.", now=NOW + timedelta(days=n)
        )
        answers = client_view(seller, account, today=TODAY).answers
        assert (answers.n_notes, answers.n_answered) == (n, n)
        assert answers.median_days == (3.0 if n == 5 else None)


def test_a_sellers_own_words_in_a_thread_are_no_answer_of_marketing(seller, account) -> None:
    note = a_note(seller, account=account)
    threads.write_message(actor=seller, kind="note", public_id=note.public_id, text="More.", now=NOW)
    assert client_view(seller, account, today=TODAY).answers.n_answered == 0


def test_what_came_of_an_argument_here_is_told_of_the_deals_one_reads(seller, account) -> None:
    marketer = a_person(Role.MARKETER)
    argument = an_argument(marketer)
    deal = a_deal(seller, account, stage="won", closed_on=TODAY)
    other = a_person(team=seller.team)
    for person, place in ((seller, deal), (other, a_deal(other, account, stage="lost", closed_on=TODAY))):
        argue.use_argument(actor=person, argument=argument, opportunity=place, verdict=Verdict.USED, now=NOW)
    (own,) = client_view(seller, account, today=TODAY).used
    assert (own.n_used, own.n_won, own.n_lost) == (1, 1, 0)
    (seen,) = client_view(marketer, account, today=TODAY).used
    assert (seen.n_used, seen.n_won, seen.n_lost) == (2, 0, 0)


def test_a_withdrawn_argument_keeps_its_title_and_loses_its_link(seller, account) -> None:
    director = a_person(Role.MARKETING_DIRECTOR)
    argument = an_argument(director)
    argue.use_argument(
        actor=seller, argument=argument, opportunity=a_deal(seller, account), verdict=Verdict.USED, now=NOW
    )
    argue.retire_argument(actor=director, argument=argument, now=NOW)
    (use,) = client_view(seller, account, today=TODAY).used
    assert (use.title, use.public_id) == ("Six weeks", "")


@pytest.mark.parametrize(("n_sellers", "n_each", "late", "told"), [(5, 1, 0, True), (4, 2, 0, False), (5, 1, 1, False)])
def test_similar_accounts_speak_from_five_deals_and_five_sellers(
    seller, account, n_sellers: int, n_each: int, late: int, told: bool
) -> None:
    argument = an_argument(a_person(Role.MARKETER))
    for number in range(n_sellers):
        other = a_person()
        for _ in range(n_each):
            deal = a_deal(other, an_account(other, segment="industry"), stage="won", closed_on=date(2026, 3, 12))
            # Recorded after the deal had closed, a use is no exposure.
            at = NOW + timedelta(days=1 if number < late else 0)
            ArgumentUse.objects.create(
                argument=argument,
                argument_version=argument.versions.get(),
                opportunity=deal,
                person=other,
                verdict="used",
                at=at,
                recorded_at=at,
            )
    works = client_view(seller, account, today=TODAY).works
    assert [(one.n_won, one.n_deals, one.n_sellers) for one in works] == ([(5, 5, 5)] if told else [])


def test_proposes_one_act_to_each_role(seller, account) -> None:
    theme = a_theme([a_note(seller, account=account)])
    deal = a_deal(seller, account)
    steps = {
        role: client_view(
            seller if role == Role.SELLER else a_person(role, seller.team if role == Role.SALES_MANAGER else None),
            account,
            today=TODAY,
        ).step
        for role in Role
        if role != Role.ADMIN
    }
    assert {role: (step.act, step.public_id) for role, step in steps.items()} == {
        Role.SELLER: ("capture", account.public_id),
        Role.SALES_MANAGER: ("deal", deal.public_id),
        Role.MARKETER: ("argue", theme.public_id),
        Role.MARKETING_DIRECTOR: ("theme", theme.public_id),
    }
