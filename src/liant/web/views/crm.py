"""Accounts and deals: figures on one side, what the field heard on the other."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from liant.loop.values.stages import Stage
from liant.queries import argue_in_deal as in_deal_query
from liant.queries import client as client_query
from liant.queries import crm as query
from liant.queries import ledger as ledger_query
from liant.queries import listen as listen_query
from liant.queries import themes as themes_query
from liant.store.models import AccountKind
from liant.web.access import SELLING, WORKING, PersonRequest, Route, access_account, access_opportunity, get
from liant.web.paging import SIZE, page_number, pager


def accounts_page(request: PersonRequest) -> HttpResponse:
    """List accounts."""
    page = page_number(request)
    search = request.GET.get("q", "").strip()[:100]
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(AccountKind) else ""
    found = query.accounts_for(request.user, search=search, kind=kind, first=(page - 1) * SIZE, limit=SIZE + 1)
    return render(
        request,
        "crm/accounts.html",
        {"accounts": found[:SIZE], "search": search, "kind": kind, **pager(page, has_next=len(found) > SIZE)},
    )


def account_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show one client: figures on one side, concepts on the other; sales and marketing read the same page."""
    account = access_account(request.user, public_id)
    return render(
        request,
        "crm/account.html",
        {
            "account": account,
            "client": client_query.client_view(request.user, account, today=request.today),
            "notes": listen_query.notes_of_account(request.user, account, limit=5),
            "lines": ledger_query.history_of("account", account.public_id, reader=request.user),
        },
    )


def deals_page(request: PersonRequest) -> HttpResponse:
    """List the deals whose figures one may read."""
    page = page_number(request)
    search = request.GET.get("q", "").strip()[:100]
    stage = request.GET.get("stage", "open")
    stage = stage if stage in {"open", "closed", "all"} | set(Stage) else "open"
    found = query.deals_for(
        request.user,
        today=request.today,
        search=search,
        stage=stage,
        first=(page - 1) * SIZE,
        limit=SIZE + 1,
    )
    return render(
        request,
        "crm/deals.html",
        {"deals": found[:SIZE], "search": search, "stage": stage, **pager(page, has_next=len(found) > SIZE)},
    )


def deal_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show one deal: figures, stages and reasons; notes, themes and the arguments that serve now."""
    deal = access_opportunity(request.user, public_id)
    return render(
        request,
        "crm/deal.html",
        {
            "deal": query.deal_view(request.user, deal, request.today),
            "arguments": in_deal_query.arguments_for_deal(
                request.user, deal, today=request.today, named=request.GET.get("argument", "")
            ),
            "notes": listen_query.notes_of_deal(request.user, deal),
            "themes": themes_query.themes_of_account(request.user, deal.account) if deal.account else (),
            "lines": ledger_query.history_of("opportunity", deal.public_id, reader=request.user),
        },
    )


ROUTES = (
    Route(
        path="accounts",
        view=accounts_page,
        name="accounts",
        rights=get(WORKING),
        relation="own, team; all for marketing",
    ),
    Route(
        path="accounts/<str:public_id>",
        view=account_page,
        name="account",
        rights=get(WORKING),
        relation="own, team; all for marketing",
    ),
    Route(path="deals", view=deals_page, name="deals", rights=get(SELLING), relation="own, own teams"),
    Route(path="deals/<str:public_id>", view=deal_page, name="deal", rights=get(SELLING), relation="own, own teams"),
)
