"""What a theme suggests to whoever writes an argument about it, without any language model.

Three questions, three plain answers:

- *How do clients say it?* The most typical of their quotes: the one whose words the others share most.
- *What weighs most?* The strongest quotes: recent, at accounts with open money, one for each account.
- *What did won deals say?* The quotes whose words set won deals apart from lost ones, with both n; nothing below
  ``LEAST_DEALS_A_SIDE`` deals on either side.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from liant.loop.themes.words import stem_words, tokenise

LEAST_DEALS_A_SIDE = 5
#: A quote twice as old weighs half as much after this many days.
HALF_LIFE_DAYS = 180
#: Shorter words say little of what a quote is about.
LEAST_LETTERS = 4


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A quote as the suggestions see it.

    Attributes
    ----------
    key : its public id.
    account, deal : keys; None when unknown.
    open_cents : open money of its account, in cents; at least 0.
    outcome : ``won``, ``lost`` or empty, of its deal.
    """

    key: str
    text: str
    language: str
    is_client: bool
    account: int | None
    deal: int | None
    open_cents: int
    outcome: str
    heard_on: date


@dataclass(frozen=True, kw_only=True)
class WonWords:
    """Quotes that set won deals apart from lost ones, with the number of deals on each side."""

    keys: tuple[str, ...]
    n_won: int
    n_lost: int


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What a theme suggests: keys of quotes, best first; ``won`` is None when too few deals are closed."""

    typical: tuple[str, ...]
    strongest: tuple[str, ...]
    won: WonWords | None


def suggest_from(quotes: Sequence[Heard], *, today: date, limit: int = 3) -> Suggestions:
    """Suggest quotes, at most ``limit`` for each question.

    Notes
    -----
    The order of ``quotes`` changes nothing; ties go to the smaller key. Cost O(n_quotes x n_words).
    """
    ordered = sorted(quotes, key=lambda quote: quote.key)
    words = {quote.key: words_of(quote) for quote in ordered}
    return Suggestions(
        typical=typical_quotes(ordered, words, limit=limit),
        strongest=strongest_quotes(ordered, today=today, limit=limit),
        won=won_words(ordered, words, limit=limit),
    )


def words_of(quote: Heard) -> frozenset[str]:
    """Cut a quote into the stems of its longer words."""
    split = [word for word in tokenise(quote.text) if len(word) >= LEAST_LETTERS]
    return frozenset(stem_words(split, quote.language))


def typical_quotes(quotes: Sequence[Heard], words: dict[str, frozenset[str]], *, limit: int) -> tuple[str, ...]:
    """Choose the client's quotes that share most with the others, each adding words of its own.

    A word counts for the number of other quotes that say it; a quote for the mean over its words, so that neither a long
    quote nor a single common word wins by itself. Words of a chosen quote count no more: the second says something else.
    """
    pool = [quote for quote in quotes if quote.is_client and words[quote.key]]
    counts = Counter(word for quote in pool for word in words[quote.key])
    chosen: list[str] = []
    said: set[str] = set()
    while len(chosen) < limit:
        scored = [
            (sum(counts[word] - 1 for word in words[quote.key] - said) / math.sqrt(len(words[quote.key])), quote.key)
            for quote in pool
            if quote.key not in chosen
        ]
        best = min(((-score, key) for score, key in scored), default=(0.0, ""))
        if -best[0] <= 0:
            break
        chosen.append(best[1])
        said |= words[best[1]]
    if not chosen and pool:
        return (pool[0].key,)
    return tuple(chosen)


def strongest_quotes(quotes: Sequence[Heard], *, today: date, limit: int) -> tuple[str, ...]:
    """Choose the quotes that weigh most: open money of the account on a scale of magnitudes, halved by age.

    The client's words count double; an account speaks once.
    """
    chosen: dict[object, tuple[float, str]] = {}
    for quote in quotes:
        magnitude = 1 + math.log10(1 + quote.open_cents / 100)
        age = max(0, (today - quote.heard_on).days)
        score = magnitude * (2 if quote.is_client else 1) * 0.5 ** (age / HALF_LIFE_DAYS)
        whose = quote.account if quote.account is not None else quote.key
        if whose not in chosen or score > -chosen[whose][0]:
            chosen[whose] = (-score, quote.key)
    return tuple(key for _score, key in sorted(chosen.values())[:limit])


def won_words(quotes: Sequence[Heard], words: dict[str, frozenset[str]], *, limit: int) -> WonWords | None:
    """Choose the quotes of won deals whose words are said in won deals more than in lost ones, or None with too few.

    A word counts once for a deal. Its weight is the logarithm of its odds in won deals over those in lost ones, with half a
    deal added to each cell, so that a word heard once weighs little.
    """
    by_deal: dict[int, tuple[str, set[str]]] = {}
    for quote in quotes:
        if quote.deal is not None and quote.outcome in ("won", "lost"):
            by_deal.setdefault(quote.deal, (quote.outcome, set()))[1].update(words[quote.key])
    n_won = sum(outcome == "won" for outcome, _words in by_deal.values())
    n_lost = len(by_deal) - n_won
    if min(n_won, n_lost) < LEAST_DEALS_A_SIDE:
        return None
    said = {side: Counter(w for outcome, said in by_deal.values() if outcome == side for w in said) for side in SIDES}

    def weight(word: str) -> float:
        won, lost = said["won"][word], said["lost"][word]
        return math.log((won + 0.5) / (n_won - won + 0.5)) - math.log((lost + 0.5) / (n_lost - lost + 0.5))

    scored = sorted(
        (-sum(weight(word) for word in sorted(words[quote.key])) / math.sqrt(len(words[quote.key])), quote.key)
        for quote in quotes
        if quote.outcome == "won" and words[quote.key]
    )
    keys = tuple(key for score, key in scored[:limit] if score < 0)
    return WonWords(keys=keys, n_won=n_won, n_lost=n_lost)


SIDES = ("won", "lost")
