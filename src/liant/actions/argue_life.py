"""The life of an argument once written: published to an audience, read by it, kept valid."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from liant.actions.argue import check_marketing, latest_version, publish_argument
from liant.actions.audience import Audience, ask_acknowledgement, choose_audience, stop_asking
from liant.actions.ledger import record
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.clocks import day_in_company
from liant.store.models import Argument, Person, Side, VersionStatus


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
