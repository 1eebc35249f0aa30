"""What could exist by a day, and why something cannot."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from liant.loop.plan.availability import DAYS_A_WEEK
from liant.queries import plan_possible as query
from liant.queries.arbitrate import joinable_view
from liant.queries.plan import dates_by_request
from liant.web.access import WORKING, PersonRequest, Route, access_request, get
from liant.web.days import read_day_of
from liant.web.plan_words import why_in_words

THURSDAY = 3


def by_day(request: PersonRequest) -> HttpResponse:
    """Tell what could exist by a day of each type of work: the next Thursday unless a day is given, picked or in short."""
    day = read_day_of(request.GET, "on", request.today)
    on = day.on if day.on is not None and day.on >= request.today else next_thursday(request.today)
    answers = [
        {
            "view": answer,
            "why": why_in_words(answer.why) if answer.why else None,
            "is_in_time": any(one.is_in_time for one in answer.possible),
        }
        for answer in query.what_by(request.user, on, today=request.today)
    ]
    context = {"on": on, "day": day, "answers": answers}
    return render(request, "plan/by.html", context, status=422 if day.refusal else 200)


def why_late(request: PersonRequest, public_id: str) -> HttpResponse:
    """Tell why a request cannot be there in time, and what would make it possible."""
    row = access_request(request.user, public_id)
    why = query.why_not_in_time(row, today=request.today)
    context = {
        "line": joinable_view(request.user, row, today=request.today),
        "dates": dates_by_request([public_id], today=request.today).get(public_id),
        "why": why_in_words(why) if why else None,
    }
    return render(request, "plan/why_page.html", context)


def next_thursday(today: date) -> date:
    """Return the Thursday to come, today when it is one."""
    return today + timedelta(days=(THURSDAY - today.weekday()) % DAYS_A_WEEK)


ROUTES = (
    Route(path="calendar/by", view=by_day, name="calendar_by", rights=get(WORKING)),
    Route(
        path="calendar/why/<str:public_id>",
        view=why_late,
        name="why_late",
        rights=get(WORKING),
        relation="own, own teams",
    ),
)
