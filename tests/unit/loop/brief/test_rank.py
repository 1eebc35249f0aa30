from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.brief.rank import MAX_LINES, Candidate, Urgency, choose_lines

DAY = date(2026, 3, 12)
candidates = st.lists(
    st.builds(
        Candidate,
        story=st.sampled_from([f"story{n}" for n in range(12)]),
        kind=st.sampled_from(["a", "b"]),
        urgency=st.sampled_from(Urgency),
        weight=st.floats(0.1, 50),
        on=st.integers(0, 30).map(lambda n: DAY - timedelta(days=n)),
    ),
    max_size=40,
)


def line(story: str, urgency: Urgency = Urgency.USEFUL, weight: float = 1.0) -> Candidate:
    return Candidate(story=story, kind="k", urgency=urgency, weight=weight, on=DAY)


@given(candidates, st.randoms())
@settings(max_examples=300)
def test_at_most_five_lines_one_per_story_whatever_the_order(found: list[Candidate], random) -> None:
    chosen = choose_lines(found, {})
    assert len(chosen) <= MAX_LINES
    assert len({c.story for c in chosen}) == len(chosen)
    shuffled = random.sample(found, len(found))
    assert [(c.story, c.kind, c.weight) for c in choose_lines(shuffled, {})] == [
        (c.story, c.kind, c.weight) for c in chosen
    ]


def test_what_is_due_comes_first_whatever_its_weight() -> None:
    chosen = choose_lines([line("useful", weight=99), line("due", Urgency.DUE, 0.1)], {})
    assert [c.story for c in chosen] == ["due", "useful"]


def test_what_was_told_yesterday_leaves_its_turn() -> None:
    chosen = choose_lines([line("old", weight=1.5), line("new", weight=1.0)], {"old": 1})
    assert [c.story for c in chosen] == ["new", "old"]


def test_what_is_due_is_told_again_until_done() -> None:
    chosen = choose_lines([line("a", Urgency.DUE, 2), line("b", Urgency.DUE, 1)], {"a": 9})
    assert [c.story for c in chosen] == ["a", "b"]


def test_what_is_due_leaves_a_place_to_what_became_of_ones_words() -> None:
    due = [line(f"due{n}", Urgency.DUE) for n in range(9)]
    assert [c.story for c in choose_lines([*due, line("credited", Urgency.CREDIT, 0.1), line("useful")], {})][-1] == (
        "credited"
    )
    assert {c.urgency for c in choose_lines([*due, line("useful")], {})} == {Urgency.DUE}


def test_what_was_set_aside_stays_aside() -> None:
    assert choose_lines([line("a")], {}, dismissed=frozenset({"a"})) == ()
