"""Requests to marketing: the front door, the list, one request, joining and taking back."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.actions import arbitrate as act
from liant.loop.arbitrate.requests import MAX_DETAILS, MAX_TITLE, Ask, Need
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING, SALES
from liant.queries import arbitrate as query
from liant.queries import ledger as ledger_query
from liant.queries import listen as listen_query
from liant.queries.arbitrate_urgent import urgent_view
from liant.queries.arbitrate_why import why_view
from liant.queries.clocks import clocks_of, work_calendar
from liant.queries.credit import credit_of
from liant.queries.plan import dates_by_request
from liant.queries.themes import label_for
from liant.web.access import (
    WORKING,
    PersonRequest,
    Route,
    access_account,
    access_deliverable,
    access_joinable_request,
    access_opportunity,
    access_request,
    access_theme,
    get,
    get_post,
    post,
)
from liant.web.days import read_day_of
from liant.web.forms.arbitrate import AskForm, DeliverForm, JoinForm
from liant.web.paging import page_number, pager
from liant.web.request_words import NEEDS, STATUSES
from liant.web.views.listen import about_from
from liant.web.why_words import say_why
from liant.web.words import Refusal, in_words

PAGE = 30
MISSING = {
    "deliverable": _("Choose what you need in the list."),
    "place": _("Say for whom it is."),
    "need": _("Say how strongly you need it."),
    "needed_on": _("The day cannot be read: pick it in the calendar."),
    "title": _("The name is too long."),
    "details": _("The details are too long."),
}


def requests_page(request: PersonRequest) -> HttpResponse:
    """List the requests that one may read; inside the page of a deal or a theme, those about it."""
    page = page_number(request)
    status = request.GET.get("status", "open")
    status = status if status in STATUSES else "open"
    mine = request.GET.get("show") == "mine"
    deal = access_opportunity(request.user, request.GET["deal"]) if request.GET.get("deal") else None
    theme = access_theme(request.user, request.GET["theme"]) if request.GET.get("theme") else None
    account = access_account(request.user, request.GET["account"]) if request.GET.get("account") else None
    found = query.requests_for(
        request.user,
        today=request.today,
        status="" if status == "all" else status,
        mine=mine,
        deal=deal,
        account=account,
        theme=theme,
        first=(page - 1) * PAGE,
        limit=PAGE + 1,
    )
    about = "deal" if deal else "theme" if theme else "account" if account else ""
    context: dict[str, object] = {
        "requests": found[:PAGE],
        "dates": dates_by_request([line.public_id for line in found[:PAGE]], today=request.today),
        "statuses": [{"value": value, "label": label, "checked": value == status} for value, label in STATUSES.items()],
        "mine": mine,
        "about": about,
        "about_id": request.GET.get(about, "") if about else "",
        "about_name": deal.name
        if deal
        else account.name
        if account
        else label_for(request.user, theme)
        if theme
        else "",
        "is_filtered": mine or bool(about) or status != "open",
        "is_marketing": request.user.role in MARKETING,
        **pager(page, has_next=len(found) > PAGE),
    }
    inside = bool(about) and request.htmx  # type: ignore[attr-defined]
    return render(request, "arbitrate/requests_inside.html" if inside else "arbitrate/requests.html", context)


def serves_from(request: PersonRequest, place: str) -> act.Serves:
    """Find whom and what a request is for; what this person may not open is a 404 like any other."""
    source = request.POST if request.method == "POST" else request.GET
    theme = access_theme(request.user, source["theme"]) if source.get("theme") else None
    if place == "account":
        account, deal = about_from(request, source.get("pick") or source.get("about", ""))
        return act.Serves(account=account, opportunity=deal, theme=theme)
    return act.Serves(theme=theme, is_for_company=place == "company")


def place_of(request: PersonRequest) -> str:
    """Tell for whom the form stands: what was picked, else an account for sales and the company for marketing."""
    source = request.POST if request.method == "POST" else request.GET
    if source.get("pick"):
        return "account"
    return source.get("place") or ("account" if request.user.role in SALES else "company")


def whom_context(request: PersonRequest, serves: act.Serves, place: str) -> dict[str, object]:
    """Give the part of the form that says for whom, and how strongly."""
    source = request.POST if request.method == "POST" else request.GET
    search = source.get("search", "").strip()
    chosen = source.get("need", "")
    choices = listen_query.attachable(request.user, search) if search else listen_query.likely_deals(request.user)
    return {
        "values": source,
        "serves": serves,
        "place": place,
        "search": search,
        "choices": choices,
        "needs": [
            {"value": need.value, "label": label, "checked": chosen == str(need.value)} for need, label in NEEDS.items()
        ],
        "theme_label": label_for(request.user, serves.theme) if serves.theme else "",
    }


def missing_of(form: forms.Form, place: str, serves: act.Serves) -> str:
    """Say, in one sentence, the first thing that a form lacks; empty when it lacks nothing."""
    if not form.is_valid():
        return str(MISSING[next(name for name in form.fields if name in form.errors)])
    if place == "account" and serves.account is None and serves.opportunity is None:
        return gettext("Choose the account or the deal, or say that it is for your team.")
    return ""


def new_request(request: PersonRequest) -> HttpResponse:
    """Ask something of marketing; what it usually takes is said before."""
    source = request.POST if request.method == "POST" else request.GET
    place = place_of(request)
    serves = serves_from(request, place)
    day = read_day_of(source, "needed_on", request.today)
    context = {
        **whom_context(request, serves, place),
        "deliverables": query.deliverables_for(request.user),
        "chosen": source.get("deliverable", ""),
        "similar": query.similar_requests(request.user, source.get("title", ""), today=request.today),
        **promise_in(request, source),
        "title_length": MAX_TITLE,
        "details_length": MAX_DETAILS,
    }
    if request.method != "POST" or "find" in request.POST or "pick" in request.POST or "look" in request.POST:
        return render(request, "arbitrate/ask.html", context)
    form = AskForm(request.POST)
    missing = missing_of(form, place, serves)
    if missing:
        return render(request, "arbitrate/ask.html", {**context, "error": missing}, status=422)
    if day.refusal is not None:
        said = day.refusal
        return render(request, "arbitrate/ask.html", {**context, "error": said.message, "hint": said.hint}, status=422)
    data = form.cleaned_data
    needed_on = day.on if day.words else data["needed_on"]
    try:
        asked = act.ask_request(
            actor=request.user,
            deliverable=data["deliverable"],
            ask=Ask(title=data["title"], details=data["details"], needed_on=needed_on),
            serves=serves,
            need=Need(data["need"]),
            today=request.today,
            now=request.now,
        )
    except Invalid as refusal:
        said = in_words(refusal)
        return render(request, "arbitrate/ask.html", {**context, "error": said.message, "hint": said.hint}, status=422)
    messages.success(request, gettext("Asked. The answer comes with its reason, whatever it is."))
    return redirect("request", public_id=asked.public_id)


def promise_in(request: PersonRequest, source: Mapping[str, str]) -> dict[str, object]:
    """Say what marketing usually takes for the type chosen so far, and which day the short words are."""
    day = read_day_of(source, "needed_on", request.today)
    promise = None
    if source.get("deliverable"):
        deliverable = access_deliverable(request.user, source["deliverable"])
        promise = query.promise_for(request.user, deliverable, day.on, today=request.today)
    return {"promise": promise, "day": day}


def usual(request: PersonRequest) -> HttpResponse:
    """Say what marketing usually takes, while the form is filled."""
    return render(request, "arbitrate/ask.html#usual", promise_in(request, request.GET))


def similar(request: PersonRequest) -> HttpResponse:
    """Show what others ask for alike, while it is typed."""
    found = query.similar_requests(request.user, request.GET.get("title", ""), today=request.today)
    return render(request, "arbitrate/ask.html#similar", {"similar": found})


def request_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a request."""
    return show_request(request, public_id)


