"""Gather what could be told to a person today; sales and marketing each have their stories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from liant.loop.brief.rank import Candidate, Urgency, urgency_of
from liant.loop.values.roles import MARKETING, Role
from liant.loop.values.stages import OPEN_STAGES, NoteKind
from liant.queries.argue_figures import changes_of
from liant.queries.argue_freshness import worries_of
from liant.queries.clocks import end_of_day, owed_by_person
from liant.queries.notices import NoticeView, view_notices
from liant.queries.objects import titles_of, url_of
from liant.queries.refine_plans import late_steps_of
from liant.queries.themes import label_for
from liant.queries.visits import visits_due_for
from liant.store.models import (
    Argument,
    ArgumentUse,
    ArgumentVersion,
    Clock,
    Evidence,
    Note,
    Notice,
    Opportunity,
    Person,
    Theme,
    VersionStatus,
)

#: How far back an event is still news.
NEWS_DAYS = 14

#: Where a notice can be answered by a single button, by its code and kind of object.
ANSWERS = {
    ("acknowledge", "argument"): "acknowledge_argument",
    ("acknowledge", "message"): "acknowledge_message",
    ("acknowledge", "launch"): "acknowledge_launch",
}


def candidates_for(person: Person, *, today: date, now: datetime) -> list[Candidate]:
    """List everything that could be told to a person today."""
    return [
        *notice_stories(person, now),
        *late_step_stories(person, today),
        *clock_stories(person, today, now),
        *visit_stories(person, today),
        *(marketing_stories(person, today, now) if person.role in MARKETING else sales_stories(person, today)),
    ]


def notice_stories(person: Person, now: datetime) -> Iterator[Candidate]:
    """Tell what an act of somebody else left for this person: what is asked of them until done, the rest as news."""
    rows = Notice.objects.filter(person=person, closed_at=None).filter(
        Q(is_due=True) | Q(at__gte=now - timedelta(days=NEWS_DAYS))
    )
    for notice in view_notices(rows.order_by("-is_due", "-at", "-id")[:20], person):
        answer = ANSWERS.get((notice.code, notice.kind))
        yield Candidate(
            story=f"{notice.kind}:{notice.object_id}",
            fact=fact_of(notice),
            kind=notice.code,
            urgency=urgency_of(notice.code, is_due=notice.is_due),
            weight=4.0,
            on=notice.at.date(),
            about=((notice.kind, notice.object_id),),
            params=notice.params,
            target=notice.url,
            answer=reverse(answer, args=[notice.object_id]) if answer else "",
            notice=notice.public_id,
        )


def fact_of(notice: NoticeView) -> str:
    """Name what a notice tells; told anew, on another day, it is another fact."""
    return f"{notice.code}:{notice.object_id}:{notice.at.date()}"


def clock_stories(person: Person, today: date, now: datetime) -> Iterator[Candidate]:
    """Tell whoever waits that an answer is late, and whoever owes one that it is due today or late; two queries.

    What a whole side owes is told to its managers.
    """
    late = Q(waited_by=person, due_at__lt=now)
    rows = list(
        Clock.objects.open()
        .filter(late | Q(owed_by_person(person), due_at__lt=end_of_day(today)), paused_at=None)
        .order_by("due_at", "id")[:8]
    )
    titles = titles_of(person, {(row.kind, row.object_id) for row in rows}) if rows else {}
    for row in rows:
        if (row.kind, row.object_id) not in titles:
            continue
        waits = row.waited_by_id == person.pk
        yield Candidate(
            story=f"{row.kind}:{row.object_id}",
            fact=f"late_answer:{row.object_id}" if waits else f"answer_due:{row.public_id}",
            kind="late_answer" if waits else "answer_due",
            urgency=Urgency.ANSWER if waits else Urgency.DUE,
            # Under any notice: what says more about the same object is told instead.
            weight=3.0,
            on=row.due_at.date(),
            about=((row.kind, row.object_id),),
            params={"title": titles[row.kind, row.object_id], "on": row.due_at.date()},
            target=url_of(row.kind, row.object_id),
        )


def visit_stories(person: Person, today: date) -> Iterator[Candidate]:
    """Tell the two who make a visit that it comes, or that it was made and nothing was told of it yet."""
    for visit in visits_due_for(person, today=today):
        is_over = visit.on < today
        yield Candidate(
            story=f"visit:{visit.public_id}",
            fact=f"visit:{visit.public_id}:{'told' if is_over else 'soon'}",
            kind="visit_to_tell" if is_over else "visit_soon",
            urgency=Urgency.DUE if is_over else Urgency.CALENDAR,
            weight=3.0,
            on=visit.on,
            about=(("visit", visit.public_id),),
            params={
                "title": visit.account,
                "on": visit.on,
                "who": visit.seller if person.role in MARKETING else visit.marketer,
            },
            target=reverse("debrief_visit" if is_over else "visit_sheet", args=[visit.public_id]),
        )


def late_step_stories(person: Person, today: date) -> Iterator[Candidate]:
    """Tell which steps of plans are late: they are this person's to do, or the plan is."""
    for step in late_steps_of(person, today):
        yield Candidate(
            story=f"plan:{step.plan.public_id}",
            fact=f"late_step:{step.public_id}",
            kind="late_step",
            urgency=Urgency.DUE,
            weight=3.0,
            on=step.due_on or today,
            about=(("plan", step.plan.public_id),),
            params={"step": step.what, "title": step.plan.title, "on": step.due_on},
            target=reverse("plan", args=[step.plan.public_id]),
        )


