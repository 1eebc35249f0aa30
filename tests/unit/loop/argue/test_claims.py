from __future__ import annotations

import pytest

from liant.loop.argue.claims import ClaimDraft, check_publishable
from liant.loop.values.errors import Invalid


def claim(*, opinion: bool = False, n: int = 0) -> ClaimDraft:
    return ClaimDraft(text="It pays back in a year.", is_opinion=opinion, n_evidence=n)


@pytest.mark.parametrize("claims", [[claim(n=1)], [claim(opinion=True)], [claim(n=2), claim(opinion=True)]])
def test_publishes_what_cites_or_says_that_it_is_an_opinion(claims: list[ClaimDraft]) -> None:
    check_publishable("Title", "Situation", "Reply", claims)


@pytest.mark.parametrize(
    ("title", "claims", "code"),
    [
        ("Title", [claim()], "argue.no_evidence"),
        ("Title", [claim(n=1), claim()], "argue.no_evidence"),
        ("Title", [], "argue.no_claim"),
        ("  ", [claim(n=1)], "argue.incomplete"),
    ],
)
def test_refuses_the_rest(title: str, claims: list[ClaimDraft], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_publishable(title, "Situation", "Reply", claims)
    assert refusal.value.code == code
