"""Tell sales where the company goes: a message, in one language or two, with its audience and the arguments for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liant.actions.argue import check_marketing
from liant.actions.argue_life import check_audience
from liant.actions.audience import Audience, ask_acknowledgement, choose_audience
from liant.actions.ledger import record
from liant.actions.notices import close_notices
from liant.loop.values.errors import Conflict, Invalid
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Argument, MessageStatus, Person, StrategyMessage, StrategyMessageText, Theme

MAX_TITLE, MAX_BODY = 120, 4_000


@dataclass(frozen=True, kw_only=True)
class MessageText:
    """A message in one language; both empty when it is not written in that language."""

    language: str
    title: str
    body: str


@dataclass(frozen=True, kw_only=True)
class MessageDraft:
    """A message as written: its texts, the arguments that carry it and the themes that it answers."""

    texts: tuple[MessageText, ...]
    arguments: tuple[Argument, ...] = ()
    themes: tuple[Theme, ...] = ()


def check_texts(texts: Sequence[MessageText]) -> list[MessageText]:
    """Keep the languages that are written; refuse half a text, or none.

    Raises
    ------
    Invalid : ``message.empty``, ``message.half``, ``message.too_long``.
    """
    written = [text for text in texts if text.title.strip() or text.body.strip()]
    if not written:
        raise Invalid(
            "The message says nothing yet.",
            code="message.empty",
            hint="Write a title and a text, in French, in English or in both.",
        )
    for text in written:
        if not (text.title.strip() and text.body.strip()):
            raise Invalid(
                "In one of the languages, the title or the text is missing.",
                code="message.half",
                hint="Write both in that language, or leave both empty.",
            )
        if len(text.title) > MAX_TITLE or len(text.body) > MAX_BODY:
            raise Invalid(
                "The title is longer than %(title)s characters, or the text longer than %(body)s.",
                code="message.too_long",
                hint="Sellers read it on a phone between two visits: keep what they will repeat.",
                params={"title": MAX_TITLE, "body": MAX_BODY},
            )
    return written


def draft_message(*, actor: Person, draft: MessageDraft, now: datetime) -> StrategyMessage:
    """Start a message as a draft, owned by its writer. Marketing only. Writes ``message.drafted``."""
    check_marketing(actor)
    texts = check_texts(draft.texts)
    with transaction.atomic():
        message = StrategyMessage.objects.create(owner=actor, created_at=now)
        write_draft(message, draft, texts)
        record(actor, "message.drafted", "message", message.public_id, now)
    return message


def write_draft(message: StrategyMessage, draft: MessageDraft, texts: Sequence[MessageText]) -> None:
    """Write the texts of a message and what it is linked to, in place of the former ones."""
    former = list(message.texts.values_list("pk", flat=True))
    message.texts.all().delete()
    written = StrategyMessageText.objects.bulk_create(
        [
            StrategyMessageText(
                message=message, language=text.language, title=text.title.strip(), body=text.body.strip()
            )
            for text in texts
        ]
    )
    index_objects("message", [*former, *(text.pk for text in written)])
    message.arguments.set(draft.arguments)
    message.themes.set(draft.themes)


def edit_message(*, actor: Person, message: StrategyMessage, draft: MessageDraft, version: int, now: datetime) -> None:
    """Change a message that is still a draft: what people said having read never changes. Locks it.

    Writes ``message.edited``.

    Raises
    ------
    Conflict : ``message.changed`` when it was changed or published since it was shown.
    """
    check_marketing(actor)
    texts = check_texts(draft.texts)
    with transaction.atomic():
        changed = StrategyMessage.objects.filter(
            pk=message.pk, version=version, status=MessageStatus.DRAFT.value
        ).update(version=version + 1)
        if not changed:
            raise Conflict(
                "Somebody changed or published this message while you were writing.",
                code="message.changed",
                hint="Your text is still below. Open the message in another window, then decide.",
            )
        write_draft(message, draft, texts)
        record(actor, "message.edited", "message", message.public_id, now)


def publish_message(
    *, actor: Person, message: StrategyMessage, audience: Audience, acknowledge_half_days: int | None, now: datetime
) -> int:
    """Publish a message to an audience, and ask it to say having read it; return how many are asked.

    Marketing only. Locks the message. Writes ``message.published``.

    Raises
    ------
    Conflict : ``message.not_now`` when it is published or closed already.
    Invalid : ``audience.not_sales``, ``audience.closed_stage``.
    """
    check_marketing(actor)
    check_audience(audience)
    with transaction.atomic():
        move_message(message, MessageStatus.DRAFT, MessageStatus.PUBLISHED, now)
        choose_audience("message", message.public_id, audience)
        record(actor, "message.published", "message", message.public_id, now)
        if acknowledge_half_days is None:
            return 0
        return ask_acknowledgement(
            actor=actor,
            kind="message",
            public_id=message.public_id,
            number=1,
            audience=audience,
            half_days=acknowledge_half_days,
            now=now,
        )


def close_message(*, actor: Person, message: StrategyMessage, now: datetime) -> None:
    """Say that a message is over: it stays readable, and nobody is asked about it any more. Writes ``message.closed``.

    Raises
    ------
    Conflict : ``message.not_now`` when it is not published.
    """
    check_marketing(actor)
    with transaction.atomic():
        move_message(message, MessageStatus.PUBLISHED, MessageStatus.CLOSED, now)
        close_notices("acknowledge", "message", message.public_id, now)
        record(actor, "message.closed", "message", message.public_id, now)


def move_message(message: StrategyMessage, source: MessageStatus, target: MessageStatus, now: datetime) -> None:
    """Move a message from one status to the next, or refuse, in the caller's transaction."""
    row = StrategyMessage.objects.select_for_update().get(pk=message.pk)
    if row.status != source:
        raise Conflict(
            "This message is no longer where you saw it.",
            code="message.not_now",
            hint="Open it again: somebody published or closed it.",
        )
    row.status, row.version = target.value, row.version + 1
    if target == MessageStatus.PUBLISHED:
        row.published_at = now
    row.save(update_fields=["status", "version", "published_at"])
