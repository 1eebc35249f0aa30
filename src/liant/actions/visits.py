"""Propose a joint visit, answer it, move it, decline it, and tell what was heard there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from liant.actions.credit import contribute
from liant.actions.ledger import record
from liant.actions.listen import capture_note
from liant.actions.notices import close_notices, tell
from liant.loop.listen.guard import Caution, check_note
from liant.loop.plan.visit_reasons import VisitStatus, checked_word
from liant.loop.refine.credit import NOTE, Act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import MARKETING, SALES
from liant.loop.values.stages import NoteKind
from liant.queries.clocks import day_in_company, work_calendar
from liant.store.models import Account, Person, Theme, Visit

#: What the two are told, each time about the same visit.
TOLD = ("visit_asked", "visit_moved", "visit_agreed", "visit_declined")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When: a half-day, 0 for the morning and 1 for the afternoon; the whole day when the way there takes the other."""

    on: date
    half: int
    is_whole_day: bool = False


def propose_visit(
    *, actor: Person, marketer: Person, seller: Person, account: Account, theme: Theme | None, slot: Slot, now: datetime
) -> Visit:
    """Propose to go to an account together; whoever proposes agrees, the other one is asked.

    The marketer or the seller. Writes ``visit.asked``.

    Raises
    ------
    Forbidden : ``visits.not_yours``.
    Invalid : ``visits.not_two_sides``, ``visits.past``, ``visits.day_off``.
    Conflict : ``visits.taken``, ``visits.twice`` when a visit of the account is asked or agreed already.
    """
    if actor.pk not in (marketer.pk, seller.pk):
        raise Forbidden("A visit is proposed by one of the two who make it.", code="visits.not_yours")
    if marketer.role not in MARKETING or seller.role not in SALES:
        raise Invalid(
            "A joint visit takes a marketer and a seller.",
            code="visits.not_two_sides",
            hint="Choose somebody of the other side.",
        )
    with transaction.atomic():
        if Visit.objects.standing().filter(account=account, seller=seller, on__gte=day_in_company(now)).exists():
            raise Conflict(
                "A visit to “%(name)s” is asked or agreed already.",
                code="visits.twice",
                hint="Open it in the list: its half-day can be changed there.",
                params={"name": account.name},
            )
        check_slot(slot, (marketer, seller), None, now)
        other = seller if actor == marketer else marketer
        visit = Visit.objects.create(
            account=account,
            theme=theme,
            marketer=marketer,
            seller=seller,
            on=slot.on,
            half=0 if slot.is_whole_day else slot.half,
            is_whole_day=slot.is_whole_day,
            waits_for=other,
            proposed_by=actor,
            proposed_at=now,
        )
        record(actor, "visit.asked", "visit", visit.public_id, now)
        say(actor, other, "visit_asked", visit, now, is_due=True)
    return visit


def accept_visit(*, actor: Person, visit: Visit, now: datetime) -> None:
    """Agree on a visit; agreed already, nothing changes. Locks the visit. Writes ``visit.agreed``.

    Raises
    ------
    Forbidden : ``visits.not_yours``.
    Conflict : ``visits.over``, ``visits.taken``; ``visits.not_asked`` when the other one has to answer.
    """
    with transaction.atomic():
        held = hold_visit(visit, actor)
        if held.status == VisitStatus.AGREED:
            return
        check_standing(held)
        if held.waits_for_id != actor.pk:
            raise Conflict(
                "The answer is the other one’s to give.",
                code="visits.not_asked",
                hint="Wait for it, or write in the thread.",
            )
        slot = Slot(on=held.on, half=held.half, is_whole_day=held.is_whole_day)
        check_slot(slot, (held.marketer, held.seller), held, now)
        held.status, held.waits_for = VisitStatus.AGREED.value, None
        held.save(update_fields=["status", "waits_for"])
        record(actor, "visit.agreed", "visit", held.public_id, now)
        say(actor, other_of(held, actor), "visit_agreed", held, now)


def move_visit(*, actor: Person, visit: Visit, slot: Slot, version: int, now: datetime) -> None:
    """Propose another half-day, which the other one is asked about. Locks the visit. Writes ``visit.moved``.

    Raises
    ------
    Forbidden : ``visits.not_yours``.
    Invalid : ``visits.past``, ``visits.day_off``.
    Conflict : ``visits.over``, ``visits.taken``; ``visits.changed`` when it was moved in another window.
    """
    with transaction.atomic():
        held = hold_visit(visit, actor)
        check_standing(held)
        if held.version != version:
            raise Conflict(
                "The visit was moved meanwhile.",
                code="visits.changed",
                hint="Its half-day is shown above: propose yours again if it still suits better.",
            )
        check_slot(slot, (held.marketer, held.seller), held, now)
        other = other_of(held, actor)
        held.on, held.half, held.is_whole_day = slot.on, 0 if slot.is_whole_day else slot.half, slot.is_whole_day
        held.status, held.waits_for = VisitStatus.ASKED.value, other
        held.version += 1
        held.save()
        record(actor, "visit.moved", "visit", held.public_id, now)
        say(actor, other, "visit_moved", held, now, is_due=True)


