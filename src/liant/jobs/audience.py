"""Background keeping of what people said having read."""

from __future__ import annotations

from datetime import UTC, datetime

from liant.actions.audience import forget_who_acknowledged


def tidy() -> int:
    """Turn old acknowledgements into counts, when a server or a worker starts; return how many are forgotten."""
    return forget_who_acknowledged(datetime.now(UTC))
