"""Read meetings: what is on the agenda, what was decided, what is still to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from liant.loop.meet.agenda import Agenda, follow_up_time
from liant.loop.values.roles import MARKETING, Role
from liant.queries.ledger import name_for, role_in_words
from liant.queries.meet_agenda import proposal_for
from liant.queries.objects import titles_of, url_of
from liant.store.models import AgendaItem, Meeting, MeetingOutcome, MeetingSeries, OutcomeKind, Person

MEETINGS_SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class Attendant:
    """Somebody who comes to a meeting, as its reader may name them."""

    public_id: str
    name: str
    is_absent: bool


@dataclass(frozen=True, kw_only=True)
class OutcomeView:
    """Something written down; ``is_mine`` when the reader wrote it, ``may_finish`` when it is theirs to do or the host."""

    public_id: str
    kind: str
    text: str
    language: str
    who: str
    is_mine: bool
    owner: str
    due_on: date | None
    is_late: bool
    is_done: bool
    may_finish: bool
    version: int
    meeting_id: str
    held_on: date


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """An item of the agenda; ``url`` is empty when it is about nothing that the reader may open.

    ``kind`` and ``object_id`` tell what it is about; they are empty when it was written by hand.
    """

    public_id: str
    kind: str
    object_id: str
    title: str
    language: str
    purpose: str
    minutes: int
    owner: str
    owner_id: str
    reason: str
    n: int
    since_on: date | None
    url: str
    outcomes: tuple[OutcomeView, ...]


@dataclass(frozen=True, kw_only=True)
class ProposedView:
    """An item that the data proposes, with what makes it one; ``ref`` names it in the form that takes it."""

    ref: str
    title: str
    url: str
    purpose: str
    minutes: int
    owner: str
    reason: str
    n: int
    since_on: date


@dataclass(frozen=True, kw_only=True)
class MeetingLine:
    """A meeting in a list."""

    public_id: str
    title: str
    language: str
    held_on: date
    starts_at: datetime
    minutes: int
    n_people: int
    is_closed: bool
    is_past: bool


@dataclass(frozen=True, kw_only=True)
class MeetingView:
    """A meeting as one reader may see it."""

    line: MeetingLine
    series_id: str
    rhythm: str
    host: str
    people: tuple[Attendant, ...]
    may_write: bool
    is_host: bool
    items: tuple[ItemView, ...]
    others: tuple[OutcomeView, ...]  #: written down outside any item
    follow_ups: tuple[OutcomeView, ...]  #: of earlier meetings, still open
    follow_up_minutes: int
    planned_minutes: int  #: of the items and the follow-ups
    next_id: str
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """What the data proposes in the time that is left."""

    items: tuple[ProposedView, ...]
    left_out: tuple[ProposedView, ...]
    minutes_left: int


def with_series(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Load with meetings their series and who comes, in two queries."""
    people = Person.objects.select_related("team").order_by("name", "id")
    return rows.select_related("series__host").prefetch_related(Prefetch("series__people", people))


def people_of(series: MeetingSeries) -> list[Person]:
    """List who sits in a meeting, its host first."""
    return [series.host, *(person for person in series.people.all() if person.pk != series.host.pk)]


def name_among(reader: Person, person: Person, people: Iterable[Person]) -> str:
    """Name somebody who sits in a meeting: people who meet know each other's names, others read them as everywhere."""
    return person.name if reader in people and person != reader else name_for(reader, person)


def view_line(meeting: Meeting, today: date) -> MeetingLine:
    """Turn a row loaded by ``with_series`` into a line."""
    return MeetingLine(
        public_id=meeting.public_id,
        title=meeting.series.title,
        language=meeting.series.language,
        held_on=meeting.held_on,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        n_people=len(people_of(meeting.series)),
        is_closed=meeting.closed_at is not None,
        is_past=meeting.held_on < today,
    )


def meetings_to_come(reader: Person, *, today: date) -> tuple[MeetingLine, ...]:
    """List the meetings that are not closed, the next first."""
    rows = Meeting.objects.visible_to(reader).filter(closed_at=None, series__ended_at=None)
    return tuple(view_line(row, today) for row in with_series(rows).order_by("held_on", "id")[:MEETINGS_SHOWN])


def meetings_held(reader: Person, *, today: date) -> tuple[MeetingLine, ...]:
    """List the meetings whose minutes are written, the latest first."""
    rows = with_series(Meeting.objects.visible_to(reader).exclude(closed_at=None))
    return tuple(view_line(row, today) for row in rows.order_by("-held_on", "-id")[:MEETINGS_SHOWN])


def follow_ups_of(reader: Person, *, today: date) -> tuple[OutcomeView, ...]:
    """List what a person promised in meetings and has not done, the first due first."""
    rows = MeetingOutcome.objects.filter(owner=reader, kind=OutcomeKind.FOLLOW_UP.value, done_at=None)
    return tuple(
        view_outcome(row, reader, today, people=(reader,))
        for row in with_people(rows).order_by("due_on", "id")[:MEETINGS_SHOWN]
    )


def with_people(rows: QuerySet[MeetingOutcome]) -> QuerySet[MeetingOutcome]:
    """Load with outcomes who wrote them, whose they are and of which meeting."""
    return rows.select_related("author", "owner", "meeting__series__host")


def view_outcome(row: MeetingOutcome, reader: Person, today: date, *, people: Sequence[Person]) -> OutcomeView:
    """Show one outcome, loaded by ``with_people``."""
    is_done = row.done_at is not None
    return OutcomeView(
        public_id=row.public_id,
        kind=row.kind,
        text=row.text,
        language=row.language,
        who=name_among(reader, row.author, people),
        is_mine=row.author_id == reader.pk,
        owner=name_among(reader, row.owner, people) if row.owner else "",
        due_on=row.due_on,
        is_late=row.due_on is not None and not is_done and row.due_on < today,
        is_done=is_done,
        may_finish=reader.pk in (row.owner_id, row.meeting.series.host_id),
        version=row.version,
        meeting_id=row.meeting.public_id,
        held_on=row.meeting.held_on,
    )


