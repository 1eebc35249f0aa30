"""What each side promises to answer, and how long its answers took."""

from __future__ import annotations
