"""Joint visits: propose, answer, move, prepare, and tell what was heard."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.actions import visits as act
from liant.loop.plan.visit_reasons import MAX_WORD
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING
from liant.loop.values.stages import NoteKind
from liant.queries import ledger as ledger_query
from liant.queries import visits as query
from liant.queries import visits_proposed as proposed
from liant.queries.leads import sellers_for
from liant.queries.visits_sheet import sheet_for
from liant.store.models import Person, Visit
from liant.web.access import (
    WORKING,
    PersonRequest,
    Route,
    access_account,
    access_marketer,
    access_seller,
    access_theme,
    access_visit,
    get,
    get_post,
    post,
)
from liant.web.views.listen import in_cautions
from liant.web.views.refine import version_of
from liant.web.words import Refusal, in_words, status_of

#: What is asked after a visit, and the kind of note that it becomes.
ASKED = (
    (NoteKind.NEED, _("What do they need, in their words?")),
    (NoteKind.OBJECTION, _("What holds them back?")),
    (NoteKind.VISIT, _("What surprised you?")),
)


def visits_page(request: PersonRequest) -> HttpResponse:
    """List the visits that stand, those that the data proposes, those held, and how close teams work."""
    visits = query.visits_for(request.user, today=request.today)
    return render(
        request,
        "visits/visits.html",
        {
            "is_marketing": request.user.role in MARKETING,
            "asked": [visit for visit in visits if visit.is_asked],
            "standing": [visit for visit in visits if visit.status in ("asked", "agreed") and not visit.is_asked],
            "held": [visit for visit in visits if visit.status == "held"],
            "proposals": proposed.proposals_for(request.user, today=request.today),
            "teams": query.closeness_by_team(request.user, today=request.today),
        },
    )


def new_visit(request: PersonRequest) -> HttpResponse:
    """Propose to go to an account together."""
    source = request.POST if request.method == "POST" else request.GET
    account = access_account(request.user, source.get("account", ""))
    theme = access_theme(request.user, source["theme"]) if source.get("theme") else None
    is_marketing = request.user.role in MARKETING
    context: dict[str, object] = {
        "account": account,
        "theme_id": source.get("theme", ""),
        "values": source,
        "is_marketing": is_marketing,
        "people": sellers_for(account) if is_marketing else proposed.marketers_for(),
        "today": request.today,
    }
    slot = slot_from(request)
    if request.method != "POST":
        return render(request, "visits/new.html", context)
    if slot is None or not source.get("with"):
        missing = gettext("Choose the day.") if slot is None else gettext("Choose with whom.")
        refusal = Refusal(code="visits.missing", message=missing, hint="")
        return render(request, "visits/new.html", {**context, "refusal": refusal}, status=422)
    other: Person = access_seller(source["with"]) if is_marketing else access_marketer(source["with"])
    try:
        visit = act.propose_visit(
            actor=request.user,
            marketer=request.user if is_marketing else other,
            seller=other if is_marketing else request.user,
            account=account,
            theme=theme,
            slot=slot,
            now=request.now,
        )
    except (Invalid, Conflict) as refused:
        status = status_of(refused)
        return render(request, "visits/new.html", {**context, "refusal": in_words(refused)}, status=status)
    messages.success(request, gettext("Proposed. The other one is asked."))
    return redirect("visit", public_id=visit.public_id)


def slot_from(request: PersonRequest) -> act.Slot | None:
    """Read a half-day as sent: a day, and 0, 1 or ``day``; or both in one value."""
    said = request.POST.get("slot") or f"{request.POST.get('on', '')}:{request.POST.get('half', '')}"
    on, _colon, half = said.partition(":")
    try:
        day = date.fromisoformat(on)
    except ValueError:
        return None
    is_whole = half == "day" or request.POST.get("whole") == "1"
    return act.Slot(on=day, half=1 if half == "1" else 0, is_whole_day=is_whole)


def visit_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show one visit, and what its reader may do about it."""
    return show_visit(request, access_visit(request.user, public_id))


