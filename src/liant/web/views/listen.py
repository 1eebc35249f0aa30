"""Pages of this stage."""

from __future__ import annotations

from liant.web.access import Route

ROUTES: tuple[Route, ...] = ()
