"""Read the statement of an object's credit: each share with the acts behind it, the decisions, and what a reader may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from liant.loop.refine.credit import NOTE, Act, Event, Object
from liant.queries.credit import Credit, credited_name, exactly, view_credit
from liant.queries.credit_rows import Choices, CreditRows, load_rows
from liant.queries.ledger import name_for
from liant.queries.objects import titles_of, url_of
from liant.store.models import CreditContest, Person, Showing

#: An act lists its latest notes, and counts the others.
NOTES_LISTED = 3
#: Names that tell who somebody is to nobody who does not know already.
HIDDEN = frozenset({Showing.INITIALS, Showing.PEN_NAME, Showing.WITHDRAWN})


@dataclass(frozen=True, kw_only=True)
class Place:
    """An object that a reader may open."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ActLine:
    """One act of a person: how often, since when, and the notes that it rests on as far as a reader may open them."""

    act: str
    n: int
    since: datetime | None  #: None where the day would tell who hides behind a pen name
    notes: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class StatementPart:
    """One person's share with what is behind it; ``key`` names the person in a form, on this object only."""

    key: str
    who: str
    side: str
    is_me: bool
    percent: int
    fraction: str
    lines: tuple[ActLine, ...]


@dataclass(frozen=True, kw_only=True)
class ContestView:
    """A contest as one reader may see it."""

    public_id: str
    who: str
    person: str
    is_own: bool
    act: str
    counts: bool
    text: str
    at: datetime
    kind: str
    object_id: str
    decided_by: str
    decided_at: datetime | None
    is_upheld: bool | None
    reason: str
    may_decide: bool
    may_open: bool


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Whose an object is, and why."""

    credit: Credit
    parts: tuple[StatementPart, ...]
    mine: StatementPart | None
    sources: tuple[Place, ...]
    contests: tuple[ContestView, ...]
    missing_acts: tuple[str, ...]  #: those that the reader is not credited with


def statement_of(reader: Person, kind: str, public_id: str) -> Statement:
    """Tell whose an object is, that the reader may open (the guard's business).

    Notes
    -----
    Five queries, and one more for each step from which something was taken over.
    """
    found = (kind, public_id)
    rows = load_rows([found])
    book = rows.book()
    shares, events = book.shares(found), book.events_behind(found)
    credit = view_credit(reader, found, shares, rows)
    sources = {event.object for event in events if event.object != found and event.object[0] != NOTE}
    notes = {event.basis for event in events if event.basis is not None and event.basis[0] == NOTE}
    titles = titles_of(reader, notes | sources)
    parts = tuple(
        StatementPart(
            key=key_of(share.person, found),
            who=part.who,
            side=part.side,
            is_me=part.is_me,
            percent=part.percent,
            fraction=exactly(share.share),
            lines=tuple(
                act_line(
                    act, events, share.person, titles, is_hidden=is_hidden(reader, share.person, found, rows.choices)
                )
                for act in share.acts
            ),
        )
        for share, part in zip(shares, credit.parts, strict=True)
    )
    mine = next((part for part in parts if part.is_me), None)
    done = {line.act for line in mine.lines} if mine else set()
    return Statement(
        credit=credit,
        parts=parts,
        mine=mine,
        sources=tuple(
            Place(title=titles[source], url=url_of(*source)) for source in sorted(sources) if source in titles
        ),
        contests=contests_of(reader, found, rows),
        missing_acts=tuple(act.value for act in Act if act.value not in done),
    )


def key_of(person: int, found: Object) -> str:
    """Name a person in the forms of one object: the key tells nothing, and is another one elsewhere."""
    return salted_hmac("liant.credit.part", f"{person}:{found[0]}:{found[1]}", algorithm="sha256").hexdigest()[:20]


def person_of_key(kind: str, public_id: str, key: str) -> Person | None:
    """Find the person whom a key names among those credited for an object; None when the key names nobody there."""
    people = load_rows([(kind, public_id)]).people
    named = next((pk for pk in people if key_of(pk, (kind, public_id)) == key), None)
    return Person.objects.filter(pk=named).first()  # type: ignore[no-any-return]


def is_hidden(reader: Person, person: int, found: Object, choices: Choices) -> bool:
    """Tell whether a person chose not to be known to this reader."""
    anywhere = choices.get((person, "", ""), (Showing.TEAM, ""))
    return person != reader.pk and choices.get((person, *found), anywhere)[0] in HIDDEN


def act_line(act: Act, events: Sequence[Event], person: int, titles: dict[Object, str], *, is_hidden: bool) -> ActLine:
    """Gather what is behind one act of a person."""
    own = [event for event in events if event.person == person and event.act == act]
    if act == Act.SECOND:
        # What was echoed, not the echo.
        bases = [event.object if event.object[0] == NOTE else event.basis for event in own]
    else:
        bases = [event.basis for event in own]
    notes = list(dict.fromkeys(basis for basis in reversed(bases) if basis is not None and basis in titles))
    return ActLine(
        act=act.value,
        n=max(len(own), 1),
        since=None if is_hidden or not own else own[0].at,
        notes=() if is_hidden else tuple(Place(title=titles[note], url=url_of(*note)) for note in notes[:NOTES_LISTED]),
    )


def contests_of(reader: Person, found: Object, rows: CreditRows) -> tuple[ContestView, ...]:
    """List the contests on an object: decisions for whoever reads it, what still waits for those whose business it is."""
    mine = CreditContest.objects.visible_to(reader).values("pk")
    kept = CreditContest.objects.filter(kind=found[0], object_id=found[1]).select_related(
        "author", "person", "decided_by"
    )
    visible = set(mine.filter(kind=found[0], object_id=found[1]).values_list("pk", flat=True))
    return tuple(
        view_contest(reader, contest, rows.choices, may_open=contest.pk in visible)
        for contest in kept.order_by("-id")
        if contest.decided_at is not None or contest.pk in visible
    )


def view_contest(
    reader: Person, contest: CreditContest, choices: Choices, *, may_open: bool, may_decide: bool = False
) -> ContestView:
    """Show one contest, its people named as they are where credited."""
    found = (contest.kind, contest.object_id)
    return ContestView(
        public_id=contest.public_id,
        who=credited_name(reader, contest.author, found, choices),
        person=credited_name(reader, contest.person, found, choices),
        is_own=contest.author_id == contest.person_id,
        act=contest.act,
        counts=contest.counts,
        text=contest.text if may_open else "",
        at=contest.at,
        kind=contest.kind,
        object_id=contest.object_id,
        decided_by=name_for(reader, contest.decided_by) if contest.decided_by else "",
        decided_at=contest.decided_at,
        is_upheld=contest.is_upheld,
        reason=contest.reason,
        may_decide=may_decide,
        may_open=may_open,
    )


def contest_view(reader: Person, contest: CreditContest) -> ContestView:
    """Show a contest to somebody whose business it is (the guard's)."""
    rows = load_rows([(contest.kind, contest.object_id)])
    may_decide = (
        contest.decided_at is None and CreditContest.objects.decidable_by(reader).filter(pk=contest.pk).exists()
    )
    return view_contest(reader, contest, rows.choices, may_open=True, may_decide=may_decide)
