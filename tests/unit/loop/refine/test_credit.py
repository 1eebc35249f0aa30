from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from liant.loop.refine.credit import POINTS, VOICES, Act, Book, Event, Link, Ruling, Share, share_credit, whole_percents

DAY = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = [("plan", "p1"), ("plan", "p2"), ("argument", "a1"), ("argument", "a2")]
NOTES = [("note", "n1"), ("note", "n2"), ("note", "n3")]

moments = st.integers(0, 20).map(lambda n: DAY + timedelta(days=n))
people = st.integers(1, 7)
places = st.sampled_from(PLACES)
done = st.builds(
    Event,
    person=people,
    act=st.sampled_from(Act),
    object=places,
    at=moments,
    basis=st.sampled_from([None, *NOTES]),
)
echoes = st.builds(
    Event, person=people, act=st.just(Act.SECOND), object=st.sampled_from(NOTES), at=moments, basis=st.none()
)
events = st.lists(done | echoes, max_size=14)
links = st.lists(
    st.tuples(places, places, moments)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: Link(object=ends[0], source=ends[1], at=ends[2])),
    max_size=4,
)
rulings = st.lists(
    st.builds(Ruling, person=people, act=st.sampled_from(Act), object=places, at=moments, counts=st.booleans()),
    max_size=3,
)
thorough = settings(max_examples=500, deadline=None)


def by_person(shares: tuple[Share, ...]) -> dict[int, Fraction]:
    return {share.person: share.share for share in shares}


def by_definition(events, links, rulings, found) -> dict[int, Fraction]:
    """The naive twin: the rules of the docstring, read one after the other over every event."""

    def who_did(what, until, inside) -> set[tuple[int, Act]]:
        pairs = set()
        for event in events:
            if event.object == what and (until is None or event.at <= until):
                pairs.add((event.person, event.act))
                if event.basis is not None and event.basis[0] == "note":
                    for echo in events:
                        if echo.object == event.basis and echo.act == Act.SECOND:
                            pairs.add((echo.person, Act.SECOND))
        for source in PLACES:
            between = [link for link in links if link.object == what and link.source == source]
            if between and source not in inside:
                last = max(between, key=lambda link: (link.at, link.is_cut))
                if not last.is_cut:
                    limit = last.at if until is None else min(last.at, until)
                    pairs |= who_did(source, limit, {*inside, what})
        for person in range(10):
            for act in Act:
                said = [r for r in rulings if r.object == what and r.person == person and r.act == act]
                if said:
                    pairs.discard((person, act))
                    if max(said, key=lambda r: (r.at, r.counts)).counts:
                        pairs.add((person, act))
        return pairs

    pairs = who_did(found, None, set())
    for strong, weak in ((0, 1), (0, 2), (1, 2)):
        pairs -= {(person, VOICES[weak]) for person, act in pairs if act == VOICES[strong]}
    n_people = Counter(act for _person, act in pairs)
    total = sum(POINTS[act] for act in n_people)
    shares: dict[int, Fraction] = {}
    for person, act in pairs:
        shares[person] = shares.get(person, Fraction(0)) + Fraction(POINTS[act], total * n_people[act])
    return shares


@given(events, links, rulings)
@thorough
def test_equals_its_naive_twin(events, links, rulings) -> None:
    book = Book(events, links, rulings)
    for place in PLACES:
        assert by_person(book.shares(place)) == by_definition(events, links, rulings, place)


@given(events, links, rulings)
@thorough
def test_shares_sum_to_exactly_one(events, links, rulings) -> None:
    book = Book(events, links, rulings)
    for place in PLACES:
        shares = book.shares(place)
        assert sum(s.share for s in shares) == (1 if shares else 0)
        assert all(s.share > 0 and s.acts for s in shares)


@given(events, links, rulings, st.randoms())
@thorough
def test_neither_order_nor_repetition_changes_anything(events, links, rulings, random) -> None:
    again = [*events, *events[::2]]
    random.shuffle(again)
    turned = Book(again, random.sample(links, len(links)), random.sample(rulings, len(rulings)))
    assert [turned.shares(p) for p in PLACES] == [Book(events, links, rulings).shares(p) for p in PLACES]


@given(events, st.randoms())
@thorough
def test_the_days_of_events_of_the_same_kind_may_be_exchanged(events, random) -> None:
    exchanged = list(events)
    for act in Act:
        at = [i for i, event in enumerate(events) if event.act == act]
        days = random.sample([events[i].at for i in at], len(at))
        for i, day in zip(at, days, strict=True):
            exchanged[i] = replace(events[i], at=day)
    assert [Book(exchanged).shares(p) for p in PLACES] == [Book(events).shares(p) for p in PLACES]


@given(events, links, rulings, places, places)
@thorough
def test_merging_then_splitting_restores(events, links, rulings, into, source) -> None:
    links = [link for link in links if (link.object, link.source) != (into, source)]
    merged = Link(object=into, source=source, at=DAY + timedelta(days=30))
    split = replace(merged, at=DAY + timedelta(days=31), is_cut=True)
    before = Book(events, links, rulings)
    after = Book(events, [*links, merged, split], rulings)
    assert [after.shares(p) for p in PLACES] == [before.shares(p) for p in PLACES]


@given(events)
@thorough
def test_merging_either_way_gives_the_same(events) -> None:
    one, other = PLACES[:2]
    later = DAY + timedelta(days=30)
    either = [
        Book(events, [Link(object=one, source=other, at=later)]).shares(one),
        Book(events, [Link(object=other, source=one, at=later)]).shares(other),
    ]
    assert either[0] == either[1]


