"""Ask a language model for a draft, keep of it what cites quotes that exist, and start an argument from that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from liant.actions.argue import CardText, ClaimText, check_marketing, draft_argument
from liant.actions.ledger import record
from liant.loop.argue.drafted import keep_cited, messages_for
from liant.loop.values.errors import Conflict, Forbidden, Invalid, LiantError
from liant.queries.argue import quotes_named
from liant.queries.argue_drafted import leaving_for
from liant.queries.argue_figures import theme_in
from liant.queries.clocks import day_in_company
from liant.store.models import Argument, DraftStatus, ModelDraft, Person, Theme

if TYPE_CHECKING:
    from liant.engines.drafter import EndpointDrafter

HOLDS_FOR = timedelta(days=90)


def chosen_drafter() -> EndpointDrafter | None:
    """Name the language model of ``LIANT_DRAFTER``; None when there is none, as at first.

    Raises
    ------
    Invalid : ``drafter.bad_address``.
    """
    if not settings.LIANT_DRAFTER:
        return None
    from liant.engines.drafter import EndpointDrafter

    return EndpointDrafter(settings.LIANT_DRAFTER, key=settings.LIANT_DRAFTER_KEY)


def ask_draft(*, actor: Person, theme: Theme, shown: Sequence[str], now: datetime) -> ModelDraft:
    """Ask for a draft about a theme from the quotes that were shown to the actor. Writes ``theme.sent_to_model``.

    Raises
    ------
    Forbidden : ``argue.not_marketing``; ``drafter.off`` when no model is named.
    Invalid : ``drafter.no_quote``.
    """
    check_marketing(actor)
    if chosen_drafter() is None:
        raise Forbidden("No language model is named.", code="drafter.off")
    leaving = leaving_for(actor, theme, public_ids=shown)
    if not leaving.quotes:
        raise Invalid(
            "None of these quotes can be sent any more.",
            code="drafter.no_quote",
            hint="Open the theme again: its quotes may have moved to another one.",
        )
    with transaction.atomic():
        draft = ModelDraft.objects.create(
            theme=theme, asked_by=actor, language=actor.language, sent=list(leaving.ids), asked_at=now
        )
        record(actor, "theme.sent_to_model", "theme", theme.public_id, now, {"n": len(leaving.ids)})
    return draft


def write_draft(draft: ModelDraft, drafter: EndpointDrafter, *, now: datetime) -> None:
    """Ask the model and keep what cites; a draft cancelled meanwhile stays so, whatever was answered.

    What is sent is what may still be read by whoever asked: a role or a note that changed since the question is respected.
    """
    asker = Person.objects.able().filter(pk=draft.asked_by_id).first()
    if asker is None:
        end(draft, DraftStatus.CANCELLED, now)
        return
    leaving = leaving_for(asker, draft.theme, public_ids=draft.sent)
    names = dict(zip((quote.name for quote in leaving.quotes), leaving.ids, strict=True))
    try:
        answer = drafter.answer(messages_for(leaving.theme, leaving.quotes, draft.language)) if names else "{}"
        kept = keep_cited(answer, names.keys())
    except LiantError as refusal:
        end(draft, DraftStatus.FAILED, now, error=refusal.code)
        return
    sentences = [[each.text, [names[name] for name in each.quotes]] for each in kept.sentences]
    end(draft, DraftStatus.DONE, now, sentences=sentences, n_dropped=kept.n_dropped)


def end(draft: ModelDraft, status: DraftStatus, now: datetime, **found: object) -> None:
    """Write how a draft ended, unless it has ended already."""
    waiting = ModelDraft.objects.filter(pk=draft.pk, status=DraftStatus.WAITING.value)
    waiting.update(status=status.value, ended_at=now, **found)


def cancel_draft(*, actor: Person, draft: ModelDraft, now: datetime) -> None:
    """Wait no more for a draft: what the model may still answer is thrown away."""
    if draft.asked_by_id != actor.pk:
        raise Forbidden("Only whoever asked cancels a draft.", code="drafter.not_yours")
    end(draft, DraftStatus.CANCELLED, now)


def take_draft(*, actor: Person, draft: ModelDraft, now: datetime) -> Argument:
    """Start an argument from the sentences kept, each with its quotes; taken twice, it is the same argument.

    Quotes that the actor may no longer read are left out, and a sentence without any of them too.

    Raises
    ------
    Conflict : ``drafter.nothing`` when no sentence can be taken.
    """
    check_marketing(actor)
    with transaction.atomic():
        row = ModelDraft.objects.select_for_update(of=("self",)).select_related("theme").get(pk=draft.pk)
        if row.argument is not None:
            return row.argument
        found = quotes_named(actor, {public_id for _text, cited in row.sentences for public_id in cited})
        claims = []
        for text, cited in row.sentences:
            quotes = tuple(found[public_id] for public_id in cited if public_id in found)
            if quotes:
                claims.append(ClaimText(text=text, is_opinion=False, quotes=quotes))
        if not claims:
            raise Conflict(
                "No sentence of this draft can be taken.",
                code="drafter.nothing",
                hint="Write from the suggestions beside the argument.",
            )
        card = CardText(
            title=theme_in(row.language, row.theme)[:120],
            situation="",
            reply="",
            not_to_say="",
            language=row.language,
            stage="",
            segment="",
            competitor=None,
            review_on=day_in_company(now) + HOLDS_FOR,
            claims=tuple(claims),
        )
        row.argument = draft_argument(actor=actor, card=card, theme=row.theme, now=now)
        row.save(update_fields=["argument"])
    return row.argument
