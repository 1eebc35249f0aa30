"""Rounds of ideas: open one, write alone, group, give dots, close it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import refine_rounds as act
from liant.loop.refine.ideas import MAX_SENTENCE
from liant.loop.refine.rounds import ITEM_LENGTH, MAX_DOTS, Phase
from liant.loop.values.errors import Invalid
from liant.queries import ledger as ledger_query
from liant.queries import refine_rounds as query
from liant.queries.refine_plans import people_to_ask
from liant.store.models import Brainstorm
from liant.web.access import (
    PLANNING,
    WORKING,
    PersonRequest,
    Route,
    access_round,
    access_round_group,
    access_round_item,
    get,
    get_post,
    post,
)
from liant.web.paging import page_number, pager
from liant.web.views.listen import in_cautions
from liant.web.words import in_words

PAGE = 30


def rounds(request: PersonRequest) -> HttpResponse:
    """List the rounds that one takes part in."""
    page = page_number(request)
    found = query.rounds_for(request.user, first=(page - 1) * PAGE, limit=PAGE + 1)
    context = {
        "rounds": found[:PAGE],
        "may_host": request.user.role in PLANNING,
        **pager(page, has_next=len(found) > PAGE),
    }
    return render(request, "refine/rounds.html", context)


def new_round(request: PersonRequest) -> HttpResponse:
    """Open a round: a question, the people invited, the dots of each."""
    people = [person for person in people_to_ask(request.user) if person != request.user]
    teams = query.teams_to_invite()
    ticked, ticked_teams = request.POST.getlist("guest"), request.POST.getlist("team")
    dots = request.POST.get("dots", "3")
    context: dict[str, object] = {
        "people": [(person, person.public_id in ticked) for person in people],
        "teams": [(team, team.public_id in ticked_teams) for team in teams],
        "question": request.POST.get("question", request.GET.get("question", "")),
        "dots": dots,
        "most_dots": MAX_DOTS,
    }
    if request.method == "POST":
        try:
            held = act.open_round(
                actor=request.user,
                question=request.POST.get("question", ""),
                guests=[
                    *(person for person in people if person.public_id in ticked),
                    *query.members_of([team for team in teams if team.public_id in ticked_teams]),
                ],
                dots_each=int(dots) if dots.isdecimal() and len(dots) < 4 else 0,
                now=request.now,
            )
        except Invalid as refusal:
            return render(request, "refine/new_round.html", {**context, "refusal": in_words(refusal)}, status=422)
        messages.success(request, gettext("The round is open; everybody invited is asked to write."))
        return redirect("round", public_id=held.public_id)
    return render(request, "refine/new_round.html", context)


def round_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a round in its phase."""
    return show_round(request, access_round(request.user, public_id))


def show_round(request: PersonRequest, held: Brainstorm, *, status: int = 200, **more: object) -> HttpResponse:
    """Show a round, with what was refused and what was typed when something was."""
    context: dict[str, object] = {
        "round": query.round_view(request.user, held),
        "lines": ledger_query.history_of("round", held.public_id, reader=request.user),
        "item_length": ITEM_LENGTH,
        "sentence_length": MAX_SENTENCE,
        **more,
    }
    return render(request, "refine/round.html", context, status=status)


def write_item(request: PersonRequest, public_id: str) -> HttpResponse:
    """Write one idea, alone."""
    held = access_round(request.user, public_id)
    text = request.POST.get("text", "")
    try:
        written = act.write_item(
            actor=request.user, brainstorm=held, text=text, now=request.now, guard_seen="guard_seen" in request.POST
        )
    except Invalid as refusal:
        return show_round(request, held, status=422, refusal=in_words(refusal), text=text)
    if written.item is None:
        cautions = in_cautions(" ".join(text.split()), written.cautions)
        return show_round(request, held, status=422, cautions=cautions, text=text)
    return redirect("round", public_id=held.public_id)


