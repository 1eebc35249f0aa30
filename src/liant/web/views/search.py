"""Search: one box over everything that one may read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from liant.queries import search as query
from liant.web.access import WORKING, PersonRequest, Route, get

#: Hits of each kind: under the box while typing, on the page of everything, on the page of one kind.
SUGGESTED, SHOWN, LISTED = 3, 5, 50
LONGEST = 100


def search_page(request: PersonRequest) -> HttpResponse:
    """Show what was found, kind by kind; or all that was found of one kind."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    kind = request.GET.get("kind", "")
    kind = kind if kind in query.SOURCES else ""
    groups = query.search_for(request.user, text, kinds=[kind] if kind else (), limit=LISTED if kind else SHOWN)
    return render(
        request,
        "search/search.html",
        {"searched": text, "kind": kind, "groups": groups, "words": text.split()[:6] if " " in text else []},
    )


def suggest(request: PersonRequest) -> HttpResponse:
    """Show the best of each kind under the box while somebody types."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    groups = query.search_for(request.user, text, limit=SUGGESTED) if len(text) > 1 else ()
    return render(request, "search/search.html#suggestions", {"searched": text, "groups": groups})


ROUTES = (
    Route(path="search", view=search_page, name="search", rights=get(WORKING), relation="as each page found"),
    Route(path="search/suggest", view=suggest, name="suggest", rights=get(WORKING), relation="as each page found"),
)
