"""The calendar: what is accepted gets its place, stays there, and is moved by people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liant.actions import arbitrate_work as work
from liant.actions import plan as act
from liant.actions import plan_time
from liant.actions.visits import Slot, accept_visit, decline_visit
from liant.jobs import plan as job
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import FULL_WEEK, Span
from liant.loop.plan.spots import SpotKind
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.plan import dates_by_request, weeks_view
from liant.queries.plan_booking import spots_for
from liant.queries.plan_days import days_view
from liant.queries.plan_problem import makers_of
from liant.queries.plan_time import working_time_view
from liant.store.models import Booking, LedgerEvent, MarketingRequest, Notice, Person, PlanRun, Visit
from tests.builders import NOW, TODAY, a_deal, a_person, a_request, a_type, a_visit, accepted, one_of_each

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)


@pytest.fixture
def people() -> dict[Role, Person]:
    found = one_of_each()
    for role in (Role.MARKETER, Role.MARKETING_DIRECTOR):
        can_make(found[role], Skill.WRITING)
    return found


def can_make(person: Person, *skills: Skill, version: int = 0) -> None:
    pattern = plan_time.Pattern(skills=skills, half_days=FULL_WEEK, percent=80)
    plan_time.say_pattern(actor=person, person=person, pattern=pattern, version=version, now=NOW)


def compute(now=NOW) -> PlanRun:
    run = act.ask_plan(actor=None, now=now)
    act.compute_plan(run, now=now)
    run.refresh_from_db()
    return run


def written(seller: Person, **values) -> MarketingRequest:
    """An accepted request of four half-days of writing, in two weeks."""
    return accepted(a_request(seller, deliverable=a_type(skills=["writing"]), **values))


def codes_told(person: Person) -> set[str]:
    return set(Notice.objects.filter(person=person, closed_at=None).values_list("code", flat=True))


def test_what_is_accepted_gets_its_place_and_whoever_asked_is_told(people) -> None:
    request = written(people[Role.SELLER], needed_on=date(2026, 3, 20))
    run = compute()
    booking = Booking.objects.get()
    assert (booking.first_on, booking.weeks, booking.tenths, booking.skill) == (MONDAY, 2, 140, "writing")
    assert (run.status, run.n_planned, run.n_late, run.left_out) == ("done", 1, 0, [])
    dates = dates_by_request([request.public_id], today=TODAY)[request.public_id]
    assert (dates.expected_on, dates.is_late, dates.is_overdue) == (date(2026, 3, 20), False, False)
    assert codes_told(people[Role.SELLER]) == {"request_dated"}
    assert LedgerEvent.objects.filter(verb="calendar.computed").count() == 1


def test_what_waits_for_a_decision_is_not_planned_and_what_is_delivered_leaves(people) -> None:
    a_request(people[Role.SELLER], deliverable=a_type(skills=["writing"]))
    request = written(people[Role.SELLER])
    compute()
    assert Booking.objects.get().request == request
    work.deliver_request(actor=people[Role.MARKETER], request=request, where="Drive", actual_half_days=4, now=NOW)
    compute()
    assert not Booking.objects.exists()


def test_what_is_booked_stays_when_something_heavier_is_accepted(people) -> None:
    seller = people[Role.SELLER]
    first = written(seller)
    compute()
    deal = a_deal(seller, amount_cents=900_000_000)
    for _ in range(4):
        written(seller, account=deal.account, opportunity=deal, needed_on=date(2026, 3, 20))
    before = Booking.objects.values("person", "first_on").get(request=first)
    compute()
    assert Booking.objects.values("person", "first_on").get(request=first) == before
    assert Booking.objects.count() == 5


def test_an_absence_moves_what_no_longer_fits_and_the_new_date_is_told(people) -> None:
    can_make(people[Role.MARKETING_DIRECTOR], version=1)
    marketer, request = people[Role.MARKETER], written(people[Role.SELLER])
    compute()
    span = Span(first=(MONDAY + timedelta(days=7), 0), last=(MONDAY + timedelta(days=11), 1))
    plan_time.add_absence(actor=marketer, person=marketer, span=span, now=NOW)
    compute()
    assert Booking.objects.get().first_on == MONDAY + timedelta(days=14)
    assert "request_moved" in codes_told(people[Role.SELLER])
    assert request.bookings.count() == 1


def test_whoever_waits_is_told_that_there_is_no_place_any_more_then_of_the_new_one(people) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    can_make(people[Role.MARKETING_DIRECTOR], Skill.VIDEO, version=1)
    written(seller)
    compute()
    can_make(marketer, Skill.VIDEO, version=1)
    compute()
    assert not Booking.objects.exists()
    assert codes_told(seller) == {"request_unplaced"}
    can_make(marketer, Skill.WRITING, version=2)
    compute()
    assert codes_told(seller) == {"request_dated"}


def test_what_has_started_is_frozen(people) -> None:
    marketer, request = people[Role.MARKETER], written(people[Role.SELLER])
    compute()
    work.start_request(actor=marketer, request=request, now=NOW)
    before = Booking.objects.get()
    span = Span(first=(MONDAY, 0), last=(MONDAY + timedelta(days=11), 1))
    plan_time.add_absence(actor=before.person, person=before.person, span=span, now=NOW)
    compute()
    after = Booking.objects.get()
    assert (after.person_id, after.first_on) == (before.person_id, before.first_on)


def test_what_nobody_can_make_is_left_out_and_named(people) -> None:
    request = accepted(a_request(people[Role.SELLER], deliverable=a_type(skills=["video"])))
    assert compute().left_out == [request.public_id]
    view = weeks_view(people[Role.MARKETER], MONDAY, 8, today=TODAY)
    assert [one.public_id for one in view.unplaced] == [request.public_id]


def test_the_clock_places_what_was_accepted_since_and_only_then(people) -> None:
    job.keep_up(NOW)
    assert not PlanRun.objects.exists()
    written(people[Role.SELLER])
    job.keep_up(NOW)
    job.keep_up(NOW + timedelta(minutes=1))
    assert (PlanRun.objects.count(), Booking.objects.count()) == (1, 1)
    later = written(people[Role.SELLER])
    MarketingRequest.objects.filter(pk=later.pk).update(accepted_at=NOW + timedelta(hours=1))
    job.keep_up(NOW + timedelta(hours=2))
    assert Booking.objects.count() == 2


def test_a_page_asks_once_and_the_job_computes(people) -> None:
    written(people[Role.SELLER])
    run = act.ask_plan(actor=people[Role.MARKETER], now=NOW)
    assert act.ask_plan(actor=people[Role.MARKETER], now=NOW) == run
    assert job.compute.call(run.public_id) == run.public_id
    assert Booking.objects.count() == 1
    with pytest.raises(Forbidden):
        act.ask_plan(actor=people[Role.SELLER], now=NOW)


def move(actor: Person, booking: Booking, person: Person, monday: date, version: int | None = None) -> None:
    act.move_booking(
        actor=actor,
        booking=booking,
        person=person,
        first_on=monday,
        version=booking.version if version is None else version,
        today=TODAY,
        now=NOW,
    )


def test_a_person_moves_a_step_and_no_computing_moves_it_back(people) -> None:
    marketer, director = people[Role.MARKETER], people[Role.MARKETING_DIRECTOR]
    written(people[Role.SELLER])
    compute()
    booking = Booking.objects.get()
    other = director if booking.person == marketer else marketer
    move(other, booking, other, MONDAY + timedelta(days=21))
    compute()
    moved = Booking.objects.get()
    assert (moved.person, moved.first_on, moved.is_pinned) == (other, MONDAY + timedelta(days=21), True)
    assert codes_told(people[Role.SELLER]) == {"request_dated", "request_moved"}
    assert codes_told(booking.person) == {"booking_moved"}
    with pytest.raises(Conflict):
        move(other, moved, other, MONDAY, version=1)
    act.release_booking(actor=marketer, booking=moved, now=NOW)
    assert not Booking.objects.get().is_pinned


def test_a_step_goes_only_where_it_fits(people) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    written(seller)
    compute()
    booking = Booking.objects.get()
    span = Span(first=(MONDAY + timedelta(days=14), 0), last=(MONDAY + timedelta(days=18), 1))
    plan_time.add_absence(actor=marketer, person=marketer, span=span, now=NOW)
    kinds = {(spot.person_id, spot.monday): spot.kind for spot in spots_for(booking, today=TODAY)}
    assert kinds[marketer.public_id, MONDAY + timedelta(days=14)] == SpotKind.AWAY
    assert kinds[marketer.public_id, MONDAY + timedelta(days=21)] == SpotKind.FREE
    for person, monday in (
        (marketer, MONDAY + timedelta(days=14)),
        (marketer, MONDAY - timedelta(days=7)),
        (a_person(Role.MARKETER), MONDAY),
        (seller, MONDAY),
    ):
        with pytest.raises(Invalid) as refusal:
            move(marketer, booking, person, monday)
        assert refusal.value.code == "plan.no_place"
    with pytest.raises(Forbidden):
        move(seller, booking, marketer, MONDAY)


def test_colleagues_see_what_one_makes_and_not_one_s_hours(people) -> None:
    marketer, director = people[Role.MARKETER], people[Role.MARKETING_DIRECTOR]
    written(people[Role.SELLER])
    compute()
    own = {row.person_id: row for row in weeks_view(marketer, MONDAY, 4, today=TODAY).rows}
    assert own[marketer.public_id].loads[0].bookable == 23.8
    assert own[director.public_id].loads[0].bookable is None
    managed = {row.person_id: row for row in weeks_view(director, MONDAY, 4, today=TODAY).rows}
    assert managed[marketer.public_id].loads[0].bookable == 23.8
    assert sum(len(row.bars) for row in own.values()) == 1


def test_bars_never_lie_on_each_other(people) -> None:
    for _ in range(5):
        written(people[Role.SELLER])
    compute()
    for row in weeks_view(people[Role.MARKETER], MONDAY, 8, today=TODAY).rows:
        taken = [(bar.lane, week) for bar in row.bars for week in range(bar.column, bar.column + bar.span)]
        assert len(taken) == len(set(taken))


def test_a_seller_reads_deals_and_deliverables_day_by_day(people) -> None:
    seller = people[Role.SELLER]
    deal = a_deal(seller, expected_close_on=date(2026, 3, 19))
    a_deal(a_person(), expected_close_on=date(2026, 3, 19))
    request = written(seller, account=deal.account, opportunity=deal)
    compute()
    told = [one for week in days_view(seller, today=TODAY, n_weeks=4).weeks for one in week.entries]
    assert [(one.entry.kind, one.entry.public_id, one.days, one.weeks) for one in told] == [
        ("deal", deal.public_id, 5, 1),
        ("deliverable", request.public_id, 6, 1),
    ]
    assert told[1].entry.about == deal.name
    assert [
        one.entry.kind for week in days_view(a_person(), today=TODAY, n_weeks=4).weeks for one in week.entries
    ] == []


def test_no_work_is_expected_on_a_day_off(people) -> None:
    request = written(people[Role.SELLER])
    friday = MONDAY + timedelta(days=11)
    plan_time.close_company(actor=people[Role.ADMIN], first_on=friday, last_on=friday, now=NOW)
    compute()
    assert dates_by_request([request.public_id], today=TODAY)[request.public_id].expected_on == friday - timedelta(
        days=1
    )


def test_a_visit_takes_its_half_days_and_the_way_there_off_the_week(people) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    monday = MONDAY + timedelta(days=7)
    tuesday = monday + timedelta(days=1)
    asked = a_visit(marketer, seller, agreed=False, slot=Slot(on=tuesday, half=1))

    def hours() -> float:
        return makers_of([marketer], monday, 1)[0].hours[0]

    whole_week = hours()
    assert whole_week == pytest.approx(10 * 3.5 * 0.8 * 0.85, abs=0.1)
    accept_visit(actor=seller, visit=asked, now=NOW)
    assert hours() == pytest.approx(whole_week * 9 / 10, abs=0.1)
    a_visit(marketer, seller, slot=Slot(on=tuesday + timedelta(days=2), half=0, is_whole_day=True))
    assert hours() == pytest.approx(whole_week * 7 / 10, abs=0.1)
    week = working_time_view(marketer, marketer, today=TODAY).weeks[1]
    assert (week.half_days, week.hours) == (7, hours())
    # Held, it has taken its time all the same; declined, it gives it back.
    Visit.objects.filter(is_whole_day=True).update(status="held")
    assert hours() == pytest.approx(whole_week * 7 / 10, abs=0.1)
    decline_visit(actor=marketer, visit=asked, word="The site is closed.", now=NOW)
    assert hours() == pytest.approx(whole_week * 8 / 10, abs=0.1)


def test_a_visit_moves_what_no_longer_fits_as_an_absence_would(people) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    accepted(a_request(seller, deliverable=a_type(skills=["writing"], half_days=8, lead_weeks=2)))
    can_make(people[Role.MARKETING_DIRECTOR], Skill.VIDEO, version=1)
    compute()
    assert Booking.objects.get().first_on == MONDAY
    for day in (8, 9, 10):
        a_visit(marketer, seller, slot=Slot(on=MONDAY + timedelta(days=day), half=0, is_whole_day=True))
    row = weeks_view(marketer, MONDAY, 4, today=TODAY).rows[0]
    assert [load.is_over for load in row.loads] == [False, True, False, False]
    compute()
    assert Booking.objects.get().first_on == MONDAY + timedelta(days=14)
    assert "request_moved" in codes_told(seller)


def test_a_visit_shows_in_the_row_of_its_marketer_to_whoever_may_read_it(people) -> None:
    marketer, colleague = people[Role.MARKETER], a_person(Role.MARKETER)
    visit = a_visit(marketer, people[Role.SELLER], slot=Slot(on=MONDAY + timedelta(days=8), half=1))
    written(people[Role.SELLER])
    compute()

    def shown(reader: Person) -> list[tuple[str, str, int]]:
        rows = weeks_view(reader, MONDAY, 4, today=TODAY).rows
        return [(row.person_id, mark.public_id, mark.column) for row in rows for mark in row.visits]

    assert shown(marketer) == shown(people[Role.MARKETING_DIRECTOR]) == [(marketer.public_id, visit.public_id, 2)]
    assert shown(colleague) == []
    lanes = {
        (bar.column, bar.span, bar.lane)
        for row in weeks_view(marketer, MONDAY, 4, today=TODAY).rows
        for bar in row.bars
    }
    mark = weeks_view(marketer, MONDAY, 4, today=TODAY).rows[0].visits[0]
    assert all(not (first <= mark.column < first + span and lane == mark.lane) for first, span, lane in lanes)
