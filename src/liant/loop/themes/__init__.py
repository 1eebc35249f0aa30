"""Themes: groups of short notes about the same thing, in two languages, under ids that last.

What is exported is loaded when first used: weighing a theme must not wait for sparse matrices.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liant.loop.themes.cluster import FINE, Grouping, assign
    from liant.loop.themes.embed import Space, encode
    from liant.loop.themes.fit import Fit, fit_themes
    from liant.loop.themes.label import Name, name_in_languages, name_themes
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
    "name_in_languages",
    "name_themes",
    "rank_key",
    "weigh_theme",
]

_MODULES = {
    "cluster": ("FINE", "Grouping", "assign"),
    "embed": ("Space", "encode"),
    "fit": ("Fit", "fit_themes"),
    "label": ("Name", "name_in_languages", "name_themes"),
    "track": ("Happening", "ThemeEvent", "Tracking", "match_themes"),
    "weigh": ("Heard", "Weight", "rank_key", "weigh_theme"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load the module of an exported name on its first use."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
