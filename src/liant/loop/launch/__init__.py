"""Launches: what is ready, when things happen, who wrote which line, and what the first results allow to say."""

from __future__ import annotations
