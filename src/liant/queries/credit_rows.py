"""Load what credit is computed from: one statement for any number of objects, one more for each step taken over from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from liant.loop.refine.credit import NOTE, Act, Book, Event, Link, Object, Ruling
from liant.store.mapping.compiled import CompiledQuery, compile_query, padded
from liant.store.models import Contribution, CreditChoice, CreditContest, CreditLink, Person, Showing

#: How somebody is named: (showing, pen name), by (person, kind, public id); the last two empty for everywhere.
Choices = dict[tuple[int, str, str], tuple[Showing, str]]

DID, DECIDED, TOOK_OVER, CHOSE = "did", "decided", "took over", "chose"
EMPTY, NO = Value("", output_field=TextField()), Value(False, output_field=BooleanField())


@dataclass(frozen=True, kw_only=True)
class CreditRows:
    """What was done for some objects and for those they come from, by whom, and how these people want to be named."""

    events: list[Event] = field(default_factory=list)
    taken_back: list[Event] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)

    def book(self) -> Book:
        """Give what the shares are computed from."""
        return Book(self.counted(), self.links, self.rulings)

    def counted(self) -> list[Event]:
        """List the events that were not taken back."""
        back = {(event.person, event.act, event.object, event.basis) for event in self.taken_back}
        return [event for event in self.events if (event.person, event.act, event.object, event.basis) not in back]


def load_rows(objects: Collection[Object], also: Mapping[Event, Person] | None = None) -> CreditRows:
    """Load the rows of objects, following from object to source what was taken over.

    Parameters
    ----------
    also : what is about to be contributed, by whom.
    """
    loaded = CreditRows()
    for event, person in (also or {}).items():
        loaded.events.append(event)
        loaded.people[person.pk] = person
    seen, fresh = set(objects), set(objects)
    while fresh:
        for row in statement(fresh, loaded):
            keep_row(loaded, *row)
        fresh = {link.source for link in loaded.links} - seen
        seen |= fresh
    return loaded


def keep_row(
    loaded: CreditRows,
    what: str,
    kind: str,
    public_id: str,
    word: str,
    at: datetime,
    yes: bool,
    other_kind: str,
    other: str,
    who: int,
    name: str,
    role: str,
    team: int | None,
) -> None:
    """Put one row of the statement where it belongs."""
    found = (kind, public_id)
    if what == TOOK_OVER:
        loaded.links.append(Link(object=found, source=(other_kind, other), at=at, is_cut=yes))
        return
    if what == CHOSE:
        loaded.choices[who, kind, public_id] = (Showing(word), other)
        return
    if who not in loaded.people:
        loaded.people[who] = Person(pk=who, public_id="", name=name, role=role, team_id=team)
    if what == DID:
        basis = (other_kind, other) if other_kind else None
        event = Event(person=who, act=Act(word), object=found, at=at, basis=basis)
        (loaded.taken_back if yes else loaded.events).append(event)
    else:
        loaded.rulings.append(Ruling(person=who, act=Act(word), object=found, at=at, counts=yes))


def statement(objects: Iterable[Object], loaded: CreditRows) -> Iterable[Sequence[Any]]:
    """Read everything about some objects from the four tables at once."""
    by_kind: dict[str, list[str]] = {}
    for kind, public_id in sorted(objects):
        by_kind.setdefault(kind, []).append(public_id)
    cited = sorted({event.basis[1] for event in loaded.events if event.basis is not None and event.basis[0] == NOTE})
    lists = {"": list(by_kind)} | {f"of {i}": padded(ids) for i, ids in enumerate(by_kind.values())}
    lists |= {"cited": padded(cited)}
    people = padded(sorted(loaded.people))
    n_objects = tuple(len(lists[f"of {i}"]) for i in range(len(by_kind)))
    values: dict[Any, Any] = {f"{name} {i}": value for name, found in lists.items() for i, value in enumerate(found)}
    values |= {-1 - i: person for i, person in enumerate(people)}
    return compiled(connection.vendor, n_objects, len(lists["cited"]), len(people)).rows(values)


@lru_cache(maxsize=256)
def compiled(_vendor: str, n_objects: tuple[int, ...], n_cited: int, n_people: int) -> CompiledQuery:
    """Compile the statement for so many objects of each kind, so many notes cited and people met in earlier ones."""
    about = Q(pk__in=())
    for i, n in enumerate(n_objects):
        about |= Q(kind=f" {i}", object_id__in=marks(f"of {i}", n))
    notes = Contribution.objects.filter(about, basis_kind=NOTE).values("basis_id")
    # Each alternative in full: SQLite looks each up in the index, and would read all that was ever seconded otherwise.
    seconded = Q(kind=NOTE, act=Act.SECOND.value)
    echoes = (seconded & Q(object_id__in=notes)) | (seconded & Q(object_id__in=marks("cited", n_cited)))
    done = Contribution.objects.filter(about | echoes)
    decided = CreditContest.objects.filter(about, is_upheld=True)
    met = [-1 - i for i in range(n_people)]
    people = Q(person__in=done.values("person")) | Q(person__in=decided.values("person")) | Q(person__in=met)
    chosen = CreditChoice.objects.filter(people).filter(about | Q(object_id=""))
    who = ("person_id", "person__name", "person__role", "person__team_id")
    nobody = (Value(0), EMPTY, EMPTY, Cast(Value(None), BigIntegerField()))
    links = CreditLink.objects.filter(about)
    selects = [
        aligned(done, DID, "act", "at", "is_taken_back", "basis_kind", "basis_id", *who),
        aligned(decided, DECIDED, "act", "decided_at", "counts", EMPTY, EMPTY, *who),
        aligned(links, TOOK_OVER, EMPTY, "at", "is_cut", "source_kind", "source_id", *nobody),
        aligned(chosen, CHOSE, "showing", "changed_at", NO, EMPTY, "pen_name", *who),
    ]
    return compile_query(selects[0].union(*selects[1:], all=True))


def marks(name: str, n: int) -> list[str]:
    """Name the places of a list of values; a space keeps them apart from kinds and public ids."""
    return [f"{name} {i}" for i in range(n)]


def aligned(rows: QuerySet[Any], what: str, *columns: Any) -> QuerySet[Any]:
    """Give the rows of one table the columns that all four share: names of its own, or constants."""
    found: QuerySet[Any] = rows.order_by().values_list(
        Value(what, output_field=TextField()), "kind", "object_id", *columns
    )
    return found
