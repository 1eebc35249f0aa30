"""Read the board and the pitch of a launch: provenance kept, people masked, every line with its authors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from liant.loop.launch.pitch import LineStatus, Wording, authors_of
from liant.loop.values.roles import MARKETING, SALES
from liant.queries.credit import credited_name
from liant.queries.credit_rows import load_rows
from liant.queries.launch import name_inside
from liant.queries.listen import QuoteView, view_quote
from liant.queries.themes import label_for
from liant.store.models import BoardColumn, Launch, LaunchLine, LaunchPin, Note, Person


@dataclass(frozen=True, kw_only=True)
class PinView:
    """A piece of evidence: a theme, a quote, a figure, or words taken back since by whoever wrote them."""

    public_id: str
    kind: str  #: theme, quote, figure or taken_back
    label: str
    theme_id: str
    n_notes: int
    n_accounts: int
    quote: QuoteView | None
    figure_n: int | None
    figure_on: date | None


@dataclass(frozen=True, kw_only=True)
class ColumnView:
    """A column of the board, with those on either side of it, empty at the ends."""

    name: str
    before: str
    after: str
    pins: tuple[PinView, ...]


@dataclass(frozen=True, kw_only=True)
class AuthorView:
    """Somebody who wrote a line, and on which side."""

    who: str
    side: str


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A wording: its text, who wrote it (the first author first), and what waits or was said before."""

    public_id: str
    text: str
    authors: tuple[AuthorView, ...]
    is_mine: bool
    answer: str
    proposals: tuple[LineView, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PitchView:
    """A pitch: its lines in order, proposals for new ones, and what was left out with its reason."""

    lines: tuple[LineView, ...]
    proposals: tuple[LineView, ...]
    left_out: tuple[LineView, ...]


def board_view(reader: Person, launch: Launch) -> tuple[ColumnView, ...]:
    """Show the board, column by column, in two queries.

    A quote keeps its masking: who spoke by role outside the owning team, and its company only where the reader may read
    the note. Words whose author took them back are no longer shown.
    """
    pins = list(
        launch.pins.select_related("theme", "quote", "note__author", "note__account").order_by("pinned_at", "id")
    )
    asked = [pin.note_id for pin in pins if pin.note_id is not None]
    readable = set(Note.objects.visible_to(reader).filter(pk__in=asked).values_list("pk", flat=True))
    names = [column.value for column in BoardColumn]
    return tuple(
        ColumnView(
            name=name,
            before=names[i - 1] if i else "",
            after=names[i + 1] if i + 1 < len(names) else "",
            pins=tuple(view_pin(reader, pin, pin.note_id in readable) for pin in pins if pin.column == name),
        )
        for i, name in enumerate(names)
    )


def view_pin(reader: Person, pin: LaunchPin, is_readable: bool) -> PinView:
    """Show a pin to a reader."""
    quote = None
    kind = "theme" if pin.theme else "figure"
    if pin.quote is not None and pin.note is not None:
        kind = "quote" if is_readable or pin.note.is_shared else "taken_back"
        if kind == "quote":
            quote = view_quote(pin.quote, pin.note, reader)
            if not is_readable:
                quote = replace(quote, account_name="", url="")
    return PinView(
        public_id=pin.public_id,
        kind=kind,
        label=label_for(reader, pin.theme) if pin.theme else pin.figure,
        theme_id=pin.theme.public_id if pin.theme else "",
        n_notes=pin.theme.n_notes if pin.theme else 0,
        n_accounts=pin.theme.n_accounts if pin.theme else 0,
        quote=quote,
        figure_n=pin.figure_n,
        figure_on=pin.figure_on,
    )


def pitch_view(reader: Person, launch: Launch, *, works_on_it: bool) -> PitchView:
    """Show the pitch, in one query, two for whoever does not work on it.

    Those who work on the launch read it with every proposal and by name; a pilot reads of what was left out only what
    they wrote. Others read the lines of the pitch, each author named as that person chose to be where credited.
    """
    found = ("launch", launch.public_id)
    choices = {} if works_on_it else load_rows([found]).choices
    rows = list(launch.lines.select_related("author").order_by("position", "id"))
    wordings = {row.pk: Wording(author=row.author_id, replaces=row.replaces_id) for row in rows}
    by_key = {row.pk: row for row in rows}
    people = {row.author_id: row.author for row in rows}

    def view(row: LaunchLine, proposals: tuple[LineView, ...] = ()) -> LineView:
        authors = [people[key] for key in authors_of(row.pk, wordings)]
        return LineView(
            public_id=row.public_id,
            text=row.text,
            authors=tuple(
                AuthorView(
                    who=name_inside(reader, author) if works_on_it else credited_name(reader, author, found, choices),
                    side="sales" if author.role in SALES else "marketing",
                )
                for author in authors
            ),
            is_mine=row.author_id == reader.pk,
            answer=row.answer,
            proposals=proposals,
            earlier=earlier_texts(row, by_key) if works_on_it else (),
        )

    accepted = [row for row in rows if row.status == LineStatus.ACCEPTED]
    waiting = [row for row in rows if row.status == LineStatus.PROPOSED] if works_on_it else []
    rewording = {row.pk: [p for p in waiting if p.replaces_id == row.pk] for row in accepted}
    attached = {p.pk for proposals in rewording.values() for p in proposals}
    left_out = [
        row
        for row in rows
        if row.status == LineStatus.DECLINED
        and works_on_it
        and (reader.role in MARKETING or row.author_id == reader.pk)
    ]
    return PitchView(
        lines=tuple(view(row, tuple(view(p) for p in rewording[row.pk])) for row in accepted),
        proposals=tuple(view(row) for row in waiting if row.pk not in attached),
        left_out=tuple(view(row) for row in left_out),
    )


def earlier_texts(row: LaunchLine, by_key: dict[int, LaunchLine]) -> tuple[str, ...]:
    """List what a line said before, the latest first."""
    texts = []
    step = by_key.get(row.replaces_id) if row.replaces_id is not None else None
    while step is not None:
        texts.append(step.text)
        step = by_key.get(step.replaces_id) if step.replaces_id is not None else None
    return tuple(texts)
