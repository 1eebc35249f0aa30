"""Gather what the people of a meeting could talk about, from what all of them may read, and propose an agenda."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Min, OuterRef, Subquery, Value

from liant.loop.meet.agenda import Agenda, Candidate, Reason, propose_agenda
from liant.loop.refine.plans import LIVE_PLANS
from liant.loop.values.working_time import working_days_between
from liant.queries.clocks import day_in_company, work_calendar
from liant.queries.objects import KINDS, read_by_all
from liant.store.models import (
    ArgumentUse,
    ArgumentVersion,
    Clock,
    Contest,
    LaunchStep,
    Mention,
    Person,
    PlanStep,
    Theme,
    ThreadMessage,
    VersionStatus,
)

#: How far back a contest is still news for a meeting.
CONTESTED_WITHIN = timedelta(days=28)
#: A question that nobody answered for this long is brought to the meeting; after the second, it is past.
UNANSWERED_AFTER, UNANSWERED_WITHIN = timedelta(days=2), timedelta(days=60)
#: Of each reason; a meeting takes a few.
MOST_OF_EACH = 10


def proposal_for(people: Sequence[Person], *, minutes: int, without: set[tuple[str, str]], now: datetime) -> Agenda:
    """Propose what to talk about among people, in a time, without what is on the agenda already.

    Notes
    -----
    Seven queries, whatever the number of rows, while people times kinds stay under a hundred.
    """
    found = [c for c in candidates(now) if (c.kind, c.object_id) not in without and c.kind in KINDS]
    shared = read_by_all(people, {(c.kind, c.object_id) for c in found}) if found else set()
    here = {person.public_id for person in people}
    kept = [c if c.owner in here else brought_by_nobody(c) for c in found if (c.kind, c.object_id) in shared]
    return propose_agenda(kept, total_minutes=minutes)


def brought_by_nobody(candidate: Candidate) -> Candidate:
    """Leave to the host what somebody who does not come would bring."""
    return Candidate(
        reason=candidate.reason,
        kind=candidate.kind,
        object_id=candidate.object_id,
        weight=candidate.weight,
        on=candidate.on,
        n=candidate.n,
    )


def candidates(now: datetime) -> Iterator[Candidate]:
    """List what could be talked about, whoever may read it."""
    yield from late_answers(now)
    yield from late_steps(now)
    yield from contested_arguments(now)
    yield from reviews_due(now)
    yield from unanswered_threads(now)
    yield from rising_themes(now)


def late_answers(now: datetime) -> Iterator[Candidate]:
    """List the answers that were promised and are late, the latest promised first; about a contest, its argument."""
    contest = Contest.objects.filter(public_id=OuterRef("object_id")).values("argument__public_id")
    late = Clock.objects.open().filter(paused_at=None, due_at__lt=now).select_related("owed_by")
    today, calendar = day_in_company(now), work_calendar()
    for clock in late.annotate(contested=Subquery(contest)).order_by("due_at", "id")[:MOST_OF_EACH]:
        argument = clock.contested  # type: ignore[attr-defined]
        due_on = day_in_company(clock.due_at)
        n_days = working_days_between(due_on, today, calendar)
        yield Candidate(
            reason=Reason.LATE_ANSWER,
            kind="argument" if argument else clock.kind,
            object_id=argument or clock.object_id,
            owner=clock.owed_by.public_id if clock.owed_by else "",
            weight=n_days,
            on=due_on,
            n=n_days,
        )


def late_steps(now: datetime) -> Iterator[Candidate]:
    """List the plans and the launches of which steps were to be done by now, the most steps late first."""
    today = day_in_company(now)
    plans = PlanStep.objects.filter(
        done_at=None, due_on__lt=today, plan__status__in=[status.value for status in LIVE_PLANS]
    )
    launches = LaunchStep.objects.filter(done_at=None, due_on__lt=today, launch__closed_at=None)
    selects = [
        rows.values_list(Value(kind), f"{kind}__public_id", f"{kind}__owner__public_id")
        .annotate(n=Count("id"), first=Min("due_on"))
        .order_by()
        for kind, rows in (("plan", plans), ("launch", launches))
    ]
    late = sorted(selects[0].union(selects[1], all=True), key=lambda row: (-row[3], row[4], row[:2]))
    for kind, public_id, owner, n, first in late[:MOST_OF_EACH]:
        yield Candidate(reason=Reason.LATE_STEP, kind=kind, object_id=public_id, owner=owner, weight=n, on=first, n=n)


def contested_arguments(now: datetime) -> Iterator[Candidate]:
    """List the published arguments that sellers said are wrong lately, and that nobody has answered for since."""
    rows = (
        ArgumentUse.objects.filter(
            verdict="wrong",
            recorded_at__gte=now - CONTESTED_WITHIN,
            recorded_at__lte=now,
            argument_version__status=VersionStatus.PUBLISHED.value,
        )
        .exclude(argument_version__contests__answered_at__gte=F("recorded_at"))
        .values("argument__public_id", "argument__owner__public_id")
        .annotate(n=Count("person", distinct=True), first=Min("recorded_at"))
        .order_by("-n", "first", "argument__public_id")[:MOST_OF_EACH]
    )
    for row in rows:
        yield Candidate(
            reason=Reason.CONTESTED,
            kind="argument",
            object_id=row["argument__public_id"],
            owner=row["argument__owner__public_id"],
            weight=row["n"],
            on=day_in_company(row["first"]),
            n=row["n"],
        )


def reviews_due(now: datetime) -> Iterator[Candidate]:
    """List the published arguments that were to be reviewed by now."""
    today = day_in_company(now)
    versions = ArgumentVersion.objects.filter(status=VersionStatus.PUBLISHED.value, review_on__lte=today)
    for version in versions.select_related("argument__owner").order_by("review_on", "id")[:MOST_OF_EACH]:
        yield Candidate(
            reason=Reason.REVIEW_DUE,
            kind="argument",
            object_id=version.argument.public_id,
            owner=version.argument.owner.public_id,
            weight=(today - version.review_on).days,
            on=version.review_on,
        )


def unanswered_threads(now: datetime) -> Iterator[Candidate]:
    """List the threads whose last message asks something, and waits."""
    latest = ThreadMessage.objects.values("kind", "object_id").annotate(latest=Max("id")).order_by()
    named = Mention.objects.filter(message=OuterRef("pk")).order_by("id").values("person__public_id")
    rows = (
        ThreadMessage.objects.filter(
            pk__in=latest.values("latest"),
            text__contains="?",
            at__lte=now - UNANSWERED_AFTER,
            at__gte=now - UNANSWERED_WITHIN,
        )
        .exclude(kind="meeting")
        .annotate(named=Subquery(named[:1]))
        .order_by("at", "id")[:MOST_OF_EACH]
    )
    for row in rows:
        yield Candidate(
            reason=Reason.UNANSWERED,
            kind=row.kind,
            object_id=row.object_id,
            owner=row.named or "",
            weight=(now - row.at).days,
            on=day_in_company(row.at),
            n=(now - row.at).days,
        )


def rising_themes(now: datetime) -> Iterator[Candidate]:
    """List the themes whose share of what is said grows for sure, the heaviest first."""
    rows = Theme.objects.live().filter(rank__isnull=False, trend__low__gt=1).order_by("rank")[:MOST_OF_EACH]
    for theme in rows:
        yield Candidate(
            reason=Reason.RISING,
            kind="theme",
            object_id=theme.public_id,
            weight=1 / (theme.rank or 1),
            on=day_in_company(now),
            n=theme.n_notes,
        )
