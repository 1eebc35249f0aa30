"""The stages of a deal: what Liant reasons about, whatever the CRM calls them."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Name the stages of an opportunity, in the order of a sale; the last two close it."""

    PROSPECTING = "prospecting"
    QUALIFICATION = "qualification"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    WON = "won"
    LOST = "lost"


OPEN_STAGES = (Stage.PROSPECTING, Stage.QUALIFICATION, Stage.PROPOSAL, Stage.NEGOTIATION)
CLOSED_STAGES = (Stage.WON, Stage.LOST)


class Reason(StrEnum):
    """Name the families of reasons for which a deal is won or lost."""

    PRICE = "price"
    PRODUCT = "product"
    TIMING = "timing"
    COMPETITOR = "competitor"
    NO_DECISION = "no_decision"
    RELATION = "relation"
    SERVICE = "service"
    OTHER = "other"


class Voice(StrEnum):
    """Tell whose words a passage holds."""

    CLIENT = "client"
    SELLER = "seller"


class NoteKind(StrEnum):
    """Name what a field note brings."""

    IDEA = "idea"
    OBJECTION = "objection"
    NEED = "need"
    SETBACK = "setback"
    COMPETITOR = "competitor"
    PRAISE = "praise"
    VISIT = "visit"
