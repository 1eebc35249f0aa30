"""Better plans: three offers side by side, taken by a person or not at all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.actions import plan_offers as act
from liant.jobs import plan as job
from liant.loop.plan.replan import OfferKind
from liant.loop.values.errors import Conflict
from liant.queries import plan_offers as query
from liant.store.models import SearchStatus
from liant.web.access import WRITING, PersonRequest, Route, access_offers, get, post
from liant.web.plan_drawing import bar_width, scale_of
from liant.web.words import Refusal, in_words

NAMES = {
    OfferKind.KEEP: (
        _("Touch nothing"),
        _("What is booked stays where it can; what waits gets the hours that are left."),
    ),
    OfferKind.FEW: (_("Few moves"), _("Something moves only where it clearly pays.")),
    OfferKind.BEST: (
        _("The best found"),
        _("The least lateness that was found, larger deals counting more, even if more has to move."),
    ),
}
#: Dates shown of an offer before the rest is folded.
N_SHOWN = 5


def offers(request: PersonRequest) -> HttpResponse:
    """Show the three offers, or how far the search for them is."""
    return show(request)


def show(request: PersonRequest, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
    """Show the page, with what was refused when something was."""
    view = query.search_view(request.user, today=request.today, now=request.now)
    cards = cards_of(view, request) if view is not None else []
    context = {"search": view, "cards": cards, "refusal": refusal, "taken_name": taken_name(view)}
    name = "plan/offers.html#inside" if request.headers.get("HX-Target") == "offers" else "plan/offers.html"
    return render(request, name, context, status=status)


def cards_of(view: query.SearchView, request: PersonRequest) -> list[dict[str, object]]:
    """Give each offer its words and the places of its picture."""
    scale = scale_of(view.offers, request.today)
    most_late = max((offer.late_weeks for offer in view.offers), default=0)
    most_moved = max((offer.n_moved for offer in view.offers), default=0)
    cards = []
    for offer in view.offers:
        strips = [(change, scale.strip(change)) for change in offer.changes]
        name, about = NAMES[offer.kind]
        cards.append(
            {
                "offer": offer,
                "name": name,
                "about": about,
                "same_as": NAMES[OfferKind(offer.same_as)][0] if offer.same_as else "",
                "late_width": bar_width(offer.late_weeks, most_late),
                "moved_width": bar_width(offer.n_moved, most_moved),
                "shown": strips[:N_SHOWN],
                "folded": strips[N_SHOWN:],
                "weeks": scale.weeks(),
            }
        )
    return cards


def taken_name(view: query.SearchView | None) -> str:
    """Name the offer that was taken."""
    return str(NAMES[OfferKind(view.taken.kind)][0]) if view is not None and view.taken is not None else ""


def look(request: PersonRequest) -> HttpResponse:
    """Look for better plans, behind the page."""
    search = act.ask_offers(actor=request.user, now=request.now)
    if search.status == SearchStatus.QUEUED:
        job.look.enqueue(search.public_id)
    return redirect("plan_offers")


def stop(request: PersonRequest) -> HttpResponse:
    """Stop looking."""
    act.cancel_offers(actor=request.user, now=request.now)
    return redirect("plan_offers")


def take(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take one of the three."""
    search = access_offers(request.user, public_id)
    kind = request.POST.get("kind", "")
    if kind not in {one.value for one in OfferKind}:
        return redirect("plan_offers")
    try:
        act.take_offer(actor=request.user, search=search, kind=OfferKind(kind), now=request.now)
    except Conflict as refusal:
        return show(request, status=409, refusal=in_words(refusal))
    messages.success(
        request, gettext("The calendar follows this plan. Whoever waits, or works on what moved, is told.")
    )
    return redirect("plan_offers")


def undo(request: PersonRequest, public_id: str) -> HttpResponse:
    """Go back to the plan of before."""
    search = access_offers(request.user, public_id)
    try:
        act.undo_offer(actor=request.user, search=search, now=request.now)
    except Conflict as refusal:
        return show(request, status=409, refusal=in_words(refusal))
    messages.success(request, gettext("Everything is back where it was. Whoever had been told is told again."))
    return redirect("plan_offers")


ROUTES = (
    Route(path="calendar/offers", view=offers, name="plan_offers", rights=get(WRITING)),
    Route(path="calendar/offers/look", view=look, name="look_for_offers", rights=post(WRITING)),
    Route(path="calendar/offers/stop", view=stop, name="stop_offers", rights=post(WRITING)),
    Route(path="calendar/offers/<str:public_id>/take", view=take, name="take_offer", rights=post(WRITING)),
    Route(path="calendar/offers/<str:public_id>/undo", view=undo, name="undo_offer", rights=post(WRITING)),
)
