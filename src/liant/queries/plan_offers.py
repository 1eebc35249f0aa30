"""Read the better plans that were found: what each brings, what it moves, and who waits for what it moves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liant.loop.plan.availability import last_working_day
from liant.loop.plan.bill import bill_of, moves_between
from liant.loop.plan.problem import Booking, Plan, ends_by_request
from liant.loop.plan.replan import Offer, OfferKind, is_worth_telling
from liant.loop.plan.steps import END_OF_WEEK, wanted_on, week_index
from liant.loop.values.working_time import WorkCalendar
from liant.queries.clocks import work_calendar
from liant.queries.ledger import name_for
from liant.queries.plan import end_of
from liant.queries.plan_problem import Calendar, calendar_of, closes_on
from liant.store.models import MarketingRequest, Person, PlanSearch, RequestBacker, SearchStatus

#: The plan that people knew, beside the offers.
KNOWN = "known"
UNDER_WAY = (SearchStatus.QUEUED.value, SearchStatus.RUNNING.value)
#: A search that gave no sign of life for so long was killed with its process.
LOST_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class DateChange:
    """A request whose date an offer changes.

    Attributes
    ----------
    before, after : the day for which it is expected; None without a place.
    needed_on : typed, or what a deal needs.
    weeks_before, weeks_after : late.
    waiting : whoever asks for it, as the reader may name them.
    """

    public_id: str
    title: str
    language: str
    before: date | None
    after: date | None
    needed_on: date | None
    weeks_before: int
    weeks_after: int
    waiting: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Named:
    """A request by its title."""

    public_id: str
    title: str
    language: str


@dataclass(frozen=True, kw_only=True)
class OfferView:
    """One offer.

    Attributes
    ----------
    n_late, late_weeks : requests after their date, and by how many weeks in all.
    n_near : of the moves, within three weeks.
    movers : marketers whose work moves, with how many steps leave or reach them.
    same_as : the offer before it that is the same plan; empty when there is none.
    is_known : it is the calendar as it stands: there is nothing to take.
    """

    kind: OfferKind
    n_late: int
    late_weeks: int
    waited_weeks: int
    left_out: tuple[Named, ...]
    n_moved: int
    n_bookings: int
    n_near: int
    movers: tuple[tuple[str, int], ...]
    changes: tuple[DateChange, ...]
    same_as: str
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class TakenView:
    """An offer that somebody took; it may be undone while nothing else has changed."""

    public_id: str
    kind: str
    by: str
    at: datetime | None
    undone_at: datetime | None
    may_undo: bool


@dataclass(frozen=True, kw_only=True)
class SearchView:
    """The last search for better plans.

    Attributes
    ----------
    is_old : something changed since; its offers no longer hold and are not shown.
    brings_nothing : no offer is better than the calendar as it stands.
    is_taken : one of its own offers was taken.
    taken : the offer taken, of this search or of an earlier one that may still be undone; None when there is none.
    """

    public_id: str
    is_under_way: bool
    percent: int
    status: str
    at: datetime
    is_old: bool
    offers: tuple[OfferView, ...]
    brings_nothing: bool
    is_taken: bool
    taken: TakenView | None


@dataclass(frozen=True, kw_only=True)
class Better:
    """What a better plan brings: fewer weeks late, fewer without a place, for so many moves."""

    n_weeks_less: int
    n_placed_more: int
    n_moved: int


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What the page of weeks tells of better plans: one is being looked for, or waits, or neither."""

    is_looking: bool
    better: Better | None = None


def plan_in(search: PlanSearch, kind: str, calendar: Calendar) -> Plan:
    """Read a plan that was kept, in the weeks of the calendar."""
    rows = search.plans.get(kind, [])
    bookings = (
        Booking(
            request=request,
            step=step,
            person=person,
            start=max(0, week_index(date.fromisoformat(monday), calendar.first_monday)),
        )
        for request, step, person, monday in rows
    )
    method = "search" if kind in (OfferKind.FEW, OfferKind.BEST) else "list"
    return Plan(bookings=tuple(sorted(bookings)), method=method)


def offers_of(search: PlanSearch, calendar: Calendar) -> tuple[Offer, ...]:
    """Read the three offers with their bills, on a calendar on which they still hold."""
    found = []
    for kind in OfferKind:
        plan = plan_in(search, kind.value, calendar)
        moves = moves_between(calendar.problem, calendar.plan, plan)
        found.append(Offer(kind=kind, plan=plan, bill=bill_of(calendar.problem, plan), moves=moves))
    return tuple(found)


def is_under_way(row: PlanSearch, now: datetime) -> bool:
    """Tell whether a search goes on: it is not over, and gave a sign of life lately."""
    return row.status in UNDER_WAY and row.seen_at is not None and row.seen_at > now - LOST_AFTER


def search_view(reader: Person, *, today: date, now: datetime) -> SearchView | None:
    """Show the last search with its offers, in at most fourteen queries; None when nobody has looked yet."""
    rows = PlanSearch.objects.select_related("taken_by").order_by("-id")
    row, taken = rows.first(), rows.exclude(taken="").first()
    if row is None:
        return None
    is_done, goes_on = row.status == SearchStatus.DONE, is_under_way(row, now)
    calendar = calendar_of(today) if is_done or taken is not None else None
    mark = calendar.fingerprint if calendar is not None else ""
    holds = is_done and not row.taken and mark == row.fingerprint
    three = offers_of(row, calendar) if calendar is not None and holds else ()
    told = None if taken is None else taken_view(reader, taken, mark)
    return SearchView(
        public_id=row.public_id,
        is_under_way=goes_on,
        percent=row.percent,
        status=SearchStatus.FAILED.value if row.status in UNDER_WAY and not goes_on else row.status,
        at=row.finished_at or row.asked_at,
        is_old=is_done and not holds and not row.taken,
        offers=offer_views(reader, calendar, three) if calendar is not None and three else (),
        brings_nothing=bool(three) and three[-1].bill.cost >= three[0].bill.cost,
        is_taken=bool(row.taken),
        taken=told if told is not None and (row == taken or told.may_undo) else None,
    )


