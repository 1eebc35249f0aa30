"""Whose it is: share the credit of an idea, a plan or an argument among those who made it.

Rules, in words:

1. Six acts count, each for its points: saying it first 4; giving evidence, refining, writing 2 each; hearing it too, trying
   it in a deal and saying what came of it 1 each.
2. Only acts that somebody did count. The points of an act are shared equally among the people who did it, and a share is
   a person's points out of all points of that object.
3. A person speaks once: whoever said it first takes nothing more for evidence or for hearing it too, and whoever gave
   evidence nothing more for hearing it too. How many notes somebody wrote never counts: a copy of one's own note brings
   nothing.
4. A note brings its echo: whoever said that they heard the same is credited, with that act, wherever the note serves.
5. What is made from something else (a plan from an idea, one argument out of two merged) takes over what was done there
   until that day; taken apart again, each has what it had.
6. A decision on a contest adds an act or takes it away, for that object; the latest decision prevails.

What follows from them, and is tested: shares are exact fractions that sum to 1; neither the order nor the repetition of
events changes anything; those who said it first hold a third together at least, however many come after, unless a decision
says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import lcm

#: (kind, public id), as in the ledger.
Object = tuple[str, str]

#: Kinds of objects that a contribution may rest on.
NOTE, USE = "note", "use"


class Act(StrEnum):
    """Name what somebody did for an object."""

    ORIGINATE = "originate"
    EVIDENCE = "evidence"
    SECOND = "second"
    REFINE = "refine"
    CO_WRITE = "co_write"
    PROVE = "prove"


POINTS: Mapping[Act, int] = {
    Act.ORIGINATE: 4,
    Act.EVIDENCE: 2,
    Act.SECOND: 1,
    Act.REFINE: 2,
    Act.CO_WRITE: 2,
    Act.PROVE: 1,
}
#: Ways to have said it, the strongest first: a person counts for one of them.
VOICES = (Act.ORIGINATE, Act.EVIDENCE, Act.SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Somebody did something for an object; ``basis`` is what it rests on, such as a note."""

    person: int
    act: Act
    object: Object
    at: datetime
    basis: Object | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """From ``at`` on, an object takes over what was done for its source until then; or no more, when it ``is_cut``."""

    object: Object
    source: Object
    at: datetime
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Somebody decided that a person's act counts for an object, or does not."""

    person: int
    act: Act
    object: Object
    at: datetime
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person is credited with, and the acts that count for it, in the order of ``Act``."""

    person: int
    share: Fraction
    acts: tuple[Act, ...]


# A set of acts is a number with one bit per act: a hundred thousand events are then a hundred thousand small integers.
BITS: Mapping[Act, int] = {act: 1 << place for place, act in enumerate(Act)}


def counting(mask: int) -> tuple[Act, ...]:
    """List the acts of a set that count: all but the weaker ways of having said it."""
    voice = next((act for act in VOICES if mask & BITS[act]), None)
    return tuple(act for act in Act if mask & BITS[act] and (act not in VOICES or act == voice))


COUNTING = tuple(counting(mask) for mask in range(1 << len(Act)))


class Book:
    """What was done for every object, ready to be shared.

    Parameters
    ----------
    events, links, rulings : in any order; repetitions change nothing. Of two links between the same objects the latest
        holds, and so of two rulings on the same person, act and object.

    Notes
    -----
    Building costs O(n_events + n_links + n_rulings), sharing an object O(its events and those it takes over).
    """

    def __init__(self, events: Iterable[Event], links: Iterable[Link] = (), rulings: Iterable[Ruling] = ()) -> None:
        self._events: dict[Object, list[Event]] = defaultdict(list)
        for event in events:
            self._events[event.object].append(event)
        self._sources: dict[Object, dict[Object, datetime]] = defaultdict(dict)
        for link in sorted(links, key=lambda link: (link.at, link.is_cut)):
            if link.is_cut:
                self._sources[link.object].pop(link.source, None)
            else:
                self._sources[link.object][link.source] = link.at
        self._rulings: dict[Object, dict[tuple[int, Act], bool]] = defaultdict(dict)
        for ruling in sorted(rulings, key=lambda ruling: (ruling.at, ruling.counts)):
            self._rulings[ruling.object][ruling.person, ruling.act] = ruling.counts

    def objects(self) -> tuple[Object, ...]:
        """List the objects for which something was done, there or where they come from, in order."""
        return tuple(sorted({*self._events, *self._rulings, *(o for o, found in self._sources.items() if found)}))

    def shares(self, found: Object) -> tuple[Share, ...]:
        """Share the credit of an object, largest share first, then by acts, then by key; empty when nobody did anything."""
        return share_credit(self._acts(found, None, frozenset()))

    def events_behind(self, found: Object) -> tuple[Event, ...]:
        """List what was done for an object, there and where it comes from, oldest first, echoes with the note they echo."""
        return tuple(sorted(self._reached(found, None, frozenset()), key=lambda event: (event.at, event.act)))

    def _reached(self, found: Object, until: datetime | None, inside: frozenset[Object]) -> set[Event]:
        own = {event for event in self._events.get(found, ()) if until is None or event.at <= until}
        echoed = {event.basis for event in own if event.basis is not None and event.basis[0] == NOTE}
        own |= {echo for note in echoed for echo in self._events.get(note, ()) if echo.act == Act.SECOND}
        for source, at in self._sources.get(found, {}).items():
            if source not in inside:
                own |= self._reached(source, at if until is None else min(at, until), inside | {found})
        return own

    def _acts(self, found: Object, until: datetime | None, inside: frozenset[Object]) -> dict[int, int]:
        """Gather who did what for an object until a day, with what it took over from others."""
        acts: dict[int, int] = {}
        for event in self._events.get(found, ()):
            if until is None or event.at <= until:
                acts[event.person] = acts.get(event.person, 0) | BITS[event.act]
                if event.basis is not None and event.basis[0] == NOTE and event.basis != found:
                    for echo in self._events.get(event.basis, ()):
                        if echo.act == Act.SECOND:
                            acts[echo.person] = acts.get(echo.person, 0) | BITS[Act.SECOND]
        for source, at in self._sources.get(found, {}).items():
            if source not in inside:
                taken = self._acts(source, at if until is None else min(at, until), inside | {found})
                for person, mask in taken.items():
                    acts[person] = acts.get(person, 0) | mask
        for (person, act), counts in self._rulings.get(found, {}).items():
            mask = acts.get(person, 0)
            acts[person] = mask | BITS[act] if counts else mask & ~BITS[act]
        return acts


def share_credit(acts: Mapping[int, int]) -> tuple[Share, ...]:
    """Share the points of an object among people, by the set of acts of each."""
    people: dict[Act, int] = {}
    for mask in acts.values():
        for act in COUNTING[mask]:
            people[act] = people.get(act, 0) + 1
    # In units of one fraction of the whole: every share is then an integer number of them, and they sum to all of them.
    parts = lcm(*people.values())
    worth = {act: POINTS[act] * (parts // n) for act, n in people.items()}
    units = parts * sum(POINTS[act] for act in people)
    ranked = sorted(
        (-sum(worth[act] for act in COUNTING[mask]), COUNTING[mask], person) for person, mask in acts.items() if mask
    )
    fractions = {n: Fraction(-n, units) for n in {n for n, _acts, _person in ranked}}
    return tuple(Share(person=person, share=fractions[n], acts=done) for n, done, person in ranked)


def whole_percents(shares: Sequence[Fraction]) -> tuple[int, ...]:
    """Round shares that sum to 1 to percents that sum to 100: up for the largest remainders, the first among equals."""
    unit = lcm(*(share.denominator for share in shares))
    parts = [divmod(100 * share.numerator * (unit // share.denominator), unit) for share in shares]
    floors = [floor for floor, _rest in parts]
    missing = (100 if shares else 0) - sum(floors)
    by_remainder = sorted(range(len(shares)), key=lambda i: (-parts[i][1], i))
    for i in by_remainder[:missing]:
        floors[i] += 1
    return tuple(floors)
