"""Whose it is, in the browser's eyes: the statement, how one is named, contests; and what is refused."""

from __future__ import annotations

import itertools
import re

import pytest

from liant.actions.credit import contribute
from liant.loop.refine.credit import Act
from liant.loop.values.roles import Role
from liant.store.models import CreditChoice, CreditContest, Notice
from tests.builders import NOW, a_note, a_person, a_team, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """A speaker and a colleague of the same team with their manager, a stranger, a writer, a director, one argument."""
    team = a_team()
    people = {
        "speaker": a_person(team=team, name="Camille Roy"),
        "colleague": a_person(team=team, name="Nadia Benali"),
        "manager": a_person(Role.SALES_MANAGER, team, name="Paul Manager"),
        "stranger": a_person(name="Sam Stranger"),
        "writer": a_person(Role.MARKETER, name="Alex Morin"),
        "director": a_person(Role.MARKETING_DIRECTOR, name="Dana Director"),
    }
    notes = [a_note(people["speaker"]), a_note(people["colleague"])]
    people["argument"] = an_argument(people["writer"], notes)
    return people


_nonces = itertools.count()


def send(client, path: str, values: dict[str, str]):
    """Send a form as its page would: each once."""
    return client.post(path, {**values, "_nonce": f"nonce-{next(_nonces)}"})


def statement(cast) -> str:
    return f"/credit/argument/{cast['argument'].public_id}"


def listed(page: str) -> str:
    """The list of shares of a statement."""
    return page.partition('<ol class="lines credit-parts">')[2].partition("</ol>")[0]


def test_the_statement_tells_each_share_and_what_is_behind_it(cast, visit) -> None:
    page = visit(cast["speaker"]).get(statement(cast)).content.decode()
    assert "exactly 1/2" in page
    assert "said it first" in page
    assert "too slow to start" in page
    assert "Nadia Benali" in page
    masked = visit(cast["stranger"]).get(statement(cast)).content.decode()
    assert "Camille" not in masked
    assert "Nadia" not in masked
    assert "A seller" in masked


def paths_that_name(cast) -> list[str]:
    argument = cast["argument"].public_id
    return ["/arguments", f"/arguments/{argument}", statement(cast)]


@pytest.mark.parametrize(
    ("showing", "pen_name", "colleague_reads", "stranger_reads"),
    [
        ("name", "", "Camille Roy", "Camille Roy"),
        ("team", "", "Camille Roy", "A seller"),
        ("initials", "", "C. R.", "C. R."),
        ("pen_name", "Mistral", "“Mistral”", "“Mistral”"),
        ("withdrawn", "", "Somebody in sales", "Somebody in sales"),
    ],
)
@pytest.mark.parametrize("where", ["everywhere", "here"])
def test_a_choice_of_name_holds_on_the_very_next_page_on_every_path(
    where, showing, pen_name, colleague_reads, stranger_reads, cast, visit
) -> None:
    address = "/mine/name" if where == "everywhere" else f"{statement(cast)}/name"
    before = re.findall(r"(\d+)\s*%", visit(cast["stranger"]).get(statement(cast)).content.decode())
    answer = send(visit(cast["speaker"]), address, {"showing": showing, "pen_name": pen_name})
    assert answer.status_code == 302
    for reader, expected in (("colleague", colleague_reads), ("stranger", stranger_reads)):
        for path in paths_that_name(cast):
            page = visit(cast[reader]).get(path).content.decode()
            assert expected in page, f"{reader} at {path}"
            credit = "".join(re.findall(r'<div class="credit">.*?</div>', page, re.S))
            assert ("Camille" in credit) == (expected == "Camille Roy" and "credit/" not in path), f"{reader} at {path}"
            if expected != "Camille Roy" and reader == "stranger":
                assert "Camille" not in page
    assert re.findall(r"(\d+)\s*%", visit(cast["stranger"]).get(statement(cast)).content.decode()) == before
    assert "You" in visit(cast["speaker"]).get(statement(cast)).content.decode()


def test_whoever_hides_is_not_given_away_by_day_or_note(cast, visit) -> None:
    send(visit(cast["speaker"]), f"{statement(cast)}/name", {"showing": "withdrawn"})
    page = visit(cast["colleague"]).get(statement(cast)).content.decode()
    part = re.search(r"<li class=\"note-line\">(?:(?!</ul>).)*Somebody in sales.*?</ul>", page, re.S)
    assert part is not None
    assert "href" not in part[0]
    assert not re.search(r"\d{2}/\d{2}/\d{4}", part[0])


def test_a_pen_name_is_given_and_is_nobody_elses_name(cast, visit) -> None:
    for pen_name in ("", "  ", "alex MORIN"):
        answer = send(visit(cast["speaker"]), f"{statement(cast)}/name", {"showing": "pen_name", "pen_name": pen_name})
        assert answer.status_code == 422
    assert not CreditChoice.objects.exists()


