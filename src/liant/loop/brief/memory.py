"""What somebody was told fades: fast for a theme or an account, slowly for a story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

#: Share of what was told of a topic that is forgotten each day: a theme is worth hearing of again after a few days, the
#: same story after weeks.
FADES_A_DAY = 0.30
STORY_FADES_A_DAY = 0.03
#: A story is told again when this share of it is new: after two weeks.
NEW_AGAIN = 0.34
#: What was told longer ago is forgotten: by then less than a fifth of a story is left.
REMEMBERED_DAYS = 60


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one item told on a day: the share in [0, 1] of each topic; ``story`` is the topic that fades slowly."""

    on: date
    story: str
    cover: Mapping[str, float]


def untold(told: Iterable[Told], today: date) -> dict[str, float]:
    """Tell which share of each topic, in [0, 1], is new to somebody today; topics never told are left out (1).

    Notes
    -----
    Only what was told before today counts, so that looking twice in a day shows the same lines. Items told on the same
    day leave what each leaves of the rest.
    """
    days: dict[tuple[str, bool], dict[date, float]] = defaultdict(dict)
    for one in told:
        if one.on < today:
            for topic, share in one.cover.items():
                left = days[topic, topic == one.story]
                left[one.on] = left.get(one.on, 1.0) * (1 - share)
    new: dict[str, float] = {}
    for (topic, is_story), left in days.items():
        new[topic] = min(new.get(topic, 1.0), untold_of(left, today, STORY_FADES_A_DAY if is_story else FADES_A_DAY))
    return new


def untold_of(left_by_day: Mapping[date, float], today: date, fades: float) -> float:
    """Follow one topic from telling to telling: the share still new today."""
    known, since = 0.0, today
    for on in sorted(left_by_day):
        known *= (1 - fades) ** (on - since).days if known else 1.0
        known = 1 - (1 - known) * left_by_day[on]
        since = on
    return 1 - known * (1 - fades) ** (today - since).days
