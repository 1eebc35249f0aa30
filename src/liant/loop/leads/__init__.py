"""Hand what came in over to whoever can sell, and answer it."""

from __future__ import annotations
