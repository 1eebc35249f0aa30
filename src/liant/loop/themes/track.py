"""Keep the identity of themes from one refresh to the next.

References
----------
Kuhn (1955), The Hungarian method; scipy's ``linear_sum_assignment``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import linear_sum_assignment

#: Two groups sharing less than this (Jaccard of the notes present both times) are not the same theme.
SAME_THEME = 0.3
#: A theme that gave at least this share of its notes to another one is said to have merged into it.
MERGE_SHARE = 0.5


class Happening(StrEnum):
    """Name what may happen to a theme at a refresh."""

    BORN = "born"
    SPLIT = "split"
    MERGED = "merged"
    RETIRED = "retired"


@dataclass(frozen=True, kw_only=True)
class ThemeEvent:
    """What happened to a theme.

    Attributes
    ----------
    group : the new group (born, split), None for a theme that ended.
    theme : the theme that ended, or the parent that a split came from.
    into : the group that a merged theme went to.
    """

    what: Happening
    group: int | None = None
    theme: str | None = None
    into: int | None = None


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """The theme that each new group continues, and what happened to the others."""

    theme_by_group: dict[int, str]
    events: tuple[ThemeEvent, ...]


def match_themes(
    old: Mapping[int, str], new: Sequence[tuple[int, int]], held: Mapping[int, str] | None = None
) -> Tracking:
    """Match new groups to the themes that their notes were in.

    Parameters
    ----------
    old : theme by note, at the last refresh.
    new : (note, group) pairs of this refresh, groups ≥ 0.
    held : themes of the groups that hold what a person put together: theirs, however many notes have joined or left.

    Notes
    -----
    The assignment maximises the total Jaccard index. Notes written since the last refresh do not count against a theme.
    An identity is never used twice: a group without a match gets a new one from the caller.
    """
    groups = sorted({group for _, group in new})
    themes = sorted(set(old.values()))
    group_index = {group: i for i, group in enumerate(groups)}
    theme_index = {theme: j for j, theme in enumerate(themes)}
    shared = np.zeros((len(groups), len(themes)))
    group_sizes, theme_sizes = np.zeros(len(groups)), np.zeros(len(themes))
    for note, group in new:
        if note in old:
            shared[group_index[group], theme_index[old[note]]] += 1
            group_sizes[group_index[group]] += 1
            theme_sizes[theme_index[old[note]]] += 1
    union = group_sizes[:, None] + theme_sizes[None, :] - shared
    jaccard = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    certain = {group: theme for group, theme in (held or {}).items() if group in group_index}
    taken = set(certain.values())
    for group, theme in certain.items():
        jaccard[group_index[group], :] = 0
        if theme in theme_index:
            jaccard[:, theme_index[theme]] = 0
    chosen_groups, chosen_themes = linear_sum_assignment(-jaccard)
    theme_by_group = certain | {
        groups[i]: themes[j]
        for i, j in zip(chosen_groups.tolist(), chosen_themes.tolist(), strict=True)
        if jaccard[i, j] >= SAME_THEME and groups[i] not in certain and themes[j] not in taken
    }
    return Tracking(
        theme_by_group=theme_by_group,
        events=tuple(tell_events(groups, themes, shared, group_sizes, theme_sizes, theme_by_group)),
    )


def tell_events(
    groups: Sequence[int],
    themes: Sequence[str],
    shared: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    group_sizes: np.ndarray[tuple[int], np.dtype[np.float64]],
    theme_sizes: np.ndarray[tuple[int], np.dtype[np.float64]],
    theme_by_group: Mapping[int, str],
) -> list[ThemeEvent]:
    """Say what happened to groups without a past and to themes without a future."""
    events = []
    for i, group in enumerate(groups):
        if group in theme_by_group:
            continue
        parent = int(shared[i].argmax()) if len(themes) else 0
        if len(themes) and group_sizes[i] > 0 and shared[i, parent] >= MERGE_SHARE * group_sizes[i]:
            events.append(ThemeEvent(what=Happening.SPLIT, group=group, theme=themes[parent]))
        else:
            events.append(ThemeEvent(what=Happening.BORN, group=group))
    continued = set(theme_by_group.values())
    for j, theme in enumerate(themes):
        if theme in continued:
            continue
        heir = int(shared[:, j].argmax()) if len(groups) else 0
        if len(groups) and theme_sizes[j] > 0 and shared[heir, j] >= MERGE_SHARE * theme_sizes[j]:
            events.append(ThemeEvent(what=Happening.MERGED, theme=theme, into=groups[heir]))
        else:
            events.append(ThemeEvent(what=Happening.RETIRED, theme=theme))
    return events
