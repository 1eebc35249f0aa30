"""The life of an argument once written: published to an audience, read by it, kept valid."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from liant.actions.argue import (
    check_director,
    check_marketing,
    latest_version,
    move_version,
    publish_argument,
    withdraw_versions,
)
from liant.actions.argue_contest import close_contest, contesting
from liant.actions.argue_together import tell_co_authors
from liant.actions.audience import Audience, ask_acknowledgement, choose_audience, stop_asking
from liant.actions.credit import take_over
from liant.actions.ledger import record
from liant.actions.notices import tell
from liant.actions.threads import write_message
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.clocks import day_in_company
from liant.store.models import Argument, Contest, ContestOutcome, Person, Side, VersionStatus


def publish_to(
    *,
    actor: Person,
    argument: Argument,
    audience: Audience,
    expires_on: date,
    acknowledge_half_days: int | None,
    now: datetime,
) -> int:
    """Publish the latest version to an audience until a day, and ask it to say having read it; return how many are asked.

    Marketing only. Locks the argument. Writes what ``publish_argument`` and ``ask_acknowledgement`` write.

    Parameters
    ----------
    acknowledge_half_days : working half-days given to answer; None asks nobody.

    Raises
    ------
    Invalid : what ``publish_argument`` refuses; ``audience.not_sales``, ``audience.closed_stage``,
        ``argue.expires_too_soon``.
    """
    check_marketing(actor)
    check_audience(audience)
    check_expiry(expires_on, now)
    with transaction.atomic():
        publish_argument(actor=actor, argument=argument, now=now)
        tell_co_authors(actor, argument, now)
        version = latest_version(argument)
        version.review_on = expires_on
        version.save(update_fields=["review_on"])
        choose_audience("argument", argument.public_id, audience)
        if acknowledge_half_days is None:
            stop_asking("argument", argument.public_id, version.number, now)
            return 0
        return ask_acknowledgement(
            actor=actor,
            kind="argument",
            public_id=argument.public_id,
            number=version.number,
            audience=audience,
            half_days=acknowledge_half_days,
            now=now,
        )


def check_audience(audience: Audience) -> None:
    """Refuse an audience that nobody could be in."""
    for team in audience.teams:
        if team.side != Side.SALES:
            raise Invalid(
                "“%(team)s” is not a sales team.",
                code="audience.not_sales",
                hint="Choose among the sales teams.",
                params={"team": team.name},
            )
    for stage in audience.stages:
        if stage not in OPEN_STAGES:
            raise Invalid(
                "A closed deal needs no argument any more.",
                code="audience.closed_stage",
                hint="Choose stages of open deals.",
            )


def check_expiry(expires_on: date, now: datetime) -> None:
    """Refuse a last day that has passed."""
    if expires_on < day_in_company(now):
        raise Invalid(
            "The last day of validity has already passed.",
            code="argue.expires_too_soon",
            hint="Give today or a later day.",
        )


def send_back(*, actor: Person, argument: Argument, word: str, now: datetime) -> None:
    """Send a version in review back to its writer with a word, which stays in the thread. Writes ``argument.sent_back``.

    Raises
    ------
    Invalid : ``argue.no_word``.
    Conflict : ``argue.not_now`` when it is not in review.
    """
    check_marketing(actor)
    clean = word.strip()
    if not clean:
        raise Invalid(
            "An argument is sent back with a word.",
            code="argue.no_word",
            hint="Say what is missing: one sentence is enough to go on.",
        )
    with transaction.atomic():
        version = move_version(
            actor,
            argument,
            now,
            sources=[VersionStatus.REVIEW.value],
            target=VersionStatus.DRAFT,
            verb="argument.sent_back",
        )
        write_message(actor=actor, kind="argument", public_id=argument.public_id, text=clean, now=now)
        data = {"by": actor.public_id, "word": " ".join(clean.split())[:160]}
        tell([version.written_by], "sent_back", "argument", argument.public_id, now, data=data, is_due=True)


def replace_argument(*, actor: Person, argument: Argument, by: Argument, now: datetime) -> None:
    """Withdraw an argument that another one says better: whoever is credited for it is credited in the other one too.

    The director only. Writes ``argument.retired`` and, on the other one, ``argument.took_over``.

    Raises
    ------
    Invalid : ``argue.same_argument``.
    Conflict : ``argue.not_published`` when the other one is not published.
    """
    check_director(actor)
    with transaction.atomic():
        hand_over(actor, argument, by, now)


def hand_over(actor: Person, argument: Argument, by: Argument, now: datetime) -> None:
    """Withdraw an argument for another one, which its readers are led to, in the caller's transaction."""
    if by.pk == argument.pk:
        raise Invalid(
            "An argument does not replace itself.",
            code="argue.same_argument",
            hint="Choose the one that says it better.",
        )
    if not by.versions.filter(status=VersionStatus.PUBLISHED.value).exists():
        raise Conflict(
            "The argument that replaces it is not published.",
            code="argue.not_published",
            hint="Publish it first, or withdraw this one alone.",
        )
    withdraw_versions(actor, argument, now)
    # What it replaced leads straight to the new one: nobody follows a chain.
    Argument.objects.filter(Q(pk=argument.pk) | Q(replaced_by=argument)).update(replaced_by=by)
    take_over("argument", by.public_id, "argument", argument.public_id, now)
    record(actor, "argument.took_over", "argument", by.public_id, now)


