"""How long one may change or take back what one wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

MAX_LENGTH = 3_000
#: Long enough to mend a slip, too short to rewrite what others have answered.
EDIT_WITHIN = timedelta(hours=1)
#: Long enough to think better of it the next morning.
WITHDRAW_WITHIN = timedelta(hours=24)


def may_edit(written_at: datetime, now: datetime) -> bool:
    """Tell whether a message may still be changed by its author."""
    return now - written_at <= EDIT_WITHIN


def may_withdraw(written_at: datetime, now: datetime) -> bool:
    """Tell whether a message may still be withdrawn by its author."""
    return now - written_at <= WITHDRAW_WITHIN
