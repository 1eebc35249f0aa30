"""Write an argument with sellers: marketing invites, sellers propose words, marketing takes them or says why not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liant.actions.argue import EDITABLE, check_marketing, latest_version
from liant.actions.argue_contest import answerable
from liant.actions.credit import contribute
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.argue.wording import CardPart, WordsStatus, clean_words
from liant.loop.refine.credit import Act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Argument, ArgumentVersion, Claim, CoAuthor, Person, ProposedWords, VersionStatus

ANSWER_LENGTH = 300


def invite_co_author(*, actor: Person, argument: Argument, person: Person, now: datetime) -> CoAuthor:
    """Open a draft to a seller, who is told; invited twice, once is enough. Writes ``argument.co_author_invited``.

    Raises
    ------
    Invalid : ``argue.not_a_seller``.
    Conflict : ``argue.no_draft`` when nothing of the argument is being written.
    """
    check_marketing(actor)
    if person.role != Role.SELLER or not person.is_active:
        raise Invalid(
            "Only a seller who may sign in writes with you.",
            code="argue.not_a_seller",
            hint="Choose one of the sellers in the list.",
        )
    with transaction.atomic():
        check_draft(lock(argument))
        row, is_new = CoAuthor.objects.get_or_create(
            argument=argument, person=person, defaults={"invited_by": actor, "invited_at": now}
        )
        if is_new or row.ended_at is not None:
            row.invited_by, row.invited_at, row.ended_at = actor, now, None
            row.save()
            tell([person], "co_author", "co_author", row.public_id, now, data={"by": actor.public_id}, is_due=True)
            record(
                actor, "argument.co_author_invited", "argument", argument.public_id, now, {"person": person.public_id}
            )
    return row


def let_co_author_go(*, actor: Person, argument: Argument, person: Person, now: datetime) -> None:
    """Close a draft to a seller again; words taken keep their name. Writes ``argument.co_author_released``.

    Raises
    ------
    Conflict : ``argue.words_wait`` when something that they proposed has no answer yet.
    """
    check_marketing(actor)
    with transaction.atomic():
        lock(argument)
        row = CoAuthor.objects.filter(argument=argument, person=person, ended_at=None).first()
        if row is None:
            return
        if row.words.filter(status=WordsStatus.WAITING.value).exists():
            raise Conflict(
                "Words of theirs wait for an answer.",
                code="argue.words_wait",
                hint="Take them, or say why not, and let them go then.",
            )
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        close_notices("co_author", "co_author", row.public_id, now)
        record(actor, "argument.co_author_released", "argument", argument.public_id, now, {"person": person.public_id})


def propose_words(
    *, actor: Person, co_author: CoAuthor, part: CardPart, text: str, now: datetime, claim_id: str = ""
) -> ProposedWords:
    """Propose words for one part of a draft; they take the place of those that one proposed for it and that still wait.

    Writes ``argument.words_proposed``; whoever answers for the argument is told until all is answered.

    Parameters
    ----------
    claim_id : public id of the claim to be worded otherwise, for :attr:`CardPart.CLAIM`.

    Raises
    ------
    Forbidden : ``argue.not_co_author``.
    Invalid : ``argue.no_words``.
    Conflict : ``argue.no_draft``; ``argue.sentence_changed`` when the claim is no longer there.
    """
    if co_author.person_id != actor.pk or co_author.ended_at is not None:
        raise Forbidden("Only those invited propose words.", code="argue.not_co_author")
    with transaction.atomic():
        argument = lock(co_author.argument)
        draft = check_draft(argument)
        before = standing(draft, part, claim_id)
        clean = clean_words(part, text, before)
        if part != CardPart.NEW_CLAIM:
            earlier = co_author.words.filter(status=WordsStatus.WAITING.value, part=part.value, before=before)
            earlier.update(status=WordsStatus.WITHDRAWN.value, decided_at=now)
        words = ProposedWords.objects.create(
            co_author=co_author, part=part.value, before=before, text=clean, written_at=now
        )
        close_notices("co_author", "co_author", co_author.public_id, now, person=actor)
        record(actor, "argument.words_proposed", "argument", argument.public_id, now)
        data = {"by": actor.public_id, "n": n_waiting(argument)}
        tell(answerable(argument.owner), "words_proposed", "argument", argument.public_id, now, data=data, is_due=True)
    return words


def withdraw_words(*, actor: Person, words: ProposedWords, now: datetime) -> None:
    """Take back words of one's own that still wait; done twice, once. Writes ``argument.words_withdrawn``."""
    if words.co_author.person_id != actor.pk:
        raise Forbidden("Only their author takes words back.", code="argue.not_co_author")
    with transaction.atomic():
        argument = lock(words.co_author.argument)
        waiting = ProposedWords.objects.filter(pk=words.pk, status=WordsStatus.WAITING.value)
        if waiting.update(status=WordsStatus.WITHDRAWN.value, decided_at=now):
            record(actor, "argument.words_withdrawn", "argument", argument.public_id, now)
            stop_asking(argument, now)


