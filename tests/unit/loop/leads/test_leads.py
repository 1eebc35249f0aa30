"""What may be handed over."""

from __future__ import annotations

import pytest

from liant.loop.leads.leads import MAX_WORDS, LeadText, checked_lead
from liant.loop.values.errors import Invalid


def test_a_lead_names_a_company_and_what_it_asked() -> None:
    assert checked_lead(LeadText(company="  Cycles \n Nord ", words=" A price. ")) == LeadText(
        company="Cycles Nord", words="A price."
    )


@pytest.mark.parametrize(
    ("company", "words", "code"),
    [
        (" ", "A price.", "leads.no_company"),
        ("Cycles Nord", " ", "leads.no_words"),
        ("Cycles Nord", "x" * (MAX_WORDS + 1), "leads.too_long"),
    ],
)
def test_a_seller_never_calls_from_nothing(company: str, words: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_lead(LeadText(company=company, words=words))
    assert refusal.value.code == code
