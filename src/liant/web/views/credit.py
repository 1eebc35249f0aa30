"""Whose it is: the statement of an object's credit, how one is named there, contests and their decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import credit_contest as contests
from liant.actions import credit_naming as naming
from liant.loop.refine.credit import Act
from liant.loop.values.errors import Conflict, Invalid
from liant.queries import credit_statement as query
from liant.queries.credit_naming import naming_of
from liant.queries.objects import titles_of, url_of
from liant.store.models import Showing
from liant.web.access import (
    WORKING,
    PersonRequest,
    Route,
    access_contest_to_decide,
    access_credit_contest,
    access_object,
    get,
    get_post,
    post,
)
from liant.web.threads import read_thread
from liant.web.words import in_words

#: What people talk about without anybody being credited for it.
NOT_CREDITED = frozenset(
    {"note", "theme", "account", "opportunity", "contest", "credit_contest", "round", "meeting", "co_author"}
)


def credited_object(request: PersonRequest, kind: str, public_id: str) -> str:
    """Return the public id of an object that is somebody's, under the rights of its page."""
    if kind in NOT_CREDITED:
        raise Http404
    return str(access_object(request.user, kind, public_id).public_id)  # type: ignore[attr-defined]


def statement(request: PersonRequest, kind: str, public_id: str) -> HttpResponse:
    """Show whose an object is, and what is behind each share."""
    return statement_page(request, kind, credited_object(request, kind, public_id))


def statement_page(
    request: PersonRequest, kind: str, public_id: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Show the statement, with what a refused form held."""
    return render(
        request,
        "credit/statement.html",
        {
            "statement": query.statement_of(request.user, kind, public_id),
            "naming": naming_of(request.user, kind, public_id),
            "title": titles_of(request.user, [(kind, public_id)])[kind, public_id],
            "back": url_of(kind, public_id),
            **context,
        },
        status=status,
    )


def name_me(request: PersonRequest, kind: str, public_id: str) -> HttpResponse:
    """Choose how one is named on one object."""
    found = credited_object(request, kind, public_id)
    showing = request.POST.get("showing", "")
    try:
        naming.choose_naming(
            actor=request.user,
            showing=Showing(showing) if showing in set(Showing) else None,
            pen_name=request.POST.get("pen_name", ""),
            kind=kind,
            public_id=found,
            now=request.now,
        )
    except Invalid as refusal:
        return statement_page(request, kind, found, naming_refusal=in_words(refusal), status=422)
    messages.success(request, gettext("From now on you are named so here."))
    return redirect("credit", kind=kind, public_id=found)


def contest(request: PersonRequest, kind: str, public_id: str) -> HttpResponse:
    """Say that a credit is wrong."""
    found = credited_object(request, kind, public_id)
    key, _colon, act = request.POST.get("what", "").partition(":")
    person = request.user if key == "me" else query.person_of_key(kind, found, key)
    text = request.POST.get("text", "")
    if person is None or act not in set(Act):
        return statement_page(
            request, kind, found, contest_error=gettext("Choose what should change."), contest_text=text, status=422
        )
    try:
        made = contests.contest_credit(
            actor=request.user,
            kind=kind,
            public_id=found,
            person=person,
            act=Act(act),
            counts=key == "me",
            text=text,
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        words = in_words(refusal)
        return statement_page(
            request, kind, found, contest_error=f"{words.message} {words.hint}", contest_text=text, status=422
        )
    messages.success(request, gettext("Those who decide are asked. You will be told, with the reason."))
    return redirect("credit_contest", public_id=made.public_id)


def contest_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a contest with its thread, to those whose business it is; decide on it."""
    found = access_credit_contest(request.user, public_id)
    reason, refusal = request.POST.get("reason", ""), None
    if request.method == "POST":
        try:
            contests.decide_contest(
                actor=request.user,
                contest=access_contest_to_decide(request.user, public_id),
                is_upheld=request.POST.get("decision") == "uphold",
                reason=reason,
                now=request.now,
            )
        except Invalid as error:
            refusal = in_words(error)
        else:
            messages.success(request, gettext("Decided. Both sides are told, with your reason."))
            return redirect("credit_contest", public_id=found.public_id)
    titles = titles_of(request.user, [(found.kind, found.object_id)])
    return render(
        request,
        "credit/contest.html",
        {
            "contest": query.contest_view(request.user, found),
            "title": titles.get((found.kind, found.object_id), ""),
            "reason": reason,
            "refusal": refusal,
            "thread": read_thread(request, contests.KIND, found.public_id),
        },
        status=422 if refusal else 200,
    )


ROUTES = (
    Route(
        path="credit/contests/<str:public_id>",
        view=contest_page,
        name="credit_contest",
        rights=get_post(WORKING),
        relation="own, about oneself, to decide",
    ),
    Route(
        path="credit/<str:kind>/<str:public_id>",
        view=statement,
        name="credit",
        rights=get(WORKING),
        relation="as the object's page",
    ),
    Route(
        path="credit/<str:kind>/<str:public_id>/name",
        view=name_me,
        name="name_me",
        rights=post(WORKING),
        relation="own name, as the object's page",
    ),
    Route(
        path="credit/<str:kind>/<str:public_id>/contest",
        view=contest,
        name="contest_credit",
        rights=post(WORKING),
        relation="as the object's page",
    ),
)
