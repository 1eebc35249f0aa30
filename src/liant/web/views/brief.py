"""Today: the few lines that matter to whoever looks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from liant.actions import brief as act
from liant.queries import brief as query
from liant.web.access import WORKING, PersonRequest, Route, get, post
from liant.web.brief_words import say


def today_page(request: PersonRequest) -> HttpResponse:
    """Show today's lines."""
    lines = query.brief_for(request.user, today=request.today, now=request.now)
    act.remember_lines(person=request.user, stories=[line.story for line in lines], today=request.today)
    return render(request, "brief/today.html", {"lines": [(line, say(line)) for line in lines], "today": request.today})


def dismiss(request: PersonRequest) -> HttpResponse:
    """Set a line aside."""
    act.dismiss_line(
        actor=request.user,
        story=request.POST.get("story", ""),
        today=request.today,
        now=request.now,
    )
    return redirect("today")


ROUTES = (
    Route(path="today", view=today_page, name="today", rights=get(WORKING), relation="own"),
    Route(path="today/dismiss", view=dismiss, name="dismiss_line", rights=post(WORKING), relation="own"),
)