def sales_stories(person: Person, today: date) -> Iterator[Candidate]:
    """List what sales could be told."""
    since = today - timedelta(days=NEWS_DAYS)
    yield from credit_stories(person, since)
    deals = Opportunity.objects.visible_to(person).filter(stage__in=OPEN_STAGES)
    yield from overdue_stories(person, deals, today)
    yield from helping_stories(person, deals, today)
    if person.role == Role.SALES_MANAGER:
        yield from setback_stories(person, today)


def credit_stories(person: Person, since: date) -> Iterator[Candidate]:
    """Tell whoever spoke that an argument was published from their words."""
    rows = (
        Evidence.objects.filter(
            note__author=person,
            claim__argument_version__status=VersionStatus.PUBLISHED.value,
            claim__argument_version__published_at__date__gte=since,
        )
        .values(
            "claim__argument_version__argument__public_id",
            "claim__argument_version__title",
            "claim__argument_version__published_at",
        )
        .annotate(n=Count("note", distinct=True))
        .order_by("-claim__argument_version__published_at")[:10]
    )
    for row in rows:
        public_id = row["claim__argument_version__argument__public_id"]
        published_at = row["claim__argument_version__published_at"]
        if published_at is None:
            continue
        yield Candidate(
            story=f"argument:{public_id}",
            fact=f"credited:{public_id}:{published_at.date()}",
            kind="credited",
            urgency=Urgency.CREDIT,
            # Before any notice: one's own words in an argument are the best news there is.
            weight=4 + row["n"],
            on=published_at.date(),
            about=(("argument", public_id),),
            params={"title": row["claim__argument_version__title"], "n": row["n"]},
            target=reverse("argument", args=[public_id]),
        )


def overdue_stories(person: Person, deals: QuerySet[Opportunity], today: date) -> Iterator[Candidate]:
    """Tell which deals are past their expected close: close them, or move the date in the CRM."""
    late = deals.filter(expected_close_on__lt=today)
    if person.role == Role.SELLER:
        late = late.filter(owner=person)
    found = list(late.order_by(F("amount_cents").desc(nulls_last=True), "id")[:3])
    for deal in found:
        on = deal.expected_close_on or today
        yield Candidate(
            story=f"deal:{deal.public_id}",
            fact=f"overdue:{deal.public_id}",
            kind="overdue",
            urgency=Urgency.DUE,
            weight=1 + (deal.amount_cents or 0) / 1e7,
            on=on,
            about=(("opportunity", deal.public_id),),
            params={"deal": deal.name, "cents": deal.amount_cents, "currency": deal.currency, "on": on},
            target=reverse("deal", args=[deal.public_id]),
        )


def helping_stories(person: Person, deals: QuerySet[Opportunity], today: date) -> Iterator[Candidate]:
    """Tell which published argument answers what was heard in an open deal that closes soon, latest published first."""
    soon = deals.filter(expected_close_on__gte=today, expected_close_on__lte=today + timedelta(days=60))
    published = Q(
        notes__membership__theme__arguments__versions__status=VersionStatus.PUBLISHED.value,
        notes__membership__theme__arguments__in=Argument.objects.offered_to(person, today),
    )
    used = ArgumentUse.objects.filter(person=person).values("argument__public_id", "opportunity_id")
    tried = {(row["argument__public_id"], row["opportunity_id"]) for row in used}
    rows = (
        soon.filter(published)
        .values(
            "pk",
            "public_id",
            "name",
            "amount_cents",
            "expected_close_on",
            "notes__membership__theme__arguments__public_id",
            "notes__membership__theme__arguments__versions__title",
            "notes__membership__theme__arguments__versions__published_at",
        )
        .distinct()
        .order_by("-notes__membership__theme__arguments__versions__published_at", "expected_close_on", "pk")[:40]
    )
    for row in rows:
        argument = row["notes__membership__theme__arguments__public_id"]
        if (argument, row["pk"]) in tried:
            continue
        published_at = row["notes__membership__theme__arguments__versions__published_at"]
        fresh = 3.0 if published_at and (today - published_at.date()).days <= NEWS_DAYS else 1.0
        yield Candidate(
            story=f"argument:{argument}",
            fact=f"helps:{argument}:{row['public_id']}",
            kind="helps",
            urgency=Urgency.USEFUL,
            weight=fresh + (row["amount_cents"] or 0) / 1e7,
            on=published_at.date() if published_at else today,
            about=(("argument", argument), ("opportunity", row["public_id"])),
            params={
                "title": row["notes__membership__theme__arguments__versions__title"],
                "deal": row["name"],
                "on": row["expected_close_on"],
            },
            target=f"{reverse('deal', args=[row['public_id']])}?argument={argument}",
        )


