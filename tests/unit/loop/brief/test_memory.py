"""What somebody was told, and how it fades."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.brief.memory import FADES_A_DAY, NEW_AGAIN, STORY_FADES_A_DAY, Told, untold

TODAY = date(2026, 3, 12)


def told(days_ago: int, story: str = "s", **cover: float) -> Told:
    return Told(on=TODAY - timedelta(days=days_ago), story=story, cover=cover)


tellings = st.lists(
    st.builds(
        Told,
        on=st.integers(0, 90).map(lambda n: TODAY - timedelta(days=n)),
        story=st.sampled_from(["s", "t"]),
        cover=st.dictionaries(st.sampled_from(["s", "t", "theme"]), st.floats(0, 1)),
    ),
    max_size=8,
)


def test_what_is_told_today_is_not_old_today() -> None:
    assert untold([told(0, s=1.0, theme=0.5)], TODAY) == {}


def test_a_theme_is_new_again_in_days_and_a_story_in_weeks() -> None:
    new = untold([told(2, s=1.0, theme=0.5)], TODAY)
    assert new["theme"] == pytest.approx(1 - 0.5 * (1 - FADES_A_DAY) ** 2)
    assert new["s"] == pytest.approx(1 - (1 - STORY_FADES_A_DAY) ** 2)
    assert untold([told(13, s=1.0)], TODAY)["s"] < NEW_AGAIN <= untold([told(14, s=1.0)], TODAY)["s"]


def test_told_twice_in_a_day_leaves_what_each_leaves_of_the_rest() -> None:
    new = untold([told(1, "s", theme=0.5), told(1, "t", theme=0.5)], TODAY)
    assert new["theme"] == pytest.approx(1 - 0.75 * 0.7)


def test_told_again_is_known_better() -> None:
    once, twice = untold([told(3, s=0.8)], TODAY)["s"], untold([told(9, s=0.8), told(3, s=0.8)], TODAY)["s"]
    assert twice == pytest.approx(1 - (1 - (1 - 0.8 * 0.97**6) * 0.2) * 0.97**3)
    assert twice < once


@given(tellings, st.randoms())
@settings(max_examples=300)
def test_shares_stay_shares_grow_with_time_and_take_no_order(found: list[Told], random) -> None:
    new = untold(found, TODAY)
    assert all(-1e-12 <= share <= 1 for share in new.values())
    later = untold([one for one in found if one.on < TODAY], TODAY + timedelta(days=5))
    assert all(later[topic] >= share - 1e-12 for topic, share in new.items())
    assert untold(random.sample(found, len(found)), TODAY) == pytest.approx(new)
