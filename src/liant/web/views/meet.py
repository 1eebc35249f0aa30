"""Meetings: the list, how one is held, its page, its minutes."""

from __future__ import annotations

from datetime import time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import meet as act
from liant.loop.meet.agenda import Purpose
from liant.loop.meet.recurrence import Rhythm
from liant.loop.values.errors import Invalid
from liant.queries import ledger as ledger_query
from liant.queries import meet as query
from liant.store.models import Meeting
from liant.web.access import (
    HOSTING,
    WORKING,
    PersonRequest,
    Route,
    access_hosted_meeting,
    access_meeting,
    access_own_meeting,
    get,
    get_post,
    post,
)
from liant.web.forms import meet as forms
from liant.web.meet_words import KINDS, PURPOSES
from liant.web.words import in_words

USUAL = {"minutes": 45, "starts_at": time(9, 0), "rhythm": Rhythm.WEEKLY.value}
#: What somebody promises in a meeting is for the next one, a week later, unless they say otherwise.
DUE_AFTER = timedelta(days=7)


def meetings_page(request: PersonRequest) -> HttpResponse:
    """List the meetings to come, what one promised in them, and the minutes of those held."""
    return render(
        request,
        "meet/meetings.html",
        {
            "to_come": query.meetings_to_come(request.user, today=request.today),
            "held": query.meetings_held(request.user, today=request.today),
            "follow_ups": query.follow_ups_of(request.user, today=request.today),
            "may_host": request.user.role in HOSTING,
        },
    )


def new_meeting(request: PersonRequest) -> HttpResponse:
    """Set a meeting up."""
    people = query.invitable(request.user)
    ticked = request.POST.getlist("people")
    initial = {**USUAL, "first_on": request.today + timedelta(days=7)}
    form = forms.PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = forms.chosen_people(people, ticked)
        try:
            meeting = act.set_up_meeting(actor=request.user, plan=forms.plan_from(form), people=chosen, now=request.now)
        except Invalid as refusal:
            form.add_error(None, in_words(refusal).message)
        else:
            messages.success(request, gettext("The meeting is set up; those who come are told."))
            return redirect("meeting", public_id=meeting.public_id)
    context = {"form": form, "people": forms.people_rows(people, set(ticked))}
    return render(request, "meet/plan.html", context, status=422 if form.errors else 200)