def show_visit(
    request: PersonRequest, visit: Visit, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """Show one visit."""
    view = query.visit_view(request.user, visit, today=request.today)
    context = {
        "visit": view,
        "slots": proposed.free_together(visit.marketer, visit.seller, today=request.today) if view.may_change else (),
        "word_length": MAX_WORD,
        "lines": ledger_query.history_of("visit", visit.public_id, reader=request.user),
        "refusal": refusal,
    }
    return render(request, "visits/visit.html", context, status=status)


def accept(request: PersonRequest, public_id: str) -> HttpResponse:
    """Agree on a visit."""
    visit = access_visit(request.user, public_id)
    try:
        act.accept_visit(actor=request.user, visit=visit, now=request.now)
    except (Invalid, Conflict) as refusal:
        return show_visit(request, visit, refusal=in_words(refusal), status=409)
    messages.success(request, gettext("Agreed. The preparation sheet is ready."))
    return redirect("visit", public_id=public_id)


def move(request: PersonRequest, public_id: str) -> HttpResponse:
    """Propose another half-day."""
    visit, slot = access_visit(request.user, public_id), slot_from(request)
    if slot is None:
        refusal = Refusal(code="visits.missing", message=gettext("Choose the day."), hint="")
        return show_visit(request, visit, refusal=refusal, status=422)
    try:
        act.move_visit(actor=request.user, visit=visit, slot=slot, version=version_of(request), now=request.now)
    except (Invalid, Conflict) as refused:
        status = status_of(refused)
        return show_visit(request, access_visit(request.user, public_id), refusal=in_words(refused), status=status)
    messages.success(request, gettext("Proposed. The other one is asked."))
    return redirect("visit", public_id=public_id)


def decline(request: PersonRequest, public_id: str) -> HttpResponse:
    """Decline a visit, with a word."""
    visit = access_visit(request.user, public_id)
    try:
        act.decline_visit(actor=request.user, visit=visit, word=request.POST.get("word", ""), now=request.now)
    except (Invalid, Conflict) as refused:
        status = status_of(refused)
        return show_visit(request, visit, refusal=in_words(refused), status=status)
    messages.success(request, gettext("Declined. The other one is told."))
    return redirect("visits")


def sheet(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show the preparation of a visit: one page to print or to read on the way."""
    visit = access_visit(request.user, public_id)
    return render(request, "visits/sheet.html", {"sheet": sheet_for(request.user, visit, today=request.today)})


def debrief(request: PersonRequest, public_id: str) -> HttpResponse:
    """Tell what was heard at a visit."""
    visit = access_visit(request.user, public_id)
    view = query.visit_view(request.user, visit, today=request.today)
    if not view.may_debrief:
        raise Http404
    lines = [(kind, request.POST.get(kind.value, "")) for kind, _asked in ASKED]
    context: dict[str, object] = {
        "visit": view,
        "asked": [
            {"kind": kind.value, "label": label, "text": request.POST.get(kind.value, "")} for kind, label in ASKED
        ],
    }
    if request.method != "POST":
        return render(request, "visits/debrief.html", context)
    try:
        cautions = act.debrief_visit(
            actor=request.user,
            visit=visit,
            lines=lines,
            now=request.now,
            guard_seen=request.POST.get("guard_seen") == "1",
        )
    except (Invalid, Conflict) as refused:
        status = status_of(refused)
        return render(request, "visits/debrief.html", {**context, "refusal": in_words(refused)}, status=status)
    if cautions:
        context["cautions"] = in_cautions(act.all_said(lines), cautions)
        return render(request, "visits/debrief.html", context, status=422)
    messages.success(request, gettext("Kept, under both your names."))
    return redirect("visit", public_id=public_id)


OWN = "own, own teams; all for a marketing director"
ROUTES = (
    Route(path="rhythm/visits", view=visits_page, name="visits", rights=get(WORKING), relation=OWN),
    Route(path="rhythm/visits/new", view=new_visit, name="new_visit", rights=get_post(WORKING), relation="own"),
    Route(path="rhythm/visits/<str:public_id>", view=visit_page, name="visit", rights=get(WORKING), relation=OWN),
    Route(
        path="rhythm/visits/<str:public_id>/accept",
        view=accept,
        name="accept_visit",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="rhythm/visits/<str:public_id>/move", view=move, name="move_visit", rights=post(WORKING), relation="own"
    ),
    Route(
        path="rhythm/visits/<str:public_id>/decline",
        view=decline,
        name="decline_visit",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="rhythm/visits/<str:public_id>/sheet", view=sheet, name="visit_sheet", rights=get(WORKING), relation=OWN
    ),
    Route(
        path="rhythm/visits/<str:public_id>/debrief",
        view=debrief,
        name="debrief_visit",
        rights=get_post(WORKING),
        relation="own",
    ),
)
