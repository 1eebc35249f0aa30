"""What people do to themes holds: through every refresh, until somebody takes it back."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from liant.actions import themes_edit as edit
from liant.actions import themes_refresh
from liant.actions.themes_assign import assign_notes
from liant.actions.themes_refresh import refresh_themes
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import Role
from liant.queries import themes as query
from liant.queries.themes_tray import tray_for, waiting_notes
from liant.store.models import LedgerEvent, Note, Theme, ThemeNote
from tests.builders import NOW, a_note, a_person, an_argument

pytestmark = pytest.mark.django_db

SUBJECTS = {
    "offline": "the mobile app stops working without network in the basement",
    "price": "the quote is too expensive compared with the other vendor",
    "late": "the sensors arrive eight weeks after the order",
    "training": "operators need a short training before the first shift",
}


@pytest.fixture
def marketer():
    return a_person(Role.MARKETER)


@pytest.fixture
def sellers():
    return [a_person(), a_person()]


def hear(sellers, n: int, start: int = 0) -> None:
    for i in range(start, start + n):
        for subject in SUBJECTS.values():
            a_note(sellers[i % 2], f"{subject}, said visitor {i} on line {i * 7 % 5}")


def refresh(seed: int = 0) -> None:
    refresh_themes(actor=None, seed=seed, now=NOW)


def theme_about(subject: str) -> Theme:
    """The theme that holds most notes of a subject."""
    rows = ThemeNote.objects.filter(note__text__startswith=SUBJECTS[subject]).values_list("theme", flat=True)
    return Theme.objects.get(pk=max(set(rows), key=list(rows).count))


def notes_of(theme: Theme) -> set[int]:
    return set(theme.memberships.values_list("note_id", flat=True))


def test_a_merge_holds_through_six_refreshes_and_the_old_address_leads_there(marketer, sellers, visit) -> None:
    hear(sellers, 12)
    refresh()
    offline, price = theme_about("offline"), theme_about("price")
    an_argument(marketer, [Note.objects.filter(membership__theme=offline).first()], offline)
    wanted = notes_of(offline) | notes_of(price)
    edit.merge_themes(actor=marketer, theme=offline, into=price, now=NOW)
    for batch in range(6):
        hear(sellers, 2, 12 + 2 * batch)
        refresh(seed=batch)
        price.refresh_from_db()
        assert wanted <= notes_of(price)
        assert price.retired_at is None
        assert price.merged_into is None
    assert query.theme_view(marketer, price, NOW).n_notes == len(notes_of(price))
    answer = visit(marketer).get(f"/themes/{offline.public_id}")
    assert answer["Location"] == f"/themes/{price.public_id}"
    assert b"Six weeks" in visit(marketer).get(answer["Location"]).content, "its arguments have come along"
    assert LedgerEvent.objects.filter(verb="theme.merged", object_id=offline.public_id, actor=marketer).count() == 1


def test_a_lock_holds_through_six_refreshes(marketer, sellers) -> None:
    hear(sellers, 12)
    refresh()
    late = theme_about("late")
    held = notes_of(late)
    edit.lock_theme(actor=marketer, theme=late, is_locked=True, now=NOW)
    for batch in range(6):
        hear(sellers, 2, 12 + 2 * batch)
        refresh(seed=batch)
        assert held <= notes_of(late)
        held = notes_of(late)
    edit.lock_theme(actor=marketer, theme=late, is_locked=False, now=NOW)
    late.refresh_from_db()
    assert not late.is_locked
    verbs = LedgerEvent.objects.filter(object_id=late.public_id, actor=marketer).order_by("id")
    assert [event.verb for event in verbs] == ["theme.locked", "theme.unlocked"]


def test_what_was_split_off_stays_apart_under_its_name(marketer, sellers) -> None:
    hear(sellers, 12)
    refresh()
    late = theme_about("late")
    before = notes_of(late)
    done = edit.split_theme(actor=marketer, theme=late, words="LINE 1", label="", now=NOW)
    chosen = notes_of(done.theme)
    assert 0 < len(chosen) < len(before)
    for seed in range(3):
        refresh(seed=seed)
        new = Theme.objects.live().get(pk=done.theme_id)
        assert (new.label_en, new.label_is_pinned) == ("LINE 1", True)
        assert chosen <= notes_of(new)
        assert not (before - chosen) & notes_of(new)


def test_a_note_that_was_moved_stays_where_it_was_put(marketer, sellers) -> None:
    hear(sellers, 12)
    refresh()
    late, price = theme_about("late"), theme_about("price")
    note = Note.objects.filter(membership__theme=late).first()
    edit.move_note(actor=marketer, note=note, into=price, now=NOW)
    price.refresh_from_db()
    assert price.n_notes == len(notes_of(price))
    refresh(seed=3)
    assert note.pk in notes_of(price)
    with pytest.raises(Invalid) as refusal:
        edit.move_note(actor=marketer, note=note, into=price, now=NOW)
    assert refusal.value.code == "themes.there_already"


@pytest.mark.parametrize("kind", ["merge", "split", "move"])
def test_taking_back_leaves_everything_as_it_was(marketer, sellers, kind: str) -> None:
    hear(sellers, 12)
    refresh()
    late, price = theme_about("late"), theme_about("price")
    before = sorted(ThemeNote.objects.values_list("note_id", "theme_id", "is_pinned"))
    weights = sorted(Theme.objects.live().values_list("pk", "n_notes", "n_sellers", "weekly_counts"))
    if kind == "merge":
        done = edit.merge_themes(actor=marketer, theme=late, into=price, now=NOW)
    elif kind == "split":
        done = edit.split_theme(actor=marketer, theme=late, words="line 2", label="Second line", now=NOW)
    else:
        note = Note.objects.filter(membership__theme=late).first()
        done = edit.move_note(actor=marketer, note=note, into=price, now=NOW)
    assert sorted(ThemeNote.objects.values_list("note_id", "theme_id", "is_pinned")) != before
    edit.undo_edit(actor=marketer, edit=done, now=NOW)
    assert sorted(ThemeNote.objects.values_list("note_id", "theme_id", "is_pinned")) == before
    assert sorted(Theme.objects.live().values_list("pk", "n_notes", "n_sellers", "weekly_counts")) == weights
    with pytest.raises(Conflict) as refusal:
        edit.undo_edit(actor=marketer, edit=done, now=NOW)
    assert refusal.value.code == "themes.undone"


def test_changes_in_any_order_taken_back_from_the_last_leave_everything_as_it_was(marketer, sellers) -> None:
    hear(sellers, 8)
    refresh()
    rng = random.Random(4)
    before = sorted(ThemeNote.objects.values_list("note_id", "theme_id", "is_pinned"))
    done = []
    for _ in range(6):
        live = list(Theme.objects.live().order_by("id"))
        one, other = rng.sample(live, 2)
        note = Note.objects.filter(membership__theme=one).first()
        done.append(
            edit.merge_themes(actor=marketer, theme=one, into=other, now=NOW)
            if len(live) > 3
            else edit.split_theme(actor=marketer, theme=one, words=f"visitor {rng.randrange(4)}", label="", now=NOW)
            if rng.random() < 0.7
            else edit.move_note(actor=marketer, note=note, into=other, now=NOW)
        )
    for change in reversed(done):
        edit.undo_edit(actor=marketer, edit=change, now=NOW)
    assert sorted(ThemeNote.objects.values_list("note_id", "theme_id", "is_pinned")) == before


def test_what_cannot_be_is_refused_and_changes_nothing(marketer, sellers) -> None:
    hear(sellers, 12)
    refresh()
    late, price = theme_about("late"), theme_about("price")
    before = sorted(ThemeNote.objects.values_list("note_id", "theme_id", "is_pinned"))
    for words, code in (
        ("a", "themes.split_words"),
        ("zzzz", "themes.split_none"),
        ("sensors arrive", "themes.split_all"),
    ):
        with pytest.raises(Invalid) as refusal:
            edit.split_theme(actor=marketer, theme=late, words=words, label="", now=NOW)
        assert refusal.value.code == code
    with pytest.raises(Invalid) as refusal:
        edit.merge_themes(actor=marketer, theme=late, into=late, now=NOW)
    assert refusal.value.code == "themes.same"
    assert sorted(ThemeNote.objects.values_list("note_id", "theme_id", "is_pinned")) == before
    edit.merge_themes(actor=marketer, theme=late, into=price, now=NOW)
    with pytest.raises(Conflict) as gone:
        edit.merge_themes(actor=marketer, theme=late, into=price, now=NOW)
    assert gone.value.code == "themes.gone"


def test_the_page_does_it_all(marketer, sellers, visit) -> None:
    hear(sellers, 12)
    refresh()
    late, price = theme_about("late"), theme_about("price")
    client = visit(marketer)
    place = f"/themes/{late.public_id}"
    done = client.post(f"{place}/split", {"words": "line 1", "label": "First line", "_nonce": "1"})
    new = Theme.objects.get(label_en="First line")
    assert done["Location"] == f"/themes/{new.public_id}"
    page = client.get(done["Location"]).content.decode()
    assert "Take the split back" in page
    edit_id = query.edits_of(new).last().public_id
    assert client.post(f"{done['Location']}/undo", {"edit": edit_id, "_nonce": "2"})["Location"] == place
    client.post(f"{place}/lock", {"locked": "1", "_nonce": "3"})
    assert "locked" in client.get(place).content.decode()
    note = Note.objects.filter(membership__theme=late).first()
    client.post(f"/listen/{note.public_id}/theme", {"into": price.public_id, "_nonce": "4"})
    assert note.pk in notes_of(price)
    assert client.post(f"{place}/merge", {"into": price.public_id, "_nonce": "5"})["Location"].endswith(price.public_id)
    assert client.post(f"{place}/merge", {"into": "nothing", "_nonce": "6"}).status_code == 404
    assert visit(sellers[0]).post(f"{place}/lock", {"locked": "1", "_nonce": "7"}).status_code == 404


def test_a_note_captured_later_finds_its_theme_or_waits_in_the_tray(marketer, sellers, visit) -> None:
    hear(sellers, 12)
    refresh()
    late = theme_about("late")
    n = late.n_notes
    since = NOW + timedelta(minutes=1)
    like = a_note(sellers[0], f"{SUBJECTS['late']}, said visitor 40 on line 3", created_at=since)
    strange = a_note(sellers[0], "zebra violin orchard", created_at=since)
    ids = [like.public_id, strange.public_id]
    assert assign_notes(ids, now=NOW) == 1
    assert assign_notes(ids, now=NOW) == 0, "done twice, it changes nothing"
    assert like.pk in notes_of(late)
    late.refresh_from_db()
    assert late.n_notes == n + 1
    assert [line.note.public_id for line in tray_for(marketer, waiting_notes(marketer))] == [
        strange.public_id,
        like.public_id,
    ], "one without theme, and one in a theme at which nobody looked"
    assert not waiting_notes(a_person()).exists(), "a seller of another team reads none of it"
    page = visit(marketer).get("/themes/tray").content.decode()
    assert "zebra violin orchard" in page
    visit(marketer).post(f"/listen/{strange.public_id}/triage", {"into": late.public_id, "_nonce": "1"})
    assert [note.pk for note in waiting_notes(marketer)] == [like.pk]


def test_a_note_goes_where_its_theme_was_merged(marketer, sellers) -> None:
    hear(sellers, 12)
    refresh()
    late, price = theme_about("late"), theme_about("price")
    edit.merge_themes(actor=marketer, theme=late, into=price, now=NOW)
    like = a_note(sellers[0], f"{SUBJECTS['late']}, said visitor 40 on line 3")
    assert assign_notes([like.public_id], now=NOW) == 1
    assert like.pk in notes_of(price)


def test_before_the_first_refresh_every_note_waits(marketer, sellers) -> None:
    note = a_note(sellers[0])
    assert assign_notes([note.public_id], now=NOW) == 0
    (line,) = tray_for(marketer, waiting_notes(marketer))
    assert (line.note.public_id, line.suggestions) == (note.public_id, ())


def test_a_refresh_does_not_write_over_what_somebody_changed_meanwhile(marketer, sellers, monkeypatch) -> None:
    hear(sellers, 12)
    refresh()
    late, price = theme_about("late"), theme_about("price")
    fit = themes_refresh.fit_themes

    def slow_fit(*given, **options):
        edit.merge_themes(actor=marketer, theme=late, into=price, now=NOW)
        return fit(*given, **options)

    monkeypatch.setattr(themes_refresh, "fit_themes", slow_fit)
    with pytest.raises(Conflict) as refusal:
        refresh(seed=1)
    assert refusal.value.code == "themes.edited"
    monkeypatch.undo()
    late.refresh_from_db()
    assert late.merged_into == price
    refresh(seed=2)
    assert Theme.objects.live().filter(pk=price.pk).exists()
