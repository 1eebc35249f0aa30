"""Read ideas: the field's words beside the new ones, under the rights of the notes they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from liant.loop.refine.differences import Stretch, compare_words
from liant.loop.refine.ideas import LIVE
from liant.loop.values.stages import NoteKind
from liant.queries.credit import Credit, credit_of
from liant.queries.ledger import name_for
from liant.queries.listen import NoteView, author_for, page_of, view_notes, with_parts
from liant.queries.objects import shortened
from liant.queries.themes import label_for
from liant.store.models import IdeaAnswer, IdeaSource, IdeaText, Note, Person, RefinedIdea, Theme

#: Notes proposed as sources when an idea is made from a theme.
N_PROPOSED = 12


@dataclass(frozen=True, kw_only=True)
class WordingView:
    """One wording of an idea in one language.

    ``beside`` sets it against the first words of the field, when the reader may read them and they are in the same
    language (``is_beside_first``); against the former wording otherwise; empty when there is nothing to set it against.
    """

    number: int
    language: str
    title: str
    text: str
    who: str
    at: datetime
    beside: tuple[Stretch, ...]
    is_beside_first: bool


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """What whoever spoke first said of a wording."""

    number: int
    answer: str
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class IdeaLine:
    """An idea in a list: ``title`` is its own, or the first words of the field while it has none."""

    public_id: str
    title: str
    status: str
    owner: str
    first: str
    n_voices: int
    answer: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class IdeaView:
    """An idea as one reader may see it; ``n_hidden`` notes it comes from may not be read by this reader."""

    line: IdeaLine
    is_live: bool
    is_closed: bool
    reason: str
    next_step: str
    originals: tuple[NoteView, ...]
    n_hidden: int
    wordings: tuple[WordingView, ...]  #: the latest, one by language, the first words' language first
    earlier: tuple[WordingView, ...]  #: latest first
    answers: tuple[AnswerView, ...]
    asks_me: bool
    my_answer: str
    theme_id: str
    theme_label: str
    number: int
    credit: Credit
    version: int


@dataclass(frozen=True, kw_only=True)
class IdeaCounts:
    """How many ideas a reader may see by status, and the notes of kind idea that nobody has taken up."""

    by_status: dict[str, int]
    n_waiting: int


def idea_rows(rows: QuerySet[RefinedIdea]) -> QuerySet[RefinedIdea]:
    """Load what the view of an idea needs, in five queries whatever their number."""
    return rows.select_related("owner", "theme").prefetch_related(
        Prefetch("sources", IdeaSource.objects.select_related("note__author")),
        "sources__note__seconded_by",
        Prefetch("texts", IdeaText.objects.select_related("written_by")),
        "answers",
    )


def sources_of(idea: RefinedIdea) -> list[IdeaSource]:
    """List the sources of a loaded idea, first said first."""
    return sorted(idea.sources.all(), key=lambda source: source.position)


def title_of(idea: RefinedIdea, reader: Person, readable: set[int]) -> str:
    """Name a loaded idea: its title in the reader's language, else in another one, else the field's first words."""
    latest = [text for text in idea.texts.all() if text.number == idea.number]
    latest.sort(key=lambda text: (text.language != reader.language, text.language))
    if latest:
        return latest[0].title
    return next((shortened(s.note.text) for s in sources_of(idea) if s.note_id in readable), "")


def view_lines(rows: Iterable[RefinedIdea], reader: Person) -> tuple[IdeaLine, ...]:
    """Turn loaded rows into lines, in one more query."""
    ideas = list(rows)
    notes = {source.note_id for idea in ideas for source in idea.sources.all()}
    readable = set(Note.objects.visible_to(reader).filter(pk__in=notes).values_list("pk", flat=True))
    return tuple(view_line(idea, reader, readable) for idea in ideas)


def view_line(idea: RefinedIdea, reader: Person, readable: set[int]) -> IdeaLine:
    """Turn one loaded row into a line."""
    sources = sources_of(idea)
    voices = {source.note.author_id for source in sources}
    voices |= {note.author_id for source in sources for note in source.note.seconded_by.all()}
    answers = [answer for answer in idea.answers.all() if answer.number == idea.number]
    return IdeaLine(
        public_id=idea.public_id,
        title=title_of(idea, reader, readable),
        status=idea.status,
        owner=name_for(reader, idea.owner),
        first=author_for(reader, sources[0].note) if sources else "",
        n_voices=len(voices - {None}),
        answer=answers[0].answer if answers else "",
        created_at=idea.created_at,
    )


def ideas_for(
    reader: Person, *, status: str = "", mine: bool = False, first: int = 0, limit: int = 30
) -> tuple[IdeaLine, ...]:
    """List the ideas that a reader may see, latest first; ``mine``: those one works on or spoke for."""
    rows = RefinedIdea.objects.visible_to(reader)
    if status:
        rows = rows.filter(status=status)
    if mine:
        spoken = IdeaSource.objects.filter(Q(note__author=reader) | Q(note__seconded_by__author=reader))
        rows = rows.filter(Q(owner=reader) | Q(pk__in=spoken.values("idea")))
    keys = list(rows.order_by("-id").values_list("pk", flat=True)[first : first + limit])
    return view_lines(idea_rows(RefinedIdea.objects.filter(pk__in=keys)).order_by("-id"), reader)


def waiting_notes(reader: Person) -> QuerySet[Note]:
    """Select the notes of kind idea that a reader may see and nobody has taken up."""
    taken = IdeaSource.objects.values("note")
    return Note.objects.visible_to(reader).filter(kind=NoteKind.IDEA.value, seconds=None).exclude(pk__in=taken)


def waiting_ideas(reader: Person, *, limit: int = 10) -> tuple[NoteView, ...]:
    """List the proposals that wait for somebody to take them up, longest first."""
    rows = waiting_notes(reader).order_by("heard_on", "id")
    return view_notes(page_of(rows, limit=limit).order_by("heard_on", "id"), reader)


def idea_counts(reader: Person) -> IdeaCounts:
    """Count a reader's ideas, in two queries."""
    rows = RefinedIdea.objects.visible_to(reader).values_list("status").annotate(n=Count("id")).order_by()
    return IdeaCounts(by_status=dict(rows), n_waiting=waiting_notes(reader).count())


