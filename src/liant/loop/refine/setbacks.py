"""What a lost deal has in common with others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Causes:
    """Why a deal was lost, or may be: reasons given, competitors met, themes heard."""

    reasons: frozenset[str] = frozenset()
    competitors: frozenset[int] = frozenset()
    themes: frozenset[int] = frozenset()

    def shared_with(self, other: Causes) -> Causes:
        """Keep what two deals have in common."""
        return Causes(
            reasons=self.reasons & other.reasons,
            competitors=self.competitors & other.competitors,
            themes=self.themes & other.themes,
        )

    def __bool__(self) -> bool:
        return bool(self.reasons or self.competitors or self.themes)


@dataclass(frozen=True, kw_only=True)
class Alike:
    """How many other losses share a cause with one, by cause; ``n`` counts each loss once, out of ``n_compared``."""

    n: int
    n_compared: int
    by_reason: dict[str, int]
    by_competitor: dict[int, int]
    by_theme: dict[int, int]


def count_alike(lost: Causes, others: Iterable[Causes], n_compared: int) -> Alike:
    """Count the losses that share at least one cause with a lost deal.

    Parameters
    ----------
    others : causes of other losses; those that share nothing may be left out.
    n_compared : how many other losses there are in all.
    """
    by_reason = dict.fromkeys(sorted(lost.reasons), 0)
    by_competitor = dict.fromkeys(sorted(lost.competitors), 0)
    by_theme = dict.fromkeys(sorted(lost.themes), 0)
    n = 0
    for other in others:
        shared = lost.shared_with(other)
        n += bool(shared)
        for reason in shared.reasons:
            by_reason[reason] += 1
        for competitor in shared.competitors:
            by_competitor[competitor] += 1
        for theme in shared.themes:
            by_theme[theme] += 1
    return Alike(n=n, n_compared=n_compared, by_reason=by_reason, by_competitor=by_competitor, by_theme=by_theme)
