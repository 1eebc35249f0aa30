"""What a lost deal feeds: similar losses, what is done about them, and the open deals that share the cause."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from liant.loop.values.stages import Stage
from liant.queries import refine_setbacks as query
from liant.queries.argue import arguments_of_theme
from liant.store.models import Opportunity
from liant.web.access import SELLING, PersonRequest, Route, access_opportunity, get


def lost_deal(request: PersonRequest, public_id: str) -> Opportunity:
    """Return a lost deal that this person may read; an open one is a 404 like any other."""
    deal = access_opportunity(request.user, public_id)
    if deal.stage != Stage.LOST:
        raise Http404
    return deal


def alike(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show what others lost for the same causes as a lost deal."""
    deal = lost_deal(request, public_id)
    loss = query.loss_view(request.user, deal, today=request.today)
    return render(request, "refine/alike.html", {"deal": deal, "loss": loss})


def answers(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show what answers a lost deal and what is planned about it: inside its page, or on a page of its own."""
    deal = lost_deal(request, public_id)
    themes = query.themes_of_deal(request.user, deal)
    context = {
        "deal": deal,
        "themes": themes,
        "plans": query.plans_about(request.user, themes, today=request.today),
        "arguments": arguments_of_theme(request.user, themes[0], today=request.today, limit=2) if themes else (),
    }
    inside = request.htmx  # type: ignore[attr-defined]
    return render(request, "refine/answers.html" if inside else "refine/answers_page.html", context)


ROUTES = (
    Route(
        path="deals/<str:public_id>/lost/alike",
        view=alike,
        name="alike",
        rights=get(SELLING),
        relation="own, own teams",
    ),
    Route(
        path="deals/<str:public_id>/lost/answers",
        view=answers,
        name="loss_answers",
        rights=get(SELLING),
        relation="own, own teams",
    ),
)
