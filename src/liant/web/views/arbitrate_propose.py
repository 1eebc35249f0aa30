"""What sales managers propose against the rule: its effect shown before, and a director's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import arbitrate_propose as act
from liant.loop.arbitrate.policy import College
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import arbitrate as requests_query
from liant.queries import arbitrate_propose as query
from liant.store.models import MarketingRequest
from liant.web.access import (
    DIRECTING,
    MANAGING,
    REFEREEING,
    PersonRequest,
    Route,
    access_candidate,
    access_proposal,
    get,
    get_post,
    post,
)
from liant.web.views.arbitrate_room import COLLEGES
from liant.web.words import in_words, status_of


def propose(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show what putting a request in, or leaving it out, would change; propose it with a reason."""
    if request.method != "POST":
        return show_propose(request, public_id)
    row = access_candidate(request.user, public_id)
    try:
        act.propose_adjustment(
            actor=request.user,
            request=row,
            is_forced=request.POST.get("wish") == "in",
            reason=request.POST.get("reason", ""),
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        return show_propose(request, public_id, refusal)
    messages.success(request, gettext("Proposed. A director answers before publishing, with the reason."))
    return redirect("referee")


def show_propose(request: PersonRequest, public_id: str, refused: Invalid | Conflict | None = None) -> HttpResponse:
    """Show the page on which a manager proposes, with what was refused when something was."""
    row = access_candidate(request.user, public_id)
    wish = {"in": True, "out": False}.get(request.POST.get("wish", ""))
    context = {
        "line": requests_query.joinable_view(request.user, row, today=request.today),
        "mine": next((each for each in query.proposals_open(request.user) if is_mine(each, public_id)), None),
        **effect_context(request, row, is_forced=wish),
        "refusal": in_words(refused) if refused is not None else None,
        "values": request.POST,
    }
    status = 200 if refused is None else status_of(refused)
    return render(request, "arbitrate/propose.html", context, status=status)


def is_mine(proposal: query.ProposalView, public_id: str) -> bool:
    """Tell whether the reader proposes something about a request already."""
    return proposal.is_mine and proposal.request_id == public_id


def effect_context(request: PersonRequest, row: MarketingRequest, *, is_forced: bool | None) -> dict[str, object]:
    """Give a page what a change of one answer changes for the others."""
    effect = query.effect_of(request.user, row, is_forced=is_forced, today=request.today, now=request.now)
    named = [{"name": COLLEGES[College(each.name)], "change": each} for each in effect.interests]
    return {"effect": effect, "interests": named}


def proposal(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show what a manager proposes: what it changes while it waits, then what was answered."""
    return show_proposal(request, public_id)


def show_proposal(request: PersonRequest, public_id: str, refused: Invalid | Conflict | None = None) -> HttpResponse:
    """Show a proposal, with what was refused when something was."""
    row = access_proposal(request.user, public_id)
    view = query.proposal_view(request.user, row)
    context = {
        "proposal": view,
        **(effect_context(request, row.request, is_forced=row.is_forced) if view.is_open else {}),
        "may_answer": view.is_open and request.user.role == Role.MARKETING_DIRECTOR,
        "refusal": in_words(refused) if refused is not None else None,
        "values": request.POST,
    }
    status = 200 if refused is None else status_of(refused)
    return render(request, "arbitrate/proposal.html", context, status=status)


def answer(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take up what a manager proposes, or not."""
    row = access_proposal(request.user, public_id)
    try:
        act.answer_proposal(
            actor=request.user,
            proposal=row,
            is_accepted=request.POST.get("wish") == "accept",
            answer=request.POST.get("answer", ""),
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        return show_proposal(request, public_id, refusal)
    messages.success(request, gettext("Answered. Whoever proposed it is told, with the reason."))
    return redirect("referee")


def take_back(request: PersonRequest, public_id: str) -> HttpResponse:
    """Propose it no more."""
    row = access_proposal(request.user, public_id)
    try:
        act.take_back_proposal(actor=request.user, proposal=row, now=request.now)
    except Forbidden as refusal:
        raise Http404 from refusal
    except Conflict as refusal:
        return show_proposal(request, public_id, refusal)
    return redirect("referee")


ROUTES = (
    Route(
        path="requests/<str:public_id>/propose",
        view=propose,
        name="propose_adjustment",
        rights=get_post(MANAGING),
        relation="names only beyond own teams",
    ),
    Route(
        path="referee/proposals/<str:public_id>",
        view=proposal,
        name="proposal",
        rights=get(REFEREEING),
        relation="own, and about own teams' requests; all for marketing",
    ),
    Route(path="referee/proposals/<str:public_id>/answer", view=answer, name="answer_proposal", rights=post(DIRECTING)),
    Route(
        path="referee/proposals/<str:public_id>/withdraw",
        view=take_back,
        name="take_back_proposal",
        rights=post(MANAGING),
        relation="own",
    ),
)