def take_words(*, actor: Person, words: ProposedWords, now: datetime) -> None:
    """Put proposed words into the draft: their author is credited for writing, and told. Writes ``argument.words_taken``.

    Locks the argument. A claim keeps its evidence; a sentence more rests on nothing until somebody ties it. The version is
    another one from then on, so that nobody who is typing overwrites it unawares.

    Raises
    ------
    Conflict : ``argue.decided_already``, ``argue.no_draft``, ``argue.sentence_changed``.
    """
    check_marketing(actor)
    with transaction.atomic():
        argument = lock(words.co_author.argument)
        row = waiting_words(words)
        draft = check_draft(argument)
        put_in(draft, row)
        row.status, row.decided_at = WordsStatus.TAKEN.value, now
        row.save(update_fields=["status", "decided_at"])
        author = row.co_author.person
        contribute(author, Act.CO_WRITE, "argument", argument.public_id, now)
        record(actor, "argument.words_taken", "argument", argument.public_id, now, {"number": draft.number})
        tell([author], "words_taken", "co_author", row.co_author.public_id, now, data={"words": row.text[:160]})
        stop_asking(argument, now)


def decline_words(*, actor: Person, words: ProposedWords, reason: str, now: datetime) -> None:
    """Say no to proposed words, and why: their author reads it. Writes ``argument.words_declined``.

    Raises
    ------
    Invalid : ``argue.no_reason``.
    Conflict : ``argue.decided_already``.
    """
    check_marketing(actor)
    clean = " ".join(reason.split())[:ANSWER_LENGTH]
    if not clean:
        raise Invalid(
            "Words are left out with a reason.",
            code="argue.no_reason",
            hint="One sentence: their author reads it, and proposes better next time.",
        )
    with transaction.atomic():
        argument = lock(words.co_author.argument)
        row = waiting_words(words)
        row.status, row.answer, row.decided_at = WordsStatus.DECLINED.value, clean, now
        row.save(update_fields=["status", "answer", "decided_at"])
        record(actor, "argument.words_declined", "argument", argument.public_id, now)
        data = {"words": row.text[:160], "reason": clean}
        tell([row.co_author.person], "words_declined", "co_author", row.co_author.public_id, now, data=data)
        stop_asking(argument, now)


def tell_co_authors(actor: Person, argument: Argument, now: datetime) -> None:
    """Tell whoever's words were taken that the argument is published, in the caller's transaction."""
    wrote = CoAuthor.objects.filter(argument=argument, words__status=WordsStatus.TAKEN.value)
    people = list(Person.objects.able().filter(pk__in=wrote.values("person")))
    tell(people, "co_written", "argument", argument.public_id, now, data={"by": actor.public_id})
    for invited in argument.co_authors.filter(ended_at=None):
        close_notices("co_author", "co_author", invited.public_id, now)


def lock(argument: Argument) -> Argument:
    """Take an argument for this transaction: one decision at a time."""
    return Argument.objects.select_for_update(of=("self",)).select_related("owner").get(pk=argument.pk)


def check_draft(argument: Argument) -> ArgumentVersion:
    """Return the version being written, or refuse (``argue.no_draft``)."""
    latest = latest_version(argument)
    if latest.status not in EDITABLE:
        raise Conflict(
            "Nothing of “%(title)s” is being written.",
            code="argue.no_draft",
            hint="Write its next version first: words are proposed for a draft.",
            params={"title": latest.title},
        )
    return latest


def standing(draft: ArgumentVersion, part: CardPart, claim_id: str) -> str:
    """Read what stands in one part of a draft (``argue.sentence_changed`` when the claim is no longer there)."""
    if part == CardPart.NEW_CLAIM:
        return ""
    if part != CardPart.CLAIM:
        return str(getattr(draft, part.value))
    claim = draft.claims.filter(public_id=claim_id).first()
    if claim is None:
        raise sentence_changed()
    return claim.text


def put_in(draft: ArgumentVersion, words: ProposedWords) -> None:
    """Write proposed words where they belong (``argue.sentence_changed`` when what they replace is no longer there)."""
    part = CardPart(words.part)
    if part == CardPart.NEW_CLAIM:
        last = draft.claims.order_by("-position").first()
        Claim.objects.create(
            argument_version=draft, position=last.position + 1 if last is not None else 0, text=words.text
        )
    elif part == CardPart.CLAIM:
        claim = draft.claims.filter(text=words.before).order_by("position").first()
        if claim is None:
            raise sentence_changed()
        claim.text = words.text
        claim.save(update_fields=["text"])
    else:
        if getattr(draft, part.value) != words.before:
            raise sentence_changed()
        setattr(draft, part.value, words.text)
    draft.status, draft.version = VersionStatus.DRAFT.value, draft.version + 1
    draft.save()
    index_objects("argument", [draft.pk])


def sentence_changed() -> Conflict:
    """Say that what words are to replace was rewritten meanwhile."""
    return Conflict(
        "What these words replace was rewritten meanwhile.",
        code="argue.sentence_changed",
        hint="Read what stands there now: the words can be proposed for it, or left out with a reason.",
    )


def waiting_words(words: ProposedWords) -> ProposedWords:
    """Read proposed words again, inside the lock, to decide about them (``argue.decided_already``)."""
    row = ProposedWords.objects.select_related("co_author__person").get(pk=words.pk)
    if row.status != WordsStatus.WAITING.value:
        raise Conflict(
            "These words were decided about, or taken back, already.",
            code="argue.decided_already",
            hint="Open the page again to read where they stand.",
        )
    return row


def n_waiting(argument: Argument) -> int:
    """Count the words that wait for an answer."""
    return ProposedWords.objects.filter(co_author__argument=argument, status=WordsStatus.WAITING.value).count()


def stop_asking(argument: Argument, now: datetime) -> None:
    """Stop telling whoever answers for an argument once nothing waits."""
    if not n_waiting(argument):
        close_notices("words_proposed", "argument", argument.public_id, now)