def idea_view(reader: Person, idea: RefinedIdea) -> IdeaView:
    """Show one idea, in at most twelve queries."""
    row = idea_rows(RefinedIdea.objects.filter(pk=idea.pk)).get()
    sources = sources_of(row)
    order = {source.note_id: source.position for source in sources}
    shown = with_parts(Note.objects.visible_to(reader).filter(pk__in=order))
    readable = sorted(shown, key=lambda note: order[note.pk])
    first = next((note for note in readable if order[note.pk] == 0), None)
    wordings = view_wordings(row, reader, first)
    is_first = bool(sources) and sources[0].note.author_id == reader.pk
    answers = sorted(row.answers.all(), key=lambda answer: -answer.number)
    my_answer = next((a.answer for a in answers if a.number == row.number and a.person_id == reader.pk), "")
    return IdeaView(
        line=view_line(row, reader, {note.pk for note in readable}),
        is_live=row.status in LIVE,
        is_closed=row.status == "closed",
        reason=row.reason,
        next_step=row.next_step,
        originals=view_notes(readable, reader),
        n_hidden=len(sources) - len(readable),
        wordings=tuple(wording for wording in wordings if wording.number == row.number),
        earlier=tuple(wording for wording in wordings if wording.number < row.number),
        answers=tuple(view_answer(answer, sources, reader) for answer in answers),
        asks_me=is_first and row.number > 0 and row.status in LIVE,
        my_answer=my_answer,
        theme_id=row.theme.public_id if row.theme else "",
        theme_label=label_for(reader, row.theme) if row.theme else "",
        number=row.number,
        credit=credit_of(reader, "idea", row.public_id),
        version=row.version,
    )


def view_answer(answer: IdeaAnswer, sources: Sequence[IdeaSource], reader: Person) -> AnswerView:
    """Show an answer; whoever gave it is named as on the first note."""
    return AnswerView(number=answer.number, answer=answer.answer, who=author_for(reader, sources[0].note), at=answer.at)


def view_wordings(idea: RefinedIdea, reader: Person, first: Note | None) -> tuple[WordingView, ...]:
    """Show every wording, latest first, each beside the field's first words or the wording before it."""
    texts = sorted(idea.texts.all(), key=lambda text: (-text.number, first is None or text.language != first.language))
    return tuple(
        WordingView(
            number=text.number,
            language=text.language,
            title=text.title,
            text=text.text,
            who=name_for(reader, text.written_by),
            at=text.at,
            beside=beside(text, texts, first),
            is_beside_first=first is not None and first.language == text.language,
        )
        for text in texts
    )


def beside(text: IdeaText, texts: Sequence[IdeaText], first: Note | None) -> tuple[Stretch, ...]:
    """Compare a wording with the first words in its language, else with the former wording."""
    if first is not None and first.language == text.language:
        return compare_words(first.text, text.text)
    former = next((t for t in texts if t.language == text.language and t.number < text.number), None)
    return compare_words(former.text, text.text) if former is not None else ()


def proposed_notes(reader: Person, theme: Theme) -> tuple[NoteView, ...]:
    """List the notes of a theme that an idea may come from: proposals first, then the most typical."""
    rows = Note.objects.visible_to(reader).filter(membership__theme=theme)
    ideas = rows.filter(kind=NoteKind.IDEA.value).order_by("membership__centrality_rank", "id")
    keys = list(ideas.values_list("pk", flat=True)[:N_PROPOSED])
    rest = rows.exclude(pk__in=keys).order_by("membership__centrality_rank", "id")
    keys += list(rest.values_list("pk", flat=True)[: N_PROPOSED - len(keys)])
    place = {pk: i for i, pk in enumerate(keys)}
    found = sorted(with_parts(Note.objects.filter(pk__in=keys)), key=lambda note: place[note.pk])
    return view_notes(found, reader)


def notes_named(reader: Person, public_ids: Iterable[str]) -> list[Note]:
    """Find notes by public id among those that a reader may read."""
    return list(Note.objects.visible_to(reader).filter(public_id__in=list(public_ids)).select_related("author"))


def ideas_of_note(reader: Person, note: Note) -> tuple[IdeaLine, ...]:
    """List the ideas made from a note, latest first."""
    rows = RefinedIdea.objects.visible_to(reader).filter(sources__note=note).order_by("-id")
    return view_lines(idea_rows(rows), reader)


def view_notes_of(reader: Person, notes: Sequence[Note]) -> tuple[NoteView, ...]:
    """Show the notes named, first said first."""
    rows = with_parts(Note.objects.filter(pk__in=[note.pk for note in notes]))
    return view_notes(rows.order_by("heard_on", "id"), reader)
