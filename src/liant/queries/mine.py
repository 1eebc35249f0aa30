"""Read what became of everything somebody contributed: for that person's eyes only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from liant.loop.refine.credit import NOTE, Act, Object
from liant.loop.values.stages import NoteKind, Stage
from liant.queries.credit import Credit, view_credit
from liant.queries.credit_rows import load_rows
from liant.queries.listen import NoteView, page_of, view_notes
from liant.queries.objects import titles_of, url_of
from liant.store.models import ArgumentUse, Contribution, CreditLink, Note, Person

#: A statement names at most so many objects, those credited last.
MOST_OBJECTS = 200


@dataclass(frozen=True, kw_only=True)
class Fruit:
    """Something made from what somebody said, and what came of it in deals: counts, never a rate."""

    kind: str
    title: str
    url: str
    is_open: bool  #: the reader may open it; otherwise it is still being written
    n_deals: int
    n_won: int


@dataclass(frozen=True, kw_only=True)
class MyNote:
    """One note of mine and what it fed."""

    note: NoteView
    fruits: tuple[Fruit, ...]
    is_echo: bool  #: it says that I heard too what a colleague had said


@dataclass(frozen=True, kw_only=True)
class MyShare:
    """My part in one object."""

    kind: str
    title: str
    url: str
    acts: tuple[str, ...]
    share: Fraction
    percent: int
    since: datetime
    credit: Credit
    n_deals: int
    n_won: int


@dataclass(frozen=True, kw_only=True)
class MyTotals:
    """What I contributed, counted; shown to nobody else."""

    n_notes: int
    n_ideas: int
    n_echoes: int  #: colleagues' notes that I heard too
    n_fed: int  #: notes of mine that something was made from
    n_credited: int


def my_totals(reader: Person, shares: Sequence[MyShare]) -> MyTotals:
    """Count one's own contributions, in one query."""
    fed = Contribution.objects.filter(basis_kind=NOTE, basis_id=OuterRef("public_id"), person=reader).exclude(kind=NOTE)
    counted = Note.objects.filter(author=reader).aggregate(
        n=Count("id"),
        ideas=Count("id", filter=Q(kind=NoteKind.IDEA.value)),
        echoes=Count("id", filter=Q(seconds__isnull=False)),
        fed=Count("id", filter=Exists(fed)),
    )
    return MyTotals(
        n_notes=counted["n"],
        n_ideas=counted["ideas"],
        n_echoes=counted["echoes"],
        n_fed=counted["fed"],
        n_credited=len(shares),
    )


def my_notes(reader: Person, *, only_fed: bool = False, first: int = 0, limit: int = 20) -> tuple[MyNote, ...]:
    """List one's own notes, latest first, each with what was made from it.

    Notes
    -----
    Five queries, whatever the number of notes.
    """
    rows = Note.objects.filter(author=reader)
    if only_fed:
        fed = Contribution.objects.filter(basis_kind=NOTE, basis_id=OuterRef("public_id")).exclude(kind=NOTE)
        rows = rows.filter(Exists(fed))
    page = list(page_of(rows.order_by("-id"), first=first, limit=limit).order_by("-id"))
    made = made_from(row.public_id for row in page)
    titles = titles_of(reader, {found for objects in made.values() for found in objects})
    results = results_of({found for objects in made.values() for found in objects})
    return tuple(
        MyNote(
            note=view,
            fruits=tuple(
                Fruit(
                    kind=found[0],
                    title=titles.get(found, ""),
                    url=url_of(*found) if found in titles else "",
                    is_open=found in titles,
                    n_deals=results.get(found, (0, 0))[0],
                    n_won=results.get(found, (0, 0))[1],
                )
                for found in made.get(view.public_id, ())
            ),
            is_echo=row.seconds_id is not None,
        )
        for row, view in zip(page, view_notes(page, reader), strict=True)
    )


def made_from(note_ids: Iterable[str]) -> dict[str, list[Object]]:
    """Find what was made from notes: whatever credits somebody for one of them."""
    rows = Contribution.objects.filter(basis_kind=NOTE, basis_id__in=list(note_ids)).exclude(kind=NOTE)
    made: dict[str, list[Object]] = defaultdict(list)
    for note, kind, public_id in rows.order_by("id").values_list("basis_id", "kind", "object_id"):
        if (kind, public_id) not in made[note]:
            made[note].append((kind, public_id))
    return made


def results_of(objects: Iterable[Object]) -> dict[Object, tuple[int, int]]:
    """Count in how many deals each argument was used, and how many of them were won."""
    ids = [public_id for kind, public_id in objects if kind == "argument"]
    rows = (
        ArgumentUse.objects.filter(argument__public_id__in=ids, verdict="used")
        .values_list("argument__public_id")
        .annotate(
            n=Count("opportunity", distinct=True),
            won=Count("opportunity", distinct=True, filter=Q(opportunity__stage=Stage.WON.value)),
        )
        .order_by()
    )
    return {("argument", public_id): (n, won) for public_id, n, won in rows}


def my_shares(reader: Person) -> tuple[MyShare, ...]:
    """List one's part in everything one is credited for and may open, largest share first.

    Notes
    -----
    At most six queries, and one for each step from which something was taken over.
    """
    objects = objects_of(reader)
    rows = load_rows(objects)
    book = rows.book()
    titles, results = titles_of(reader, objects), results_of(objects)
    found = []
    for place in objects:
        credit = view_credit(reader, place, book.shares(place), rows)
        part = next((part for part in credit.parts if part.is_me), None)
        if part is None or place not in titles:
            continue
        own = [event.at for event in book.events_behind(place) if event.person == reader.pk]
        found.append(
            MyShare(
                kind=place[0],
                title=titles[place],
                url=url_of(*place),
                acts=part.acts,
                share=part.share,
                percent=part.percent,
                since=min(own, default=reader.created_at),
                credit=credit,
                n_deals=results.get(place, (0, 0))[0],
                n_won=results.get(place, (0, 0))[1],
            )
        )
    return tuple(sorted(found, key=lambda mine: (-mine.share, mine.title)))


def objects_of(person: Person) -> list[Object]:
    """Find what a person is credited for: what was done there, what echoes serve, and what took over from these."""
    own = Contribution.objects.filter(person=person)
    echoed = own.filter(kind=NOTE, act=Act.SECOND.value).values("object_id")
    places: QuerySet[Contribution] = Contribution.objects.filter(
        Q(person=person) | Q(basis_kind=NOTE, basis_id__in=echoed)
    ).exclude(kind=NOTE)
    latest = places.values_list("kind", "object_id").order_by("-id")
    objects = list(dict.fromkeys(latest[: MOST_OBJECTS * 20]))[:MOST_OBJECTS]
    heirs = CreditLink.objects.filter(source_id__in=[public_id for _kind, public_id in objects])
    for kind, public_id in heirs.order_by("id").values_list("kind", "object_id"):
        if (kind, public_id) not in objects:
            objects.append((kind, public_id))
    return objects
