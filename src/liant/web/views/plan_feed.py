"""The private address at which other programs read one's calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from liant.actions import plan_feed as act
from liant.engines.calendar_feed import FeedEvent, write_feed
from liant.loop.values.roles import MARKETING
from liant.queries import plan_feed as query
from liant.store.models import Person
from liant.web.access import WORKING, PersonRequest, Route, get_post, post


def my_feed(request: PersonRequest) -> HttpResponse:
    """Show whether one's calendar is read elsewhere, or draw a new address for it."""
    if request.method == "POST":
        token = act.open_feed(actor=request.user, now=request.now)
        address = settings.LIANT_BASE_URL.rstrip("/") + reverse("calendar_feed", args=[token])
        # Told once, by way of the reader's own browser: nothing here keeps it.
        messages.success(request, gettext("Copy it now, it is told once: %(address)s") % {"address": address})
        return redirect("my_feed")
    context = {"feed": query.feed_of(request.user), "is_marketing": request.user.role in MARKETING}
    return render(request, "plan/feed.html", context)


def close_feed(request: PersonRequest) -> HttpResponse:
    """Stop the address."""
    act.close_feed(actor=request.user, now=request.now)
    messages.success(request, gettext("The address no longer gives anything."))
    return redirect("my_feed")


def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give somebody's calendar to whoever bears its address."""
    person = act.reader_of(token, today=request.today)  # type: ignore[attr-defined]
    if person is None:
        raise Http404
    with translation.override(person.language):
        content = write_feed(events_of(person, request), name="Liant", now=request.now)  # type: ignore[attr-defined]
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="liant.ics"'
    return response


def events_of(person: Person, request: HttpRequest) -> list[FeedEvent]:
    """Put what a calendar tells into words."""
    base = settings.LIANT_BASE_URL.rstrip("/")
    titles = {
        "work": gettext("Work: %(title)s"),
        "deliverable": gettext("Expected from marketing: %(title)s"),
        "deal": gettext("A deal should close"),
        "visit": gettext("Joint visit"),
    }
    return [
        FeedEvent(
            uid=f"{entry.uid}@liant",
            first_on=entry.first_on,
            last_on=entry.last_on,
            title=titles[entry.kind] % {"title": entry.title},
            url=base + reverse(entry.page, args=[entry.public_id]),
            hours=entry.hours,
        )
        for entry in query.feed_entries(person, today=request.today)  # type: ignore[attr-defined]
    ]


ROUTES = (
    Route(path="calendar/feed", view=my_feed, name="my_feed", rights=get_post(WORKING), relation="own"),
    Route(path="calendar/feed/close", view=close_feed, name="close_feed", rights=post(WORKING), relation="own"),
    Route(
        path="calendar/feed/<str:token>.ics",
        view=calendar_feed,
        name="calendar_feed",
        public=True,
        relation="bearer of the address",
    ),
)
