"""The agenda proposed from data: never more than the time there is, whatever the order of what is found."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from liant.loop.meet.agenda import (
    FIRST_TURN,
    ORDER,
    PURPOSE_AND_MINUTES,
    Candidate,
    Purpose,
    Reason,
    follow_up_time,
    propose_agenda,
)

candidates = st.lists(
    st.builds(
        Candidate,
        reason=st.sampled_from(Reason),
        kind=st.sampled_from(["theme", "argument", "note"]),
        object_id=st.text("abcdef", min_size=1, max_size=2),
        owner=st.sampled_from(["", "x", "y"]),
        weight=st.floats(0, 100, allow_nan=False),
        on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        n=st.integers(0, 9),
    ),
    max_size=30,
)
minutes = st.integers(0, 120)


def a_candidate(reason: Reason, object_id: str, **values) -> Candidate:
    return Candidate(**{"reason": reason, "kind": "argument", "object_id": object_id, "on": date(2026, 3, 1), **values})


def ids(agenda) -> list[str]:
    return [item.candidate.object_id for item in agenda.items]


def test_what_is_promised_comes_before_what_is_new() -> None:
    found = [a_candidate(reason, reason.value) for reason in reversed(ORDER)]
    agenda = propose_agenda(found, total_minutes=60)
    assert ids(agenda) == [reason.value for reason in ORDER]
    assert agenda.minutes == sum(minutes for _purpose, minutes in PURPOSE_AND_MINUTES.values())


def test_ten_of_a_kind_do_not_hide_the_one_of_another() -> None:
    contested = [a_candidate(Reason.CONTESTED, f"c{n}", weight=n) for n in range(10)]
    rising = a_candidate(Reason.RISING, "t", kind="theme")
    agenda = propose_agenda([*contested, rising], total_minutes=30)
    assert ids(agenda) == ["c9", "c8", "t"]
    assert len(agenda.left_out) == 8
    assert len(propose_agenda([*contested, rising], total_minutes=60).items) == 6, "the time left goes to the rest"


def test_an_object_is_there_once_for_its_most_pressing_reason() -> None:
    agenda = propose_agenda(
        [a_candidate(Reason.REVIEW_DUE, "a", weight=99), a_candidate(Reason.CONTESTED, "a")], total_minutes=60
    )
    assert [item.candidate.reason for item in agenda.items] == [Reason.CONTESTED]
    assert agenda.items[0].purpose == Purpose.DECIDE


def test_a_short_item_takes_the_time_that_a_long_one_cannot() -> None:
    agenda = propose_agenda(
        [a_candidate(Reason.CONTESTED, "long"), a_candidate(Reason.UNANSWERED, "short")], total_minutes=7
    )
    assert ids(agenda) == ["short"]
    assert [c.object_id for c in agenda.left_out] == ["long"]


@given(candidates, minutes)
def test_never_takes_more_than_the_time_there_is(found, total: int) -> None:
    agenda = propose_agenda(found, total_minutes=total)
    assert agenda.minutes == sum(item.minutes for item in agenda.items) <= total


@given(candidates, minutes, st.randoms())
def test_the_order_in_which_things_are_found_changes_nothing(found, total: int, random) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert propose_agenda(found, total_minutes=total) == propose_agenda(shuffled, total_minutes=total)


@given(candidates, minutes)
def test_every_object_is_taken_or_left_out_once(found, total: int) -> None:
    agenda = propose_agenda(found, total_minutes=total)
    seen = [(c.kind, c.object_id) for c in (*(item.candidate for item in agenda.items), *agenda.left_out)]
    assert sorted(seen) == sorted({(c.kind, c.object_id) for c in found})


@given(candidates, minutes)
def test_nothing_that_would_fit_is_left_out(found, total: int) -> None:
    agenda = propose_agenda(found, total_minutes=total)
    left = total - agenda.minutes
    assert all(PURPOSE_AND_MINUTES[c.reason][1] > left for c in agenda.left_out)


@given(candidates, minutes)
def test_a_third_of_a_kind_never_takes_the_place_of_the_first_of_another(found, total: int) -> None:
    agenda = propose_agenda(found, total_minutes=total)
    taken = Counter(item.candidate.reason for item in agenda.items)
    for left_out in agenda.left_out:
        if taken[left_out.reason] == 0:
            extra = [reason for reason, n in taken.items() if n > FIRST_TURN]
            minutes_freed = sum(PURPOSE_AND_MINUTES[r][1] * (taken[r] - FIRST_TURN) for r in extra)
            assert PURPOSE_AND_MINUTES[left_out.reason][1] > total - agenda.minutes + minutes_freed


@given(st.integers(0, 100), minutes)
def test_follow_ups_take_a_quarter_at_most(n: int, total: int) -> None:
    assert follow_up_time(n, total) <= total / 4
    assert follow_up_time(0, total) == 0
