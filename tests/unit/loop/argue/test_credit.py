from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.argue.credit import Cited, credit_cited
from liant.loop.refine.credit import Act

DAY = date(2026, 1, 1)
cited = st.integers(0, 40).map(
    lambda n: Cited(heard_on=DAY + timedelta(days=n % 7), note=n, public_id=f"n{n}", author=n % 5)
)
claims = st.lists(st.lists(cited, max_size=6), max_size=5)


@given(claims, st.randoms())
@settings(max_examples=500)
def test_order_changes_nothing(claims: list[list[Cited]], random) -> None:
    shuffled = [random.sample(notes, len(notes)) for notes in claims]
    random.shuffle(shuffled)
    assert set(credit_cited(shuffled)) == set(credit_cited(claims))


@given(claims)
@settings(max_examples=500)
def test_in_each_claim_one_note_was_heard_first(claims: list[list[Cited]]) -> None:
    for notes in filter(None, claims):
        acts = {note: act for act, note in credit_cited([notes])}
        assert [note for note, act in acts.items() if act == Act.ORIGINATE] == [min(notes)]
        assert {act for note, act in acts.items() if note != min(notes)} <= {Act.EVIDENCE}


def test_a_claim_without_a_note_credits_nobody() -> None:
    assert list(credit_cited([[], []])) == []
