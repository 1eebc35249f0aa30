"""Liant: the working system between a sales department and a marketing department."""

from __future__ import annotations

__version__ = "0.1.0"
