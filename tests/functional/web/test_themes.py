"""Ways to look at themes, and the inbox that a person clears."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from liant.actions.themes_refresh import refresh_themes
from liant.loop.values.roles import Role
from liant.queries.themes_list import ThemeFilter, broad_by_weight, themes_heard
from liant.queries.themes_map import map_for
from liant.queries.themes_page import month_of_theme
from liant.queries.themes_tray import waiting_notes
from liant.store.models import BroadTheme, LedgerEvent, Product, RefreshStatus, Theme, ThemeNote, ThemeRefresh, Triage
from tests.builders import NOW, TODAY, a_deal, a_note, a_person, a_theme, an_account

pytestmark = pytest.mark.django_db

SUBJECTS = (
    "the mobile app stops working without network in the basement",
    "the quote is too expensive compared with the other vendor",
    "the sensors arrive eight weeks after the order",
    "operators need a short training before the first shift",
)


@pytest.fixture
def marketer():
    return a_person(Role.MARKETER)


@pytest.fixture
def found():
    """Notes of four subjects by two sellers, grouped."""
    sellers = [a_person(), a_person()]
    for i in range(10):
        for subject in SUBJECTS:
            a_note(sellers[i % 2], f"{subject}, said visitor {i}", account=an_account(sellers[i % 2]))
    refresh_themes(actor=None, seed=0, now=NOW)
    return sellers


# --- ways to look --------------------------------------------------------------------------------------------------


def test_a_filter_counts_only_the_notes_that_answer_it(marketer, visit) -> None:
    seller, other = a_person(), a_person()
    account = an_account(seller, segment="Hospitals")
    product = Product.objects.create(name="Gauge")
    deal = a_deal(seller, account, product=product)
    theme = a_theme(
        [
            a_note(seller, opportunity=deal, account=account),
            a_note(seller, language="fr", heard_on=TODAY - timedelta(days=100)),
            a_note(other, account=an_account(other, segment="Schools")),
        ]
    )
    a_theme([a_note(other)], label_en="Elsewhere")
    for chosen, n in (
        ({"team": seller.team.public_id}, 2),
        ({"product": product.public_id}, 1),
        ({"segment": "Hospitals"}, 1),
        ({"language": "fr"}, 1),
        ({"days": "30"}, 2),
        ({"days": "365", "team": seller.team.public_id, "language": "en"}, 1),
    ):
        lines = themes_heard(marketer, ThemeFilter(**chosen), today=TODAY)
        assert {line.public_id: line.n_here for line in lines}[theme.public_id] == n, chosen
    page = visit(marketer).get(f"/themes?team={seller.team.public_id}").content.decode()
    assert "Slow start" in page
    assert "Elsewhere" not in page
    assert "No note that you may read answers" in visit(marketer).get("/themes?segment=Nowhere").content.decode()


def test_a_seller_counts_only_what_they_may_read(visit) -> None:
    seller, other = a_person(), a_person()
    theme = a_theme([a_note(seller), a_note(other), a_note(other)])
    (line,) = themes_heard(seller, ThemeFilter(language="en"), today=TODAY)
    assert (line.public_id, line.n_here) == (theme.public_id, 1)
    assert themes_heard(seller, ThemeFilter(team=other.team.public_id), today=TODAY) == ()


def test_broad_themes_gather_the_themes_and_last(found, marketer, visit) -> None:
    lines = broad_by_weight(marketer, now=NOW)
    assert sum(line.n_themes for line in lines) == Theme.objects.live().count()
    assert sum(line.n_notes for line in lines) == ThemeNote.objects.count() == 40
    before = set(BroadTheme.objects.values_list("public_id", flat=True))
    page = visit(marketer).get(f"/themes?broad={lines[0].public_id}").content.decode()
    assert all(label in page for _id, label in lines[0].themes)
    refresh_themes(actor=None, seed=1, now=NOW)
    assert set(BroadTheme.objects.values_list("public_id", flat=True)) == before
    assert visit(marketer).get("/themes?broad=nothing").status_code == 404


def test_the_map_shows_each_theme_once_and_leads_to_it(found, marketer, visit) -> None:
    drawn = map_for(marketer)
    assert drawn is not None
    themes = set(Theme.objects.live().values_list("public_id", flat=True))
    assert {disc.public_id for disc in drawn.wide.discs} == {disc.public_id for disc in drawn.tall.discs} == themes
    page = visit(marketer).get("/themes/map").content.decode()
    assert all(page.count(f'href="/themes/{theme}"') == 2 for theme in themes)
    a_theme([a_note(found[0])], label_en="Since then")
    assert map_for(marketer).n_left_out == 1


def test_before_the_first_search_the_map_says_so(marketer, visit) -> None:
    assert "once themes have been found" in visit(marketer).get("/themes/map").content.decode()


# --- what a theme is about -----------------------------------------------------------------------------------------


def test_a_definition_is_kept_and_told(marketer, visit) -> None:
    seller = a_person()
    theme = a_theme([a_note(seller)])
    said = {"definition_en": "Too  long before it runs.", "definition_fr": "Trop long avant de tourner.", "_nonce": "1"}
    visit(marketer).post(f"/themes/{theme.public_id}/definition", said)
    assert "Too long before it runs." in visit(seller).get(f"/themes/{theme.public_id}").content.decode()
    assert LedgerEvent.objects.filter(verb="theme.defined", actor=marketer).count() == 1
    long = visit(marketer).post(f"/themes/{theme.public_id}/definition", {"definition_en": "x" * 601, "_nonce": "2"})
    assert long.status_code == 422
    theme.refresh_from_db()
    assert theme.definition_en == "Too long before it runs."
    assert visit(seller).post(f"/themes/{theme.public_id}/definition", {"_nonce": "3"}).status_code == 404


def test_what_changed_in_thirty_days_is_told() -> None:
    seller = a_person()
    old, new = an_account(seller, name="Old friend"), an_account(seller, name="Newcomer")
    notes = [
        a_note(seller, account=old, heard_on=TODAY - timedelta(days=45)),
        a_note(seller, account=old, heard_on=TODAY - timedelta(days=3)),
        a_note(seller, account=new, heard_on=TODAY - timedelta(days=2)),
    ]
    theme = a_theme(notes)
    month = month_of_theme(seller, theme, today=TODAY)
    assert (month.n_notes, month.n_before, month.n_new_accounts) == (2, 1, 1)
    assert [(account.name, account.n) for account in month.new_accounts] == [("Newcomer", 1)]
    manager = a_person(Role.SALES_MANAGER, seller.team)
    new.team = new.owner = None
    new.save(update_fields=["team", "owner"])
    masked = month_of_theme(manager, theme, today=TODAY)
    assert (masked.n_notes, masked.n_before, masked.n_new_accounts) == (2, 1, 1)
    assert masked.new_accounts == (), "accounts that one may not open are counted, not named"


# --- stopping ------------------------------------------------------------------------------------------------------


def test_a_search_that_is_stopped_changes_nothing(found, marketer, visit, monkeypatch) -> None:
    from liant.actions import themes_refresh
    from liant.loop.values.errors import Conflict

    fit, before = themes_refresh.fit_themes, list(ThemeNote.objects.order_by("id").values())

    def stopped(*given, **options):
        visit(marketer).post("/themes/refresh/cancel", {"_nonce": "stop"})
        return fit(*given, **options)

    monkeypatch.setattr(themes_refresh, "fit_themes", stopped)
    with pytest.raises(Conflict) as refusal:
        refresh_themes(actor=marketer, seed=3, now=NOW)
    assert refusal.value.code == "themes.cancelled"
    assert ThemeRefresh.objects.latest("id").status == RefreshStatus.CANCELLED
    assert list(ThemeNote.objects.order_by("id").values()) == before
    monkeypatch.undo()
    refresh_themes(actor=marketer, seed=3, now=NOW)
    assert ThemeRefresh.objects.latest("id").status == RefreshStatus.DONE


def test_a_search_that_was_killed_begins_again_with_the_server(found) -> None:
    from liant.jobs.themes import tidy

    ThemeRefresh.objects.create(status="running", created_at=NOW, started_at=NOW)
    assert tidy(stale_after=timedelta(0))
    assert ThemeRefresh.objects.filter(status="failed", error="themes.stopped").count() == 1
    assert DBTaskResult.objects.filter(task_path="liant.jobs.themes.refresh_themes", status="READY").count() == 1
    assert not tidy(stale_after=timedelta(0)), "nothing is under way"


# --- the inbox -----------------------------------------------------------------------------------------------------


@pytest.fixture
def late(found):
    """A note that waits."""
    return a_note(found[0], "zebra violin orchard", created_at=NOW + timedelta(minutes=1))


def decide(client, note, into: str, key: str, **headers):
    return client.post(f"/listen/{note.public_id}/triage", {"into": into, "_nonce": key}, headers=headers)


def test_a_note_put_into_a_theme_is_held_there_and_can_be_taken_back(found, late, marketer, visit) -> None:
    theme = Theme.objects.live().first()
    answer = decide(visit(marketer), late, theme.public_id, "1", **{"HX-Request": "true"})
    assert theme.label_en in answer.content.decode()
    assert late not in waiting_notes(marketer)
    refresh_themes(actor=None, seed=2, now=NOW)
    assert ThemeNote.objects.get(note=late).theme == theme
    visit(marketer).post(f"/listen/{late.public_id}/triage/undo", {"_nonce": "2"})
    assert not ThemeNote.objects.filter(note=late).exists()
    assert late in waiting_notes(marketer)
    assert [e.verb for e in LedgerEvent.objects.filter(object_id=late.public_id, actor=marketer).order_by("id")] == [
        "note.moved",
        "note.untriaged",
    ]


def test_a_note_that_its_theme_found_is_confirmed(found, marketer, visit) -> None:
    from liant.actions.themes_assign import assign_notes

    like = a_note(found[0], f"{SUBJECTS[2]}, said visitor 77", created_at=NOW + timedelta(minutes=1))
    assign_notes([like.public_id], now=NOW)
    place = ThemeNote.objects.get(note=like)
    page = visit(marketer).get("/themes/tray").content.decode()
    assert "(where it is)" in page
    decide(visit(marketer), like, place.theme.public_id, "1")
    place.refresh_from_db()
    assert place.is_pinned
    visit(marketer).post(f"/listen/{like.public_id}/triage/undo", {"_nonce": "2"})
    place.refresh_from_db()
    assert not place.is_pinned


def test_a_note_left_aside_can_still_be_put_somewhere(late, marketer, visit) -> None:
    decide(visit(marketer), late, "", "1")
    assert late not in waiting_notes(marketer)
    assert "zebra violin orchard" in visit(marketer).get("/themes/tray?show=left").content.decode()
    theme = Theme.objects.live().first()
    decide(visit(marketer), late, theme.public_id, "2")
    assert ThemeNote.objects.get(note=late).theme == theme
    assert "zebra violin orchard" not in visit(marketer).get("/themes/tray?show=left").content.decode()


def test_two_people_do_not_decide_of_one_note(late, marketer, visit) -> None:
    theme, other = Theme.objects.live()[:2]
    decide(visit(marketer), late, theme.public_id, "1")
    answer = decide(visit(a_person(Role.MARKETER)), late, other.public_id, "2")
    assert answer.status_code == 409
    assert ThemeNote.objects.get(note=late).theme == theme
    assert Triage.objects.get(note=late).actor == marketer


def test_a_note_that_a_reader_may_not_open_is_not_decided_of(found, visit) -> None:
    private = a_note(found[0], "nobody else reads this", is_shared=False)
    theme = Theme.objects.live().first()
    assert decide(visit(a_person(Role.MARKETER)), private, theme.public_id, "1").status_code == 404
    assert decide(visit(found[0]), private, theme.public_id, "2").status_code == 404, "sellers do not sort notes"
    assert not Triage.objects.exists()
