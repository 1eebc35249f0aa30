"""Leads: hand one over, answer it in one tap, hand it over again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import leads as act
from liant.loop.leads.leads import ANSWERS as ANSWERED
from liant.loop.leads.leads import MAX_COMPANY, MAX_WORDS, LeadStatus, LeadText
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING
from liant.queries import leads as query
from liant.queries import ledger as ledger_query
from liant.store.models import Account
from liant.web.access import (
    SELLING,
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_account,
    access_lead,
    access_seller,
    get,
    get_post,
    post,
)
from liant.web.clock_words import ANSWERS, STATUSES
from liant.web.paging import page_number, pager
from liant.web.words import Refusal, in_words

PAGE = 30


def leads_page(request: PersonRequest) -> HttpResponse:
    """List the leads that one may read."""
    page, status = page_number(request), request.GET.get("status", "")
    status = status if status in STATUSES else ""
    found = query.leads_for(request.user, request.now, status=status, first=(page - 1) * PAGE, limit=PAGE + 1)
    context: dict[str, object] = {
        "leads": found[:PAGE],
        "statuses": [{"value": value, "label": label, "checked": value == status} for value, label in STATUSES.items()],
        "is_filtered": bool(status),
        "is_marketing": request.user.role in MARKETING,
        **pager(page, has_next=len(found) > PAGE),
    }
    return render(request, "leads/leads.html", context)


def new_lead(request: PersonRequest) -> HttpResponse:
    """Hand what came in over to a seller."""
    source = request.POST if request.method == "POST" else request.GET
    account = access_account(request.user, source["account"]) if source.get("account") else None
    if request.method != "POST":
        return show_form(request, account)
    if not request.POST.get("seller"):
        refusal = Refusal(code="leads.no_seller", message=gettext("Choose who calls them."), hint="")
        return show_form(request, account, refusal=refusal)
    text = LeadText(
        company=account.name if account else request.POST.get("company", ""), words=request.POST.get("words", "")
    )
    seller = access_seller(request.POST["seller"])
    try:
        lead = act.hand_lead(actor=request.user, seller=seller, text=text, account=account, now=request.now)
    except Invalid as refused:
        return show_form(request, account, refusal=in_words(refused))
    messages.success(request, gettext("Handed over. The answer is promised."))
    return redirect("lead", public_id=lead.public_id)


def show_form(request: PersonRequest, account: Account | None, refusal: Refusal | None = None) -> HttpResponse:
    """Show the form, with what was typed."""
    context = {
        "account": account,
        "values": request.POST,
        "sellers": query.sellers_for(account),
        "company_length": MAX_COMPANY,
        "words_length": MAX_WORDS,
        "refusal": refusal,
    }
    return render(request, "leads/new.html", context, status=422 if refusal else 200)


def lead_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show one lead, with its answer or the three that may be given."""
    return show_lead(request, public_id)


def show_lead(
    request: PersonRequest, public_id: str, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """Show one lead."""
    lead = access_lead(request.user, public_id)
    view = query.lead_view(request.user, lead, request.now)
    context = {
        "lead": view,
        "answers": [{"value": value, "label": label} for value, label in ANSWERS.items()],
        "sellers": query.sellers_for(lead.account) if view.may_hand_again else (),
        "words_length": MAX_WORDS,
        "lines": ledger_query.history_of("lead", lead.public_id, reader=request.user),
        "refusal": refusal,
    }
    return render(request, "leads/lead.html", context, status=status)


def answer(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say what becomes of a lead."""
    lead = access_lead(request.user, public_id)
    said = request.POST.get("status", "")
    if said not in ANSWERED:
        raise Http404
    word = request.POST.get("word", "")
    try:
        act.answer_lead(actor=request.user, lead=lead, status=LeadStatus(said), word=word, now=request.now)
    except Invalid as refusal:
        return show_lead(request, public_id, refusal=in_words(refusal), status=422)
    messages.success(request, gettext("Answered. Whoever handed it over is told."))
    return redirect("lead", public_id=public_id)


def hand_again(request: PersonRequest, public_id: str) -> HttpResponse:
    """Hand a lead that came back over to somebody else, or later to the same."""
    lead = access_lead(request.user, public_id)
    try:
        seller = access_seller(request.POST.get("seller", ""))
        act.hand_again(actor=request.user, lead=lead, seller=seller, now=request.now)
    except Conflict as refusal:
        return show_lead(request, public_id, refusal=in_words(refusal), status=409)
    messages.success(request, gettext("Handed over. The answer is promised."))
    return redirect("lead", public_id=public_id)


OWN = "own, own teams; all for marketing"
ROUTES = (
    Route(path="leads", view=leads_page, name="leads", rights=get(WORKING), relation=OWN),
    Route(path="leads/new", view=new_lead, name="new_lead", rights=get_post(WRITING)),
    Route(path="leads/<str:public_id>", view=lead_page, name="lead", rights=get(WORKING), relation=OWN),
    Route(path="leads/<str:public_id>/answer", view=answer, name="answer_lead", rights=post(SELLING), relation="own"),
    Route(path="leads/<str:public_id>/again", view=hand_again, name="hand_lead_again", rights=post(WRITING)),
)
