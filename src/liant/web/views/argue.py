"""Arguments: read, write, review, publish, and say from a deal what came of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from liant.actions import argue as act
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING
from liant.queries import argue as query
from liant.queries import ledger as ledger_query
from liant.queries import listen as listen_query
from liant.queries import themes as themes_query
from liant.store.models import Argument, Theme, Verdict, VersionStatus
from liant.web.access import (
    DIRECTING,
    SELLING,
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_argument,
    access_opportunity,
    access_theme,
    get,
    get_post,
    post,
)
from liant.web.forms import argue as forms
from liant.web.paging import page_number
from liant.web.words import in_words

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
            "search": search,
            "status": status,
            "page": page,
            "previous_page": page - 1,
            "next_page": page + 1,
            "has_next": len(found) > PAGE,
        },
    )


def argument_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show an argument as the seller sees it, with what it rests on."""
    argument = access_argument(request.user, public_id)
    return render(
        request,
        "argue/argument.html",
        {
            "argument": query.argument_view(request.user, argument, today=request.today),
            "deals": query.deals_for_argument(request.user, argument, today=request.today),
            "lines": ledger_query.history_of("argument", argument.public_id, reader=request.user),
        },
    )


def write_page(
    request: PersonRequest,
    form: forms.CardForm,
    rows: list[forms.ClaimRow],
    *,
    theme: Theme | None,
    argument: Argument | None = None,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """Show the studio: quotes on one side, the card being written on the other."""
    named = request.GET.getlist("note")
    quotes = query.quotes_to_cite(request.user, theme, named)
    ticked = {public_id for row in rows for public_id in row.quotes}
    missing = ticked - {quote.public_id for quote in quotes}
    if missing:
        found = query.quotes_named(request.user, missing).values()
        quotes += [listen_query.view_quote(quote, quote.note, request.user) for quote in found]
    return render(
        request,
        "argue/write.html",
        {
            "form": form,
            "claims": [
                {"row": row, "quotes": [(quote, quote.public_id in row.quotes) for quote in quotes]}
                for row in forms.with_blank(rows)
            ],
            "quotes": quotes,
            "theme": themes_query.theme_view(request.user, theme, request.now) if theme else None,
            "argument": argument,
            **context,
        },
        status=status,
    )


def new_argument(request: PersonRequest) -> HttpResponse:
    """Write an argument from a theme's or a note's quotes."""
    theme_id = request.GET.get("theme", "")
    theme = access_theme(request.user, theme_id) if theme_id else None
    if request.method != "POST":
        initial = {"language": request.user.language, "review_on": request.today + forms.REVIEW_AFTER}
        return write_page(request, forms.CardForm(initial=initial), [], theme=theme)
    form, rows = forms.CardForm(request.POST), forms.read_claims(request.POST)
    if "add" in request.POST or not form.is_valid():
        return write_page(request, form, rows, theme=theme, status=200 if "add" in request.POST else 422)
    cited = query.quotes_named(request.user, {q for row in rows for q in row.quotes})
    try:
        argument = act.draft_argument(
            actor=request.user,
            card=forms.card_text(form, rows, cited, request.today),
            theme=theme,
            now=request.now,
        )
    except Invalid as refusal:
        form.add_error(None, in_words(refusal).message)
        return write_page(request, form, rows, theme=theme, status=422)
    messages.success(request, gettext("The draft is kept. Publish it when its claims hold."))
    return redirect("argument", public_id=argument.public_id)


def edit_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change an argument; a published one gets a next version, the sellers keep reading the current one."""
    argument = access_argument(request.user, public_id)
    current = query.argument_view(request.user, argument, today=request.today)
    if request.method != "POST":
        version = act.latest_version(argument)
        competitor = version.competitor.public_id if version.competitor else ""
        form = forms.CardForm(initial=forms.initial_of(current, competitor))
        return write_page(
            request, form, forms.rows_of(current), theme=argument.theme, argument=argument, version=current.version
        )
    form, rows = forms.CardForm(request.POST), forms.read_claims(request.POST)
    sent = request.POST.get("version", "")
    shown = int(sent) if sent.isdecimal() and len(sent) < 9 else 0
    if "add" in request.POST or not form.is_valid():
        status = 200 if "add" in request.POST else 422
        return write_page(request, form, rows, theme=argument.theme, argument=argument, version=shown, status=status)
    cited = query.quotes_named(request.user, {q for row in rows for q in row.quotes})
    try:
        act.edit_argument(
            actor=request.user,
            argument=argument,
            card=forms.card_text(form, rows, cited, request.today),
            version=shown,
            now=request.now,
        )
    except Conflict as refusal:
        return write_page(
            request,
            form,
            rows,
            theme=argument.theme,
            argument=argument,
            version=current.version,
            theirs=current,
            conflict=in_words(refusal),
            status=409,
        )
    except Invalid as refusal:
        form.add_error(None, in_words(refusal).message)
        return write_page(request, form, rows, theme=argument.theme, argument=argument, version=shown, status=422)
    messages.success(request, gettext("Saved as a draft."))
    return redirect("argument", public_id=argument.public_id)


def submit_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ask colleagues to review an argument."""
    argument = access_argument(request.user, public_id)
    act.submit_argument(actor=request.user, argument=argument, now=request.now)
    messages.success(request, gettext("It waits for a review."))
    return redirect("argument", public_id=public_id)


def retire_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Withdraw an argument."""
    argument = access_argument(request.user, public_id)
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
    Route(path="arguments/new", view=new_argument, name="new_argument", rights=get_post(WRITING)),
    Route(
        path="arguments/<str:public_id>",
        view=argument_page,
        name="argument",
        rights=get(WORKING),
        relation="published; all for marketing",
    ),
    Route(path="arguments/<str:public_id>/edit", view=edit_argument, name="edit_argument", rights=get_post(WRITING)),
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
