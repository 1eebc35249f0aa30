"""Themes: groups of short notes about the same thing, in two languages, under ids that last."""

from __future__ import annotations

from liant.loop.themes.cluster import FINE, Grouping, assign
from liant.loop.themes.embed import Space, encode
from liant.loop.themes.fit import Fit, fit_themes
from liant.loop.themes.label import Name, name_themes
from liant.loop.themes.track import Happening, ThemeEvent, Tracking, match_themes
from liant.loop.themes.weigh import Heard, Weight, rank_key, weigh_theme

__all__ = [
    "FINE",
    "Fit",
    "Grouping",
    "Happening",
    "Heard",
    "Name",
    "Space",
    "ThemeEvent",
    "Tracking",
    "Weight",
    "assign",
    "encode",
    "fit_themes",
    "match_themes",
    "name_themes",
    "rank_key",
    "weigh_theme",
]
