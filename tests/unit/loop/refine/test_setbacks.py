"""What a lost deal has in common with others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from liant.loop.refine.setbacks import Causes, count_alike

CAUSES = st.builds(
    Causes,
    reasons=st.frozensets(st.sampled_from(["price", "timing", "service"])),
    competitors=st.frozensets(st.integers(1, 3)),
    themes=st.frozensets(st.integers(1, 3)),
)


def causes(*reasons: str, rivals: tuple[int, ...] = (), themes: tuple[int, ...] = ()) -> Causes:
    return Causes(reasons=frozenset(reasons), competitors=frozenset(rivals), themes=frozenset(themes))


def test_a_loss_that_shares_two_causes_counts_once() -> None:
    lost = causes("price", "timing", rivals=(1,), themes=(7,))
    alike = count_alike(lost, [causes("price", rivals=(1,)), causes("service"), causes(themes=(7, 8))], 9)
    assert (alike.n, alike.n_compared) == (2, 9)
    assert alike.by_reason == {"price": 1, "timing": 0}
    assert (alike.by_competitor, alike.by_theme) == ({1: 1}, {7: 1})


def test_a_loss_without_a_cause_is_like_none() -> None:
    assert count_alike(Causes(), [causes("price")], 1).n == 0


@given(CAUSES, st.lists(CAUSES, max_size=8))
def test_every_count_is_at_most_the_number_of_losses_alike(lost: Causes, others: list[Causes]) -> None:
    alike = count_alike(lost, others, len(others))
    counts = [*alike.by_reason.values(), *alike.by_competitor.values(), *alike.by_theme.values()]
    assert max(counts, default=0) <= alike.n <= len(others)
    assert alike.n <= sum(counts)