def setback_stories(person: Person, today: date) -> Iterator[Candidate]:
    """Tell a manager the setbacks of the week in the teams managed."""
    n = Note.objects.visible_to(person).filter(
        kind=NoteKind.SETBACK.value, heard_on__gt=today - timedelta(days=7), heard_on__lte=today
    )
    count = n.count()
    if count:
        yield Candidate(
            story=(week := f"setbacks:{today.isocalendar().year}-{today.isocalendar().week}"),
            fact=week,
            kind="setbacks",
            urgency=Urgency.USEFUL,
            weight=2 + count / 10,
            on=today,
            params={"n": count},
            target=f"{reverse('listen')}?kind=setback",
        )


def marketing_stories(person: Person, today: date, now: datetime) -> Iterator[Candidate]:
    """List what marketing could be told."""
    mine = Q() if person.role == Role.MARKETING_DIRECTOR else Q(argument__owner=person)
    versions = ArgumentVersion.objects.all()
    ends = versions.filter(mine, status=VersionStatus.PUBLISHED.value, review_on__lte=today).order_by("review_on")[:3]
    asked = versions.filter(status=VersionStatus.REVIEW.value).exclude(written_by=person).order_by("created_at")[:3]
    # One query for both; each keeps its own limit.
    both = versions.filter(Q(pk__in=ends.values("pk")) | Q(pk__in=asked.values("pk")))
    for version in both.select_related("argument").order_by("review_on", "pk"):
        argument, title = version.argument.public_id, version.title
        if version.status == VersionStatus.REVIEW:
            yield version_story(argument, title, "to_review", Urgency.DUE, 3, version.created_at.date())
        else:
            yield version_story(argument, title, "review_due", Urgency.DUE, 2, version.review_on, on=version.review_on)
    for change in changes_of(person):
        yield version_story(
            change.public_id, change.title, "figure_changed", Urgency.DUE, 1.5, today, was=change.was, now=change.now
        )
    for worry in worries_of(person, today=today):
        yield version_story(
            worry.public_id,
            worry.title,
            "contradicted" if worry.is_contradicted else "stale",
            Urgency.DUE if worry.is_contradicted else Urgency.USEFUL,
            1 + worry.n / 10,
            today,
            n=worry.n,
        )
    unanswered = (
        Theme.objects.live()
        .filter(rank__isnull=False)
        .exclude(pk__in=Argument.objects.filter(theme__isnull=False).values("theme"))
        .order_by("rank")[:5]
    )
    for theme in unanswered:
        growing = theme.trend is not None and theme.trend["low"] > 1
        yield Candidate(
            story=f"theme:{theme.public_id}",
            fact=f"{'growing' if growing else 'unanswered'}:{theme.public_id}",
            kind="growing" if growing else "unanswered",
            urgency=Urgency.USEFUL,
            weight=(4.0 if growing else 2.0) + 1 / (theme.rank or 99),
            on=today,
            about=(("theme", theme.public_id),),
            params={"theme": label_for(person, theme), "accounts": theme.n_accounts, "n": theme.n_notes},
            target=reverse("theme", args=[theme.public_id]),
        )


def version_story(
    public_id: str, title: str, kind: str, urgency: Urgency, weight: float, happened_on: date, **params: object
) -> Candidate:
    """Tell something about an argument."""
    return Candidate(
        story=f"argument:{public_id}",
        fact=f"{kind}:{public_id}",
        kind=kind,
        urgency=urgency,
        weight=weight,
        on=happened_on,
        about=(("argument", public_id),),
        params={"title": title, **params},
        target=reverse("argument", args=[public_id]),
    )
