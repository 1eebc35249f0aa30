"""Read what is written together: the draft that a seller is invited to, the words proposed, who said what is published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from liant.loop.argue.wording import CardPart, WordsStatus
from liant.loop.refine.differences import Stretch, compare_words
from liant.loop.values.roles import MARKETING, Role
from liant.queries.argue import NO_USE, ArgumentView, ClaimView, cited_by, loaded, view_argument
from liant.queries.credit import credited_name, credits_of
from liant.queries.credit_rows import load_rows
from liant.queries.ledger import name_for
from liant.store.models import Argument, ArgumentVersion, CoAuthor, Person, ProposedWords, VersionStatus


@dataclass(frozen=True, kw_only=True)
class WordsView:
    """Proposed words beside what they would replace."""

    public_id: str
    who: str
    part: str
    text: str
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]
    status: str
    answer: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PartView:
    """One part of a draft as its co-author sees it, with the words of theirs that wait for an answer."""

    name: str
    claim: ClaimView | None
    text: str
    waiting: tuple[WordsView, ...]


@dataclass(frozen=True, kw_only=True)
class CoWritingView:
    """A draft as the seller sees it who is invited to write in it."""

    public_id: str
    argument: ArgumentView
    invited_by: str
    is_open: bool  #: something is being written
    parts: tuple[PartView, ...]
    sentences: tuple[WordsView, ...]  #: sentences more, that wait
    decided: tuple[WordsView, ...]


@dataclass(frozen=True, kw_only=True)
class CoAuthorView:
    """A seller invited to an argument, with what became of their words."""

    public_id: str  #: of the person
    name: str
    team: str
    n_taken: int
    n_waiting: int
    n_declined: int


@dataclass(frozen=True, kw_only=True)
class TogetherView:
    """What marketing sees of an argument written with sellers."""

    co_authors: tuple[CoAuthorView, ...]
    to_invite: tuple[tuple[str, str, str], ...]  #: (public id, name, team)
    waiting: tuple[WordsView, ...]
    decided: tuple[WordsView, ...]


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A draft that a seller is invited to, in a list."""

    public_id: str
    title: str
    language: str
    status: str
    n_waiting: int


def view_words(reader: Person, words: ProposedWords) -> WordsView:
    """Put proposed words beside what they replace; people who write together read each other's names."""
    stretches = compare_words(words.before, words.text) if words.before else ()
    person = words.co_author.person
    return WordsView(
        public_id=words.public_id,
        who=name_for(reader, person) if person.pk == reader.pk else person.name,
        part=words.part,
        text=words.text,
        before=tuple(stretch for stretch in stretches if stretch.change != "added"),
        after=tuple(stretch for stretch in stretches if stretch.change != "removed"),
        status=words.status,
        answer=words.answer,
        at=words.decided_at or words.written_at,
    )


def co_writing_view(reader: Person, co_author: CoAuthor, *, today: date) -> CoWritingView:
    """Show a draft to its co-author, with one's own proposals; some ten queries."""
    (row,) = loaded(Argument.objects.filter(pk=co_author.argument_id), reader)
    latest = max(row.versions.all(), key=lambda version: version.number)
    argument = view_draft(reader, row, latest, today)
    words = ProposedWords.objects.filter(co_author=co_author).select_related("co_author__person").order_by("id")
    mine = [view_words(reader, each) for each in words]
    texts = {each.public_id: each.before for each in words}
    waiting = [each for each in mine if each.status == WordsStatus.WAITING]

    def part(name: str, text: str, claim: ClaimView | None = None) -> PartView:
        here = tuple(each for each in waiting if each.part == name and texts[each.public_id] == text)
        return PartView(name=name, claim=claim, text=text, waiting=here)

    card = {name: part(name, getattr(latest, name)) for name in ("title", "situation", "reply", "not_to_say")}
    claims = [part("claim", claim.text, claim) for claim in argument.claims]
    parts = (card["title"], card["situation"], card["reply"], *claims, card["not_to_say"])
    placed = {each.public_id for each in waiting if any(each in found.waiting for found in parts)}
    return CoWritingView(
        public_id=co_author.public_id,
        argument=argument,
        invited_by=name_for(reader, co_author.invited_by),
        is_open=latest.status in (VersionStatus.DRAFT, VersionStatus.REVIEW),
        parts=parts,
        # What was rewritten since stands with the sentences more: nothing that waits is out of sight.
        sentences=tuple(each for each in waiting if each.public_id not in placed),
        decided=tuple(each for each in reversed(mine) if each.status in (WordsStatus.TAKEN, WordsStatus.DECLINED)),
    )