def meeting_view(reader: Person, meeting: Meeting, *, today: date) -> MeetingView:
    """Show a meeting loaded by ``with_series``.

    Notes
    -----
    Seven queries, whatever the number of items, outcomes and people.
    """
    people = people_of(meeting.series)
    absent = set(meeting.absent.values_list("pk", flat=True))
    outcomes = list(with_people(meeting.outcomes.all()).order_by("id"))
    by_item: dict[int | None, list[OutcomeView]] = defaultdict(list)
    for row in outcomes:
        by_item[row.item_id].append(view_outcome(row, reader, today, people=people))
    items = list(meeting.items.select_related("owner").order_by("position", "id"))
    titles = titles_of(reader, {(item.kind, item.object_id) for item in items if item.object_id})
    open_before = MeetingOutcome.objects.filter(
        meeting__series=meeting.series,
        meeting__held_on__lt=meeting.held_on,
        kind=OutcomeKind.FOLLOW_UP.value,
        done_at=None,
    )
    follow_ups = [
        view_outcome(row, reader, today, people=people) for row in with_people(open_before).order_by("due_on", "id")
    ]
    kept = follow_up_time(len(follow_ups), meeting.minutes)
    following = Meeting.objects.filter(series=meeting.series, held_on__gt=meeting.held_on).order_by("held_on").first()
    return MeetingView(
        line=view_line(meeting, today),
        series_id=meeting.series.public_id,
        rhythm=meeting.series.rhythm,
        host=name_among(reader, meeting.series.host, people),
        people=tuple(
            Attendant(public_id=p.public_id, name=name_among(reader, p, people), is_absent=p.pk in absent)
            for p in people
        ),
        may_write=reader in people,
        is_host=meeting.series.host_id == reader.pk,
        items=tuple(view_item(item, reader, people, titles, by_item[item.pk]) for item in items),
        others=tuple(by_item[None]),
        follow_ups=tuple(follow_ups),
        follow_up_minutes=kept,
        planned_minutes=kept + sum(item.minutes for item in items),
        next_id=following.public_id if following else "",
        next_on=following.held_on if following else None,
    )


def view_item(
    item: AgendaItem,
    reader: Person,
    people: Sequence[Person],
    titles: dict[tuple[str, str], str],
    outcomes: Sequence[OutcomeView],
) -> ItemView:
    """Show one item; what it is about is named as its reader may read it."""
    key = (item.kind, item.object_id)
    return ItemView(
        public_id=item.public_id,
        kind=item.kind,
        object_id=item.object_id,
        title=item.title or titles.get(key, ""),
        language=item.language if item.title else "",
        purpose=item.purpose,
        minutes=item.minutes,
        owner=name_among(reader, item.owner, people) if item.owner else "",
        owner_id=item.owner.public_id if item.owner else "",
        reason=item.reason,
        n=item.n,
        since_on=item.since_on,
        url=url_of(*key) if key in titles else "",
        outcomes=tuple(outcomes),
    )


def agenda_proposed(meeting: Meeting, view: MeetingView, *, now: datetime) -> Agenda:
    """Propose what fits in the time that a meeting has left, among what all who come may read."""
    return proposal_for(
        people_of(meeting.series),
        minutes=max(0, meeting.minutes - view.planned_minutes),
        without={(item.kind, item.object_id) for item in view.items},
        now=now,
    )


def proposal_view(reader: Person, meeting: Meeting, view: MeetingView, *, now: datetime) -> ProposalView:
    """Show what the data proposes for a meeting."""
    agenda = agenda_proposed(meeting, view, now=now)
    people = people_of(meeting.series)
    name_by_id = {person.public_id: name_among(reader, person, people) for person in people}
    proposed = [(item.candidate, item.purpose.value, item.minutes) for item in agenda.items]
    left = [(candidate, "", 0) for candidate in agenda.left_out]
    titles = titles_of(reader, {(c.kind, c.object_id) for c, _purpose, _minutes in proposed + left})
    views = [
        ProposedView(
            ref=f"{c.kind}:{c.object_id}",
            title=titles[c.kind, c.object_id],
            url=url_of(c.kind, c.object_id),
            purpose=purpose,
            minutes=minutes,
            owner=name_by_id.get(c.owner, ""),
            reason=c.reason.value,
            n=c.n,
            since_on=c.on,
        )
        for c, purpose, minutes in proposed + left
        if (c.kind, c.object_id) in titles
    ]
    return ProposalView(
        items=tuple(v for v in views if v.purpose),
        left_out=tuple(v for v in views if not v.purpose),
        minutes_left=meeting.minutes - view.planned_minutes - agenda.minutes,
    )


@dataclass(frozen=True, kw_only=True)
class Invitable:
    """Somebody who can be asked to a meeting: by name, or by role and team where the name is masked."""

    public_id: str
    name: str
    team: str


def invitable(reader: Person) -> tuple[Invitable, ...]:
    """List whom a person can ask to a meeting: those they know by name, and the managers of sales teams."""
    found = []
    for person in Person.objects.able().exclude(role=Role.ADMIN.value).select_related("team").order_by("name", "id"):
        if person.pk == reader.pk:
            continue
        known = name_for(reader, person)
        if known == person.name or person.role == Role.SALES_MANAGER or person.role in MARKETING:
            name = known if known == person.name else role_in_words(person)
            found.append(Invitable(public_id=person.public_id, name=name, team=person.team.name if person.team else ""))
    return tuple(found)
