"""Contest a credit, and decide on it with a written reason; the shares follow the decision."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.refine.credit import Act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.credit_rows import load_rows
from liant.store.models import CreditContest, Person

KIND = "credit_contest"
TEXT_LENGTH = 2_000


def contest_credit(
    *,
    actor: Person,
    kind: str,
    public_id: str,
    person: Person,
    act: Act,
    counts: bool,
    text: str,
    now: datetime,
) -> CreditContest:
    """Say that an act of somebody should count for an object, or should not; the object is one that the actor may open.

    Those who may decide are asked (``credit_asked``), the person concerned is told (``credit_questioned``). Nothing changes
    until a decision. Writes ``credit.contested`` on the contest.

    Raises
    ------
    Invalid : ``credit.no_reason``; ``credit.nothing_to_change`` when it is so already.
    Conflict : ``credit.contested_already`` while the same act waits for a decision.
    """
    clean = text.strip()[:TEXT_LENGTH]
    if not clean:
        raise Invalid("The reason is missing.", code="credit.no_reason", hint="Say why, in a sentence or two.")
    counted = {share.person: share.acts for share in load_rows([(kind, public_id)]).book().shares((kind, public_id))}
    if (act in counted.get(person.pk, ())) == counts:
        raise Invalid(
            "The credit says so already.",
            code="credit.nothing_to_change",
            hint="Choose what should change, or write in the thread of the page.",
        )
    with transaction.atomic():
        try:
            with transaction.atomic():
                contest = CreditContest.objects.create(
                    kind=kind,
                    object_id=public_id,
                    author=actor,
                    person=person,
                    act=act.value,
                    counts=counts,
                    text=clean,
                    at=now,
                )
        except IntegrityError as error:
            raise Conflict(
                "This waits for a decision already.",
                code="credit.contested_already",
                hint="You will read the decision on this page.",
            ) from error
        record(actor, "credit.contested", KIND, contest.public_id, now)
        tell(deciders_of(contest), "credit_asked", KIND, contest.public_id, now, is_due=True)
        if person != actor:
            tell([person], "credit_questioned", KIND, contest.public_id, now)
    return contest


def deciders_of(contest: CreditContest) -> list[Person]:
    """List who may decide on a contest."""
    able = Person.objects.able().filter(role__in=[Role.MARKETING_DIRECTOR.value, Role.SALES_MANAGER.value])
    return [person for person in able if CreditContest.objects.decidable_by(person).filter(pk=contest.pk).exists()]


def decide_contest(*, actor: Person, contest: CreditContest, is_upheld: bool, reason: str, now: datetime) -> None:
    """Decide on a contest: the director on any, a manager within the teams managed, nobody on one's own.

    Locks the contest. Whoever contested and whoever is concerned are told (``credit_decided``). Writes ``credit.upheld`` or
    ``credit.declined`` on the contest.

    Raises
    ------
    Forbidden : ``credit.not_yours_to_decide``.
    Invalid : ``credit.no_decision_reason``.
    Conflict : ``credit.decided_already``.
    """
    if not CreditContest.objects.decidable_by(actor).filter(pk=contest.pk).exists():
        raise Forbidden("Somebody else decides on this.", code="credit.not_yours_to_decide")
    clean = reason.strip()[:TEXT_LENGTH]
    if not clean:
        raise Invalid(
            "The reason is missing.",
            code="credit.no_decision_reason",
            hint="Both sides, and all who read the credit, will read it.",
        )
    with transaction.atomic():
        locked = CreditContest.objects.select_for_update().get(pk=contest.pk)
        if locked.decided_at is not None:
            raise Conflict(
                "This was decided already.", code="credit.decided_already", hint="Open it again to read the decision."
            )
        locked.decided_by, locked.decided_at = actor, now
        locked.is_upheld, locked.reason = is_upheld, clean
        locked.save(update_fields=["decided_by", "decided_at", "is_upheld", "reason"])
        record(actor, "credit.upheld" if is_upheld else "credit.declined", KIND, locked.public_id, now)
        for code in ("credit_asked", "credit_questioned"):
            close_notices(code, KIND, locked.public_id, now)
        tell({locked.author, locked.person}, "credit_decided", KIND, locked.public_id, now)
