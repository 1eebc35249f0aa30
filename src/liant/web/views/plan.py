"""The calendar: weeks of marketing, days of sales, and moving what is booked."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from liant.actions import plan as act
from liant.jobs import plan as job
from liant.loop.plan.availability import DAYS_A_WEEK, monday_of
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING
from liant.queries import plan as query
from liant.queries.plan_booking import booking_view
from liant.queries.plan_days import days_view
from liant.queries.plan_offers import outlook
from liant.store.models import Person
from liant.web.access import WORKING, WRITING, PersonRequest, Route, access_booking, get, get_post, one_or_404, post
from liant.web.days import read_day
from liant.web.request_words import SKILLS
from liant.web.views.refine import version_of
from liant.web.words import Refusal, in_words, status_of

#: Weeks on one page of each grain.
N_WEEKS, N_WEEKS_IN_DAYS = 8, 8


def calendar(request: PersonRequest) -> HttpResponse:
    """Show the calendar in the grain in which one counts: weeks for marketing, days for sales."""
    return weeks(request) if request.user.role in MARKETING else days(request)


def weeks(request: PersonRequest) -> HttpResponse:
    """Show who makes what in which week."""
    asked = read_day(request.GET.get("from", ""))
    monday = monday_of(asked or request.today)
    by_skill = request.GET.get("rows") == "skills"
    view = query.weeks_view(request.user, monday, N_WEEKS, today=request.today, by_skill=by_skill)
    context = {
        "calendar": view,
        "rows": [
            {"row": row, "skills": [SKILLS[skill] for skill in SKILLS if skill in row.skills]} for row in view.rows
        ],
        "by_skill": by_skill,
        "this_monday": monday_of(request.today),
        "earlier": (monday - timedelta(days=DAYS_A_WEEK * (N_WEEKS // 2))).isoformat(),
        "later": (monday + timedelta(days=DAYS_A_WEEK * (N_WEEKS // 2))).isoformat(),
        "is_now": monday == monday_of(request.today),
        "outlook": outlook(today=request.today, now=request.now),
    }
    name = "plan/weeks.html#run" if request.headers.get("HX-Target") == "run" else "plan/weeks.html"
    return render(request, name, context)


def days(request: PersonRequest) -> HttpResponse:
    """Show the dates of one's deals beside the deliverables they wait for."""
    view = days_view(request.user, today=request.today, n_weeks=N_WEEKS_IN_DAYS)
    return render(request, "plan/days.html", {"calendar": view, "is_marketing": request.user.role in MARKETING})


def compute(request: PersonRequest) -> HttpResponse:
    """Ask for the calendar to be computed: what has no place gets one."""
    run = act.ask_plan(actor=request.user, now=request.now)
    job.compute.enqueue(run.public_id)
    return redirect("calendar_weeks")


def booking(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show where a booked step could go, or move it there."""
    row = access_booking(request.user, public_id)
    if request.method != "POST":
        return show_booking(request, public_id)
    who, _at, when = request.POST.get("spot", "").partition("@")
    first_on = read_day(when)
    try:
        if first_on is None:
            raise Invalid("No week was chosen.", code="plan.no_week", hint="Choose a free week of somebody.")
        act.move_booking(
            actor=request.user,
            booking=row,
            person=one_or_404(Person.objects.able(), who),
            first_on=first_on,
            version=version_of(request),
            today=request.today,
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        status = status_of(refusal)
        return show_booking(request, public_id, status=status, refusal=in_words(refusal))
    messages.success(request, gettext("Moved. Whoever waits for it is told when its date changes."))
    return redirect(weeks_from(first_on))


def show_booking(
    request: PersonRequest, public_id: str, *, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    """Show the page of a booked step."""
    row = access_booking(request.user, public_id)
    view = booking_view(request.user, row, today=request.today)
    context = {"booking": view, "skill": SKILLS.get(row.skill), "refusal": refusal}  # type: ignore[call-overload]
    return render(request, "plan/booking.html", context, status=status)


def release(request: PersonRequest, public_id: str) -> HttpResponse:
    """Let the next plan move a step that somebody placed."""
    row = access_booking(request.user, public_id)
    act.release_booking(actor=request.user, booking=row, now=request.now)
    return redirect("booking", public_id=public_id)


def weeks_from(day: date) -> str:
    """Return the address of the page of weeks that shows a day."""
    return f"{reverse('calendar_weeks')}?from={day.isoformat()}"


ROUTES = (
    Route(path="calendar", view=calendar, name="calendar", rights=get(WORKING), relation="own, own teams"),
    Route(path="calendar/weeks", view=weeks, name="calendar_weeks", rights=get(WRITING)),
    Route(path="calendar/days", view=days, name="calendar_days", rights=get(WORKING), relation="own, own teams"),
    Route(path="calendar/compute", view=compute, name="compute_plan", rights=post(WRITING)),
    Route(path="calendar/bookings/<str:public_id>", view=booking, name="booking", rights=get_post(WRITING)),
    Route(path="calendar/bookings/<str:public_id>/release", view=release, name="release_booking", rights=post(WRITING)),
)