def taken_view(reader: Person, row: PlanSearch, mark: str) -> TakenView:
    """Show an offer that was taken, beside the fingerprint of the calendar as it is."""
    return TakenView(
        public_id=row.public_id,
        kind=row.taken,
        by=name_for(reader, row.taken_by),
        at=row.taken_at,
        undone_at=row.undone_at,
        may_undo=row.undone_at is None and mark == row.taken_fingerprint,
    )


def outlook(*, today: date, now: datetime) -> Outlook:
    """Tell whether a better plan is looked for, or waits and still holds: one query, ten when one waits."""
    row = PlanSearch.objects.order_by("-id").first()
    if row is None or row.status != SearchStatus.DONE or row.taken or not row.is_worth_telling:
        return Outlook(is_looking=row is not None and is_under_way(row, now))
    calendar = calendar_of(today)
    if calendar.fingerprint != row.fingerprint:
        return Outlook(is_looking=False)
    kept, *_few, best = offers_of(row, calendar)
    better = Better(
        n_weeks_less=kept.bill.late_weeks - best.bill.late_weeks,
        n_placed_more=len(kept.bill.left_out) - len(best.bill.left_out),
        n_moved=best.moves.n_moved,
    )
    # The amounts of the deals may have changed since: they decide which plan is better.
    return Outlook(is_looking=False, better=better if is_worth_telling(kept, best) else None)


def offer_views(reader: Person, calendar: Calendar, three: tuple[Offer, ...]) -> tuple[OfferView, ...]:
    """Show offers side by side, in three queries."""
    days = work_calendar()
    before = {public_id: end_of(row.bookings.all(), days) for public_id, row in calendar.requests.items()}
    waiting = waiting_for(reader, calendar.requests.values())
    people = {person.public_id: person for person in Person.objects.filter(public_id__in=makers_in(calendar, three))}
    found: list[OfferView] = []
    for place, offer in enumerate(three):
        same = next((other.kind for other in three[:place] if other.plan.bookings == offer.plan.bookings), None)
        touched = {(one.person, one.request, one.step) for one in {*calendar.known} ^ {*offer.plan.bookings}}
        movers = Counter(person for person, _request, _step in touched if person in people)
        names = sorted((name_for(reader, people[key]), n) for key, n in movers.items())
        found.append(
            OfferView(
                kind=offer.kind,
                n_late=offer.bill.n_late,
                late_weeks=offer.bill.late_weeks,
                waited_weeks=offer.bill.waited_weeks,
                left_out=tuple(named(calendar.requests[key]) for key in offer.bill.left_out),
                n_moved=offer.moves.n_moved,
                n_bookings=offer.moves.n_bookings,
                n_near=offer.moves.n_near,
                movers=tuple(names),
                changes=changes_of(calendar, offer.plan, before, waiting, days),
                same_as=same or "",
                is_known={*offer.plan.bookings} == {*calendar.known},
            )
        )
    return tuple(found)


def makers_in(calendar: Calendar, three: tuple[Offer, ...]) -> set[str]:
    """List whoever is booked in the known plan or in an offer."""
    return {b.person for b in calendar.known} | {b.person for offer in three for b in offer.plan.bookings}


def named(row: MarketingRequest) -> Named:
    """Name a request."""
    return Named(public_id=row.public_id, title=row.title, language=row.language)


def waiting_for(reader: Person, requests: Collection[MarketingRequest]) -> Mapping[str, tuple[str, ...]]:
    """Name whoever asks for each request, as far as the reader may know, with their team; one query."""
    rows = RequestBacker.objects.filter(request__in=requests).select_related("request", "person", "team")
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows.order_by("at", "id"):
        name = name_for(reader, row.person)
        said = f"{name} ({row.team.name})" if row.team is not None else name
        if said not in found[row.request.public_id]:
            found[row.request.public_id].append(said)
    return {key: tuple(names) for key, names in found.items()}


def changes_of(
    calendar: Calendar,
    plan: Plan,
    before: Mapping[str, date | None],
    waiting: Mapping[str, tuple[str, ...]],
    days: WorkCalendar,
) -> tuple[DateChange, ...]:
    """List the requests whose day a plan changes: those that gain most first."""
    ends = ends_by_request(calendar.problem, plan)
    found = []
    for work in calendar.problem.requests:
        row, old = calendar.requests[work.id], before[work.id]
        friday = calendar.monday(ends[work.id]) + timedelta(days=END_OF_WEEK) if work.id in ends else None
        new = None if friday is None else last_working_day(friday, days)
        if new == old:
            continue

        def late(on: date | None, due: int | None = work.due_week) -> int:
            return 0 if on is None or due is None else max(0, week_index(on, calendar.first_monday) - due)

        found.append(
            DateChange(
                public_id=row.public_id,
                title=row.title,
                language=row.language,
                before=old,
                after=new,
                needed_on=wanted_on(row.needed_on, closes_on(row)),
                weeks_before=late(old),
                weeks_after=late(new),
                waiting=waiting.get(row.public_id, ()),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.weeks_after - one.weeks_before, one.after or date.max, one.title)))
