"""Themes found by an encoder made elsewhere: each note is read once, and new ones are placed by the same encoder."""

from __future__ import annotations

import numpy as np
import pytest

from liant.actions import themes_vectors
from liant.actions.themes_assign import assign_notes
from liant.actions.themes_refresh import refresh_themes
from liant.actions.themes_vectors import encode_notes
from liant.loop.values.errors import Conflict, Invalid
from liant.queries.themes import themes_state
from liant.queries.themes_tray import model_of_themes, place
from liant.store.models import NoteVector, RefreshStatus, ThemeNote, ThemeRefresh
from tests.builders import NOW, a_note, a_person

pytestmark = pytest.mark.django_db

SUBJECTS = ("network", "price", "delivery", "training")


class Reader:
    """An encoder that knows four subjects, and counts what it is asked to read."""

    def __init__(self, name: str = "reader") -> None:
        self.name, self.read = name, []

    def encode(self, texts):
        self.read += texts
        rows = [[text.count(subject) for subject in SUBJECTS] for text in texts]
        return np.array(rows, dtype=np.float32) + 0.01 * np.arange(1, 5, dtype=np.float32)


@pytest.fixture
def reader(monkeypatch):
    reader = Reader()
    monkeypatch.setattr(themes_vectors, "chosen_embedder", lambda: reader)
    monkeypatch.setattr("liant.actions.themes_refresh.chosen_embedder", lambda: reader)
    monkeypatch.setattr("liant.actions.themes_assign.chosen_embedder", lambda: reader)
    return reader


@pytest.fixture
def notes():
    seller = a_person()
    return [a_note(seller, f"they speak of the {subject}, visit {i}") for i in range(12) for subject in SUBJECTS]


def test_a_note_that_did_not_change_is_read_once(reader, notes) -> None:
    refresh_themes(actor=None, seed=0, now=NOW)
    assert len(reader.read) == len(notes) == NoteVector.objects.count()
    reader.read.clear()
    refresh_themes(actor=None, seed=1, now=NOW)
    assert reader.read == []
    notes[0].text = "they speak of the price after all"
    notes[0].save(update_fields=["text"])
    refresh_themes(actor=None, seed=1, now=NOW)
    assert reader.read == [notes[0].text]
    assert NoteVector.objects.count() == len(notes)


def test_a_note_met_later_is_read_and_placed_by_the_same_encoder(reader, notes) -> None:
    refresh_themes(actor=None, seed=0, now=NOW)
    assert model_of_themes() == "reader"
    late = a_note(a_person(), "again the delivery")
    assert place([late])[0].nearest == (), "a page asks no encoder"
    assert assign_notes([late.public_id], now=NOW) == 1
    assert ThemeNote.objects.get(note=late).theme == ThemeNote.objects.get(note=notes[2]).theme


def test_another_encoder_places_nothing_until_the_next_refresh(reader, notes) -> None:
    refresh_themes(actor=None, seed=0, now=NOW)
    reader.name = "another"
    reader.read.clear()
    late = a_note(a_person(), "again the delivery")
    assert assign_notes([late.public_id], now=NOW) == 0
    assert reader.read == []
    refresh_themes(actor=None, seed=0, now=NOW)
    assert ThemeNote.objects.filter(note=late).exists()


def test_a_stop_keeps_what_was_read_and_the_next_one_goes_on(reader, notes, monkeypatch) -> None:
    monkeypatch.setattr(themes_vectors, "BATCH", 10)

    def stop(n_done: int) -> None:
        if n_done >= 20:
            raise Conflict("Stopped.", code="themes.cancelled")

    ids, texts = [note.pk for note in notes], [note.text for note in notes]
    with pytest.raises(Conflict):
        encode_notes(ids, texts, reader, at_batch=stop)
    assert NoteVector.objects.count() == 20
    reader.read.clear()
    vectors = encode_notes(ids, texts, reader)
    assert len(reader.read) == len(notes) - 20
    assert np.array_equal(vectors, Reader().encode(texts))


def test_the_page_tells_how_far_the_encoder_is(reader, notes, monkeypatch) -> None:
    monkeypatch.setattr(themes_vectors, "BATCH", 10)
    seen, encode = [], reader.encode

    def look(texts):
        state = themes_state(NOW)
        seen.append((state.step, state.n_encoded, state.n_in_all))
        return encode(texts)

    reader.encode = look
    refresh_themes(actor=None, seed=0, now=NOW)
    assert seen == [("encode", done, 48) for done in (0, 10, 20, 30, 40)]


def test_an_encoder_that_cannot_answer_leaves_the_themes_as_they_are(reader, notes) -> None:
    refresh_themes(actor=None, seed=0, now=NOW)
    before = list(ThemeNote.objects.order_by("id").values())

    def refuse(_texts):
        raise Invalid("The encoder does not answer.", code="encoder.silent")

    a_note(a_person(), "one more")
    reader.encode = refuse
    with pytest.raises(Invalid):
        refresh_themes(actor=None, seed=0, now=NOW)
    assert ThemeRefresh.objects.latest("id").status == RefreshStatus.FAILED
    assert ThemeRefresh.objects.latest("id").error == "encoder.silent"
    assert list(ThemeNote.objects.order_by("id").values()) == before


def test_a_deleted_note_takes_its_vectors_with_it(reader, notes) -> None:
    encode_notes([notes[0].pk], [notes[0].text], reader)
    notes[0].delete()
    assert not NoteVector.objects.exists()


def test_the_settings_name_the_encoder(settings) -> None:
    settings.LIANT_EMBEDDER = ""
    assert themes_vectors.chosen_embedder() is None
    settings.LIANT_EMBEDDER = "nothing"
    with pytest.raises(Invalid) as refusal:
        themes_vectors.chosen_embedder()
    assert refusal.value.code == "encoder.unknown"
