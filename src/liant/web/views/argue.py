"""Arguments: read, write, review, publish, and say from a deal what came of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from liant.actions import argue as act
from liant.actions import argue_life as life_act
from liant.loop.values.roles import MARKETING, SALES
from liant.queries import argue as query
from liant.queries import argue_in_deal as in_deal_query
from liant.queries import argue_together as together_query
from liant.queries import argue_translate as translate_query
from liant.queries import ledger as ledger_query
from liant.store.models import Verdict, VersionStatus
from liant.web.access import (
    DIRECTING,
    SELLING,
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_argument,
    access_better_argument,
    access_opportunity,
    get,
    post,
)
from liant.web.paging import page_number, pager

PAGE = 24


def arguments_page(request: PersonRequest) -> HttpResponse:
    """List arguments."""
    page = page_number(request)
    search = request.GET.get("q", "").strip()[:100]
    status = request.GET.get("status", "") if request.user.role in MARKETING else ""
    status = status if status in set(VersionStatus) else ""
    found = query.arguments_for(
        request.user,
        today=request.today,
        search=search,
        status=status,
        first=(page - 1) * PAGE,
        limit=PAGE + 1,
    )
    return render(
        request,
        "argue/arguments.html",
        {
            "arguments": found[:PAGE],
            "drafts": together_query.drafts_open_to(request.user) if request.user.role in SALES else (),
            "search": search,
            "status": status,
            **pager(page, has_next=len(found) > PAGE),
        },
    )


def argument_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show an argument as the seller sees it, with what it rests on; withdrawn for another one, sales reads that one."""
    try:
        argument = access_argument(request.user, public_id)
    except Http404:
        better = access_better_argument(request.user, public_id)
        messages.info(request, gettext("The argument that you asked for is withdrawn. This one replaces it."))
        return redirect("argument", public_id=better.public_id)
    view = query.argument_view(request.user, argument, today=request.today)
    return render(
        request,
        "argue/argument.html",
        {
            "argument": together_query.with_authors(request.user, view),
            "other": translate_query.other_language(request.user, argument),
            "may_replace": query.may_replace(request.user, argument),
            "deals": in_deal_query.deals_for_argument(request.user, argument, today=request.today),
            "lines": ledger_query.history_of("argument", argument.public_id, reader=request.user),
        },
    )


def submit_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ask colleagues to review an argument."""
    argument = access_argument(request.user, public_id)
    act.submit_argument(actor=request.user, argument=argument, now=request.now)
    messages.success(request, gettext("It waits for a review."))
    return redirect("argument", public_id=public_id)


def retire_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Withdraw an argument."""
    argument = access_argument(request.user, public_id)
    named = request.POST.get("replaced_by", "")
    if named:
        by = access_argument(request.user, named)
        life_act.replace_argument(actor=request.user, argument=argument, by=by, now=request.now)
    else:
        act.retire_argument(actor=request.user, argument=argument, now=request.now)
    messages.success(request, gettext("Withdrawn. It keeps its history and its credit."))
    return redirect("argument", public_id=public_id)


def use_argument(request: PersonRequest, public_id: str, argument_id: str, verdict: str) -> HttpResponse:
    """Say in one tap, from a deal, what came of an argument."""
    deal = access_opportunity(request.user, public_id)
    argument = access_argument(request.user, argument_id)
    if verdict not in set(Verdict):
        raise Http404
    act.use_argument(
        actor=request.user,
        argument=argument,
        opportunity=deal,
        verdict=Verdict(verdict),
        comment=request.POST.get("comment", ""),
        now=request.now,
    )
    messages.success(request, thanks(Verdict(verdict)))
    # The card that was tapped stays in sight.
    return redirect(f"{reverse('deal', args=[public_id])}?argument={argument.public_id}")


def thanks(verdict: Verdict) -> str:
    """Say that a verdict is noted, and who reads it."""
    if verdict == Verdict.USED:
        return gettext("Noted: you used it here.")
    if verdict == Verdict.DID_NOT_WORK:
        return gettext("Noted: it did not work here. Its owner will read it.")
    return gettext("Noted: something in it is wrong. Its owner is told.")


ROUTES = (
    Route(
        path="arguments",
        view=arguments_page,
        name="arguments",
        rights=get(WORKING),
        relation="published; all for marketing",
    ),
    Route(
        path="arguments/<str:public_id>",
        view=argument_page,
        name="argument",
        rights=get(WORKING),
        relation="published; all for marketing",
    ),
    Route(path="arguments/<str:public_id>/submit", view=submit_argument, name="submit_argument", rights=post(WRITING)),
    Route(
        path="arguments/<str:public_id>/retire", view=retire_argument, name="retire_argument", rights=post(DIRECTING)
    ),
    Route(
        path="deals/<str:public_id>/arguments/<str:argument_id>/<str:verdict>",
        view=use_argument,
        name="use_argument",
        rights=post(SELLING),
        relation="own, own teams",
    ),
)
