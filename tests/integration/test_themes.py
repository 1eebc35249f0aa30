from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from liant.actions import themes
from liant.actions.themes_refresh import refresh_themes
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import Role
from liant.queries import themes as query
from liant.queries import themes_page as page_query
from liant.store.models import LedgerEvent, RefreshStatus, Theme, ThemeNote, ThemeRefresh
from tests.builders import NOW, a_deal, a_note, a_person, a_theme

pytestmark = pytest.mark.django_db

SUBJECTS = (
    "the mobile app stops working without network in the basement",
    "the quote is too expensive compared with the other vendor",
    "the sensors arrive eight weeks after the order",
)


@pytest.fixture
def notes():
    sellers = [a_person(), a_person()]
    return [
        a_note(sellers[i % 2], f"{subject}, said visitor {i} on line {i * 7 % 5}", opportunity=a_deal(sellers[i % 2]))
        for i in range(14)
        for subject in SUBJECTS
    ]


def refresh(**values):
    return refresh_themes(actor=None, seed=0, now=values.get("now", NOW))


def test_groups_every_note_and_weighs_the_groups(notes) -> None:
    result = refresh()
    assert result.n_notes == len(notes)
    assert ThemeNote.objects.count() == len(notes)
    best = Theme.objects.get(rank=1)
    assert best.n_notes == best.memberships.count()
    assert best.stake_cents == {"EUR": best.n_open_deals * 1_000_000}
    assert best.n_sellers <= 2


def test_notes_on_one_subject_share_their_theme(notes) -> None:
    refresh()
    by_subject = [
        set(ThemeNote.objects.filter(note__text__startswith=subject).values_list("theme", flat=True))
        for subject in SUBJECTS
    ]
    assert not by_subject[0] & by_subject[1]
    assert not by_subject[1] & by_subject[2]


def test_ids_last_from_one_refresh_to_the_next(notes) -> None:
    refresh()
    before = dict(ThemeNote.objects.values_list("note_id", "theme__public_id"))
    a_note(a_person(), "the app has no network in the basement either")
    refresh(now=NOW + timedelta(days=1))
    after = dict(ThemeNote.objects.values_list("note_id", "theme__public_id"))
    kept = sum(before[note] == after[note] for note in before)
    assert kept >= 0.8 * len(before)


def test_a_name_given_by_a_person_survives_a_refresh(notes) -> None:
    refresh()
    theme = Theme.objects.get(rank=1)
    marketer = a_person(Role.MARKETER)
    themes.rename_theme(actor=marketer, theme=theme, label_fr="Hors ligne", label_en="", version=1, now=NOW)
    with pytest.raises(Conflict):
        themes.rename_theme(actor=marketer, theme=theme, label_fr="Autre", label_en="", version=1, now=NOW)
    refresh(now=NOW + timedelta(days=1))
    theme.refresh_from_db()
    assert theme.label_fr == "Hors ligne"


def test_only_one_refresh_runs_and_a_killed_one_gives_way(notes) -> None:
    ThemeRefresh.objects.create(status=RefreshStatus.RUNNING.value, created_at=NOW, started_at=NOW)
    with pytest.raises(Conflict) as refusal:
        refresh(now=NOW + timedelta(minutes=5))
    assert refusal.value.code == "themes.running"
    refresh(now=NOW + timedelta(hours=2))
    assert ThemeRefresh.objects.filter(status=RefreshStatus.DONE.value).count() == 1


def test_a_failed_refresh_says_so_and_lets_the_next_one_start() -> None:
    with pytest.raises(Invalid) as refusal:
        refresh()
    assert refusal.value.code == "themes.no_notes"
    assert ThemeRefresh.objects.get().error == "themes.no_notes"


