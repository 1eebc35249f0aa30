"""The arbitration room: candidates, the result while shares move, adjustments, publishing, and past decisions."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.actions import arbitrate_decide as act
from liant.loop.arbitrate.policy import (
    MOST_BUFFER_PERCENT,
    MOST_RESERVE_WEEKS,
    MOST_WEEK_HALF_DAYS,
    College,
    Policy,
    scale_percents,
)
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import Role
from liant.queries import arbitrate_room as query
from liant.queries.arbitrate_cycle import policy_now
from liant.queries.arbitrate_propose import proposals_open
from liant.queries.arbitrate_urgent import calls_open, origins
from liant.queries.arbitrate_why import checks_view
from liant.web.access import (
    DIRECTING,
    REFEREEING,
    PersonRequest,
    Route,
    access_request,
    access_window,
    get,
    post,
)
from liant.web.paging import page_number, pager
from liant.web.words import Refusal, in_words, status_of

PAGE = 20
COLLEGES = {
    College.CLIENTS: _("Clients"),
    College.PROSPECTS: _("Prospects"),
    College.PARTNERS: _("Partners"),
    College.SALES: _("Sales teams"),
    College.STRATEGY: _("Strategy"),
}


def tried_from(data: Mapping[str, str], policy: Policy) -> Policy | None:
    """Read the shares, the half-days and what is kept back that are tried; None when nothing is, or it is no number.

    What is kept back stays as it is where it is not sent.
    """
    said = {key: data.get(key, "") for key in (*(college.value for college in College), "half_days")}
    said |= {key: data.get(key, str(getattr(policy, key))) for key in ("buffer_percent", "reserve_weeks")}
    if not all(value.isdecimal() and len(value) < 6 for value in said.values()):
        return None
    return Policy(
        percent_by_college=scale_percents({college: int(said[college.value]) for college in College}),
        buffer_percent=int(said["buffer_percent"]),
        reserve_weeks=int(said["reserve_weeks"]),
        week_half_days=min(int(said["half_days"]), MOST_WEEK_HALF_DAYS),
    )


def tried_on_page(data: Mapping[str, str], policy: Policy) -> Policy | None:
    """Read what is tried while values move; what is out of range is kept for the refusal of whoever keeps it."""
    tried = tried_from(data, policy)
    if tried is None or tried.buffer_percent > MOST_BUFFER_PERCENT or tried.reserve_weeks > MOST_RESERVE_WEEKS:
        return None
    return tried


def room_context(request: PersonRequest) -> dict[str, object]:
    """Give the room its result, with the shares that are tried when some are."""
    room = query.room_view(
        request.user,
        try_on=lambda policy: tried_on_page(request.GET, policy),
        is_live=is_live(request),
        today=request.today,
        now=request.now,
    )
    return {
        "room": room,
        "calls": calls_open(request.user),
        "proposals": proposals_open(request.user),
        "origins": origins(request.now),
        "parts": [{"part": part, "label": COLLEGES[College(part.college)]} for part in room.parts],
        "most_buffer": MOST_BUFFER_PERCENT,
        "most_reserve": MOST_RESERVE_WEEKS,
        "most_half_days": max(120, 2 * room.policy.week_half_days),
        "may_decide": request.user.role == Role.MARKETING_DIRECTOR,
        "may_propose": request.user.role == Role.SALES_MANAGER,
    }


def is_live(request: PersonRequest) -> bool:
    """Tell whether only the result is asked for, while shares move."""
    return bool(request.htmx and request.GET.get("live"))  # type: ignore[attr-defined]


def room(request: PersonRequest) -> HttpResponse:
    """Show the room."""
    return show_room(request)


def show_room(request: PersonRequest, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
    """Show the room, with what was refused when something was; only its result while the shares move."""
    context = {**room_context(request), "refusal": refusal}
    template = "arbitrate/room_result.html" if is_live(request) else "arbitrate/room.html"
    return render(request, template, context, status=status)


def keep_shares(request: PersonRequest) -> HttpResponse:
    """Set the policy to what is sent."""
    policy, _version = policy_now()
    tried = tried_from(request.POST, policy)
    version = request.POST.get("version", "")
    if tried is None:
        return redirect("referee")
    try:
        act.set_policy(
            actor=request.user,
            policy=tried,
            version=int(version) if version.isdecimal() and len(version) < 9 else -1,
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        return show_room(request, status=status_of(refusal), refusal=in_words(refusal))
    messages.success(request, gettext("These shares hold from the next decision on."))
    return redirect("referee")


def adjust(request: PersonRequest, public_id: str) -> HttpResponse:
    """Want a request, set it aside, or leave it to the rule again."""
    row = access_request(request.user, public_id)
    wish = request.POST.get("wish", "")
    try:
        if wish in ("forced", "forbidden"):
            act.adjust_request(
                actor=request.user,
                request=row,
                is_forced=wish == "forced",
                reason=request.POST.get("reason", ""),
                now=request.now,
            )
            messages.success(request, gettext("Adjusted, with your name and your reason."))
        else:
            act.drop_adjustment(actor=request.user, request=row, now=request.now)
    except (Invalid, Conflict) as refusal:
        return show_room(request, status=status_of(refusal), refusal=in_words(refusal))
    return redirect("referee")


def publish(request: PersonRequest) -> HttpResponse:
    """Publish the decision of the week."""
    try:
        window = act.publish_window(
            actor=request.user,
            fingerprint=request.POST.get("fingerprint", ""),
            today=request.today,
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        return show_room(request, status=status_of(refusal), refusal=in_words(refusal))
    messages.success(
        request, gettext("Published. Everybody who asked reads the answer, its reason and what comes next.")
    )
    return redirect("decision", public_id=window.public_id)


def decisions(request: PersonRequest) -> HttpResponse:
    """List the decisions published."""
    page = page_number(request)
    found = query.windows_for(request.user, first=(page - 1) * PAGE, limit=PAGE + 1)
    context = {
        "windows": found[:PAGE],
        **pager(page, has_next=len(found) > PAGE),
    }
    return render(request, "arbitrate/decisions.html", context)


def decision(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show one decision: its answers and what was checked."""
    window = access_window(request.user, public_id)
    context = {
        "window": window,
        "answers": query.answers_of(request.user, window),
        "checks": checks_view(window.checks),
    }
    return render(request, "arbitrate/decision.html", context)


ROUTES = (
    Route(path="referee", view=room, name="referee", rights=get(REFEREEING), relation="names only beyond own teams"),
    Route(path="referee/shares", view=keep_shares, name="keep_shares", rights=post(DIRECTING)),
    Route(path="referee/publish", view=publish, name="publish_decision", rights=post(DIRECTING)),
    Route(
        path="referee/decisions",
        view=decisions,
        name="decisions",
        rights=get(REFEREEING),
    ),
    Route(
        path="referee/decisions/<str:public_id>",
        view=decision,
        name="decision",
        rights=get(REFEREEING),
        relation="names only beyond own teams",
    ),
    Route(path="referee/requests/<str:public_id>", view=adjust, name="adjust_request", rights=post(DIRECTING)),
)
