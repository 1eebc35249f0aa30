"""Better plans: looked for behind the page, offered in three ways, taken by a person, undone while nothing else changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from liant.actions import plan as plan_act
from liant.actions import plan_offers as act
from liant.actions import plan_time
from liant.jobs import plan as job
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import FULL_WEEK, Span
from liant.loop.plan.replan import OfferKind
from liant.loop.values.errors import Conflict, Forbidden
from liant.loop.values.roles import Role
from liant.queries.plan_offers import LOST_AFTER, Better, SearchView, outlook
from liant.queries.plan_offers import search_view as view_of
from liant.store.models import (
    Booking,
    LedgerEvent,
    MarketingRequest,
    Notice,
    Opportunity,
    Person,
    PlanRun,
    PlanSearch,
    RequestBacker,
)
from tests.builders import NOW, TODAY, a_deal, a_person, a_request, a_type, accepted, one_of_each

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)


@pytest.fixture
def people() -> dict[Role, Person]:
    found = one_of_each()
    pattern = plan_time.Pattern(skills=[Skill.WRITING], half_days=FULL_WEEK, percent=80)
    marketer = found[Role.MARKETER]
    plan_time.say_pattern(actor=marketer, person=marketer, pattern=pattern, version=0, now=NOW)
    return found


def clock() -> datetime:
    return NOW


def compute() -> None:
    plan_act.compute_plan(plan_act.ask_plan(actor=None, now=NOW), now=NOW)


def look(actor: Person | None = None) -> PlanSearch:
    search = act.ask_offers(actor=actor, now=NOW)
    act.find_offers(search, clock=clock)
    search.refresh_from_db()
    return search


@pytest.fixture
def crossed(people) -> tuple[MarketingRequest, MarketingRequest]:
    """What nobody hurries for is booked first; what is urgent comes after it, two weeks late."""
    kind = a_type(skills=["writing"], half_days=8, lead_weeks=2)
    calm = accepted(a_request(people[Role.SELLER], "Calm", deliverable=kind))
    compute()
    urgent = accepted(a_request(people[Role.SALES_MANAGER], "Urgent", deliverable=kind, needed_on=date(2026, 3, 20)))
    compute()
    return calm, urgent


def search_view(reader: Person, *, now: datetime = NOW) -> SearchView:
    view = view_of(reader, today=now.date(), now=now)
    assert view is not None
    return view


def better_plan(now: datetime = NOW) -> Better | None:
    return outlook(today=now.date(), now=now).better


def starts() -> dict[str, date]:
    return dict(Booking.objects.values_list("request__title", "first_on"))


def test_three_offers_with_what_they_bring_and_move(people, crossed) -> None:
    before = starts()
    assert before == {"Calm": MONDAY, "Urgent": MONDAY + timedelta(days=14)}
    look()
    assert starts() == before
    view = search_view(people[Role.MARKETER])
    kept, few, best = view.offers
    assert (kept.kind, kept.late_weeks, kept.n_moved, kept.is_known) == ("keep", 2, 0, True)
    assert (best.late_weeks, best.n_moved, best.is_known) == (0, 2, False)
    assert few.same_as in ("", "keep")
    change = next(change for change in best.changes if change.title == "Urgent")
    assert (change.before, change.after, change.weeks_before) == (date(2026, 4, 3), date(2026, 3, 20), 2)
    assert change.waiting[0].startswith("A sales manager")
    assert [name for name, _n in best.movers] == ["You"]
    better = better_plan()
    assert better is not None
    assert (better.n_weeks_less, better.n_placed_more, better.n_moved) == (2, 0, 2)


def test_taking_one_moves_the_work_tells_whoever_waits_and_is_written(people, crossed) -> None:
    other = a_person(Role.MARKETER)
    act.take_offer(actor=other, search=look(), kind=OfferKind.BEST, now=NOW)
    assert starts() == {"Calm": MONDAY + timedelta(days=14), "Urgent": MONDAY}
    told = set(Notice.objects.filter(closed_at=None).values_list("person__role", "code"))
    assert {("seller", "request_moved"), ("sales_manager", "request_moved"), ("marketer", "booking_moved")} <= told
    event = LedgerEvent.objects.get(verb="calendar.offer_taken")
    assert event.actor == other
    assert PlanRun.objects.latest("id").method == "search"
    assert better_plan() is None
    with pytest.raises(Conflict) as refusal:
        act.take_offer(actor=other, search=PlanSearch.objects.get(), kind=OfferKind.FEW, now=NOW)
    assert refusal.value.code == "plan.offer_taken"


@pytest.mark.parametrize("change", ["absence", "date", "move", "week", "accepted"])
def test_one_that_rests_on_what_changed_is_refused_and_moves_nothing(people, crossed, change: str) -> None:
    marketer, search, now = people[Role.MARKETER], look(), NOW
    if change == "absence":
        span = Span(first=(MONDAY + timedelta(days=7), 0), last=(MONDAY + timedelta(days=7), 1))
        plan_time.add_absence(actor=marketer, person=marketer, span=span, now=NOW)
    elif change == "date":
        MarketingRequest.objects.filter(title="Urgent").update(needed_on=date(2026, 4, 10))
    elif change == "move":
        Booking.objects.filter(request__title="Urgent").update(is_pinned=True)
    elif change == "week":
        now += timedelta(days=7)
    else:
        accepted(a_request(people[Role.SELLER], "One more", deliverable=a_type(skills=["writing"])))
    before = starts()
    with pytest.raises(Conflict) as refusal:
        act.take_offer(actor=marketer, search=search, kind=OfferKind.BEST, now=now)
    assert refusal.value.code == "plan.offers_old"
    assert starts() == before
    view = search_view(marketer, now=now)
    assert (view.is_old, view.offers) == (True, ())
    assert better_plan(now) is None


def test_an_amount_that_changes_in_the_crm_makes_no_offer_old(people, crossed) -> None:
    deal = a_deal(people[Role.SALES_MANAGER], amount_cents=100_000_000)
    RequestBacker.objects.filter(request=crossed[1]).update(opportunity=deal)
    search = look()
    Opportunity.objects.update(amount_cents=100)
    act.take_offer(actor=people[Role.MARKETER], search=search, kind=OfferKind.BEST, now=NOW)
    assert starts()["Urgent"] == MONDAY


def test_what_was_taken_is_undone_while_nothing_else_changed(people, crossed) -> None:
    before, marketer, search = starts(), people[Role.MARKETER], look()
    with pytest.raises(Conflict):
        act.undo_offer(actor=marketer, search=search, now=NOW)
    act.take_offer(actor=marketer, search=search, kind=OfferKind.BEST, now=NOW)
    view = search_view(marketer)
    assert view.taken is not None
    assert view.taken.may_undo
    # Looking again does not take the way back away.
    assert look() != search
    again = search_view(marketer)
    assert (again.is_taken, again.taken) == (False, view.taken)
    act.undo_offer(actor=marketer, search=search, now=NOW)
    assert starts() == before
    assert LedgerEvent.objects.filter(verb="calendar.offer_undone").count() == 1
    with pytest.raises(Conflict) as refusal:
        act.undo_offer(actor=marketer, search=search, now=NOW)
    assert refusal.value.code == "plan.not_undone"


def test_nothing_is_undone_once_something_else_moved(people, crossed) -> None:
    marketer, search = people[Role.MARKETER], look()
    act.take_offer(actor=marketer, search=search, kind=OfferKind.BEST, now=NOW)
    accepted(a_request(people[Role.SELLER], "One more", deliverable=a_type(skills=["writing"])))
    after = starts()
    with pytest.raises(Conflict):
        act.undo_offer(actor=marketer, search=search, now=NOW)
    assert starts() == after
    view = search_view(marketer)
    assert view.taken is not None
    assert not view.taken.may_undo


def test_a_calendar_that_is_fine_is_said_to_be(people) -> None:
    accepted(a_request(people[Role.SELLER], "Calm", deliverable=a_type(skills=["writing"])))
    compute()
    look()
    view = search_view(people[Role.MARKETER])
    assert view.brings_nothing
    assert [offer.same_as for offer in view.offers] == ["", "keep", "keep"]
    assert better_plan() is None


def test_one_search_at_a_time_and_the_same_answer_while_nothing_changes(people, crossed) -> None:
    first = act.ask_offers(actor=people[Role.MARKETER], now=NOW)
    assert act.ask_offers(actor=people[Role.MARKETING_DIRECTOR], now=NOW) == first
    act.find_offers(first, clock=clock)
    act.find_offers(first, clock=clock)  # the second time does nothing
    assert act.ask_offers(actor=people[Role.MARKETER], now=NOW) == first
    Booking.objects.update(is_pinned=True)
    second = look()
    assert second != first
    assert list(PlanSearch.objects.all()) == [second]
    with pytest.raises(Forbidden):
        act.ask_offers(actor=people[Role.SELLER], now=NOW)


def test_a_search_that_is_stopped_keeps_nothing(people, crossed) -> None:
    search = act.ask_offers(actor=people[Role.MARKETER], now=NOW)
    moments = iter(range(10_000))

    def slow_clock() -> datetime:
        n = next(moments)
        if n == 3:
            act.cancel_offers(actor=people[Role.MARKETER], now=NOW)
        return NOW + n * timedelta(seconds=1)

    act.find_offers(search, clock=slow_clock)
    search.refresh_from_db()
    assert (search.status, search.plans) == ("cancelled", {})
    # Without a sign to give up, it would have looked at the clock twice as often.
    assert next(moments) < 12


def test_a_search_tells_how_far_it_is(people, crossed) -> None:
    search = act.ask_offers(actor=None, now=NOW)
    moments = iter(range(10_000))
    seen: list[int] = []

    def slow_clock() -> datetime:
        seen.append(PlanSearch.objects.get(pk=search.pk).percent)
        return NOW + next(moments) * timedelta(seconds=1)

    act.find_offers(search, clock=slow_clock)
    assert seen == sorted(seen)
    assert 0 < max(seen) < 100


def test_a_search_killed_with_its_process_gives_way_and_begins_again(people, crossed) -> None:
    lost = act.ask_offers(actor=None, now=NOW)
    PlanSearch.objects.update(status="running")
    assert act.ask_offers(actor=None, now=NOW + LOST_AFTER / 2) == lost
    again = act.ask_offers(actor=people[Role.MARKETER], now=NOW + LOST_AFTER)
    assert again != lost
    assert search_view(people[Role.MARKETER], now=NOW + LOST_AFTER).is_under_way
    # Nobody waits for ever on a page for what was killed.
    late = search_view(people[Role.MARKETER], now=NOW + 2 * LOST_AFTER)
    assert (late.is_under_way, late.status) == (False, "failed")
    assert not outlook(today=TODAY, now=NOW + 2 * LOST_AFTER).is_looking
    lost.refresh_from_db()
    assert lost.status == "failed"
    PlanSearch.objects.filter(pk=again.pk).update(status="running")
    job.tidy(stale_after=timedelta(0))
    again.refresh_from_db()
    assert (again.status, PlanSearch.objects.latest("id").status) == ("failed", "queued")


def test_liant_looks_by_itself_once_the_calendar_is_computed(people, crossed) -> None:
    running = act.ask_offers(actor=people[Role.MARKETER], now=NOW)
    PlanSearch.objects.update(status="running")
    job.compute.call(plan_act.ask_plan(actor=people[Role.MARKETER], now=NOW).public_id)
    running.refresh_from_db()
    assert running.status == "cancelled"  # it rests on the calendar of before
    search = PlanSearch.objects.latest("id")
    assert (search.asked_by, search.status) == (None, "queued")
    assert job.look.call(search.public_id) == search.public_id
    search.refresh_from_db()
    assert search.status == "done"
