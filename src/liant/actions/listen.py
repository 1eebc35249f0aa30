"""Capture what the field heard, second it, answer it; close a deal as lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from liant.actions.credit import contribute
from liant.actions.ledger import record
from liant.loop.listen.guard import Caution, check_note
from liant.loop.listen.notes import find_quotes, normalise_text
from liant.loop.refine.credit import NOTE, Act
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.language import detect_language
from liant.loop.values.stages import NoteKind, Reason, Stage, Voice
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Account, Note, Opportunity, OutcomeReason, Person, Quote, StageChange


@dataclass(frozen=True, kw_only=True)
class Captured:
    """What became of a note: kept, or held back until its author has read the cautions."""

    note: Note | None
    cautions: tuple[Caution, ...]


def capture_note(
    *,
    actor: Person,
    text: str,
    kind: NoteKind,
    account: Account | None,
    opportunity: Opportunity | None,
    heard_on: date,
    now: datetime,
    client_words: str = "",
    seconds: Note | None = None,
    is_shared: bool = True,
    guard_seen: bool = False,
) -> Captured:
    """Keep a field note.

    Who may call it: anybody in sales or marketing. Writes ``note.captured`` (and ``note.seconded`` on the note it
    seconds) to the ledger. Called twice with the same request, the idempotency key answers; called twice otherwise, two
    notes are kept.

    Parameters
    ----------
    client_words : a sentence of the client's own, added to the note between quotation marks when it is not in it.
    guard_seen : the author has read the cautions and keeps the text: the guard warns, it never drops.

    Raises
    ------
    Invalid : ``listen.empty``, ``listen.too_long``.
    """
    clean = normalise_text(text if not client_words.strip() else with_client_words(text, client_words))
    cautions = check_note(clean)
    if cautions and not guard_seen:
        return Captured(note=None, cautions=cautions)
    if opportunity is not None:
        account = opportunity.account
    with transaction.atomic():
        note = Note.objects.create(
            author=actor,
            team=actor.team,
            account=account,
            opportunity=opportunity,
            kind=kind.value,
            text=clean,
            language=detect_language(clean),
            is_shared=is_shared,
            seconds=seconds,
            heard_on=heard_on,
            created_at=now,
        )
        Quote.objects.bulk_create(
            Quote(note=note, start=passage.start, end=passage.end, voice=passage.voice.value)
            for passage in find_quotes(clean)
        )
        index_objects("note", [note.pk], are_new=True)
        record(actor, "note.captured", "note", note.public_id, now, {"kind": kind.value})
        if seconds is not None:
            record(actor, "note.seconded", "note", seconds.public_id, now, {"by": note.public_id})
        # Hearing an echo too is hearing the first voice too.
        heard = seconds
        while heard is not None:
            contribute(actor, Act.SECOND, NOTE, heard.public_id, now, note=note.public_id)
            heard = heard.seconds
    return Captured(note=note, cautions=cautions)


def with_client_words(text: str, client_words: str) -> str:
    """Join the seller's text and the client's words, the latter between quotation marks."""
    said = client_words.strip().strip('«»“”" ')
    return text if said in text else f"{text.strip()}\n« {said} »".strip()


def reclassify_note(*, actor: Person, note: Note, kind: NoteKind, is_shared: bool, version: int, now: datetime) -> None:
    """Change the kind of one's own note, or whether the team reads it; its words never change.

    Raises
    ------
    Conflict : ``listen.changed`` when the note changed since it was shown.
    """
    with transaction.atomic():
        changed = Note.objects.filter(pk=note.pk, version=version).update(
            kind=kind.value, is_shared=is_shared, version=F("version") + 1
        )
        if not changed:
            raise Conflict(
                "The note was changed in another window since you opened it.",
                code="listen.changed",
                hint="Open it again: it now shows its latest state.",
            )
        if note.kind != kind.value:
            record(actor, "note.reclassified", "note", note.public_id, now, {"kind": kind.value})
        if note.is_shared != is_shared:
            record(actor, "note.shared" if is_shared else "note.unshared", "note", note.public_id, now)


def lose_opportunity(
    *,
    actor: Person,
    opportunity: Opportunity,
    reasons: Sequence[Reason],
    seller_view: str,
    buyer_words: str,
    closed_on: date,
    now: datetime,
    guard_seen: bool = False,
) -> Captured:
    """Close a deal as lost, and keep why as a setback: the same rule by every path.

    The first reason is the primary one; none at all is allowed, because forcing a reason makes people lie. What the
    seller thinks and what the buyer said are kept apart. Any text also becomes a field note of kind setback. Locks the
    deal. Writes ``opportunity.lost``.

    Raises
    ------
    Conflict : ``listen.already_closed`` when the deal is already won or lost.
    Invalid : ``listen.too_long``; ``listen.future_close`` when the day is after today.
    """
    if closed_on > now.date():
        raise Invalid(
            "A deal cannot be closed on a day to come.",
            code="listen.future_close",
            hint="Give today or an earlier day.",
        )
    said = "\n".join(
        part for part in (seller_view.strip(), f"« {buyer_words.strip()} »" if buyer_words.strip() else "") if part
    )
    cautions = check_note(said)
    if cautions and not guard_seen:
        return Captured(note=None, cautions=cautions)
    with transaction.atomic():
        deal = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
        if deal.stage in (Stage.WON, Stage.LOST):
            raise Conflict(
                "“%(name)s” is already closed.",
                code="listen.already_closed",
                hint="Look at its history to see who closed it.",
                params={"name": deal.name},
            )
        deal.stage, deal.closed_on, deal.version = Stage.LOST.value, closed_on, deal.version + 1
        deal.save(update_fields=["stage", "closed_on", "version"])
        StageChange.objects.create(opportunity=deal, stage=Stage.LOST.value, entered_at=now)
        chosen = list(dict.fromkeys(reasons))
        OutcomeReason.objects.bulk_create(
            [
                OutcomeReason(
                    opportunity=deal,
                    reason=reason.value,
                    voice=Voice.SELLER.value,
                    text=seller_view.strip() if i == 0 else "",
                    is_primary=i == 0,
                    recorded_by=actor,
                    recorded_at=now,
                )
                for i, reason in enumerate(chosen)
            ]
            + (
                [
                    OutcomeReason(
                        opportunity=deal,
                        reason=(chosen[0] if chosen else Reason.OTHER).value,
                        voice=Voice.CLIENT.value,
                        text=buyer_words.strip(),
                        recorded_by=actor,
                        recorded_at=now,
                    )
                ]
                if buyer_words.strip()
                else []
            )
        )
        record(actor, "opportunity.lost", "opportunity", deal.public_id, now, {"reasons": [r.value for r in chosen]})
        if not said:
            return Captured(note=None, cautions=())
        return capture_note(
            actor=actor,
            text=said,
            kind=NoteKind.SETBACK,
            account=deal.account,
            opportunity=deal,
            heard_on=closed_on,
            now=now,
            guard_seen=True,
        )
