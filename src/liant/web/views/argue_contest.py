"""From the deal, after the tap: say more, or take it back; and the contest of an argument, with its answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from liant.actions import argue_freshness as freshness_act
from liant.actions import argue_life as act
from liant.actions import argue_uses as uses_act
from liant.loop.values.errors import Conflict, Invalid
from liant.queries import argue_life as query
from liant.queries.argue import may_replace
from liant.store.models import ArgumentUse, ContestOutcome
from liant.web.access import (
    SELLING,
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_argument,
    access_contest,
    access_contrary_quote,
    access_own_use,
    get,
    post,
)
from liant.web.threads import read_thread
from liant.web.words import in_words, status_of

#: What an owner may answer; a mistaken tap is taken back by whoever tapped.
ANSWERS = (ContestOutcome.CORRECTED, ContestOutcome.CONFIRMED, ContestOutcome.WITHDRAWN)


def deal_of(use: ArgumentUse) -> str:
    """Give the address of the deal where something was said, with the card in sight."""
    return f"{reverse('deal', args=[use.opportunity.public_id])}?argument={use.argument.public_id}"


def comment_use(request: PersonRequest, public_id: str) -> HttpResponse:
    """Add a word to what one said of an argument."""
    use = access_own_use(request.user, public_id)
    uses_act.comment_use(actor=request.user, use=use, comment=request.POST.get("comment", ""), now=request.now)
    messages.success(request, gettext("Kept. Its owner reads it."))
    return redirect(deal_of(use))


def take_back_use(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take back what one said of an argument."""
    use = access_own_use(request.user, public_id)
    uses_act.take_back_use(actor=request.user, use=use, now=request.now)
    messages.success(request, gettext("Taken back: nothing is counted."))
    return redirect(deal_of(use))


def contest_page(request: PersonRequest, public_id: str, *, refusal: Invalid | Conflict | None = None) -> HttpResponse:
    """Show what is said to be wrong, until when an answer is due, the answer and the thread."""
    contest = access_contest(request.user, public_id)
    view = query.contest_view(request.user, contest, request.now)
    return render(
        request,
        "argue/contest.html",
        {
            "contest": view,
            "may_replace": may_replace(request.user, contest.argument) if view.is_mine else (),
            "replaced_by": request.POST.get("replaced_by", ""),
            "thread": read_thread(request, "contest", contest.public_id),
            "refusal": in_words(refusal) if refusal else None,
            "answer": request.POST.get("answer", ""),
            "outcome": request.POST.get("outcome", ""),
        },
        status=200 if refusal is None else status_of(refusal),
    )


def answer_contest(request: PersonRequest, public_id: str) -> HttpResponse:
    """Answer whoever said that an argument is wrong."""
    contest = access_contest(request.user, public_id)
    outcome = request.POST.get("outcome", "")
    if outcome not in set(ANSWERS):
        raise Http404
    named = request.POST.get("replaced_by", "")
    try:
        act.answer_contest(
            actor=request.user,
            contest=contest,
            outcome=ContestOutcome(outcome),
            answer=request.POST.get("answer", "")[:3_000],
            now=request.now,
            by=access_argument(request.user, named) if named else None,
        )
    except (Invalid, Conflict) as refusal:
        return contest_page(request, public_id, refusal=refusal)
    messages.success(request, gettext("Answered. Those who contested it are told."))
    return redirect("contest", public_id=public_id)


def set_aside_contrary(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say that a quote does not contradict a claim."""
    contrary = access_contrary_quote(request.user, public_id)
    freshness_act.set_aside_contrary(actor=request.user, contrary=contrary, now=request.now)
    messages.success(request, gettext("Set aside: it is not shown against this claim any more."))
    return redirect("argument", public_id=contrary.claim.argument_version.argument.public_id)


ROUTES = (
    Route(
        path="contrary/<str:public_id>/set-aside",
        view=set_aside_contrary,
        name="set_aside_contrary",
        rights=post(WRITING),
    ),
    Route(
        path="uses/<str:public_id>/comment", view=comment_use, name="comment_use", rights=post(SELLING), relation="own"
    ),
    Route(
        path="uses/<str:public_id>/take-back",
        view=take_back_use,
        name="take_back_use",
        rights=post(SELLING),
        relation="own",
    ),
    Route(
        path="contests/<str:public_id>",
        view=contest_page,
        name="contest",
        rights=get(WORKING),
        relation="of arguments that one reads",
    ),
    Route(path="contests/<str:public_id>/answer", view=answer_contest, name="answer_contest", rights=post(WRITING)),
)
