"""A seller says that something in an argument is wrong: its owner owes an answer, in the working days that are promised."""

from __future__ import annotations

from datetime import datetime

from liant.actions.clocks import start_clock, stop_clock
from liant.actions.ledger import record
from liant.actions.notices import close_notices, tell
from liant.loop.clocks.promises import PromiseCode
from liant.queries.clocks import day_in_company
from liant.store.models import ArgumentUse, Contest, ContestOutcome, Person, Verdict


def open_contest(use: ArgumentUse, now: datetime) -> Contest:
    """Open the contest of an argument for a use said to be wrong, or join the open one, in the caller's transaction.

    The clock started for the first seller goes on: a second voice gives the owner no more time. Whoever answers for the
    argument is told until the answer is there.
    """
    contest = Contest.objects.filter(argument=use.argument, answered_at=None).first()
    if contest is None:
        contest = Contest.objects.create(
            argument=use.argument, argument_version=use.argument_version, opened_by=use.person, opened_at=now
        )
    clock = start_clock(
        actor=use.person,
        code=PromiseCode.CONTEST,
        kind="contest",
        public_id=contest.public_id,
        owed_by=use.argument.owner,
        waited_by=use.person,
        now=now,
    )
    tell(
        answerable(use.argument.owner),
        "contested",
        "contest",
        contest.public_id,
        now,
        data={"on": day_in_company(clock.due_at).isoformat(), "n": len(contesting(contest))},
        is_due=True,
    )
    return contest


def answerable(owner: Person) -> list[Person]:
    """Return who answers for an argument: its owner, the marketing directors when the owner has left."""
    if owner.is_active:
        return [owner]
    return list(Person.objects.directing())


def contesting(contest: Contest) -> list[Person]:
    """List who said that the argument is wrong since the contest is open, and up to its answer."""
    uses = ArgumentUse.objects.filter(
        argument=contest.argument, verdict=Verdict.WRONG.value, recorded_at__gte=contest.opened_at
    )
    if contest.answered_at is not None:
        uses = uses.filter(recorded_at__lte=contest.answered_at)
    return list(Person.objects.filter(argument_uses__in=uses).distinct().order_by("id"))


def leave_contest(use: ArgumentUse, now: datetime) -> None:
    """Close the open contest when the use that was its only voice is taken back, in the caller's transaction.

    Called once the use is gone. Writes ``argument.contest_answered``.
    """
    contest = Contest.objects.select_for_update().filter(argument=use.argument, answered_at=None).first()
    if contest is not None and not contesting(contest):
        close_contest(contest, use.person, ContestOutcome.TAKEN_BACK, "", now)


def close_contest(contest: Contest, actor: Person, outcome: ContestOutcome, answer: str, now: datetime) -> None:
    """Write how a contest ended, stop its clock and what it told, in the caller's transaction.

    Writes ``argument.contest_answered``.
    """
    contest.outcome, contest.answer, contest.answered_by, contest.answered_at = outcome.value, answer, actor, now
    contest.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    stop_clock(
        actor=actor,
        code=PromiseCode.CONTEST,
        kind="contest",
        public_id=contest.public_id,
        now=now,
        is_answered=outcome != ContestOutcome.TAKEN_BACK,
    )
    close_notices("contested", "contest", contest.public_id, now)
    data = {"outcome": outcome.value}
    record(actor, "argument.contest_answered", "argument", contest.argument.public_id, now, data)
