"""An argument withdrawn for another one leads its readers there, in one tap."""

from __future__ import annotations

import pytest

from liant.actions import argue, argue_life
from liant.actions.audience import Audience, choose_audience
from liant.loop.values.errors import Conflict
from liant.loop.values.roles import Role
from liant.queries.argue_in_deal import arguments_for_deal
from liant.queries.credit import credit_of
from liant.store.models import Argument, Contest, ContestOutcome, Person, Verdict
from tests.builders import (
    NOW,
    TODAY,
    a_company,
    a_deal,
    a_note,
    a_person,
    a_team,
    an_argument,
    one_of_each,
)
from tests.functional.web.forms import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[Role, Person]:
    return one_of_each()


def replaced(people, old: Argument, by: Argument) -> None:
    argue_life.replace_argument(actor=people[Role.MARKETING_DIRECTOR], argument=old, by=by, now=NOW)


def test_marketing_reads_what_replaces_it_on_its_page_and_in_lists(people, visit) -> None:
    marketer = people[Role.MARKETER]
    old, new = an_argument(marketer, title="Old"), an_argument(marketer, title="Said better")
    replaced(people, old, new)
    client = visit(marketer)
    for path in (f"/arguments/{old.public_id}", "/arguments?status=retired"):
        page = client.get(path).content.decode()
        assert "Said better" in page
        assert f'href="/arguments/{new.public_id}"' in page


def test_a_seller_who_opens_it_reads_the_one_that_replaces_it(people, visit) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    oldest, old, new = (an_argument(marketer, title=title) for title in ("Oldest", "Old", "New"))
    replaced(people, oldest, old)
    replaced(people, old, new)
    for argument in (oldest, old):
        answer = visit(seller).get(f"/arguments/{argument.public_id}", follow=True)
        assert answer.redirect_chain == [(f"/arguments/{new.public_id}", 302)]
        assert "This one replaces it." in answer.content.decode()


def test_nobody_is_led_from_or_to_what_they_may_not_read(people, visit) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    alone, hidden, elsewhere = (an_argument(marketer, title=title) for title in ("Alone", "Hidden", "Elsewhere"))
    new, theirs = an_argument(marketer, title="New"), an_argument(marketer, title="Theirs")
    far = a_team()
    for argument in (hidden, theirs):
        choose_audience("argument", argument.public_id, Audience(teams=(far,)))
    argue.retire_argument(actor=people[Role.MARKETING_DIRECTOR], argument=alone, now=NOW)
    replaced(people, hidden, new)
    replaced(people, elsewhere, theirs)
    for argument in (alone, hidden, elsewhere):
        assert visit(seller).get(f"/arguments/{argument.public_id}").status_code == 404
    assert visit(a_person(team=far)).get(f"/arguments/{hidden.public_id}").status_code == 302


def test_a_deal_where_it_was_said_is_offered_the_one_that_replaces_it(people) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    deal, other = a_deal(seller), a_deal(seller)
    old, new = an_argument(marketer, title="Old"), an_argument(marketer, title="New")
    argue.use_argument(actor=seller, argument=old, opportunity=deal, verdict=Verdict.USED, now=NOW)
    assert arguments_for_deal(seller, deal, today=TODAY) == ()
    replaced(people, old, new)
    assert [(view.title, view.why) for view in arguments_for_deal(seller, deal, today=TODAY)] == [
        ("New", ("replaces",))
    ]
    assert arguments_for_deal(seller, other, today=TODAY) == ()
    named = arguments_for_deal(seller, other, today=TODAY, named=old.public_id)
    assert [view.title for view in named] == ["New"]


def test_the_owner_who_finds_it_wrong_names_the_one_that_replaces_it(visit) -> None:
    a_company()
    first, second = a_person(name="Camille Roy"), a_person(name="Louise Petit")
    marketer = a_person(Role.MARKETER)
    old, new = an_argument(marketer, [a_note(first)]), an_argument(marketer, [a_note(second)], title="Said better")
    draft = an_argument(marketer, published=False)
    argue.use_argument(actor=first, argument=old, opportunity=a_deal(first), verdict=Verdict.WRONG, now=NOW)
    client, path = visit(marketer), f"/contests/{Contest.objects.get().public_id}"
    assert "Said better" in client.get(path).content.decode()
    withdrawn = {"outcome": ContestOutcome.WITHDRAWN.value, "answer": "The other one is right."}
    assert send(client, f"{path}/answer", replaced_by=draft.public_id, **withdrawn).status_code == 409
    assert argue.latest_version(old).status == "published"
    assert send(client, f"{path}/answer", replaced_by=new.public_id, **withdrawn).status_code == 302
    old.refresh_from_db()
    assert (argue.latest_version(old).status, old.replaced_by) == ("retired", new)
    assert {part.who for part in credit_of(first, "argument", new.public_id).parts} >= {"You", "A seller"}
    assert visit(first).get(f"/arguments/{old.public_id}")["Location"] == f"/arguments/{new.public_id}"


def test_what_replaces_it_is_published(people) -> None:
    old, draft = an_argument(people[Role.MARKETER]), an_argument(people[Role.MARKETER], published=False)
    with pytest.raises(Conflict):
        replaced(people, old, draft)
    old.refresh_from_db()
    assert old.replaced_by is None
