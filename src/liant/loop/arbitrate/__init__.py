"""Choose, under a limited capacity, what marketing makes next, and tell everybody why."""

from __future__ import annotations
