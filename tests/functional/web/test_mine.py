"""Mine: what became of what I said, for my eyes only, on paper too."""

from __future__ import annotations

import re
import zlib

import pytest

from liant.actions import argue, listen
from liant.actions.credit import contribute, take_over
from liant.loop.refine.credit import Act
from liant.loop.values.roles import Role
from liant.loop.values.stages import NoteKind
from liant.queries.mine import my_notes, my_shares, my_totals
from liant.store.models import Verdict
from tests.builders import NOW, TODAY, a_deal, a_note, a_person, a_theme, an_argument

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return a_person(name="Chloé Lefèvre", language="fr")


@pytest.fixture
def published(seller):
    note = a_note(seller, "Le client dit « trop lent à démarrer »", language="fr")
    return an_argument(
        a_person(Role.MARKETER), [note], a_theme([note]), title="Démarrer en six semaines, sans arrêt à l’atelier"
    )


def test_tells_where_each_note_is_and_what_it_produced(seller, published, visit) -> None:
    idle = a_note(seller, "They ask for a printed plan", kind=NoteKind.IDEA.value)
    won = a_deal(seller, stage="won", closed_on=TODAY)
    for deal in (a_deal(seller), won):
        argue.use_argument(actor=seller, argument=published, opportunity=deal, verdict=Verdict.USED, now=NOW)
    lines = my_notes(seller)
    assert [line.note.public_id for line in lines] == [idle.public_id, lines[1].note.public_id]
    assert lines[0].fruits == ()
    (fruit,) = lines[1].fruits
    assert (fruit.title, fruit.n_deals, fruit.n_won) == ("Démarrer en six semaines, sans arrêt à l’atelier", 2, 1)
    assert [line.note.public_id for line in my_notes(seller, only_fed=True)] == [lines[1].note.public_id]
    totals = my_totals(seller, my_shares(seller))
    assert (totals.n_notes, totals.n_ideas, totals.n_fed, totals.n_credited) == (2, 1, 1, 1)
    page = visit(seller).get("/mine").content.decode()
    assert "Démarrer en six semaines, sans arrêt à l’atelier" in page
    assert "Démarrage lent" in page


def test_hearing_it_too_and_what_took_over_from_it_are_mine_as_well(seller, published, visit) -> None:
    colleague = a_person(team=seller.team)
    first = published.versions.get().claims.get().evidence.get().note
    listen.capture_note(
        actor=colleague,
        text="Même chose chez nous.",
        kind=NoteKind.OBJECTION,
        account=None,
        opportunity=None,
        heard_on=TODAY,
        seconds=first,
        now=NOW,
    )
    (mine,) = my_shares(colleague)
    assert mine.acts == (Act.SECOND,)
    translation = an_argument(a_person(Role.MARKETER), title="Six weeks to start")
    take_over("argument", translation.public_id, "argument", published.public_id, NOW)
    assert {share.title for share in my_shares(seller)} == {
        "Démarrer en six semaines, sans arrêt à l’atelier",
        "Six weeks to start",
    }


def test_what_is_still_being_written_is_told_without_its_title(seller, published) -> None:
    note = a_note(seller)
    hidden = an_argument(a_person(Role.MARKETER), published=False, title="Secret draft")
    contribute(seller, Act.ORIGINATE, "argument", hidden.public_id, NOW, note=note.public_id)
    (fruit,) = my_notes(seller)[0].fruits
    assert (fruit.is_open, fruit.title, fruit.url) == (False, "", "")
    assert "Secret draft" not in {share.title for share in my_shares(seller)}


def test_nobody_reads_somebody_elses_figures(seller, published, visit) -> None:
    manager = a_person(Role.SALES_MANAGER, seller.team)
    for reader in (manager, a_person(Role.MARKETING_DIRECTOR)):
        page = visit(reader).get("/mine").content.decode()
        assert "Démarrer en six semaines, sans arrêt à l’atelier" not in page
        assert my_notes(reader) == ()
        assert my_shares(reader) == ()
    assert visit(a_person(Role.ADMIN)).get("/mine").status_code == 404


def test_an_empty_page_teaches(visit) -> None:
    page = visit(a_person()).get("/mine").content.decode()
    assert "your share will stand here, for ever" in page
    assert "statement.pdf" not in page


def texts_in(pdf: bytes) -> str:
    """The characters of a PDF file, through the tables that say which glyph is which character."""
    streams = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            streams.append(zlib.decompress(raw).decode("latin-1"))
        except zlib.error:
            streams.append(raw.decode("latin-1"))
    maps = [
        {int(code, 16): chr(int(char, 16)) for code, char in re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>", s)}
        for s in streams
        if "beginbfchar" in s
    ]
    return "".join(sorted({char for table in maps for char in table.values()}))


def test_the_statement_on_paper_has_every_accent_and_nothing_of_this_machine(seller, published, visit) -> None:
    answer = visit(seller, headers={"accept-language": "fr"}).get("/mine/statement.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    content = answer.content
    assert content.startswith(b"%PDF-")
    assert set("éèà") <= set(texts_in(content))
    for word in (b"/work", b"/home", b"/usr", b"http", b"site-packages"):
        assert word not in content
    assert len(content) < 60_000
