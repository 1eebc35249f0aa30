"""What marketing does with requests, and the types of work that it offers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import arbitrate_work as act
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING
from liant.queries import arbitrate as query
from liant.queries import ledger as ledger_query
from liant.store.models import Deliverable
from liant.web.access import (
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_deliverable,
    access_request,
    get,
    get_post,
    post,
)
from liant.web.forms.arbitrate import DeliverableForm, DeliverForm
from liant.web.request_words import SKILLS
from liant.web.views.arbitrate import show_request
from liant.web.views.refine import version_of
from liant.web.words import in_words, status_of


def size(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say how much work a request is."""
    row = access_request(request.user, public_id)
    said = request.POST.get("half_days", "").strip()
    half_days = int(said) if said.isdecimal() and len(said) < 5 else 0
    try:
        act.size_request(actor=request.user, request=row, half_days=half_days, now=request.now)
    except (Invalid, Conflict) as refusal:
        status = status_of(refusal)
        return show_request(request, public_id, status=status, refusal=in_words(refusal))
    messages.success(request, gettext("Sized."))
    return redirect("request", public_id=public_id)


def start(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take a request in hand."""
    row = access_request(request.user, public_id)
    try:
        act.start_request(actor=request.user, request=row, now=request.now)
    except Conflict as refusal:
        return show_request(request, public_id, status=409, refusal=in_words(refusal))
    messages.success(request, gettext("In your hands. Whoever asked is told."))
    return redirect("request", public_id=public_id)


def put_back(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put work back among what is accepted."""
    act.put_back_request(actor=request.user, request=access_request(request.user, public_id), now=request.now)
    return redirect("request", public_id=public_id)


def deliver(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say that it is there."""
    row = access_request(request.user, public_id)
    form = DeliverForm(request.POST)
    if not form.is_valid():
        return show_request(request, public_id, status=422, deliver_form=form)
    data = form.cleaned_data
    try:
        act.deliver_request(
            actor=request.user,
            request=row,
            where=data["where"],
            actual_half_days=data["actual_half_days"],
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        status = status_of(refusal)
        return show_request(request, public_id, status=status, refusal=in_words(refusal), deliver_form=form)
    messages.success(request, gettext("Delivered. Whoever asked is told where it is."))
    return redirect("request", public_id=public_id)


def deliverables(request: PersonRequest) -> HttpResponse:
    """List the types of work: size, skills, usual turnaround."""
    may_write = request.user.role in MARKETING
    found = query.deliverables_for(request.user, with_retired=may_write)
    context = {
        "deliverables": [
            {"view": view, "skills": [SKILLS[skill] for skill in SKILLS if skill in view.skills]} for view in found
        ],
        "longest_days": max((view.longest_days for view in found), default=1),
        "may_write": may_write,
    }
    return render(request, "arbitrate/deliverables.html", context)


def new_deliverable(request: PersonRequest) -> HttpResponse:
    """Declare a new type of work."""
    return write_deliverable(request, None)


def deliverable_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change a type of work."""
    return write_deliverable(request, access_deliverable(request.user, public_id))


def write_deliverable(request: PersonRequest, deliverable: Deliverable | None) -> HttpResponse:
    """Show or take the form of a type of work."""
    view = query.deliverable_view(request.user, deliverable) if deliverable else None
    form = (
        DeliverableForm(request.POST)
        if request.method == "POST"
        else DeliverableForm.of(view)
        if view
        else DeliverableForm()
    )
    context: dict[str, object] = {
        "form": form,
        "deliverable": view,
        "version": version_of(request) if request.method == "POST" else view.version if view else 0,
        "lines": ledger_query.history_of("deliverable", view.public_id, reader=request.user) if view else (),
    }
    if request.method != "POST":
        return render(request, "arbitrate/deliverable.html", context)
    if not form.is_valid():
        return render(request, "arbitrate/deliverable.html", context, status=422)
    try:
        act.write_deliverable(
            actor=request.user,
            deliverable=deliverable,
            text=form.text(),
            version=version_of(request),
            now=request.now,
        )
    except Invalid as refusal:
        form.add_error(None, in_words(refusal).message)
        return render(request, "arbitrate/deliverable.html", context, status=422)
    except Conflict as refusal:
        current = query.deliverable_view(request.user, access_deliverable(request.user, view.public_id if view else ""))
        context |= {"refusal": in_words(refusal), "theirs": current, "version": current.version}
        return render(request, "arbitrate/deliverable.html", context, status=409)
    messages.success(request, gettext("Saved."))
    return redirect("deliverables")


def retire(request: PersonRequest, public_id: str) -> HttpResponse:
    """Stop offering a type of work, or offer it again."""
    act.retire_deliverable(
        actor=request.user,
        deliverable=access_deliverable(request.user, public_id),
        is_retired=request.POST.get("retired") == "1",
        now=request.now,
    )
    return redirect("deliverables")


ROUTES = (
    Route(path="deliverables", view=deliverables, name="deliverables", rights=get(WORKING)),
    Route(path="deliverables/new", view=new_deliverable, name="new_deliverable", rights=get_post(WRITING)),
    Route(path="deliverables/<str:public_id>", view=deliverable_page, name="deliverable", rights=get_post(WRITING)),
    Route(path="deliverables/<str:public_id>/offer", view=retire, name="offer_deliverable", rights=post(WRITING)),
    Route(path="requests/<str:public_id>/size", view=size, name="size_request", rights=post(WRITING)),
    Route(path="requests/<str:public_id>/start", view=start, name="start_request", rights=post(WRITING)),
    Route(path="requests/<str:public_id>/put-back", view=put_back, name="put_back_request", rights=post(WRITING)),
    Route(path="requests/<str:public_id>/deliver", view=deliver, name="deliver_request", rights=post(WRITING)),
)