def withdraw_item(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take one's own idea back."""
    item = access_round_item(request.user, public_id)
    act.withdraw_item(actor=request.user, item=item)
    return redirect("round", public_id=item.brainstorm.public_id)


def next_phase(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take a round from the phase that was shown to the next one."""
    held = access_round(request.user, public_id)
    step = act.end_silence if request.POST.get("phase") == Phase.SILENT else act.open_vote
    try:
        step(actor=request.user, brainstorm=held, now=request.now)
    except Invalid as refusal:
        return show_round(request, held, status=422, refusal=in_words(refusal))
    return redirect("round", public_id=held.public_id)


def move_item(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put an idea with those that say the same, or by itself."""
    item = access_round_item(request.user, public_id)
    into = request.POST.get("into", "")
    group = access_round_group(request.user, into) if into else None
    act.move_item(actor=request.user, item=item, into=group)
    return redirect("round", public_id=item.brainstorm.public_id)


def name_group(request: PersonRequest, public_id: str) -> HttpResponse:
    """Name a group."""
    group = access_round_group(request.user, public_id)
    act.name_group(actor=request.user, group=group, name=request.POST.get("name", ""))
    return redirect("round", public_id=group.brainstorm.public_id)


def dot(request: PersonRequest, public_id: str) -> HttpResponse:
    """Give a group a dot, or take it back."""
    group = access_round_group(request.user, public_id)
    if request.POST.get("give") == "1":
        act.give_dot(actor=request.user, group=group, now=request.now)
    else:
        act.take_dot(actor=request.user, group=group)
    return redirect("round", public_id=group.brainstorm.public_id)


def close_round(request: PersonRequest, public_id: str) -> HttpResponse:
    """Close a round: what is chosen becomes ideas."""
    held = access_round(request.user, public_id)
    ticked = request.POST.getlist("group")
    reason = request.POST.get("rest_reason", "")
    try:
        act.close_round(
            actor=request.user,
            brainstorm=held,
            chosen=[access_round_group(request.user, group) for group in ticked[:100]],
            rest_reason=reason,
            now=request.now,
        )
    except Invalid as refusal:
        return show_round(request, held, status=422, refusal=in_words(refusal), ticked=ticked, rest_reason=reason)
    messages.success(request, gettext("The round is closed; everybody reads what was chosen."))
    return redirect("round", public_id=held.public_id)


INVITED = "own, invited"
ROUTES = (
    Route(path="rounds", view=rounds, name="rounds", rights=get(WORKING), relation=INVITED),
    Route(path="rounds/new", view=new_round, name="new_round", rights=get_post(PLANNING), relation="own"),
    Route(path="rounds/<str:public_id>", view=round_page, name="round", rights=get(WORKING), relation=INVITED),
    Route(
        path="rounds/<str:public_id>/write",
        view=write_item,
        name="write_round_item",
        rights=post(WORKING),
        relation=INVITED,
    ),
    Route(
        path="rounds/<str:public_id>/next",
        view=next_phase,
        name="next_round_phase",
        rights=post(PLANNING),
        relation="own",
    ),
    Route(
        path="rounds/<str:public_id>/close", view=close_round, name="close_round", rights=post(PLANNING), relation="own"
    ),
    Route(
        path="round-items/<str:public_id>/withdraw",
        view=withdraw_item,
        name="withdraw_round_item",
        rights=post(WORKING),
        relation="own",
    ),
    Route(
        path="round-items/<str:public_id>/group",
        view=move_item,
        name="move_round_item",
        rights=post(PLANNING),
        relation="own",
    ),
    Route(
        path="round-groups/<str:public_id>/name",
        view=name_group,
        name="name_round_group",
        rights=post(PLANNING),
        relation="own",
    ),
    Route(path="round-groups/<str:public_id>/dot", view=dot, name="round_dot", rights=post(WORKING), relation=INVITED),
)
