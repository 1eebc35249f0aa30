"""Hold a round of ideas: write alone, group, give dots, and hand what was chosen to whoever works on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from liant.actions.ledger import record
from liant.actions.listen import capture_note
from liant.actions.notices import close_notices, tell
from liant.actions.refine import open_idea
from liant.loop.listen.guard import Caution, check_note
from liant.loop.listen.notes import normalise_text
from liant.loop.refine.ideas import MAX_SENTENCE
from liant.loop.refine.rounds import (
    ITEM_LENGTH,
    MAX_DOTS,
    MAX_GUESTS,
    MAX_ITEMS_EACH,
    MAX_TOGETHER,
    NEXT,
    Phase,
    check_phase,
    group_items,
)
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.language import detect_language
from liant.loop.values.roles import MARKETING, Role
from liant.loop.values.stages import NoteKind
from liant.queries.themes import label_for
from liant.queries.themes_tray import live_themes, place
from liant.store.models import (
    Brainstorm,
    BrainstormDot,
    BrainstormGroup,
    BrainstormGuest,
    BrainstormItem,
    Note,
    Person,
    RefinedIdea,
)

HOSTING = MARKETING | {Role.SALES_MANAGER}


@dataclass(frozen=True, kw_only=True)
class WrittenItem:
    """What became of an item: kept, or held back until its author has read the cautions."""

    item: BrainstormItem | None
    cautions: tuple[Caution, ...]


def open_round(
    *, actor: Person, question: str, guests: Collection[Person], dots_each: int, now: datetime
) -> Brainstorm:
    """Open a round on a question; its host takes part. Marketing and sales managers. Writes ``round.opened``.

    Everybody invited is asked to write.

    Raises
    ------
    Forbidden : ``refine.not_hosting``.
    Invalid : ``refine.no_question``, ``refine.no_guest``, ``refine.too_many_guests``, ``refine.dots``.
    """
    if actor.role not in HOSTING:
        raise Forbidden("Marketing and sales managers open rounds.", code="refine.not_hosting")
    asked = " ".join(question.split())[:300]
    if not asked:
        raise Invalid("The round has no question.", code="refine.no_question", hint="Ask one thing, in one sentence.")
    invited = {person.pk: person for person in guests} | {actor.pk: actor}
    if len(invited) < 2:
        raise Invalid("Nobody is invited.", code="refine.no_guest", hint="Tick at least one person.")
    if len(invited) > MAX_GUESTS:
        raise Invalid(
            "A round has %(limit)s people at most.",
            code="refine.too_many_guests",
            hint="Hold two rounds on the same question.",
            params={"limit": MAX_GUESTS},
        )
    if not 1 <= dots_each <= MAX_DOTS:
        raise Invalid(
            "Each person gives between 1 and %(limit)s dots.",
            code="refine.dots",
            hint="Three is usual.",
            params={"limit": MAX_DOTS},
        )
    with transaction.atomic():
        held = Brainstorm.objects.create(question=asked, host=actor, dots_each=dots_each, created_at=now)
        BrainstormGuest.objects.bulk_create(
            BrainstormGuest(brainstorm=held, person=invited[pk], dots_left=dots_each) for pk in sorted(invited)
        )
        record(actor, "round.opened", "round", held.public_id, now)
        told = [invited[pk] for pk in sorted(invited) if pk != actor.pk]
        tell(told, "round_open", "round", held.public_id, now, data={"by": actor.public_id}, is_due=True)
    return held


def lock_round(brainstorm: Brainstorm, phase: Phase) -> Brainstorm:
    """Lock a round, or refuse what belongs to another of its phases."""
    held = Brainstorm.objects.select_for_update(of=("self",)).select_related("host").get(pk=brainstorm.pk)
    check_phase(held.phase, phase)
    return held


def host_round(actor: Person, brainstorm: Brainstorm, phase: Phase) -> Brainstorm:
    """Lock a round for its host.

    Raises
    ------
    Forbidden : ``refine.not_host``.
    Conflict : ``refine.other_phase``.
    """
    if actor.pk != brainstorm.host_id:
        raise Forbidden("Only its host leads the round.", code="refine.not_host")
    return lock_round(brainstorm, phase)


def guest_of(actor: Person, brainstorm: Brainstorm) -> BrainstormGuest:
    """Lock somebody's place in a round.

    Raises
    ------
    Forbidden : ``refine.not_invited``.
    """
    guest = BrainstormGuest.objects.select_for_update().filter(brainstorm=brainstorm, person=actor).first()
    if guest is None:
        raise Forbidden("Only people invited take part.", code="refine.not_invited")
    return guest


def write_item(
    *, actor: Person, brainstorm: Brainstorm, text: str, now: datetime, guard_seen: bool = False
) -> WrittenItem:
    """Write one idea, alone: nobody else reads it before the silence ends. Somebody invited.

    Raises
    ------
    Forbidden : ``refine.not_invited``.
    Invalid : ``listen.empty``, ``refine.item_too_long``, ``refine.enough``.
    Conflict : ``refine.other_phase`` once the silence is over.
    """
    clean = " ".join(normalise_text(text).split())
    if len(clean) > ITEM_LENGTH:
        raise Invalid(
            "An idea has %(limit)s characters at most.",
            code="refine.item_too_long",
            hint="Keep what makes it work; the rest comes when it is chosen.",
            params={"limit": ITEM_LENGTH},
        )
    cautions = check_note(clean)
    if cautions and not guard_seen:
        return WrittenItem(item=None, cautions=cautions)
    with transaction.atomic():
        held = lock_round(brainstorm, Phase.SILENT)
        guest_of(actor, held)
        if held.items.filter(author=actor).count() >= MAX_ITEMS_EACH:
            raise Invalid(
                "You wrote %(limit)s ideas already.",
                code="refine.enough",
                hint="Withdraw one to write another.",
                params={"limit": MAX_ITEMS_EACH},
            )
        item = BrainstormItem.objects.create(brainstorm=held, author=actor, text=clean, at=now)
        close_notices("round_open", "round", held.public_id, now, person=actor)
    return WrittenItem(item=item, cautions=())


def withdraw_item(*, actor: Person, item: BrainstormItem) -> None:
    """Take one's own idea back before anybody read it.

    Raises
    ------
    Forbidden : ``refine.not_your_item``.
    Conflict : ``refine.other_phase``.
    """
    if item.author_id != actor.pk:
        raise Forbidden("Only one’s own ideas.", code="refine.not_your_item")
    with transaction.atomic():
        lock_round(item.brainstorm, Phase.SILENT)
        item.delete()


def end_silence(*, actor: Person, brainstorm: Brainstorm, now: datetime) -> None:
    """End the silence: all is read, put together by theme where the themes know it. The host. Writes ``round.grouped``.

    Raises
    ------
    Forbidden : ``refine.not_host``.
    Invalid : ``refine.no_item``.
    Conflict : ``refine.other_phase``.
    """
    with transaction.atomic():
        held = host_round(actor, brainstorm, Phase.SILENT)
        items = list(held.items.order_by("id"))
        if not items:
            raise Invalid(
                "Nobody has written anything yet.",
                code="refine.no_item",
                hint="Remind people, or write the first idea yourself.",
            )
        placed = place([Note(text=item.text, language=detect_language(item.text)) for item in items])
        names = live_themes({placement.theme for placement in placed if placement.theme})
        theme_by_item = {
            item.pk: placement.theme if placement.theme in names else None
            for item, placement in zip(items, placed, strict=True)
        }
        by_key = {item.pk: item for item in items}
        for keys in group_items(theme_by_item):
            theme = names.get(theme_by_item[keys[0]] or "")
            group = BrainstormGroup.objects.create(
                brainstorm=held, name=label_for(actor, theme) if theme is not None and len(keys) > 1 else ""
            )
            BrainstormItem.objects.filter(pk__in=[by_key[key].pk for key in keys]).update(group=group)
        close_notices("round_open", "round", held.public_id, now)
        go_on(actor, held, "round.grouped", now)


def go_on(actor: Person, held: Brainstorm, verb: str, now: datetime) -> None:
    """Take a locked round to its next phase."""
    held.phase = NEXT[Phase(held.phase)].value
    held.save(update_fields=["phase"])
    record(actor, verb, "round", held.public_id, now)


def move_item(*, actor: Person, item: BrainstormItem, into: BrainstormGroup | None) -> None:
    """Put an idea with those that say the same, or by itself. The host, while grouping.

    Raises
    ------
    Forbidden : ``refine.not_host``.
    Invalid : ``refine.group_full``.
    Conflict : ``refine.other_phase``, ``refine.other_round``.
    """
    with transaction.atomic():
        held = host_round(actor, item.brainstorm, Phase.GROUPING)
        if into is not None and into.brainstorm_id != held.pk:
            raise Conflict("This group belongs to another round.", code="refine.other_round")
        if into is not None and into.items.exclude(pk=item.pk).count() >= MAX_TOGETHER:
            raise Invalid(
                "A group holds %(limit)s ideas at most.",
                code="refine.group_full",
                hint="Make two groups.",
                params={"limit": MAX_TOGETHER},
            )
        former = item.group
        item.group = into or BrainstormGroup.objects.create(brainstorm=held)
        item.save(update_fields=["group"])
        if former is not None and not former.items.exists():
            former.delete()


def name_group(*, actor: Person, group: BrainstormGroup, name: str) -> None:
    """Name a group. The host, while grouping.

    Raises
    ------
    Forbidden : ``refine.not_host``.
    Conflict : ``refine.other_phase``.
    """
    with transaction.atomic():
        host_round(actor, group.brainstorm, Phase.GROUPING)
        group.name = " ".join(name.split())[:120]
        group.save(update_fields=["name"])


def open_vote(*, actor: Person, brainstorm: Brainstorm, now: datetime) -> None:
    """Let everybody give dots. The host. Writes ``round.voting``.

    Raises
    ------
    Forbidden : ``refine.not_host``.
    Conflict : ``refine.other_phase``.
    """
    with transaction.atomic():
        held = host_round(actor, brainstorm, Phase.GROUPING)
        go_on(actor, held, "round.voting", now)
        told = [guest.person for guest in held.guests.select_related("person") if guest.person_id != actor.pk]
        tell(told, "round_vote", "round", held.public_id, now, data={"by": actor.public_id}, is_due=True)


def give_dot(*, actor: Person, group: BrainstormGroup, now: datetime) -> None:
    """Give a group one of one's dots; one each at most. Somebody invited, while voting. Locks one's place.

    Raises
    ------
    Forbidden : ``refine.not_invited``.
    Conflict : ``refine.other_phase``; ``refine.dot_given``; ``refine.no_dot_left``.
    """
    with transaction.atomic():
        held = lock_round(group.brainstorm, Phase.VOTING)
        guest = guest_of(actor, held)
        if group.dots.filter(guest=guest).exists():
            raise Conflict(
                "You gave this one a dot already.", code="refine.dot_given", hint="Take it back, or give another one."
            )
        if not guest.dots_left:
            raise Conflict(
                "You have no dot left.", code="refine.no_dot_left", hint="Take one back to give it elsewhere."
            )
        BrainstormDot.objects.create(group=group, guest=guest, at=now)
        guest.dots_left -= 1
        guest.save(update_fields=["dots_left"])
        if not guest.dots_left:
            close_notices("round_vote", "round", held.public_id, now, person=actor)


def take_dot(*, actor: Person, group: BrainstormGroup) -> None:
    """Take a dot back; without one, nothing happens. Somebody invited, while voting.

    Raises
    ------
    Forbidden : ``refine.not_invited``.
    Conflict : ``refine.other_phase``.
    """
    with transaction.atomic():
        held = lock_round(group.brainstorm, Phase.VOTING)
        guest = guest_of(actor, held)
        n, _by_table = group.dots.filter(guest=guest).delete()
        BrainstormGuest.objects.filter(pk=guest.pk).update(dots_left=F("dots_left") + n)


def close_round(
    *, actor: Person, brainstorm: Brainstorm, chosen: Sequence[BrainstormGroup], rest_reason: str, now: datetime
) -> list[RefinedIdea]:
    """Close a round: each group chosen becomes an idea of all those who said it. The host. Writes ``round.closed``.

    What each wrote becomes a note of theirs; they share the credit of having said it first, since nobody had read the
    others. Everybody is told what was chosen, and what becomes of the rest.

    Raises
    ------
    Forbidden : ``refine.not_host``.
    Invalid : ``refine.no_rest_reason`` when something is left without a word on what becomes of it.
    Conflict : ``refine.other_phase``.
    """
    reason = " ".join(rest_reason.split())[:MAX_SENTENCE]
    with transaction.atomic():
        held = host_round(actor, brainstorm, Phase.VOTING)
        groups = list(held.groups.filter(pk__in=[group.pk for group in chosen]).order_by("id"))
        if not reason and held.groups.count() > len(groups):
            raise Invalid(
                "Say what becomes of those that are not chosen.",
                code="refine.no_rest_reason",
                hint="Whoever wrote them reads it: a sentence is enough.",
            )
        held.rest_reason, held.closed_at = reason, now
        held.save(update_fields=["rest_reason", "closed_at"])
        go_on(actor, held, "round.closed", now)
        close_notices("round_vote", "round", held.public_id, now)
        ideas = [make_idea(actor, group, now) for group in groups]
        told = [guest.person for guest in held.guests.select_related("person") if guest.person_id != actor.pk]
        tell(told, "round_closed", "round", held.public_id, now, data={"by": actor.public_id, "n": len(ideas)})
    return ideas


def make_idea(actor: Person, group: BrainstormGroup, now: datetime) -> RefinedIdea:
    """Turn a chosen group into notes of their authors, and one idea of them all."""
    notes = []
    for item in group.items.select_related("author__team").order_by("id"):
        captured = capture_note(
            actor=item.author,
            text=item.text,
            kind=NoteKind.IDEA,
            account=None,
            opportunity=None,
            heard_on=item.at.date(),
            now=now,
            guard_seen=True,
        )
        if captured.note is not None:
            notes.append(captured.note)
    idea = open_idea(actor=actor, notes=notes, theme=None, now=now, said_together=True)
    group.idea = idea
    group.save(update_fields=["idea"])
    return idea
