"""What a planted topic is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One planted topic of the invented company's field notes."""

    key: str  #: stable key, the truth kept for tests and benchmarks
    name_fr: str  #: what a French marketer would call it
    name_en: str
    kinds: tuple[str, ...]  #: likely note kinds, most likely first
    fr: tuple[str, ...]  #: hand-written French phrasings
    en: tuple[str, ...]  #: hand-written English phrasings


def topic(key: str, name_fr: str, name_en: str, kinds: str, fr: str, en: str) -> Topic:
    """Write a topic with one phrasing per line."""
    return Topic(
        key=key,
        name_fr=name_fr,
        name_en=name_en,
        kinds=tuple(kinds.split()),
        fr=tuple(line.strip() for line in fr.strip().splitlines()),
        en=tuple(line.strip() for line in en.strip().splitlines()),
    )
