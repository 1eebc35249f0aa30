"""Which arguments suit a deal now, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Name what an argument and a deal have in common, strongest first."""

    REPLACES = "replaces"  # an argument said in this deal and withdrawn since
    THEME = "theme"  # heard in this very deal
    COMPETITOR = "competitor"
    ACCOUNT = "account"  # the theme, heard at its account
    STAGE = "stage"
    SEGMENT = "segment"


#: A theme heard in the deal weighs most; a matching stage alone suits many arguments and says little.
POINTS = {Why.REPLACES: 6, Why.THEME: 5, Why.COMPETITOR: 4, Why.ACCOUNT: 3, Why.STAGE: 2, Why.SEGMENT: 1}
#: One of these must be shared for an argument to be offered.
ENOUGH = {Why.REPLACES, Why.THEME, Why.COMPETITOR, Why.ACCOUNT}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A published argument as the choice sees it; None and empty mean "any"."""

    key: int
    theme: int | None
    competitor: int | None
    stage: str
    segment: str


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A deal as the choice sees it: the notes heard on each theme in the deal itself, and elsewhere at its account.

    ``better`` holds the arguments that replace one that was said in it and is withdrawn since.
    """

    themes: dict[int, int]
    account_themes: dict[int, int]
    competitors: frozenset[int]
    stage: str
    segment: str
    better: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Suited:
    """An argument with the reasons for which it suits, strongest first."""

    key: int
    why: tuple[Why, ...]


def suit_arguments(candidates: Iterable[Candidate], deal: Situation, *, limit: int = 3) -> tuple[Suited, ...]:
    """Choose the arguments that suit a deal.

    An argument made against a competitor who is not in the deal, or for another stage or segment, is left out; so is one
    that shares nothing with the deal but its stage.
    """
    found: list[tuple[tuple[int, int, int], Suited]] = []
    for candidate in candidates:
        why = reasons(candidate, deal)
        if why is None or not ENOUGH & set(why):
            continue
        heard = 0
        if candidate.theme is not None:
            heard = deal.themes.get(candidate.theme, 0) or deal.account_themes.get(candidate.theme, 0)
        points = sum(POINTS[reason] for reason in why)
        found.append(((-points, -heard, candidate.key), Suited(key=candidate.key, why=tuple(why))))
    return tuple(suited for _, suited in sorted(found, key=lambda pair: pair[0])[:limit])


def reasons(candidate: Candidate, deal: Situation) -> Sequence[Why] | None:
    """List what they share, or None when something excludes the argument."""
    why = [Why.REPLACES] if candidate.key in deal.better else []
    if candidate.theme is not None and candidate.theme in deal.themes:
        why.append(Why.THEME)
    elif candidate.theme is not None and candidate.theme in deal.account_themes:
        why.append(Why.ACCOUNT)
    if candidate.competitor is not None:
        if candidate.competitor not in deal.competitors:
            return None
        why.append(Why.COMPETITOR)
    if candidate.stage:
        if candidate.stage != deal.stage:
            return None
        why.append(Why.STAGE)
    if candidate.segment:
        if candidate.segment.casefold() != deal.segment.casefold():
            return None
        why.append(Why.SEGMENT)
    return why
