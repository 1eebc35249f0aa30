"""Arguments written with sellers: whom marketing invites and what it answers; the draft as an invited seller sees it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import argue_together as act
from liant.loop.argue.wording import CardPart
from liant.loop.values.errors import Conflict, Invalid
from liant.queries import argue_together as query
from liant.queries import argue_versions as versions_query
from liant.store.models import Person
from liant.web.access import (
    SELLING,
    WRITING,
    PersonRequest,
    Route,
    access_argument,
    access_co_writing,
    access_proposed_words,
    get_post,
    one_or_404,
    post,
)
from liant.web.words import in_words


def co_authors(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show marketing who writes with it and what they propose; invite a seller, or let one go."""
    argument = access_argument(request.user, public_id)
    if request.method == "POST":
        person = one_or_404(Person.objects.able(), request.POST.get("person", ""))
        if "release" in request.POST:
            act.let_co_author_go(actor=request.user, argument=argument, person=person, now=request.now)
            messages.success(request, gettext("The draft is closed to them; their words keep their name."))
        else:
            act.invite_co_author(actor=request.user, argument=argument, person=person, now=request.now)
            messages.success(request, gettext("%(name)s is invited, and told today.") % {"name": person.name})
        return redirect("argument_co_authors", public_id=public_id)
    return render(
        request,
        "argue/co_authors.html",
        {
            "argument": versions_query.latest_line(argument),
            "together": query.together_view(request.user, argument),
        },
    )


def decide_words(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take proposed words into the draft, or leave them out with a reason."""
    argument = access_argument(request.user, public_id)
    words = access_proposed_words(request.user, request.POST.get("words", ""))
    if words.co_author.argument_id != argument.pk:
        raise Http404
    if request.POST.get("act") == "take":
        act.take_words(actor=request.user, words=words, now=request.now)
        messages.success(request, gettext("In the draft, under the name of whoever said it; they are told."))
    else:
        act.decline_words(actor=request.user, words=words, reason=request.POST.get("reason", ""), now=request.now)
        messages.success(request, gettext("Left out; they read why."))
    return redirect("argument_co_authors", public_id=public_id)


def co_writing(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a draft to a seller invited to it, and keep the words that they propose."""
    invited = access_co_writing(request.user, public_id)
    if request.method != "POST":
        return co_writing_page(request, public_id)
    part, claim_id = request.POST.get("part", ""), request.POST.get("claim", "")
    if part not in set(CardPart):
        raise Http404
    text = request.POST.get("text", "")
    try:
        act.propose_words(
            actor=request.user, co_author=invited, part=CardPart(part), text=text, claim_id=claim_id, now=request.now
        )
    except (Invalid, Conflict) as refusal:
        # What was typed stays in its form; when its sentence is gone, in that of a sentence more.
        gone = isinstance(refusal, Conflict)
        return co_writing_page(
            request,
            public_id,
            refusal=in_words(refusal),
            of=CardPart.NEW_CLAIM.value if gone else claim_id or part,
            text=text,
            status=409 if gone else 422,
        )
    messages.success(request, gettext("Proposed. Marketing answers; you read it in Today."))
    return redirect("co_writing", public_id=public_id)


def co_writing_page(request: PersonRequest, public_id: str, *, status: int = 200, **context: object) -> HttpResponse:
    """Show a draft to its co-author."""
    view = query.co_writing_view(request.user, access_co_writing(request.user, public_id), today=request.today)
    return render(
        request, "argue/co_writing.html", {"draft": view, "argument": view.argument, **context}, status=status
    )


def withdraw_words(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take back words of one's own that wait."""
    access_co_writing(request.user, public_id)
    words = access_proposed_words(request.user, request.POST.get("words", ""))
    act.withdraw_words(actor=request.user, words=words, now=request.now)
    messages.success(request, gettext("Taken back: marketing reads them no more."))
    return redirect("co_writing", public_id=public_id)


ROUTES = (
    Route(
        path="arguments/<str:public_id>/co-authors",
        view=co_authors,
        name="argument_co_authors",
        rights=get_post(WRITING),
    ),
    Route(path="arguments/<str:public_id>/words", view=decide_words, name="decide_words", rights=post(WRITING)),
    Route(
        path="co-writing/<str:public_id>",
        view=co_writing,
        name="co_writing",
        rights=get_post(SELLING),
        relation="drafts one is invited to",
    ),
    Route(
        path="co-writing/<str:public_id>/withdraw",
        view=withdraw_words,
        name="withdraw_words",
        rights=post(SELLING),
        relation="own words",
    ),
)
