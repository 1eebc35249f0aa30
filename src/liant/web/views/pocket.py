"""What a seller keeps on a phone: today, capture and the open deals with what to say, read without a network."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from liant.queries import crm as query
from liant.web.access import SELLING, PersonRequest, Route, get
from liant.web.context import reader_mark

#: Deals kept, nearest close first: what is opened in front of a client within the month.
N_DEALS = 30
PLACES = ("today", "capture", "deals", "pocket")
ASSETS = (
    "vendor/pico-2.1.1.min.css",
    "liant/app.css",
    "liant/app.js",
    "liant/search.js",
    "liant/offline.js",
    "liant/icons.svg",
    "liant/icon.svg",
    "django_htmx/htmx-2.min.js",
)


def pocket_page(request: PersonRequest) -> HttpResponse:
    """Show what this phone keeps and the notes that wait there; the browser fills it in."""
    return render(request, "pocket/pocket.html")


def pages_to_keep(request: PersonRequest) -> HttpResponse:
    """List the addresses that a phone may keep for this person, and nothing of what they say."""
    deals = query.deals_for(request.user, today=request.today, stage="open", limit=N_DEALS)
    addresses = [reverse("deal", args=[deal.public_id]) for deal in deals]
    return JsonResponse(
        {
            "reader": reader_mark(request.user),
            "pages": [*(reverse(name) for name in PLACES), *addresses],
            "deals": [
                {"url": url, "about": f"deal:{deal.public_id}", "name": deal.name, "account": deal.account_name}
                for url, deal in zip(addresses, deals, strict=True)
            ],
            "assets": [static(name) for name in ASSETS],
        }
    )


ROUTES = (
    Route(path="pocket", view=pocket_page, name="pocket", rights=get(SELLING), relation="own, own teams"),
    Route(
        path="pocket/pages", view=pages_to_keep, name="pages_to_keep", rights=get(SELLING), relation="own, own teams"
    ),
)
