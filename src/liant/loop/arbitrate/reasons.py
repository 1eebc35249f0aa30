"""Why a request was chosen or not: the word that the tables keep, apart from the arithmetic that finds it."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a request was chosen (the first four) or not."""

    PROMISED = "promised"
    FORCED = "forced"
    PAID = "paid"  # by those behind it
    COMPLETED = "completed"  # they gave what they own, the rest is capacity that nobody could pay for
    FORBIDDEN = "forbidden"
    NO_VOICE = "no_voice"  # nobody who counts stands behind it
    TOO_DEAR = "too_dear"  # those behind it own less than it costs
    NO_ROOM = "no_room"  # they could pay, and what is left of the capacity is too little
