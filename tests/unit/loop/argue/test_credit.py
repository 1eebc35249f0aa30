from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.argue.credit import Cited, credit_argument

DAY = date(2026, 1, 1)
cited = st.builds(
    Cited,
    heard_on=st.integers(0, 60).map(lambda n: DAY + timedelta(days=n)),
    note=st.integers(0, 500),
    author=st.integers(0, 8),
)
claims = st.lists(st.lists(cited, max_size=6), max_size=5)
writers = st.lists(st.integers(20, 24), max_size=3)


@given(claims, writers)
@settings(max_examples=500)
def test_shares_sum_to_one_exactly(claims: list[list[Cited]], writers: list[int]) -> None:
    shares = credit_argument(claims, writers)
    assert sum((s.share for s in shares), Fraction(0)) == (1 if any(claims) or writers else 0)


@given(claims, writers, st.randoms())
@settings(max_examples=500)
def test_order_changes_nothing(claims: list[list[Cited]], writers: list[int], random) -> None:
    shuffled = [random.sample(notes, len(notes)) for notes in claims]
    random.shuffle(shuffled)
    assert credit_argument(shuffled, writers[::-1]) == credit_argument(claims, writers)


@given(claims.filter(lambda c: any(c)), writers)
@settings(max_examples=500)
def test_a_later_copy_of_ones_own_note_brings_nothing(claims: list[list[Cited]], writers: list[int]) -> None:
    first_claim = next(i for i, notes in enumerate(claims) if notes)
    copied = [list(notes) for notes in claims]
    original = copied[first_claim][-1]
    copied[first_claim].append(Cited(heard_on=original.heard_on + timedelta(days=1), note=999, author=original.author))
    assert credit_argument(copied, writers) == credit_argument(claims, writers)


def test_whoever_said_it_first_counts_double() -> None:
    notes = [Cited(heard_on=DAY, note=1, author=1), Cited(heard_on=DAY + timedelta(days=1), note=2, author=2)]
    shares = {s.person: s.share for s in credit_argument([notes], [9])}
    assert shares == {1: Fraction(1, 3), 2: Fraction(1, 6), 9: Fraction(1, 2)}