def show_request(
    request: PersonRequest,
    public_id: str,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    deliver_form: DeliverForm | None = None,
) -> HttpResponse:
    """Show the page of a request, with what was refused when something was."""
    row = access_request(request.user, public_id)
    view = query.request_view(request.user, row, today=request.today)
    why = why_view(request.user, row)
    calendar = work_calendar()
    context: dict[str, object] = {
        "request_view": view,
        "dates": dates_by_request([public_id], today=request.today, calendar=calendar).get(public_id),
        "why": why,
        "urgent": urgent_view(request.user, row),
        "words": say_why(why) if why is not None else None,
        "clock": clocks_of("request", [public_id], request.user, request.now, calendar).get(public_id),
        "credit": credit_of(request.user, "request", public_id),
        "lines": ledger_query.history_of("request", public_id, reader=request.user),
        "deliver_form": deliver_form or DeliverForm(initial={"actual_half_days": view.line.half_days}),
        "refusal": refusal,
    }
    return render(request, "arbitrate/request.html", context, status=status)


def join(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ask for what somebody else asks for."""
    row = access_joinable_request(request.user, public_id)
    place = place_of(request)
    serves = serves_from(request, place)
    context: dict[str, object] = {
        **whom_context(request, serves, place),
        "line": query.joinable_view(request.user, row, today=request.today),
    }
    if request.method != "POST" or "find" in request.POST or "pick" in request.POST:
        return render(request, "arbitrate/join.html", context)
    form = JoinForm(request.POST)
    missing = missing_of(form, place, serves)
    if missing:
        return render(request, "arbitrate/join.html", {**context, "error": missing}, status=422)
    try:
        act.join_request(
            actor=request.user, request=row, serves=serves, need=Need(form.cleaned_data["need"]), now=request.now
        )
    except Invalid as refusal:
        said = in_words(refusal)
        return render(request, "arbitrate/join.html", {**context, "error": said.message, "hint": said.hint}, status=422)
    messages.success(request, gettext("You ask for it too: its voices add up."))
    return redirect("request", public_id=public_id)


def withdraw(request: PersonRequest, public_id: str) -> HttpResponse:
    """Need it no more."""
    row = access_request(request.user, public_id)
    try:
        act.withdraw_request(actor=request.user, request=row, reason=request.POST.get("reason", ""), now=request.now)
    except Conflict as refusal:
        return show_request(request, public_id, status=409, refusal=in_words(refusal))
    messages.success(request, gettext("Taken back."))
    return redirect("requests")


def ask_again(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take a withdrawal back."""
    act.ask_again(actor=request.user, request=access_request(request.user, public_id), now=request.now)
    return redirect("request", public_id=public_id)


OWN = "own, own teams; all for marketing"
ROUTES = (
    Route(path="requests", view=requests_page, name="requests", rights=get(WORKING), relation=OWN),
    Route(path="requests/new", view=new_request, name="new_request", rights=get_post(WORKING), relation="own"),
    Route(path="requests/usual", view=usual, name="usual_turnaround", rights=get(WORKING)),
    Route(path="requests/similar", view=similar, name="similar_requests", rights=get(WORKING), relation="names only"),
    Route(path="requests/<str:public_id>", view=request_page, name="request", rights=get(WORKING), relation=OWN),
    Route(
        path="requests/<str:public_id>/join",
        view=join,
        name="join_request",
        rights=get_post(WORKING),
        relation="names only until joined",
    ),
    Route(
        path="requests/<str:public_id>/withdraw",
        view=withdraw,
        name="withdraw_request",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="requests/<str:public_id>/again",
        view=ask_again,
        name="ask_request_again",
        rights=post(WORKING),
        relation="own",
    ),
)