def extend_argument(*, actor: Person, argument: Argument, expires_on: date, now: datetime) -> None:
    """Say that the published version still holds, until a later day. Marketing only. Writes ``argument.extended``.

    Raises
    ------
    Invalid : ``argue.expires_too_soon``.
    Conflict : ``argue.not_published`` when nothing is published.
    """
    check_marketing(actor)
    check_expiry(expires_on, now)
    with transaction.atomic():
        published = argument.versions.select_for_update().filter(status=VersionStatus.PUBLISHED.value).first()
        if published is None:
            raise Conflict(
                "This argument is not published.",
                code="argue.not_published",
                hint="Publish it: its last day is chosen there.",
            )
        published.review_on = expires_on
        published.save(update_fields=["review_on"])
        record(actor, "argument.extended", "argument", argument.public_id, now, {"number": published.number})


def answer_contest(
    *,
    actor: Person,
    contest: Contest,
    outcome: ContestOutcome,
    answer: str,
    now: datetime,
    by: Argument | None = None,
) -> None:
    """Answer those who said that an argument is wrong: corrected, confirmed or withdrawn; each of them is told.

    Withdrawn, another argument may be named, which replaces it. Its owner, or a marketing director. Locks the contest.
    Writes ``argument.contest_answered``.

    Raises
    ------
    Forbidden : ``argue.not_owner``.
    Conflict : ``argue.contest_answered`` when it was answered meanwhile; ``argue.not_published`` when the one that
        replaces it is not.
    Invalid : ``argue.not_corrected`` without a next version published since; ``argue.no_reason`` to confirm without saying
        what it rests on.
    """
    if actor.pk != contest.argument.owner_id and actor.role != Role.MARKETING_DIRECTOR:
        raise Forbidden("Only the owner of an argument answers for it.", code="argue.not_owner")
    with transaction.atomic():
        row = (
            Contest.objects.select_for_update(of=("self",))
            .select_related("argument", "argument_version")
            .get(pk=contest.pk)
        )
        if row.answered_at is not None:
            raise Conflict(
                "This has been answered already.",
                code="argue.contest_answered",
                hint="Open it again to read the answer.",
            )
        check_answer(row, outcome, answer)
        if outcome == ContestOutcome.WITHDRAWN and by is not None:
            hand_over(actor, row.argument, by, now)
        elif outcome == ContestOutcome.WITHDRAWN:
            withdraw_versions(actor, row.argument, now)
        told = contesting(row)
        close_contest(row, actor, outcome, answer.strip(), now)
        tell(told, f"contest_{outcome.value}", "contest", row.public_id, now, data={"by": actor.public_id})


def check_answer(contest: Contest, outcome: ContestOutcome, answer: str) -> None:
    """Refuse an answer that answers nothing."""
    if outcome == ContestOutcome.CORRECTED:
        published = contest.argument.versions.filter(status=VersionStatus.PUBLISHED.value).first()
        if published is None or published.number <= contest.argument_version.number:
            raise Invalid(
                "No next version is published yet.",
                code="argue.not_corrected",
                hint="Write the next version and publish it, then say here that it is corrected.",
            )
    if outcome == ContestOutcome.CONFIRMED and not answer.strip():
        raise Invalid(
            "The answer does not say what the argument rests on.",
            code="argue.no_reason",
            hint="Write the evidence in a sentence: the seller will have to say it too.",
        )