def test_each_reader_gets_the_money_that_the_table_allows(notes) -> None:
    refresh()
    seller = notes[0].author
    lines = {
        reader.role: query.themes_by_weight(reader, now=NOW)[0].stake
        for reader in (seller, a_person(), a_person(Role.MARKETER), a_person(Role.MARKETING_DIRECTOR))[::-1]
    }
    assert lines["marketer"].cents_by_currency == {}
    assert lines["marketer"].bands
    assert lines["marketing_director"].cents_by_currency
    own = query.themes_by_weight(seller, now=NOW)[0].stake
    stranger = query.themes_by_weight(a_person(), now=NOW)[0].stake
    assert own.cents_by_currency
    assert stranger.cents_by_currency == {}


def test_history_of_a_refresh_is_in_the_ledger(notes) -> None:
    refresh()
    assert LedgerEvent.objects.filter(verb="theme.born").count() == Theme.objects.count()


def test_whoever_asks_reads_that_it_is_under_way_until_it_is_done(notes) -> None:
    themes.queue_refresh(now=NOW)
    themes.queue_refresh(now=NOW)
    assert ThemeRefresh.objects.count() == 1
    assert query.themes_state(NOW).is_running
    refresh()
    assert not query.themes_state(NOW).is_running


def test_a_refresh_that_never_came_is_forgotten_after_an_hour(notes) -> None:
    themes.queue_refresh(now=NOW)
    assert not query.themes_state(NOW + timedelta(hours=2)).is_running


def test_the_words_of_a_theme_are_shown_once_and_counted_as_far_as_the_reader_may_read() -> None:
    one, other = a_person(), a_person()
    said = "The client says « we lose ten minutes at every pump »"
    theme = a_theme([a_note(one, said), a_note(one, said.replace("minutes", "mintues")), a_note(other, said)])
    marketer = a_person(Role.MARKETER)
    (english,) = page_query.words_of_theme(marketer, theme)
    (quote, n), *_rest = english[1]
    assert (english[0], quote.text, quote.voice, n) == ("en", "we lose ten minutes at every pump", "client", 3)
    assert one.name not in quote.who
    assert page_query.words_of_theme(one, theme)[0][1][0][1] == 2
    (line,) = query.view_themes(marketer, [theme], NOW)
    assert line.said is not None
    assert line.said.text == quote.text
    assert page_query.words_of_theme(a_person(), theme) == ()
    (nobody,) = query.view_themes(a_person(), [theme], NOW)
    assert nobody.said is None


def test_themes_leave_as_a_file_under_the_rights_of_their_page(visit) -> None:
    seller, marketer = a_person(), a_person(Role.MARKETER)
    deal = a_deal(seller, amount_cents=1_234_500)
    theme = a_theme(
        [a_note(seller, "The client says « =we pay for what sleeps »", opportunity=deal)],
        label_en="=cmd()",
        stake_cents={"EUR": 1_234_500},
        n_open_deals=1,
    )
    (row,) = visit(seller).get("/themes/export.json").json()
    assert (row["id"], row["currency"], row["stake_low"], row["stake_high"]) == (theme.public_id, "EUR", 12345, 12345)
    (banded,) = visit(marketer).get("/themes/export.json").json()
    assert (banded["stake_low"], banded["stake_high"]) != (12345, 12345)
    assert banded["stake_low"] <= 12345 <= banded["stake_high"]
    answer = visit(marketer).get("/themes/export.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="liant-themes.csv"'
    (line,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (line["label_en"], line["client_words"]) == ("'=cmd()", "'=we pay for what sleeps")
    french = a_person(Role.MARKETER, language="fr")
    (line,) = csv.DictReader(
        io.StringIO(visit(french).get("/themes/export.csv").content.decode("utf-8-sig")), delimiter=";"
    )
    assert float(line["stake_low"].replace(",", ".")) == banded["stake_low"]
    assert visit(marketer).get("/themes/export.xlsx").status_code == 404
    assert visit(a_person(Role.ADMIN)).get("/themes/export.csv").status_code == 404