def test_a_choice_for_one_object_can_be_given_up_for_the_one_for_everywhere(cast, visit) -> None:
    client = visit(cast["speaker"])
    send(client, f"{statement(cast)}/name", {"showing": "withdrawn"})
    send(client, f"{statement(cast)}/name", {"showing": ""})
    assert "Somebody in sales" not in listed(visit(cast["colleague"]).get(statement(cast)).content.decode())


def contest(cast, visit, who: str, what: str, text: str = "I said it on the first of March."):
    answer = send(visit(cast[who]), f"{statement(cast)}/contest", {"what": what, "text": text})
    return answer, CreditContest.objects.order_by("-id").first()


def test_a_contest_is_decided_with_a_reason_and_the_shares_follow(cast, visit) -> None:
    answer, made = contest(cast, visit, "stranger", "me:originate")
    assert answer.status_code == 302
    assert {n.person for n in Notice.objects.filter(code="credit_asked")} == {cast["director"]}
    address = f"/credit/contests/{made.public_id}"
    assert "waits for a decision" in visit(cast["stranger"]).get(address).content.decode()
    director = visit(cast["director"])
    assert send(director, address, {"decision": "uphold", "reason": " "}).status_code == 422
    assert send(director, address, {"decision": "uphold", "reason": "The note of March says so."}).status_code == 302
    page = visit(cast["stranger"]).get(statement(cast)).content.decode()
    assert "The note of March says so." in page
    assert page.count("exactly 1/4") == 4
    assert Notice.objects.get(code="credit_decided").person == cast["stranger"]
    assert not Notice.objects.filter(code="credit_asked", closed_at=None).exists()
    assert send(director, address, {"decision": "decline", "reason": "Again."}).status_code == 409


def test_somebody_elses_act_is_contested_by_a_key_that_names_nobody(cast, visit) -> None:
    page = visit(cast["stranger"]).get(statement(cast)).content.decode()
    key = re.search(r'value="([0-9a-f]{20}:originate)"', page)
    assert key is not None
    answer, made = contest(cast, visit, "stranger", key[1])
    assert answer.status_code == 302
    assert (made.person, made.counts) == (cast["speaker"], False)
    assert {n.person for n in Notice.objects.filter(code="credit_questioned")} == {cast["speaker"]}
    again, _made = contest(cast, visit, "colleague", key[1])
    assert again.status_code == 422
    send(visit(cast["director"]), f"/credit/contests/{made.public_id}", {"decision": "uphold", "reason": "Agreed."})
    assert "said it first" not in listed(visit(cast["speaker"]).get(statement(cast)).content.decode())


@pytest.mark.parametrize("what", ["", "me", "me:dance", "0123456789abcdef0123:originate", "me:evidence2"])
def test_a_contest_about_nothing_is_refused_and_its_text_kept(what, cast, visit) -> None:
    answer, made = contest(cast, visit, "stranger", what, "Kept words.")
    assert (answer.status_code, made) == (422, None)
    assert "Kept words." in answer.content.decode()


def test_what_is_so_already_is_not_contested(cast, visit) -> None:
    assert contest(cast, visit, "speaker", "me:originate")[0].status_code == 422
    assert contest(cast, visit, "stranger", "me:prove", " ")[0].status_code == 422


@pytest.mark.parametrize(
    ("author", "may_decide"),
    [("colleague", {"manager", "director"}), ("stranger", {"director"}), ("manager", {"director"})],
)
def test_who_decides_and_who_may_not_even_read(author, may_decide, cast, visit) -> None:
    key = re.search(r'value="([0-9a-f]{20}:evidence)"', visit(cast["writer"]).get(statement(cast)).content.decode())
    what = "me:prove" if author == "colleague" else key[1]
    _answer, made = contest(cast, visit, author, what)
    address = f"/credit/contests/{made.public_id}"
    involved = {author, "colleague"}
    for name in ("speaker", "colleague", "manager", "stranger", "writer", "director"):
        page = visit(cast[name]).get(address)
        assert page.status_code == (200 if name in involved | may_decide else 404), name
        if page.status_code == 200:
            assert ("Your decision" in page.content.decode()) == (name in may_decide), name
        decided = send(visit(cast[name]), address, {"decision": "decline", "reason": ""})
        assert decided.status_code == (422 if name in may_decide else 404), name


def test_a_draft_shows_marketing_whose_it_will_be_and_sales_nothing(cast, visit) -> None:
    draft = an_argument(cast["writer"], [a_note(cast["speaker"])], published=False)
    page = visit(cast["director"]).get(f"/arguments/{draft.public_id}").content.decode()
    assert "A seller" in page
    assert visit(cast["speaker"]).get(f"/credit/argument/{draft.public_id}").status_code == 404


def test_what_nobody_is_credited_for_has_no_statement(cast, visit) -> None:
    note = a_note(cast["speaker"])
    contribute(cast["colleague"], Act.SECOND, "note", note.public_id, NOW)
    assert visit(cast["speaker"]).get(f"/credit/note/{note.public_id}").status_code == 404
