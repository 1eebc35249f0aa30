"""Today: the few lines that matter to whoever looks."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render

from liant.actions import brief as act
from liant.loop.brief.rank import SECONDS_CHOICES
from liant.queries import brief as query
from liant.web.access import WORKING, PersonRequest, Route, get, post
from liant.web.brief_words import heading, reason, say


def today_page(request: PersonRequest) -> HttpResponse:
    """Show today's lines, each with its reason."""
    day = query.day_of(request.user, today=request.today, now=request.now)
    act.remember_told(person=request.user, cover_by_fact=day.untold, today=request.today)
    return render(
        request,
        "brief/today.html",
        {
            "parts": [
                (
                    heading(urgency),
                    [(line, say(line), reason(line.followed) if line.followed else "") for line in lines],
                )
                for urgency, lines in groupby(day.lines, key=lambda line: line.urgency)
            ],
            "today": request.today,
            "to_read": day.seconds_taken,
            "choices": SECONDS_CHOICES,
            "seconds": day.seconds_given,
        },
    )


def dismiss(request: PersonRequest) -> HttpResponse:
    """Set a line aside."""
    act.dismiss_line(
        actor=request.user,
        fact=request.POST.get("fact", ""),
        today=request.today,
        now=request.now,
    )
    return redirect("today")


def choose_seconds(request: PersonRequest) -> HttpResponse:
    """Keep how long this person gives to the brief."""
    named = request.POST.get("seconds", "")
    act.choose_seconds(actor=request.user, seconds=int(named) if named.isdecimal() and len(named) < 4 else 0)
    return redirect("today")


ROUTES = (
    Route(path="today", view=today_page, name="today", rights=get(WORKING), relation="own"),
    Route(path="today/dismiss", view=dismiss, name="dismiss_line", rights=post(WORKING), relation="own"),
    Route(path="today/seconds", view=choose_seconds, name="brief_seconds", rights=post(WORKING), relation="own"),
)
