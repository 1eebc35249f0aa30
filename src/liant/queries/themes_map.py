"""Read the map of themes: alike ones near each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from liant.queries.themes import label_for
from liant.queries.themes_tray import latest_state, read_kept
from liant.store.models import BroadTheme, Person, Theme

if TYPE_CHECKING:
    from liant.loop.themes.map import Label, ThemeMap

#: Broad themes that wear a colour of their own: more could not be told apart.
N_COLOURS = 7
#: Themes on a map, the heaviest: more have no room for their names.
MOST_THEMES = 150


@dataclass(frozen=True, kw_only=True)
class ThemeOnMap:
    """A theme as it is drawn, in px."""

    public_id: str
    label: str
    x: float
    y: float
    radius: float
    colour: int | None  #: number of the broad theme's colour, below ``N_COLOURS``; None for the small ones
    n_notes: int


@dataclass(frozen=True, kw_only=True)
class MapView:
    """A map of themes in one frame."""

    width: int
    height: int
    discs: tuple[ThemeOnMap, ...]
    labels: tuple[tuple[str, Label], ...]  #: (public id, where its name is read)


@dataclass(frozen=True, kw_only=True)
class Legend:
    """A broad theme and its colour."""

    public_id: str
    label: str
    colour: int
    n_themes: int


@dataclass(frozen=True, kw_only=True)
class ThemesOnMap:
    """The map in two frames, and what it leaves out."""

    wide: MapView
    tall: MapView
    legend: tuple[Legend, ...]
    n_other_groups: int
    n_left_out: int


def map_for(reader: Person) -> ThemesOnMap | None:
    """Draw the heaviest themes, in four queries; None before the first search for themes.

    Left out: those that people made since the last search, of which no place is known yet.
    """
    state_id = latest_state()
    if state_id is None:
        return None
    rows = Theme.objects.visible_to(reader).live().filter(rank__isnull=False, n_notes__gt=0)
    known = set(read_kept(state_id).themes)
    themes = [theme for theme in rows.order_by("rank", "id") if theme.public_id in known][:MOST_THEMES]
    names = tuple(label_for(reader, theme) for theme in themes)
    groups = [theme.broad_id or -theme.pk for theme in themes]
    largest = Counter(dict.fromkeys(groups, 0))
    for group, theme in zip(groups, themes, strict=True):
        largest[group] += theme.n_notes
    n_themes = Counter(groups)
    several = [group for group, _n in largest.most_common() if group > 0 and n_themes[group] > 1]
    colours = {group: colour for colour, group in enumerate(several[:N_COLOURS])}
    keys, sizes = tuple(theme.public_id for theme in themes), tuple(theme.n_notes for theme in themes)
    views = []
    for width, height, font in ((1000, 620, 13.0), (358, 560, 12.0)):
        drawn = _draw(state_id, keys, sizes, tuple(groups), names, width, height, font)
        discs = tuple(
            ThemeOnMap(
                public_id=keys[disc.theme],
                label=names[disc.theme],
                x=round(disc.x, 1),
                y=round(disc.y, 1),
                radius=round(disc.radius, 1),
                colour=colours.get(disc.broad),
                n_notes=sizes[disc.theme],
            )
            for disc in drawn.discs
        )
        labels = tuple((keys[label.theme], label) for label in drawn.labels)
        views.append(MapView(width=width, height=height, discs=discs, labels=labels))
    named = BroadTheme.objects.visible_to(reader).in_bulk(list(colours))
    return ThemesOnMap(
        wide=views[0],
        tall=views[1],
        legend=tuple(
            Legend(
                public_id=named[group].public_id,
                label=label_for(reader, named[group]),
                colour=colour,
                n_themes=n_themes[group],
            )
            for group, colour in colours.items()
            if group in named
        ),
        n_other_groups=len(n_themes) - len(colours),
        n_left_out=rows.count() - len(themes),
    )


@lru_cache(maxsize=16)
def _draw(
    state_id: str,
    keys: tuple[str, ...],
    sizes: tuple[int, ...],
    groups: tuple[int, ...],
    names: tuple[str, ...],
    width: int,
    height: int,
    font_px: float,
) -> ThemeMap:
    """Draw once per process what is asked for again and again."""
    import numpy as np

    from liant.loop.themes.map import draw_map

    state = read_kept(state_id)
    row_by_key = {key: row for row, key in enumerate(state.themes)}
    return draw_map(
        state.centres[[row_by_key[key] for key in keys]],
        np.array(sizes, dtype=np.int64),
        np.array(groups, dtype=np.int64),
        names,
        width=width,
        height=height,
        font_px=font_px,
    )
