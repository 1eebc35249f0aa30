"""What people do around the table: fill the agenda, write down what comes of it, and see what others write."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import meet_agenda as agenda_act
from liant.actions import meet_outcomes as outcome_act
from liant.loop.meet.agenda import Purpose
from liant.loop.values.errors import Invalid
from liant.queries import meet as query
from liant.store.models import AgendaItem, Meeting, OutcomeKind, Person
from liant.web.access import (
    WORKING,
    PersonRequest,
    Route,
    access_item,
    access_outcome,
    access_own_meeting,
    get,
    get_post,
    one_or_404,
    post,
)
from liant.web.views.meet import context_of, mark_of
from liant.web.words import Refusal, in_words


class OutcomeForm(forms.Form):
    """What kind of thing is written down, and by when; the action says what is missing."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in OutcomeKind])
    due_on = forms.DateField(required=False)


def person_here(meeting: Meeting, public_id: str) -> Person | None:
    """Find somebody who comes to a meeting; None when nobody was named."""
    return next((person for person in query.people_of(meeting.series) if person.public_id == public_id), None)


def take_proposed(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take the proposed items that were ticked."""
    meeting = access_own_meeting(request.user, public_id)
    agenda_act.take_proposed(actor=request.user, meeting=meeting, refs=request.POST.getlist("ref"), now=request.now)
    return agenda(request, meeting)


def add_item(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put something on the agenda by hand."""
    meeting = access_own_meeting(request.user, public_id)
    purpose, minutes = request.POST.get("purpose", ""), request.POST.get("minutes", "")
    try:
        agenda_act.add_item(
            actor=request.user,
            meeting=meeting,
            title=request.POST.get("title", ""),
            purpose=Purpose(purpose) if purpose in set(Purpose) else Purpose.DISCUSS,
            minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 4 else 0,
            owner=person_here(meeting, request.POST.get("owner", "")),
            now=request.now,
        )
    except Invalid as refusal:
        return agenda(request, meeting, refusal=in_words(refusal), is_added=True)
    return agenda(request, meeting, is_added=True)


def move_item(request: PersonRequest, public_id: str) -> HttpResponse:
    """Move an item up or down."""
    item = access_item(request.user, public_id)
    agenda_act.move_item(actor=request.user, item=item, by=-1 if request.POST.get("to") == "up" else 1)
    return agenda(request, item.meeting)


def remove_item(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take an item off the agenda."""
    item = access_item(request.user, public_id)
    agenda_act.remove_item(actor=request.user, item=item, now=request.now)
    return agenda(request, item.meeting)


def agenda(
    request: PersonRequest, meeting: Meeting, *, refusal: Refusal | None = None, is_added: bool = False
) -> HttpResponse:
    """Show the agenda again, alone or, without scripts, in its page.

    The forms being filled stay as they are; the one to add an item only when it is not the one that was sent.
    """
    if not request.htmx and refusal is None:  # type: ignore[attr-defined]
        return redirect("meeting", public_id=meeting.public_id)
    context = {**context_of(request, meeting), "refusal": refusal, "values": request.POST, "is_added": is_added}
    template = "meet/meeting.html#agenda" if request.htmx else "meet/meeting.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=422 if refusal else 200)


def write_outcome(request: PersonRequest, public_id: str) -> HttpResponse:
    """Write down a decision, a remark or something to do."""
    meeting = access_own_meeting(request.user, public_id)
    named = request.POST.get("item", "")
    item = one_or_404(AgendaItem.objects.filter(meeting=meeting), named) if named else None
    form = OutcomeForm(request.POST)
    refusal = None
    # A date that is none is told like a missing one.
    form.is_valid()
    kind, due_on = form.cleaned_data.get("kind", OutcomeKind.REMARK.value), form.cleaned_data.get("due_on")
    try:
        outcome_act.write_outcome(
            actor=request.user,
            meeting=meeting,
            item=item,
            kind=OutcomeKind(kind),
            text=request.POST.get("text", ""),
            owner=person_here(meeting, request.POST.get("owner", "")),
            due_on=due_on,
            now=request.now,
        )
    except Invalid as error:
        refusal = in_words(error)
    if not request.htmx and refusal is None:  # type: ignore[attr-defined]
        return redirect("meeting", public_id=public_id)
    context = {
        **context_of(request, meeting),
        "written_under": named,
        "item_id": named,
        "refusal": refusal,
        "values": request.POST if refusal else {},
    }
    template = "meet/written.html" if request.htmx else "meet/meeting.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=422 if refusal else 200)


def outcomes(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show what was written down since, by anybody; the forms being filled are left alone."""
    meeting = access_own_meeting(request.user, public_id)
    view = query.meeting_view(request.user, meeting, today=request.today)
    is_stale = request.GET.get("mark", "") != mark_of(view)
    return render(request, "meet/outcomes.html", {"meeting": view, "is_stale": is_stale, "is_open": True})


def edit_outcome(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change the words of what one wrote down."""
    outcome = access_outcome(request.user, public_id)
    text, error = outcome.text, ""
    if request.method == "POST":
        version, text = request.POST.get("version", ""), request.POST.get("text", "")
        try:
            outcome_act.edit_outcome(
                actor=request.user,
                outcome=outcome,
                text=text,
                version=int(version) if version.isdecimal() and len(version) < 9 else 0,
                now=request.now,
            )
        except Invalid as refusal:
            error = in_words(refusal).message
        else:
            return redirect("meeting", public_id=outcome.meeting.public_id)
    context = {"outcome": outcome, "text": text, "error": error}
    return render(request, "meet/edit_outcome.html", context, status=422 if error else 200)


def finish_follow_up(request: PersonRequest, public_id: str) -> HttpResponse:
    """Mark something as done, or as still to do."""
    outcome = access_outcome(request.user, public_id)
    is_done = request.POST.get("done") != "0"
    outcome_act.finish_follow_up(actor=request.user, outcome=outcome, is_done=is_done, now=request.now)
    messages.success(request, gettext("Done, and noted.") if is_done else gettext("It is to do again."))
    if request.POST.get("from") == "list":
        return redirect("meetings")
    # It may have been promised in an earlier meeting than the one that shows it.
    shown_in = request.POST.get("meeting", "")
    return redirect("meeting", public_id=shown_in if shown_in.isalnum() else outcome.meeting.public_id)


ROUTES = (
    Route(
        path="meetings/<str:public_id>/agenda/take",
        view=take_proposed,
        name="take_proposed",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="meetings/<str:public_id>/agenda/add",
        view=add_item,
        name="add_item",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="meetings/<str:public_id>/outcomes/write",
        view=write_outcome,
        name="write_outcome",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="meetings/<str:public_id>/outcomes",
        view=outcomes,
        name="outcomes",
        rights=get(WORKING),
        relation="own",
    ),
    Route(path="agenda/<str:public_id>/move", view=move_item, name="move_item", rights=post(WORKING), relation="own"),
    Route(
        path="agenda/<str:public_id>/remove", view=remove_item, name="remove_item", rights=post(WORKING), relation="own"
    ),
    Route(
        path="outcomes/<str:public_id>/edit",
        view=edit_outcome,
        name="edit_outcome",
        rights=get_post(WORKING),
        relation="own",
    ),
    Route(
        path="outcomes/<str:public_id>/done",
        view=finish_follow_up,
        name="finish_follow_up",
        rights=post(WORKING),
        relation="own; the host's",
    ),
)
