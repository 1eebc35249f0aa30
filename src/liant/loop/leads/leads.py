"""What a lead is, and what may be answered to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from liant.loop.values.errors import Invalid

MAX_COMPANY = 200
MAX_WORDS = 600


class LeadStatus(StrEnum):
    """Say where a lead stands; all but the first are answers."""

    WAITING = "waiting"
    TAKEN = "taken"
    NOT_NOW = "not_now"
    WRONG = "wrong"


ANSWERS = frozenset({LeadStatus.TAKEN, LeadStatus.NOT_NOW, LeadStatus.WRONG})
#: Answers after which marketing may hand it over again.
GIVEN_BACK = frozenset({LeadStatus.NOT_NOW, LeadStatus.WRONG})


@dataclass(frozen=True, kw_only=True)
class LeadText:
    """What marketing knows: who, and what they asked."""

    company: str
    words: str


def checked_lead(text: LeadText) -> LeadText:
    """Return what is handed over, cleaned.

    Raises
    ------
    Invalid : ``leads.no_company``, ``leads.no_words``, ``leads.too_long``.
    """
    company, words = " ".join(text.company.split()), text.words.strip()
    if not company:
        raise Invalid(
            "The company is not named.", code="leads.no_company", hint="Name it, or start from the page of its account."
        )
    if not words:
        raise Invalid(
            "Nothing says what they asked.",
            code="leads.no_words",
            hint="Write what they said or did: a seller who calls without it starts from nothing.",
        )
    if len(company) > MAX_COMPANY or len(words) > MAX_WORDS:
        raise Invalid(
            "It is longer than %(most)s characters.",
            code="leads.too_long",
            hint="Keep what a seller needs before the first call; the thread takes the rest.",
            params={"most": MAX_WORDS},
        )
    return LeadText(company=company, words=words)
