"""Read whose it is: the shares of an object, each named as its owner chose.

Any stage shows the credit of its objects, by (kind, public id)::

    credit_of(reader, "plan", plan.public_id)          # one object
    credits_of(reader, "plan", [p.public_id for p in page])  # a list, in as many queries as one

and its template ``{% include "pieces/credit_strip.html" with credit=plan.credit only %}``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext

from liant.loop.refine.credit import NOTE, Act, Book, Event, Link, Object, Ruling, Share, whole_percents
from liant.loop.values.roles import SALES
from liant.queries.ledger import name_for
from liant.store.models import Contribution, CreditChoice, CreditContest, CreditLink, Person, Showing

#: A strip names the largest parts; its statement names all.
PARTS_ON_A_STRIP = 4


@dataclass(frozen=True, kw_only=True)
class CreditPart:
    """One person's part, as a reader may see it; ``x`` and ``width`` place it on a bar of 100."""

    who: str
    side: str  #: "sales" or "marketing"
    acts: tuple[str, ...]
    is_first: bool  #: said it first
    is_me: bool
    share: Fraction
    percent: int
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Credit:
    """Whose an object is: every part, largest first; the strip names the first ones and counts the others."""

    kind: str
    public_id: str
    parts: tuple[CreditPart, ...]

    @property
    def shown(self) -> tuple[CreditPart, ...]:
        """The parts that the strip names."""
        return self.parts[:PARTS_ON_A_STRIP]

    @property
    def n_others(self) -> int:
        """How many parts the strip only counts."""
        return len(self.parts) - len(self.shown)

    def __bool__(self) -> bool:
        return bool(self.parts)


Choices = Mapping[tuple[int, str, str], tuple[Showing, str]]


def credit_of(reader: Person, kind: str, public_id: str) -> Credit:
    """Share the credit of one object that the reader may open (the guard's business)."""
    return credits_of(reader, kind, [public_id])[public_id]


def credits_of(reader: Person, kind: str, public_ids: Collection[str]) -> dict[str, Credit]:
    """Share the credit of objects that the reader may open, by public id.

    Notes
    -----
    Four queries, and one more for each step from which something was taken over, whatever the number of objects.
    """
    book, people = load_book([(kind, public_id) for public_id in public_ids])
    choices = choices_of(people)
    return {
        public_id: view_credit(reader, (kind, public_id), book.shares((kind, public_id)), people, choices)
        for public_id in public_ids
    }


def load_book(objects: Collection[Object]) -> tuple[Book, dict[int, Person]]:
    """Load what was done for objects and for those they come from, with the people who did it."""
    links = links_from(objects)
    reached = {*objects, *(link.source for link in links)}
    own = within(reached)
    notes = Contribution.objects.filter(own, basis_kind=NOTE).values("basis_id")
    echoes = Q(kind=NOTE, act=Act.SECOND.value, object_id__in=notes)
    rows = list(Contribution.objects.filter(own | echoes).select_related("person").order_by("id"))
    contests = list(CreditContest.objects.filter(own, is_upheld=True).select_related("person").order_by("id"))
    people = {row.person_id: row.person for row in rows} | {row.person_id: row.person for row in contests}
    return Book([event_of(row) for row in rows], links, [ruling_of(row) for row in contests]), people


def within(objects: Iterable[Object]) -> Q:
    """Keep the rows about some objects; a table's columns ``kind`` and ``object_id`` name them."""
    by_kind: dict[str, list[str]] = {}
    for kind, public_id in sorted(objects):
        by_kind.setdefault(kind, []).append(public_id)
    found = Q(pk__in=())
    for kind, ids in by_kind.items():
        found |= Q(kind=kind, object_id__in=ids)
    return found


def links_from(objects: Collection[Object]) -> list[Link]:
    """Follow, from object to source, what was taken over: one query per step."""
    found: list[Link] = []
    seen, fresh = set(objects), set(objects)
    while fresh:
        rows = CreditLink.objects.filter(within(fresh)).order_by("id")
        links = [
            Link(
                object=(row.kind, row.object_id),
                source=(row.source_kind, row.source_id),
                at=row.at,
                is_cut=row.is_cut,
            )
            for row in rows
        ]
        found += links
        fresh = {link.source for link in links} - seen
        seen |= fresh
    return found


def event_of(row: Contribution) -> Event:
    """Turn a row into what credit is computed from."""
    return Event(
        person=row.person_id,
        act=Act(row.act),
        object=(row.kind, row.object_id),
        at=row.at,
        basis=(row.basis_kind, row.basis_id) if row.basis_kind else None,
    )


def ruling_of(row: CreditContest) -> Ruling:
    """Turn an upheld contest into what it changes."""
    return Ruling(
        person=row.person_id,
        act=Act(row.act),
        object=(row.kind, row.object_id),
        at=row.decided_at or row.at,
        counts=row.counts,
    )


def choices_of(people: Iterable[int]) -> Choices:
    """Read how people want to be named: by (person, kind, public id), the last two empty for everywhere."""
    rows = CreditChoice.objects.filter(person__in=list(people))
    return {(row.person_id, row.kind, row.object_id): (Showing(row.showing), row.pen_name) for row in rows}


def credited_name(reader: Person, person: Person, found: Object, choices: Choices) -> str:
    """Name somebody credited, as that person chose; to themselves, always "You"."""
    if person.pk == reader.pk:
        return name_for(reader, person)
    anywhere = choices.get((person.pk, "", ""), (Showing.TEAM, ""))
    showing, pen_name = choices.get((person.pk, *found), anywhere)
    if showing == Showing.NAME:
        return person.name
    if showing == Showing.INITIALS:
        return initials(person.name)
    if showing == Showing.PEN_NAME:
        return gettext("“%(name)s”") % {"name": pen_name}
    if showing == Showing.WITHDRAWN:
        return gettext("Somebody in sales") if person.role in SALES else gettext("Somebody in marketing")
    return name_for(reader, person)


def initials(name: str) -> str:
    """Write a name as its initials: “Jean-Marc Roy” is “J.-M. R.”."""
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in name.split())


def view_credit(
    reader: Person, found: Object, shares: Sequence[Share], people: Mapping[int, Person], choices: Choices
) -> Credit:
    """Show the shares of an object to a reader."""
    parts = []
    x = Fraction(0)
    for share, percent in zip(shares, whole_percents([s.share for s in shares]), strict=True):
        person = people[share.person]
        parts.append(
            CreditPart(
                who=credited_name(reader, person, found, choices),
                side="sales" if person.role in SALES else "marketing",
                acts=tuple(act.value for act in share.acts),
                is_first=Act.ORIGINATE in share.acts,
                is_me=person.pk == reader.pk,
                share=share.share,
                percent=percent,
                x=float(x * 100),
                width=float(share.share * 100),
            )
        )
        x += share.share
    return Credit(kind=found[0], public_id=found[1], parts=tuple(parts))
