"""Which lines a day has: rules first, then what covers most of what was not told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.brief.memory import Told
from liant.loop.brief.rank import (
    MAX_LINES,
    Candidate,
    Urgency,
    choose_lines,
    urgency_of,
)

DAY = date(2026, 3, 12)
candidates = st.lists(
    st.builds(
        Candidate,
        story=st.sampled_from([f"story{n}" for n in range(12)]),
        fact=st.sampled_from([f"fact{n}" for n in range(30)]),
        kind=st.sampled_from(["a", "b"]),
        urgency=st.sampled_from(Urgency),
        weight=st.floats(0.1, 50),
        on=st.integers(0, 30).map(lambda n: DAY - timedelta(days=n)),
        about=st.sampled_from([(), (("note", "x"),), (("note", "y"),)]),
        params=st.integers(1, 120).map(lambda n: {"title": " ".join(["word"] * n)}),
    ),
    max_size=40,
    unique_by=lambda c: c.fact,
)
TOPICS = {("note", "x"): frozenset({"theme:t", "account:a"}), ("note", "y"): frozenset({"theme:u"})}
INTEREST = {"theme:t": 1.0, "theme:u": 0.7, "account:a": 0.3}


def line(story: str, urgency: Urgency = Urgency.USEFUL, weight: float = 1.0, **values) -> Candidate:
    return Candidate(story=story, fact=f"fact:{story}", kind="k", urgency=urgency, weight=weight, on=DAY, **values)


def stories(found: list[Candidate], **values) -> list[str]:
    return [chosen.candidate.story for chosen in choose_lines(found, today=DAY, **values)]


def told(days_ago: int, *names: str) -> list[Told]:
    on = DAY - timedelta(days=days_ago)
    return [Told(on=on, story=f"fact:{name}", cover={f"fact:{name}": 1.0}) for name in names]


@given(candidates, st.integers(5, 60), st.randoms())
@settings(max_examples=300)
def test_at_most_five_lines_one_per_story_in_time_whatever_the_order(found, seconds, random) -> None:
    chosen = choose_lines(found, today=DAY, topics=TOPICS, interest=INTEREST, seconds=seconds)
    assert len(chosen) <= MAX_LINES
    assert len({c.candidate.story for c in chosen}) == len(chosen)
    by_rule = sum(c.seconds for c in chosen if c.candidate.urgency <= Urgency.CALENDAR)
    weighed = [c for c in chosen if c.candidate.urgency > Urgency.CALENDAR]
    if weighed and len(chosen) < MAX_LINES:
        assert by_rule + sum(c.seconds for c in weighed) <= seconds + 1e-9
    shuffled = random.sample(found, len(found))
    assert choose_lines(shuffled, today=DAY, topics=TOPICS, interest=INTEREST, seconds=seconds) == chosen


def test_what_is_due_then_answers_then_the_calendar_come_first_whatever_their_weight() -> None:
    found = [
        line("useful", weight=99),
        line("calendar", Urgency.CALENDAR, 0.1),
        line("answer", Urgency.ANSWER, 0.1),
        line("due", Urgency.DUE, 0.1),
    ]
    assert stories(found) == ["due", "answer", "calendar", "useful"]


def test_what_was_told_is_not_told_again_for_two_weeks() -> None:
    for urgency in (Urgency.ANSWER, Urgency.CALENDAR, Urgency.CREDIT, Urgency.USEFUL):
        found = [line("a", urgency)]
        assert stories(found, told=told(1, "a")) == []
        assert stories(found, told=told(13, "a")) == []
        assert stories(found, told=told(14, "a")) == ["a"]


def test_looking_again_the_same_day_shows_the_same() -> None:
    assert stories([line("a"), line("b")], told=told(0, "a")) == stories([line("a"), line("b")])


def test_what_is_due_is_told_again_until_done() -> None:
    found = [line("a", Urgency.DUE, 2), line("b", Urgency.DUE, 1)]
    assert stories(found, told=told(1, "a", "b"), seconds=0) == ["a", "b"]


def test_told_anew_it_is_news_about_the_same_story() -> None:
    again = Candidate(story="a", fact="fact:a:later", kind="k", urgency=Urgency.ANSWER, weight=1.0, on=DAY)
    assert stories([again], told=told(1, "a")) == ["a"]


def test_what_is_due_leaves_a_place_to_what_became_of_ones_words() -> None:
    due = [line(f"due{n}", Urgency.DUE) for n in range(9)]
    for back in (Urgency.CREDIT, Urgency.ANSWER):
        assert stories([*due, line("back", back, 0.1), line("useful")])[-1] == "back"
    assert len(stories([*due, line("useful")])) == MAX_LINES
    both = [*due, line("answer", Urgency.ANSWER, 1), line("credit", Urgency.CREDIT, 2)]
    assert stories(both)[-1] == "credit", "the weightiest of the two"
    assert stories(both[5:])[-2:] == ["due8", "credit"], "also when what is due leaves a place by itself"
    assert stories(both[6:])[-2:] == ["answer", "credit"]


def test_one_theme_does_not_take_the_whole_minute() -> None:
    about = {"x": (("note", "x"),), "y": (("note", "y"),)}
    found = [line(f"x{n}", weight=1.0, about=about["x"], params={"t": "w " * 60}) for n in range(4)]
    found.append(line("y", weight=1.0, about=about["y"], params={"t": "w " * 60}))
    chosen = choose_lines(found, today=DAY, topics=TOPICS, interest=INTEREST, seconds=40)
    assert [c.candidate.story for c in chosen] == ["x0", "y"]
    assert [c.topic for c in chosen] == ["theme:t", "theme:u"]


def test_a_theme_told_yesterday_leaves_its_turn() -> None:
    found = [line(name, about=(("note", name),), params={"t": "w " * 100}) for name in ("x", "y")]
    yesterday = [Told(on=DAY - timedelta(days=1), story="other", cover={"theme:t": 0.9, "account:a": 0.9})]
    values = {"topics": TOPICS, "interest": INTEREST, "seconds": 35}
    assert stories(found, **values) == ["x"]
    assert stories(found, told=yesterday, **values) == ["y"]


def test_what_was_set_aside_stays_aside() -> None:
    assert stories([line("a"), line("d", Urgency.DUE)], dismissed=frozenset({"fact:a", "fact:d"})) == []


@pytest.mark.parametrize(
    ("code", "is_due", "expected"),
    [
        ("contest_confirmed", False, Urgency.ANSWER),
        ("contest_confirmed", True, Urgency.DUE),
        ("meeting_set", False, Urgency.CALENDAR),
        ("request_delivered", False, Urgency.ANSWER),
        ("minutes", False, Urgency.CREDIT),
    ],
)
def test_a_notice_is_as_urgent_as_what_it_tells(code: str, is_due: bool, expected: Urgency) -> None:
    assert urgency_of(code, is_due=is_due) == expected
