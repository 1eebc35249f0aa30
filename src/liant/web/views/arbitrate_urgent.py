"""The urgent lane: calling, and answering once what gives way is named."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import arbitrate_urgent as act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import arbitrate as requests_query
from liant.queries import arbitrate_urgent as query
from liant.store.models import UrgentCall
from liant.web.access import (
    DIRECTING,
    WORKING,
    PersonRequest,
    Route,
    access_open_call,
    access_request,
    get_post,
    post,
)
from liant.web.words import Refusal, in_words, status_of


def urgent(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say that a request cannot wait; to a director, what it would take."""
    if request.method != "POST":
        return show_urgent(request, public_id)
    row = access_request(request.user, public_id)
    try:
        act.call_urgent(actor=request.user, request=row, reason=request.POST.get("reason", ""), now=request.now)
    except Forbidden as refusal:
        raise Http404 from refusal
    except (Invalid, Conflict) as refusal:
        return show_urgent(request, public_id, refusal)
    messages.success(request, gettext("Called. A director answers within a working day, with the reason."))
    return redirect("request", public_id=public_id)


def show_urgent(request: PersonRequest, public_id: str, refused: Invalid | Conflict | None = None) -> HttpResponse:
    """Show the page of the lane, with what was refused when something was."""
    row = access_request(request.user, public_id)
    refusal: Refusal | None = in_words(refused) if refused is not None else None
    status = 200 if refused is None else status_of(refused)
    context = {
        "line": requests_query.joinable_view(request.user, row, today=request.today),
        "call": query.urgent_view(request.user, row),
        "may_answer": request.user.role == Role.MARKETING_DIRECTOR,
        "way": query.giving_way(request.user, row, today=request.today, now=request.now),
        "origins": query.origins(request.now),
        "refusal": refusal,
        "values": request.POST,
        "ticked": request.POST.getlist("displaced"),
    }
    return render(request, "arbitrate/urgent.html", context, status=status)


def answer(request: PersonRequest, public_id: str) -> HttpResponse:
    """Grant a call, naming what gives way, or refuse it."""
    call: UrgentCall = access_open_call(request.user, public_id)
    words = request.POST.get("answer", "")
    try:
        if request.POST.get("wish") == "grant":
            displaced = [access_request(request.user, one) for one in request.POST.getlist("displaced")[:40]]
            act.grant_urgent(actor=request.user, call=call, answer=words, displaced=displaced, now=request.now)
        else:
            act.refuse_urgent(actor=request.user, call=call, answer=words, now=request.now)
    except (Invalid, Conflict) as refusal:
        return show_urgent(request, public_id, refusal)
    messages.success(request, gettext("Answered. Whoever called, and whoever waits longer, is told why."))
    return redirect("request", public_id=public_id)


ROUTES = (
    Route(
        path="requests/<str:public_id>/urgent",
        view=urgent,
        name="urgent_request",
        rights=get_post(WORKING),
        relation="own, own teams; all for marketing",
    ),
    Route(
        path="requests/<str:public_id>/urgent/answer", view=answer, name="answer_urgent_request", rights=post(DIRECTING)
    ),
)
