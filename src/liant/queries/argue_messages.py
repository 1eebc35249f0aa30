"""Read strategy messages: what marketing tells sales, with the arguments that carry it and how many have read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from liant.loop.values.groups import Breakdown
from liant.loop.values.roles import MARKETING, SALES
from liant.queries.argue import ArgumentView, view_arguments
from liant.queries.audience import Asked, AudienceView, asked_of, audiences_of, coverages_of
from liant.queries.ledger import name_for
from liant.queries.themes import label_for
from liant.store.models import (
    Argument,
    ArgumentVersion,
    Person,
    StrategyMessage,
    StrategyMessageText,
    Theme,
    VersionStatus,
)

EVERYBODY = AudienceView()
#: Arguments and themes offered to the writer of a message.
N_OFFERED = 60


@dataclass(frozen=True, kw_only=True)
class ThemeLink:
    """A theme that a message answers."""

    public_id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class MessageLine:
    """A message in a list, in the reader's language when it is written in it."""

    public_id: str
    status: str
    title: str
    body: str
    language: str
    owner: str
    published_at: datetime | None
    asked: Asked | None
    coverage: Breakdown | None


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """A message on its page; ``others``: its text in the other language, if it is written."""

    line: MessageLine
    version: int
    others: tuple[StrategyMessageText, ...]
    audience: AudienceView
    themes: tuple[ThemeLink, ...]
    arguments: tuple[ArgumentView, ...]


def messages_for(reader: Person, *, first: int = 0, limit: int = 30) -> tuple[MessageLine, ...]:
    """List the messages that a reader may read, latest first: five queries at most, whatever their number."""
    rows = StrategyMessage.objects.visible_to(reader).select_related("owner").prefetch_related("texts")
    return view_lines(reader, list(rows.order_by("-id")[first : first + limit]))


def view_lines(reader: Person, rows: Sequence[StrategyMessage]) -> tuple[MessageLine, ...]:
    """Turn messages into what a reader sees: counts for marketing, one's own answer for sales."""
    ids = [row.public_id for row in rows]
    asked = asked_of(reader, "message", ids) if reader.role in SALES else {}
    coverages = coverages_of("message", dict.fromkeys(ids, 1)) if reader.role in MARKETING else {}
    return tuple(view_line(reader, row, asked.get(row.public_id), coverages.get(row.public_id)) for row in rows)


def view_line(reader: Person, row: StrategyMessage, asked: Asked | None, coverage: Breakdown | None) -> MessageLine:
    """Show one message in the language that the reader prefers among those written."""
    text = in_order(row, reader)[0]
    return MessageLine(
        public_id=row.public_id,
        status=row.status,
        title=text.title,
        body=text.body,
        language=text.language,
        owner=name_for(reader, row.owner),
        published_at=row.published_at,
        asked=asked,
        coverage=coverage,
    )


def in_order(row: StrategyMessage, reader: Person) -> list[StrategyMessageText]:
    """List the texts of a message, the reader's language first."""
    return sorted(row.texts.all(), key=lambda text: (text.language != reader.language, text.language))


def message_view(reader: Person, message: StrategyMessage, *, today: date) -> MessageView:
    """Show a message with what carries it, as far as the reader may read it."""
    carried = Argument.objects.visible_to(reader).filter(carried_messages=message).order_by("id")
    themes = Theme.objects.visible_to(reader).filter(answered_by_messages=message).order_by("id")
    return MessageView(
        line=view_lines(reader, [message])[0],
        version=message.version,
        others=tuple(in_order(message, reader)[1:]),
        audience=audiences_of("message", [message.public_id]).get(message.public_id, EVERYBODY),
        themes=tuple(ThemeLink(public_id=theme.public_id, label=label_for(reader, theme)) for theme in themes),
        arguments=view_arguments(reader, list(carried.values_list("pk", flat=True)[:12]), today=today),
    )


def arguments_to_carry(message: StrategyMessage | None = None) -> list[tuple[str, str]]:
    """List the published arguments that a message may name, by title, latest published first: (public id, title)."""
    rows = ArgumentVersion.objects.filter(status=VersionStatus.PUBLISHED.value).order_by("-published_at", "-id")
    latest = list(rows.values_list("argument__public_id", "title")[:N_OFFERED])
    if message is not None:
        named = rows.filter(argument__carried_messages=message).values_list("argument__public_id", "title")
        latest = list(dict.fromkeys([*named, *latest]))
    return latest


def themes_to_answer(reader: Person, message: StrategyMessage | None = None) -> list[tuple[str, str]]:
    """List the themes that a message may answer, those already named first, then by rank: (public id, label)."""
    ranked = list(Theme.objects.live().filter(rank__isnull=False).order_by("rank")[:N_OFFERED])
    named = list(Theme.objects.filter(answered_by_messages=message).order_by("id")) if message is not None else []
    return list(dict.fromkeys((theme.public_id, label_for(reader, theme)) for theme in [*named, *ranked]))
