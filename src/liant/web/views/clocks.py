"""Response clocks: what each side owes and answered, how long an answer may take, pausing and going on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import clocks as act
from liant.loop.clocks.promises import LONGEST_HALF_DAYS, PROMISING, PromiseCode
from liant.loop.values.errors import Conflict, Invalid
from liant.queries import clocks_sides as query
from liant.queries.objects import url_of
from liant.web.access import WORKING, PersonRequest, Route, access_clock, get, get_post, post
from liant.web.clock_words import PROMISES
from liant.web.words import Refusal, in_words, status_of


def clocks_page(request: PersonRequest) -> HttpResponse:
    """Show what each side owes the other, and how it answered."""
    sides = query.sides_for(request.user, request.now)
    return render(
        request,
        "clocks/clocks.html",
        {
            "sides": [
                {"view": side, "answered": [(PROMISES[line.code], line) for line in side.answered]} for side in sides
            ],
            "n_days": query.ANSWERED_DAYS,
            "may_promise": request.user.role in PROMISING,
        },
    )


def promises_page(request: PersonRequest) -> HttpResponse:
    """Show how long each kind of answer may take, or change one."""
    if request.method != "POST":
        return show_promises(request)
    code = request.POST.get("code", "")
    if code not in set(PromiseCode):
        raise Http404
    said, version = request.POST.get("half_days", "").strip(), request.POST.get("version", "")
    try:
        act.change_promise(
            actor=request.user,
            code=PromiseCode(code),
            half_days=int(said) if said.isdecimal() and len(said) < 5 else 0,
            version=int(version) if version.isdecimal() and len(version) < 10 else -1,
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        status = status_of(refusal)
        return show_promises(request, code=code, typed=said, refusal=in_words(refusal), status=status)
    messages.success(request, gettext("Promised. Answers already awaited keep their day."))
    return redirect("promises")


def show_promises(
    request: PersonRequest, *, code: str = "", typed: str = "", refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """Show the lengths, with what was typed where it was refused."""
    lines = [
        {
            "words": PROMISES[promise.code],
            "promise": promise,
            "typed": typed if promise.code == code else promise.half_days,
            "refusal": refusal if promise.code == code else None,
        }
        for promise in query.promises()
    ]
    return render(request, "clocks/promises.html", {"lines": lines, "most": LONGEST_HALF_DAYS}, status=status)


def pause(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say what one waits for before answering."""
    clock = access_clock(request.user, public_id)
    try:
        act.pause_clock(actor=request.user, clock=clock, reason=request.POST.get("reason", ""), now=request.now)
    except Invalid as refusal:
        return render(request, "refusal.html", {"refusal": in_words(refusal)}, status=422)
    messages.success(request, gettext("Paused. Whoever waits is told what you need."))
    return redirect(url_of(clock.kind, clock.object_id))


def resume(request: PersonRequest, public_id: str) -> HttpResponse:
    """Let a promise count again, with a word for whoever answers."""
    clock = access_clock(request.user, public_id)
    try:
        act.resume_clock(actor=request.user, clock=clock, word=request.POST.get("word", ""), now=request.now)
    except Invalid as refusal:
        return render(request, "refusal.html", {"refusal": in_words(refusal)}, status=422)
    messages.success(request, gettext("Said. The promise counts again."))
    return redirect(url_of(clock.kind, clock.object_id))


OWN = "of objects that one reads"
ROUTES = (
    Route(path="rhythm/clocks", view=clocks_page, name="clocks", rights=get(WORKING), relation=OWN),
    Route(path="rhythm/clocks/promises", view=promises_page, name="promises", rights=get_post(PROMISING)),
    Route(path="clocks/<str:public_id>/pause", view=pause, name="pause_clock", rights=post(WORKING), relation=OWN),
    Route(path="clocks/<str:public_id>/resume", view=resume, name="resume_clock", rights=post(WORKING), relation=OWN),
)
