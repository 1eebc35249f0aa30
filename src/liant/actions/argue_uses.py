"""What a seller may still do about a use said in one tap: say more about it, or take it back, on the same day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liant.actions.argue_contest import leave_contest
from liant.actions.credit import take_back
from liant.actions.ledger import record
from liant.loop.refine.credit import Act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.queries.clocks import day_in_company
from liant.store.models import ArgumentUse, Person, Verdict

MAX_COMMENT = 1_000


def check_own_and_fresh(actor: Person, use: ArgumentUse, now: datetime) -> None:
    """Refuse what is somebody else's, or was said on an earlier day: it is a fact by then."""
    if use.person_id != actor.pk:
        raise Forbidden("This was said by somebody else.", code="argue.not_your_use")
    if day_in_company(use.recorded_at) != day_in_company(now):
        raise Conflict(
            "This was said on an earlier day: it is counted by now.",
            code="argue.use_is_kept",
            hint="Say what came of the argument this time: the latest word is shown first.",
        )


def comment_use(*, actor: Person, use: ArgumentUse, comment: str, now: datetime) -> None:
    """Say in words what came of an argument, after the tap that said it; the owner reads them.

    One's own use, on its day. Writes ``argument.use_explained``.

    Raises
    ------
    Conflict : ``argue.use_is_kept``. Invalid : ``argue.long_comment``.
    """
    check_own_and_fresh(actor, use, now)
    if len(comment) > MAX_COMMENT:
        raise Invalid(
            "The comment is longer than %(limit)s characters.",
            code="argue.long_comment",
            hint="Keep what its owner needs; the rest makes a good field note.",
            params={"limit": MAX_COMMENT},
        )
    with transaction.atomic():
        ArgumentUse.objects.filter(pk=use.pk).update(comment=comment.strip())
        record(actor, "argument.use_explained", "argument", use.argument.public_id, now)


def take_back_use(*, actor: Person, use: ArgumentUse, now: datetime) -> None:
    """Take back what was tapped by mistake; a contest that had no other voice is closed with it.

    One's own use, on its day. Writes ``argument.use_taken_back``.

    Raises
    ------
    Conflict : ``argue.use_is_kept``.
    """
    check_own_and_fresh(actor, use, now)
    with transaction.atomic():
        ArgumentUse.objects.filter(pk=use.pk).delete()
        take_back(actor, Act.PROVE, "argument", use.argument.public_id, now, use=use.public_id)
        record(actor, "argument.use_taken_back", "argument", use.argument.public_id, now)
        if use.verdict == Verdict.WRONG:
            leave_contest(use, now)
