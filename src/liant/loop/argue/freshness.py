"""How fresh a claim is: the age of what it rests on, figures that moved, quotes that may contradict it.

Trust is per claim: one that has aged does not condemn the card around it. The state is the worst that its reasons give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Name how far a claim can be trusted today, best first."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    CONTRADICTED = "contradicted"  # perhaps: shown as a question, with the quotes


class Reason(StrEnum):
    """Name why."""

    OLD_QUOTES = "old_quotes"
    OLD_FIGURE = "old_figure"
    CHANGED_FIGURE = "changed_figure"
    CONTRARY_QUOTES = "contrary_quotes"


ORDER = {state: place for place, state in enumerate(State)}
#: What clients say holds for two quarters, and says nothing any more after a year.
QUOTES_AGE, QUOTES_STALE = timedelta(days=180), timedelta(days=365)
#: A figure is counted again every quarter.
FIGURE_AGES, FIGURE_STALE = timedelta(days=90), timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """What a claim rests on.

    Attributes
    ----------
    heard_on : the days on which its quotes were heard.
    counted_on : the days on which its figures were counted.
    n_changed : figures that no longer come out as the claim says.
    n_contrary : recent quotes that may contradict it, those set aside left out.
    """

    heard_on: tuple[date, ...] = ()
    counted_on: tuple[date, ...] = ()
    n_changed: int = 0
    n_contrary: int = 0


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """A state with its reasons, worst first.

    Attributes
    ----------
    days : age of the newest quote, or of the newest figure when no quote is cited; None when neither is.
    """

    state: State
    reasons: tuple[Reason, ...]
    days: int | None


def judge_claim(facts: ClaimFacts, today: date) -> Freshness | None:
    """Judge a claim; None for an opinion that nothing contradicts: it rests on nobody, so nothing of it ages.

    Notes
    -----
    The newest quote counts, and the newest figure: what was heard again last week is not old. Each kind is judged for
    itself, because a fresh quote does not refresh a figure.
    """
    found: list[tuple[State, Reason]] = []
    newest = max(facts.heard_on, default=None)
    counted = max(facts.counted_on, default=None)
    if newest is not None:
        found.append((aged(today - newest, QUOTES_AGE, QUOTES_STALE), Reason.OLD_QUOTES))
    if counted is not None:
        found.append((aged(today - counted, FIGURE_AGES, FIGURE_STALE), Reason.OLD_FIGURE))
    if facts.n_changed:
        found.append((State.STALE, Reason.CHANGED_FIGURE))
    if facts.n_contrary:
        found.append((State.CONTRADICTED, Reason.CONTRARY_QUOTES))
    if not found:
        return None
    worst_first = sorted(found, key=lambda pair: -ORDER[pair[0]])
    shown = newest or counted
    return Freshness(
        state=worst_first[0][0],
        reasons=tuple(reason for state, reason in worst_first if state != State.FRESH),
        days=(today - shown).days if shown else None,
    )


def aged(age: timedelta, ageing: timedelta, stale: timedelta) -> State:
    """Tell the state that an age gives: each limit belongs to the better side."""
    return State.FRESH if age <= ageing else State.AGEING if age <= stale else State.STALE


def worst_of(found: Iterable[Freshness | None]) -> State | None:
    """Return the worst state of several claims; None when none has one."""
    return max((each.state for each in found if each is not None), key=ORDER.__getitem__, default=None)
