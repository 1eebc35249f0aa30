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
