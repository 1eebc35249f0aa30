from __future__ import annotations

from liant.loop.argue.suit import Candidate, Situation, Why, suit_arguments

DEAL = Situation(
    themes={1: 3, 2: 1}, account_themes={5: 9}, competitors=frozenset({7}), stage="proposal", segment="Industrie"
)


def candidate(key: int, **values) -> Candidate:
    return Candidate(key=key, **{"theme": None, "competitor": None, "stage": "", "segment": "", **values})


def test_prefers_the_theme_heard_most_at_the_right_stage() -> None:
    chosen = suit_arguments(
        [candidate(1, theme=2), candidate(2, theme=1), candidate(3, theme=2, stage="proposal")], DEAL
    )
    assert [s.key for s in chosen] == [3, 2, 1]
    assert chosen[0].why == (Why.THEME, Why.STAGE)


def test_prefers_what_was_heard_in_the_deal_to_what_was_heard_elsewhere_at_its_account() -> None:
    chosen = suit_arguments([candidate(1, theme=5), candidate(2, theme=2)], DEAL)
    assert [(s.key, s.why) for s in chosen] == [(2, (Why.THEME,)), (1, (Why.ACCOUNT,))]


def test_leaves_out_another_competitor_stage_or_segment() -> None:
    others = [
        candidate(1, theme=1, competitor=8),
        candidate(2, theme=1, stage="negotiation"),
        candidate(3, theme=1, segment="Santé"),
    ]
    assert suit_arguments(others, DEAL) == ()


def test_a_matching_stage_alone_says_too_little() -> None:
    assert suit_arguments([candidate(1, stage="proposal")], DEAL) == ()


def test_offers_three_at_most() -> None:
    assert len(suit_arguments([candidate(k, theme=1) for k in range(9)], DEAL)) == 3