def decline_visit(*, actor: Person, visit: Visit, word: str, now: datetime) -> None:
    """Decline a visit, or call an agreed one off, with a word. Locks the visit. Writes ``visit.declined``.

    Raises
    ------
    Forbidden : ``visits.not_yours``.
    Invalid : ``visits.no_word``, ``visits.word_too_long``.
    Conflict : ``visits.over``.
    """
    said = checked_word(word)
    with transaction.atomic():
        held = hold_visit(visit, actor)
        check_standing(held)
        held.status, held.waits_for, held.word = VisitStatus.DECLINED.value, None, said
        held.save(update_fields=["status", "waits_for", "word"])
        record(actor, "visit.declined", "visit", held.public_id, now)
        say(actor, other_of(held, actor), "visit_declined", held, now)


def debrief_visit(
    *,
    actor: Person,
    visit: Visit,
    lines: Sequence[tuple[NoteKind, str]],
    now: datetime,
    guard_seen: bool = False,
) -> tuple[Caution, ...]:
    """Keep what was heard at a visit as field notes of whoever writes, which the other one heard too: both are credited.

    Either of the two, each for what they heard; the first one ends the visit. Locks the visit. Writes ``visit.held`` and
    what ``capture_note`` writes. Returns the cautions that are to be read first; nothing is kept then.

    Raises
    ------
    Forbidden : ``visits.not_yours``.
    Invalid : ``visits.too_early``, ``visits.nothing_heard``, ``listen.too_long``.
    Conflict : ``visits.over`` when it was declined, or never agreed.
    """
    told = [(kind, text.strip()) for kind, text in lines if text.strip()]
    cautions = check_note(all_said(lines))
    if not told:
        raise Invalid(
            "Nothing is written.", code="visits.nothing_heard", hint="One sentence that the client said is enough."
        )
    if cautions and not guard_seen:
        return cautions
    with transaction.atomic():
        held = hold_visit(visit, actor)
        if held.status not in (VisitStatus.AGREED, VisitStatus.HELD):
            raise Conflict(
                "This visit was not agreed.", code="visits.over", hint="What was heard there can be noted as usual."
            )
        if held.on > day_in_company(now):
            raise Invalid(
                "The visit has not taken place yet.", code="visits.too_early", hint="Come back to it that day."
            )
        other = other_of(held, actor)
        for kind, text in told:
            captured = capture_note(
                actor=actor,
                text=text,
                kind=kind,
                account=held.account,
                opportunity=None,
                heard_on=held.on,
                now=now,
                guard_seen=True,
            )
            if captured.note is not None:
                held.notes.add(captured.note)
                contribute(other, Act.SECOND, NOTE, captured.note.public_id, now)
        if held.status != VisitStatus.HELD:
            held.status, held.held_at = VisitStatus.HELD.value, now
            held.save(update_fields=["status", "held_at"])
            record(actor, "visit.held", "visit", held.public_id, now)
        close_all(held, now)
        tell([other], "visit_told", "visit", held.public_id, now, data={"by": actor.public_id, "n": len(told)})
    return ()


def all_said(lines: Sequence[tuple[NoteKind, str]]) -> str:
    """Join what is told of a visit, as its cautions are counted in it."""
    return "\n".join(text.strip() for _kind, text in lines)


def hold_visit(visit: Visit, actor: Person) -> Visit:
    """Lock a visit of one of the two who make it."""
    if actor.pk not in (visit.marketer_id, visit.seller_id):
        raise Forbidden("Only the two who make a visit answer for it.", code="visits.not_yours")
    rows = Visit.objects.select_for_update(of=("self",)).select_related("marketer", "seller", "account")
    return rows.get(pk=visit.pk)


def other_of(visit: Visit, actor: Person) -> Person:
    """Return the one of the two who is not acting."""
    return visit.seller if actor.pk == visit.marketer_id else visit.marketer


def check_standing(visit: Visit) -> None:
    """Refuse to change a visit that is over."""
    if visit.status not in (VisitStatus.ASKED, VisitStatus.AGREED):
        raise Conflict(
            "This visit is over.", code="visits.over", hint="Propose another one from the page of the account."
        )


def check_slot(slot: Slot, people: tuple[Person, Person], visit: Visit | None, now: datetime) -> None:
    """Refuse a half-day that has passed, on which nobody works, or when one of the two is on another agreed visit."""
    if slot.on < day_in_company(now):
        raise Invalid("That day has passed.", code="visits.past", hint="Choose a day to come.")
    if not work_calendar().is_working(slot.on):
        raise Invalid("Nobody works on that day.", code="visits.day_off", hint="Choose a working day.")
    at_once = Q(on=slot.on) & (Q(is_whole_day=True) | (Q() if slot.is_whole_day else Q(half=slot.half)))
    theirs = Q(marketer__in=people) | Q(seller__in=people)
    agreed = Visit.objects.filter(at_once & theirs, status=VisitStatus.AGREED.value)
    if (agreed if visit is None else agreed.exclude(pk=visit.pk)).exists():
        raise Conflict(
            "One of the two is on another visit then.",
            code="visits.taken",
            hint="Choose another half-day.",
        )


def say(actor: Person, other: Person, code: str, visit: Visit, now: datetime, *, is_due: bool = False) -> None:
    """Tell the other one, in place of what was told of the visit before."""
    close_all(visit, now)
    data = {"by": actor.public_id, "on": visit.on.isoformat(), "word": visit.word}
    tell([other], code, "visit", visit.public_id, now, data=data, is_due=is_due)


def close_all(visit: Visit, now: datetime) -> None:
    """Stop telling where a visit stood."""
    for code in TOLD:
        close_notices(code, "visit", visit.public_id, now)
