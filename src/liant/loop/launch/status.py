"""The course of a launch: where it stands, and where it may go from there."""

from __future__ import annotations

from enum import StrEnum

from liant.loop.values.errors import Conflict


class LaunchStatus(StrEnum):
    """Name where a launch stands, in order."""

    PREPARING = "preparing"
    READY = "ready"
    LAUNCHED = "launched"
    CLOSED = "closed"


#: Something found at the last moment sends a launch that was ready back; what was launched is never un-said.
MOVES = {
    LaunchStatus.PREPARING: (LaunchStatus.READY,),
    LaunchStatus.READY: (LaunchStatus.LAUNCHED, LaunchStatus.PREPARING),
    LaunchStatus.LAUNCHED: (LaunchStatus.CLOSED,),
    LaunchStatus.CLOSED: (),
}
#: Sellers read it from here on.
TOLD = (LaunchStatus.LAUNCHED, LaunchStatus.CLOSED)
#: Its brief, board and pitch may be changed until it is launched.
OPEN = (LaunchStatus.PREPARING, LaunchStatus.READY)


def check_move(source: LaunchStatus, target: LaunchStatus) -> None:
    """Refuse a step that the course of a launch does not have (``launch.not_now``)."""
    if target not in MOVES[source]:
        raise Conflict(
            "The launch is no longer where you saw it.",
            code="launch.not_now",
            hint="Open it again: somebody moved it.",
        )
