"""What is searched of each kind of object: its table, its head, its body. A new kind is one line of ``SEARCHED``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from liant.loop.launch.pitch import LineStatus
from liant.loop.search.terms import SearchText, make_entries
from liant.store.mapping.search_index import remove_entries, write_entries
from liant.store.models import (
    Account,
    ActionPlan,
    AgendaItem,
    ArgumentVersion,
    Claim,
    Deliverable,
    IdeaText,
    Launch,
    LaunchLine,
    MarketingRequest,
    Meeting,
    MeetingOutcome,
    Note,
    Opportunity,
    PlanStep,
    StrategyMessageText,
    Theme,
)

#: Objects read and written at a time.
BATCH = 4_000


@dataclass(frozen=True, kw_only=True)
class Searched:
    """A kind of object that is searched: its rows, and how their words are read.

    The columns named after the rows are read too, for whoever shows what was found without asking again.
    """

    model: type[models.Model]
    read: Callable[..., Iterator[SearchText]]


class JoinedTexts(models.Subquery):
    """The texts of the rows beneath an object, one after the other in their order; None when it has none."""

    template = "(SELECT GROUP_CONCAT(text_, ' ') FROM (%(subquery)s) beneath)"
    output_field = models.TextField()

    def __init__(self, rows: models.QuerySet[Any], column: str) -> None:
        super().__init__(rows.values(text_=models.F(column)))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Write it as PostgreSQL reads it."""
        template = self.template.replace("GROUP_CONCAT", "STRING_AGG")
        return self.as_sql(compiler, connection, template=template, **extra)


def read_accounts(rows: models.QuerySet[Account], *shown: str) -> Iterator[SearchText]:
    """Read the name of accounts, then their city and segment."""
    for key, name, city, segment, *more in rows.values_list("pk", "name", "city", "segment", *shown):
        yield SearchText(key, name, f"{city} {segment}", "", tuple(more))


def read_deals(rows: models.QuerySet[Opportunity], *shown: str) -> Iterator[SearchText]:
    """Read the name of deals, then that of their account and product."""
    for key, name, account, product, *more in rows.values_list("pk", "name", "account__name", "product__name", *shown):
        yield SearchText(key, name, f"{account or ''} {product or ''}", "", tuple(more))


def read_notes(rows: models.QuerySet[Note], *shown: str) -> Iterator[SearchText]:
    """Read the words of notes: they have no title."""
    for key, text, language, *more in rows.values_list("pk", "text", "language", *shown):
        yield note_text(key, text, language, *more)


def note_text(key: int, text: str, language: str, *shown: object) -> SearchText:
    """Say what of a note is searched."""
    return SearchText(key, "", text, language, shown)


def read_themes(rows: models.QuerySet[Theme], *shown: str) -> Iterator[SearchText]:
    """Read the names of themes in both languages, then their definitions."""
    columns = ("pk", "label_fr", "label_en", "definition_fr", "definition_en")
    for key, fr, en, about_fr, about_en, *more in rows.values_list(*columns, *shown):
        yield SearchText(key, f"{fr} {en}", f"{about_fr} {about_en}", "", tuple(more))


def read_versions(rows: models.QuerySet[ArgumentVersion], *shown: str) -> Iterator[SearchText]:
    """Read the title of arguments, then all that their card says; a version is found by its own words."""
    claims = JoinedTexts(Claim.objects.filter(argument_version=models.OuterRef("pk")).order_by("position"), "text")
    columns = ("pk", "title", "language", "situation", "reply", "not_to_say", "competitor__name", "segment", "said_")
    for key, title, language, *parts in rows.annotate(said_=claims).values_list(*columns, *shown):
        words, more = parts[: len(columns) - 3], parts[len(columns) - 3 :]
        yield SearchText(key, title, " ".join(part or "" for part in words), language, tuple(more))


def read_ideas(rows: models.QuerySet[IdeaText], *shown: str) -> Iterator[SearchText]:
    """Read the wordings of ideas, one a language; the notes they come from are found as notes."""
    for key, title, text, language, *more in rows.values_list("pk", "title", "text", "language", *shown):
        yield SearchText(key, title, text, language, tuple(more))


def read_plans(rows: models.QuerySet[ActionPlan], *shown: str) -> Iterator[SearchText]:
    """Read the title of plans, then what they are for, their steps and what came of them."""
    steps = JoinedTexts(PlanStep.objects.filter(plan=models.OuterRef("pk")).order_by("position"), "what")
    columns = ("pk", "title", "language", "purpose", "steps_", "outcome", "next_step")
    found = rows.annotate(steps_=steps).values_list(*columns, *shown)
    for key, title, language, purpose, what, outcome, next_step, *more in found:
        yield SearchText(key, title, f"{purpose} {what or ''} {outcome} {next_step}", language, tuple(more))


