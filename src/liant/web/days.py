"""A day that a form asks for: picked in a calendar, or written in short words such as J+2 and S+1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from liant.loop.values.errors import Invalid
from liant.loop.values.when import read_when
from liant.queries.clocks import work_calendar
from liant.web.words import Refusal, in_words

#: Added to the name of a date field: the field beside it that takes short words.
IN_SHORT = "_in_short"


@dataclass(frozen=True, kw_only=True)
class DayRead:
    """What was read of a day.

    Attributes
    ----------
    words : as typed in short; empty when the day was picked.
    refusal : why the words are no day.
    """

    on: date | None
    words: str = ""
    refusal: Refusal | None = None

    @property
    def left(self) -> str:
        """What the short field still holds when the page is shown again: once read, the day is in the other field."""
        return self.words if self.refusal is not None else ""


def read_day(text: str) -> date | None:
    """Read a day as a browser sends it while a form is being filled; None when it is none yet."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_day_of(data: Mapping[str, str], name: str, today: date) -> DayRead:
    """Read the day of a field: its short words where some are typed, else the date that was picked."""
    words = data.get(name + IN_SHORT, "").strip()
    if not words:
        return DayRead(on=read_day(data.get(name, "")))
    try:
        return DayRead(on=read_when(words, today, work_calendar()), words=words)
    except Invalid as refusal:
        return DayRead(on=None, words=words, refusal=in_words(refusal))
