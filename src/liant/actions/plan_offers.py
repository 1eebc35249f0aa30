"""Look for better plans behind the page, take one of the three that are offered, and go back on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from liant.actions.arbitrate_work import check_marketing
from liant.actions.notices import tell
from liant.actions.plan import UNPLACED, hold_calendar, store_plan
from liant.loop.plan.problem import Booking, Plan
from liant.loop.plan.replan import Offer, OfferKind, is_worth_telling, keep, offers
from liant.loop.plan.search import ROUNDS_A_LOOK
from liant.loop.values.errors import Conflict
from liant.queries.clocks import day_in_company
from liant.queries.plan_offers import KNOWN, LOST_AFTER, UNDER_WAY, plan_in
from liant.queries.plan_problem import Calendar, calendar_of
from liant.store.models import Person, PlanRun, PlanSearch, PlanStatus, SearchStatus

#: Of the search, for the two offers together: a few seconds at most, and the same plans each time from the same calendar.
ROUNDS_A_REQUEST, MOST_ROUNDS = 500, 40_000
#: How often a search says how far it is, and looks whether it was stopped.
SIGN_EVERY = timedelta(milliseconds=500)


def ask_offers(*, actor: Person | None, now: datetime) -> PlanSearch:
    """Ask for better plans to be looked for; a search under way answers, and so does the last one while nothing changes.

    Marketing, or Liant itself.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    """
    if actor is not None:
        check_marketing(actor)
    give_up_lost(now, LOST_AFTER)
    try:
        with transaction.atomic():
            found = PlanSearch.objects.filter(status__in=UNDER_WAY).order_by("-id").first() or last_that_holds(now)
            return found or PlanSearch.objects.create(asked_by=actor, asked_at=now, seen_at=now)
    except IntegrityError:
        # Somebody else asked at the same moment.
        return PlanSearch.objects.filter(status__in=UNDER_WAY).latest("id")


def ask_afresh(*, now: datetime) -> PlanSearch:
    """Ask again once the calendar was computed: a search under way rests on the calendar before, and gives way."""
    PlanSearch.objects.filter(status__in=UNDER_WAY).update(status=SearchStatus.CANCELLED.value, finished_at=now)
    return ask_offers(actor=None, now=now)


def last_that_holds(now: datetime) -> PlanSearch | None:
    """Return the last search when it would find the same again: it is done, and nothing has changed since."""
    last = PlanSearch.objects.order_by("-id").first()
    if last is None or last.status != SearchStatus.DONE or last.taken:
        return None
    return last if calendar_of(day_in_company(now)).fingerprint == last.fingerprint else None


def find_offers(search: PlanSearch, *, clock: Callable[[], datetime]) -> None:
    """Compute the three offers from the calendar of now and keep them; nothing that is booked moves.

    Called twice, the second time does nothing; stopped meanwhile, nothing is kept.

    Parameters
    ----------
    clock : tells the moment, for the signs of life.
    """
    started_at = clock()
    queued = PlanSearch.objects.filter(pk=search.pk, status=SearchStatus.QUEUED.value)
    if not queued.update(status=SearchStatus.RUNNING.value, seen_at=started_at):
        return
    running = PlanSearch.objects.filter(pk=search.pk, status=SearchStatus.RUNNING.value)
    try:
        calendar = calendar_of(day_in_company(started_at))
        n_rounds = min(MOST_ROUNDS, ROUNDS_A_REQUEST * len(calendar.problem.requests))
        sign = _signs(running, clock, n_rounds // ROUNDS_A_LOOK)
        three = offers(calendar.problem, calendar.plan, n_rounds=n_rounds, share_used=sign)
        running.update(
            status=SearchStatus.DONE.value,
            finished_at=clock(),
            percent=100,
            fingerprint=calendar.fingerprint,
            plans=kept_plans(calendar, three),
            is_worth_telling=is_worth_telling(three[0], three[-1]),
        )
        # What nobody took gives way to what was found since.
        PlanSearch.objects.filter(pk__lt=search.pk, taken="").exclude(status__in=UNDER_WAY).delete()
    except BaseException:
        running.update(status=SearchStatus.FAILED.value, finished_at=clock())
        raise


def _signs(running: QuerySet[PlanSearch], clock: Callable[[], datetime], n_looks: int) -> Callable[[], float]:
    """Write how far a search is at each look, not too often; tell it that all its time is used once it was stopped."""
    seen_at, looks, is_stopped = clock(), 0, False

    def sign() -> float:
        nonlocal seen_at, looks, is_stopped
        looks += 1
        if clock() - seen_at >= SIGN_EVERY:
            seen_at = clock()
            percent = min(99, 100 * looks // max(1, n_looks))
            is_stopped = not running.update(seen_at=seen_at, percent=percent)
        return 1.0 if is_stopped else 0.0

    return sign


def kept_plans(calendar: Calendar, three: tuple[Offer, ...]) -> dict[str, list[list[object]]]:
    """Write plans down, with the plan before, so that they can be read when the first week is another one."""
    plans = {KNOWN: calendar.plan} | {offer.kind.value: offer.plan for offer in three}
    return {
        kind: [[b.request, b.step, b.person, calendar.monday(b.start).isoformat()] for b in plan.bookings]
        for kind, plan in plans.items()
    }


def cancel_offers(*, actor: Person, now: datetime) -> None:
    """Stop the search that is under way; without one, nothing happens. Marketing.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    """
    check_marketing(actor)
    PlanSearch.objects.filter(status__in=UNDER_WAY).update(status=SearchStatus.CANCELLED.value, finished_at=now)


def give_up_lost(now: datetime, lost_after: timedelta) -> bool:
    """Give up the searches that were killed with their process; tell whether there was one."""
    lost = PlanSearch.objects.filter(status__in=UNDER_WAY, seen_at__lte=now - lost_after)
    return bool(lost.update(status=SearchStatus.FAILED.value, finished_at=now))


def take_offer(*, actor: Person, search: PlanSearch, kind: OfferKind, now: datetime) -> None:
    """Make the calendar what an offer says, when nothing that it rests on has changed. Marketing.

    Whoever waits for a request is told its new date, and whoever works on it that it moves. Locks the search and what is
    booked. Writes ``calendar.offer_taken``.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    Conflict : ``plan.offer_taken`` when one was taken already, ``plan.offers_old`` when something changed since.
    """
    check_marketing(actor)
    with transaction.atomic():
        held = PlanSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)
        if held.taken:
            raise Conflict(
                "One of these plans was taken already.",
                code="plan.offer_taken",
                hint="Look at the calendar; to change it again, look for better plans from there.",
            )
        calendar = hold_calendar(now)
        if held.status != SearchStatus.DONE or calendar.fingerprint != held.fingerprint:
            raise Conflict(
                "The calendar has changed since these plans were found.",
                code="plan.offers_old",
                hint="Nothing was moved. Look again: it takes a few seconds.",
            )
        change_plan(actor, calendar, plan_in(held, kind.value, calendar), "calendar.offer_taken", now)
        held.taken, held.taken_by, held.taken_at = kind.value, actor, now
        held.taken_fingerprint = calendar_of(day_in_company(now)).fingerprint
        held.save(update_fields=["taken", "taken_by", "taken_at", "taken_fingerprint"])
        # The others rest on what is no longer so.
        PlanSearch.objects.exclude(pk=held.pk).delete()


def undo_offer(*, actor: Person, search: PlanSearch, now: datetime) -> None:
    """Put everything back where it was before an offer was taken, as long as nothing else has changed since. Marketing.

    Whoever was told of another date is told again. Locks the search and what is booked. Writes ``calendar.offer_undone``.

    Raises
    ------
    Forbidden : ``arbitrate.not_marketing``.
    Conflict : ``plan.not_undone`` when something changed since, or nothing was taken.
    """
    check_marketing(actor)
    with transaction.atomic():
        held = PlanSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)
        calendar = hold_calendar(now)
        if not held.taken or held.undone_at is not None or calendar.fingerprint != held.taken_fingerprint:
            raise Conflict(
                "The calendar has changed since the plan was taken: going back would undo that too.",
                code="plan.not_undone",
                hint="Move what should move from the calendar, or look for better plans.",
            )
        before = keep(calendar.problem, plan_in(held, KNOWN, calendar))
        change_plan(actor, calendar, before, "calendar.offer_undone", now)
        held.undone_at = now
        held.save(update_fields=["undone_at"])


def change_plan(actor: Person, calendar: Calendar, plan: Plan, verb: str, now: datetime) -> None:
    """Write a plan that somebody chose, and tell the people whose work it moves."""
    run = PlanRun.objects.create(asked_by=actor, asked_at=now, status=PlanStatus.RUNNING.value)
    store_plan(run, calendar, plan, now, verb=verb)
    moved: dict[str, set[Booking]] = defaultdict(set)
    for booking in {*calendar.known} ^ {*plan.bookings}:
        moved[booking.request].add(booking)
    people = {person.public_id: person for person in Person.objects.able()}
    for request, bookings in moved.items():
        concerned = {people[one.person] for one in bookings if one.person in people} - {actor}
        begins = [one.start for one in bookings if one in plan.bookings]
        if begins:
            data = {"by": actor.public_id, "on": calendar.monday(min(begins)).isoformat()}
            tell(sorted(concerned, key=lambda person: person.pk), "booking_moved", "request", request, now, data=data)
        else:
            tell(sorted(concerned, key=lambda person: person.pk), UNPLACED, "request", request, now)
