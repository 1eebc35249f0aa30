"""Themes continued from one file to the next, under ids that last."""

from __future__ import annotations

import io

import numpy as np
import pytest

from liant.loop.themes.lasting import begin, carry_on, read_lasting, recall, write_lasting
from liant.loop.themes.track import Happening

TEXTS = [f"note {number}" for number in range(12)]
GROUPS = np.array([0] * 6 + [1] * 5 + [-1])


def test_themes_keep_their_numbers_whatever_the_new_ones_are() -> None:
    last = begin(TEXTS, GROUPS)
    shuffled = [*TEXTS[6:], *TEXTS[:6], "new"]
    continued = carry_on(shuffled, np.array([0] * 5 + [-1] + [1] * 6 + [2]), last)
    assert continued.themes.tolist() == [1] * 5 + [-1] + [0] * 6 + [2]
    assert (continued.n_known, continued.churn) == (11, 0.0)
    assert [(event.what, event.group) for event in continued.events] == [(Happening.BORN, 2)]


def test_a_number_is_never_given_twice() -> None:
    last = begin(TEXTS, GROUPS)
    without = carry_on(TEXTS[:6], np.zeros(6, dtype=np.int64), last)
    assert [event.what for event in without.events] == []  # no note of the other theme is left to tell its end
    again = carry_on(TEXTS, GROUPS, without.lasting)
    assert again.number_by_group == {0: 0, 1: 2}


def test_churn_counts_the_notes_that_changed_theme() -> None:
    last = begin(TEXTS, GROUPS)
    moved = GROUPS.copy()
    moved[0] = 1
    assert carry_on(TEXTS, moved, last).churn == pytest.approx(1 / 11)


def test_white_space_at_the_ends_makes_no_new_note() -> None:
    last = begin(TEXTS, GROUPS)
    assert recall([" note 0\n", "note 11", "other"], last).tolist() == [0, -1, -1]


def test_nothing_is_lost_on_the_way_to_bytes_and_back() -> None:
    last = begin(TEXTS, GROUPS)
    back = read_lasting(write_lasting(last))
    assert np.array_equal(back.notes, last.notes)
    assert np.array_equal(back.themes, last.themes)
    assert back.n_ids == last.n_ids == 2


def other_arrays() -> bytes:
    stream = io.BytesIO()
    np.savez(stream, form=np.array("else"))
    return stream.getvalue()


@pytest.mark.parametrize("raw", [b"", b"text", b"PK\x03\x04", other_arrays()])
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not a state of themes"):
        read_lasting(raw)