def read_launches(rows: models.QuerySet[Launch], *shown: str) -> Iterator[SearchText]:
    """Read the name of launches, then what clients live and the lines of the pitch.

    Whoever may open a launch reads these; the goal and the proposals, which sellers who are only told do not read, are
    not searched.
    """
    accepted = LaunchLine.objects.filter(launch=models.OuterRef("pk"), status=LineStatus.ACCEPTED.value)
    lines = JoinedTexts(accepted.order_by("position", "id"), "text")
    for key, name, pains, pitch, *more in rows.annotate(pitch_=lines).values_list(
        "pk", "name", "pains", "pitch_", *shown
    ):
        yield SearchText(key, name, f"{pains} {pitch or ''}", "", tuple(more))


def read_messages(rows: models.QuerySet[StrategyMessageText], *shown: str) -> Iterator[SearchText]:
    """Read the texts of strategy messages, one a language."""
    for key, title, body, language, *more in rows.values_list("pk", "title", "body", "language", *shown):
        yield SearchText(key, title, body, language, tuple(more))


def read_meetings(rows: models.QuerySet[Meeting], *shown: str) -> Iterator[SearchText]:
    """Read the name of meetings, then what was put on their agenda by hand and what was written down.

    Items about an object are not searched: each reader sees them under a name of their own.
    """
    found = list(rows.values_list("pk", "series__title", *shown))
    keys = [row[0] for row in found]
    items = AgendaItem.objects.filter(meeting__in=keys).exclude(title="")
    outcomes = MeetingOutcome.objects.filter(meeting__in=keys)
    said = items.order_by().values_list("meeting_id", models.Value(0), "position", "pk", "title")
    said = said.union(
        outcomes.order_by().values_list("meeting_id", models.Value(1), models.Value(0), "pk", "text"), all=True
    )
    words: dict[int, list[str]] = {}
    for meeting, *_place, text in sorted(said):
        words.setdefault(meeting, []).append(text)
    for key, title, *more in found:
        yield SearchText(key, title, " ".join(words.get(key, [])), "", tuple(more))


def read_requests(rows: models.QuerySet[MarketingRequest], *shown: str) -> Iterator[SearchText]:
    """Read the title of requests, then what they say and how they ended."""
    columns = ("pk", "title", "details", "ending", "language")
    for key, title, details, ending, language, *more in rows.values_list(*columns, *shown):
        yield SearchText(key, title, f"{details} {ending}", language, tuple(more))


def read_deliverables(rows: models.QuerySet[Deliverable], *shown: str) -> Iterator[SearchText]:
    """Read the names of types of work in both languages."""
    for key, fr, en, *more in rows.values_list("pk", "name_fr", "name_en", *shown):
        yield SearchText(key, f"{fr} {en}", "", "", tuple(more))


SEARCHED = {
    "account": Searched(model=Account, read=read_accounts),
    "opportunity": Searched(model=Opportunity, read=read_deals),
    "note": Searched(model=Note, read=read_notes),
    "theme": Searched(model=Theme, read=read_themes),
    "argument": Searched(model=ArgumentVersion, read=read_versions),
    "idea": Searched(model=IdeaText, read=read_ideas),
    "plan": Searched(model=ActionPlan, read=read_plans),
    "launch": Searched(model=Launch, read=read_launches),
    "message": Searched(model=StrategyMessageText, read=read_messages),
    "meeting": Searched(model=Meeting, read=read_meetings),
    "request": Searched(model=MarketingRequest, read=read_requests),
    "deliverable": Searched(model=Deliverable, read=read_deliverables),
}


def index_objects(kind: str, keys: Sequence[int], *, are_new: bool = False) -> None:
    """Bring the index in line with objects that were written, in the transaction that wrote them.

    An object that is no longer there leaves the index. Cost O(their words).

    Parameters
    ----------
    keys : of the rows; for an argument those of its versions, for an idea or a message those of its texts.
    are_new : the rows were just made: the index cannot hold them yet.
    """
    searched = SEARCHED[kind]
    with transaction.atomic():
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            if not are_new:
                remove_entries(kind, some)
            index_texts(kind, searched.read(searched.model._default_manager.filter(pk__in=some)))


def index_texts(kind: str, texts: Iterable[SearchText]) -> None:
    """Add objects that the index does not hold yet, their texts in hand, in the caller's transaction."""
    write_entries(kind, make_entries(texts))