@given(events, links, people, st.sampled_from(Act), moments)
@thorough
def test_nobodys_share_falls_for_an_unrelated_note(events, links, person, act, day) -> None:
    elsewhere = [
        Event(person=person, act=act, object=("argument", "elsewhere"), at=day, basis=("note", "unrelated")),
        Event(person=person, act=Act.SECOND, object=("note", "unrelated"), at=day),
    ]
    before, after = Book(events, links), Book([*events, *elsewhere], links)
    assert [after.shares(p) for p in PLACES] == [before.shares(p) for p in PLACES]


@given(events, st.sampled_from(VOICES), moments)
@thorough
def test_a_copy_of_ones_own_note_brings_nothing(events, voice, day) -> None:
    place, copy = PLACES[0], ("note", "copy")
    for mine in [event for event in events if event.object == place and event.act in VOICES]:
        # The copy is cited too, as anything no stronger than the original, and its author even says to have heard it too.
        weaker = VOICES[max(VOICES.index(mine.act), VOICES.index(voice))]
        copies = [
            Event(person=mine.person, act=weaker, object=place, at=day, basis=copy),
            Event(person=mine.person, act=Act.SECOND, object=copy, at=day),
            Event(person=mine.person, act=Act.SECOND, object=mine.basis or copy, at=day),
        ]
        assert (
            by_person(Book([*events, *copies]).shares(place))[mine.person]
            == by_person(Book(events).shares(place))[mine.person]
        )


@given(events)
@thorough
def test_those_who_said_it_first_hold_a_third_at_least(events) -> None:
    for place in PLACES:
        shares = Book(events).shares(place)
        if any(Act.ORIGINATE in s.acts for s in shares):
            assert sum(s.share for s in shares if Act.ORIGINATE in s.acts) >= Fraction(1, 3)


@given(st.dictionaries(people, st.integers(1, 63), min_size=1))
@thorough
def test_whole_percents_sum_to_a_hundred_and_stay_within_one(acts) -> None:
    shares = [s.share for s in share_credit(acts)]
    percents = whole_percents(shares)
    assert sum(percents) == 100
    assert all(abs(share * 100 - percent) < 1 for share, percent in zip(shares, percents, strict=True))


def an_event(person: int, act: Act, place=PLACES[2], basis=None, at=DAY) -> Event:
    return Event(person=person, act=act, object=place, at=at, basis=basis)


def test_the_worked_example_of_the_documentation() -> None:
    aicha, benoit, chloe, marc = 1, 2, 3, 4
    said = [
        an_event(aicha, Act.ORIGINATE, basis=NOTES[0]),
        an_event(benoit, Act.EVIDENCE, basis=NOTES[1]),
        an_event(marc, Act.CO_WRITE),
    ]
    assert by_person(Book(said).shares(PLACES[2])) == {
        aicha: Fraction(1, 2),
        benoit: Fraction(1, 4),
        marc: Fraction(1, 4),
    }
    heard_too = an_event(chloe, Act.SECOND, NOTES[0])
    tried = [an_event(person, Act.PROVE) for person in (benoit, chloe)]
    assert by_person(Book([*said, heard_too, *tried]).shares(PLACES[2])) == {
        aicha: Fraction(4, 10),
        benoit: Fraction(5, 20),
        marc: Fraction(2, 10),
        chloe: Fraction(3, 20),
    }


def test_an_argument_takes_over_what_its_plan_was_credited_for_until_then() -> None:
    plan, argument = PLACES[0], PLACES[2]
    early, late = an_event(1, Act.ORIGINATE, plan), an_event(2, Act.EVIDENCE, plan, at=DAY + timedelta(days=9))
    written = an_event(3, Act.CO_WRITE, argument)
    link = Link(object=argument, source=plan, at=DAY + timedelta(days=5))
    assert by_person(Book([early, late, written], [link]).shares(argument)) == {1: Fraction(2, 3), 3: Fraction(1, 3)}


def test_things_that_take_over_from_each_other_still_sum_to_one() -> None:
    ring = [Link(object=a, source=b, at=DAY) for a, b in (PLACES[:2], PLACES[1::-1])]
    book = Book([an_event(1, Act.ORIGINATE, PLACES[0]), an_event(2, Act.REFINE, PLACES[1])], ring)
    assert by_person(book.shares(PLACES[0])) == {1: Fraction(2, 3), 2: Fraction(1, 3)}


def test_the_latest_decision_prevails_and_shares_follow() -> None:
    said = [an_event(1, Act.ORIGINATE), an_event(2, Act.EVIDENCE)]
    place = PLACES[2]
    take = Ruling(person=1, act=Act.ORIGINATE, object=place, at=DAY, counts=False)
    add = Ruling(person=2, act=Act.ORIGINATE, object=place, at=DAY, counts=True)
    assert by_person(Book(said, (), [take, add]).shares(place)) == {2: Fraction(1)}
    back = replace(take, at=DAY + timedelta(days=1), counts=True)
    assert by_person(Book(said, (), [take, back]).shares(place)) == by_person(Book(said).shares(place))


def test_everything_done_for_nobody_is_nobodys() -> None:
    assert Book([]).shares(PLACES[0]) == ()
    assert whole_percents([]) == ()


def test_lists_the_objects_for_which_something_was_done() -> None:
    link = Link(object=PLACES[1], source=PLACES[2], at=DAY)
    assert Book([an_event(1, Act.PROVE)], [link]).objects() == tuple(sorted((PLACES[1], PLACES[2])))