def view_draft(reader: Person, argument: Argument, version: ArgumentVersion, today: date) -> ArgumentView:
    """Show a version that is being written to somebody invited to it, its evidence masked as everywhere."""
    also = cited_by(version) if version.published_at is None else {}
    credit = credits_of(reader, "argument", [argument.public_id], also=also)[argument.public_id]
    return view_argument(reader, argument, version, NO_USE, credit, today)


def together_view(reader: Person, argument: Argument) -> TogetherView:
    """Show marketing who writes with it, what they propose, and what was decided; three queries."""
    rows = argument.co_authors.filter(ended_at=None).select_related("person__team").order_by("person__name", "id")
    invited = list(rows)
    words = list(
        ProposedWords.objects.filter(co_author__argument=argument)
        .exclude(status=WordsStatus.WITHDRAWN.value)
        .select_related("co_author__person")
        .order_by("id")
    )
    states: dict[int, list[str]] = {}
    for each in words:
        states.setdefault(each.co_author.person_id, []).append(each.status)
    sellers = Person.objects.able().filter(role=Role.SELLER.value).exclude(pk__in=[row.person_id for row in invited])
    decided = sorted(
        (each for each in words if each.status != WordsStatus.WAITING),
        key=lambda each: each.decided_at or each.written_at,
    )
    return TogetherView(
        co_authors=tuple(
            CoAuthorView(
                public_id=row.person.public_id,
                name=row.person.name,
                team=row.person.team.name if row.person.team else "",
                n_taken=states.get(row.person_id, []).count(WordsStatus.TAKEN),
                n_waiting=states.get(row.person_id, []).count(WordsStatus.WAITING),
                n_declined=states.get(row.person_id, []).count(WordsStatus.DECLINED),
            )
            for row in invited
        ),
        to_invite=tuple(
            (row.public_id, row.name, row.team.name if row.team else "")
            for row in sellers.select_related("team").order_by("team__name", "name", "id")
        ),
        waiting=tuple(view_words(reader, each) for each in words if each.status == WordsStatus.WAITING),
        decided=tuple(view_words(reader, each) for each in reversed(decided)),
    )


def drafts_open_to(reader: Person) -> tuple[DraftLine, ...]:
    """List the drafts that a seller is invited to and that are being written, the latest invitation first; two queries."""
    invited = list(
        CoAuthor.objects.visible_to(reader)
        .filter(person=reader)
        .prefetch_related("argument__versions", "words")
        .order_by("-invited_at", "-id")[:12]
    )
    found = []
    for row in invited:
        latest = max(row.argument.versions.all(), key=lambda version: version.number)
        if latest.status in (VersionStatus.DRAFT, VersionStatus.REVIEW):
            waiting = [words for words in row.words.all() if words.status == WordsStatus.WAITING]
            found.append(
                DraftLine(
                    public_id=row.public_id,
                    title=latest.title,
                    language=latest.language,
                    status=latest.status,
                    n_waiting=len(waiting),
                )
            )
    return tuple(found)


def with_authors(reader: Person, argument: ArgumentView) -> ArgumentView:
    """Tell beside the words of an argument which seller they are of, named as that person chose to be, and what waits.

    Notes
    -----
    Two queries at most. What was rewritten since is nobody's alone, and names nobody.
    """
    words = list(
        ProposedWords.objects.filter(
            co_author__argument__public_id=argument.public_id,
            status__in=[WordsStatus.TAKEN.value, WordsStatus.WAITING.value],
        ).select_related("co_author__person")
    )
    taken = [each for each in words if each.status == WordsStatus.TAKEN]
    if reader.role in MARKETING:
        argument = replace(argument, n_words=len(words) - len(taken))
    if not taken:
        return argument
    found = ("argument", argument.public_id)
    choices = load_rows([found]).choices
    who = {
        (each.part.removeprefix("new_"), each.text): credited_name(reader, each.co_author.person, found, choices)
        for each in taken
    }
    return replace(
        argument,
        worded_by={
            part.value: who[part.value, getattr(argument, part.value)]
            for part in (CardPart.TITLE, CardPart.SITUATION, CardPart.REPLY, CardPart.NOT_TO_SAY)
            if (part.value, getattr(argument, part.value)) in who
        },
        claims=tuple(
            replace(claim, worded_by=who.get((CardPart.CLAIM.value, claim.text), "")) for claim in argument.claims
        ),
    )