def change_meeting(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change how a meeting is held, and who comes."""
    meeting = access_hosted_meeting(request.user, public_id)
    series, invitable = meeting.series, query.invitable(request.user)
    here = [person for person in query.people_of(series) if person.pk != request.user.pk]
    known = {person.public_id for person in invitable}
    # Whoever comes already is on the list, also where the host could not have asked them by name.
    people = [
        *invitable,
        *(
            query.Invitable(public_id=person.public_id, name=person.name, team=person.team.name if person.team else "")
            for person in here
            if person.public_id not in known
        ),
    ]
    if request.method != "POST":
        form = forms.PlanForm(initial=forms.initial_of(series))
        rows = forms.people_rows(people, {person.public_id for person in here})
        return render(request, "meet/plan.html", {"form": form, "people": rows, "meeting": meeting})
    ticked, version = request.POST.getlist("people"), request.POST.get("version", "")
    form = forms.PlanForm(request.POST)
    if form.is_valid():
        try:
            act.change_meeting(
                actor=request.user,
                series=series,
                plan=forms.plan_from(form),
                people=forms.chosen_people(people, ticked, here),
                version=int(version) if version.isdecimal() and len(version) < 9 else 0,
                now=request.now,
            )
        except Invalid as refusal:
            form.add_error(None, in_words(refusal).message)
        else:
            messages.success(request, gettext("Saved, from the next time on."))
            return redirect("meetings")
    rows = forms.people_rows(people, set(ticked))
    return render(request, "meet/plan.html", {"form": form, "people": rows, "meeting": meeting}, status=422)


def end_meeting(request: PersonRequest, public_id: str) -> HttpResponse:
    """Hold a meeting no more."""
    meeting = access_hosted_meeting(request.user, public_id)
    act.end_series(actor=request.user, series=meeting.series, now=request.now)
    messages.success(request, gettext("It is held no more. Its minutes stay here."))
    return redirect("meetings")


def meeting_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a meeting: what was promised before, the agenda, what comes of it; once closed, its minutes."""
    meeting = access_meeting(request.user, public_id)
    return render(request, "meet/meeting.html", context_of(request, meeting))


def context_of(request: PersonRequest, meeting: Meeting) -> dict[str, object]:
    """Give the page of a meeting, and the parts of it that come alone, what they show."""
    view = query.meeting_view(request.user, meeting, today=request.today)
    is_open = view.may_write and not view.line.is_closed
    return {
        "meeting": view,
        "proposal": query.proposal_view(request.user, meeting, view, now=request.now) if is_open else None,
        "lines": ledger_query.history_of("meeting", meeting.public_id, reader=request.user, limit=10),
        "is_open": is_open,
        "is_due": view.line.held_on <= request.today,
        "purposes": list(PURPOSES.items()),
        "kinds": list(KINDS.items()),
        "due_on": max(view.line.held_on, request.today) + DUE_AFTER,
        "default_purpose": Purpose.DISCUSS.value,
        "mark": mark_of(view),
    }


def mark_of(view: query.MeetingView) -> str:
    """Sign the agenda that a page shows, so that it can tell when somebody else has changed it."""
    return ".".join(item.public_id[:6] for item in view.items)


def minutes_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show the minutes of a meeting, on one page to print."""
    meeting = access_meeting(request.user, public_id)
    view = query.meeting_view(request.user, meeting, today=request.today)
    return render(request, "meet/minutes.html", {"meeting": view})


def close_meeting(request: PersonRequest, public_id: str) -> HttpResponse:
    """Close a meeting, send its minutes, make its next time."""
    meeting = access_own_meeting(request.user, public_id)
    act.close_meeting(actor=request.user, meeting=meeting, now=request.now)
    messages.success(request, gettext("Closed. Those who come are told of the minutes."))
    return redirect("minutes", public_id=public_id)


def reopen_meeting(request: PersonRequest, public_id: str) -> HttpResponse:
    """Open a meeting again."""
    meeting = access_own_meeting(request.user, public_id)
    act.reopen_meeting(actor=request.user, meeting=meeting, now=request.now)
    messages.success(request, gettext("The meeting is open again."))
    return redirect("meeting", public_id=public_id)


def mark_absent(request: PersonRequest, public_id: str) -> HttpResponse:
    """Keep who did not come."""
    meeting = access_own_meeting(request.user, public_id)
    sent = set(request.POST.getlist("absent"))
    absent = [person for person in query.people_of(meeting.series) if person.public_id in sent]
    act.mark_absent(actor=request.user, meeting=meeting, absent=absent)
    messages.success(request, gettext("Saved."))
    return redirect("meeting", public_id=public_id)


SEEN = "own, own teams; those of marketing for its director"
ROUTES = (
    Route(path="meetings", view=meetings_page, name="meetings", rights=get(WORKING), relation=SEEN),
    Route(path="meetings/new", view=new_meeting, name="new_meeting", rights=get_post(HOSTING)),
    Route(path="meetings/<str:public_id>", view=meeting_page, name="meeting", rights=get(WORKING), relation=SEEN),
    Route(
        path="meetings/<str:public_id>/minutes", view=minutes_page, name="minutes", rights=get(WORKING), relation=SEEN
    ),
    Route(
        path="meetings/<str:public_id>/change",
        view=change_meeting,
        name="change_meeting",
        rights=get_post(HOSTING),
        relation="hosted",
    ),
    Route(
        path="meetings/<str:public_id>/end",
        view=end_meeting,
        name="end_meeting",
        rights=post(HOSTING),
        relation="hosted",
    ),
    Route(
        path="meetings/<str:public_id>/close",
        view=close_meeting,
        name="close_meeting",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="meetings/<str:public_id>/reopen",
        view=reopen_meeting,
        name="reopen_meeting",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="meetings/<str:public_id>/absent",
        view=mark_absent,
        name="mark_absent",
        rights=post(WORKING),
        relation="own",
    ),
)
