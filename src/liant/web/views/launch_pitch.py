"""The board of evidence and the pitch of a launch."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from liant.actions import launch_board as board_act
from liant.actions import launch_pitch as act
from liant.loop.values.errors import Invalid
from liant.loop.values.roles import MARKETING
from liant.queries import launch as launch_query
from liant.queries import launch_board as query
from liant.queries import themes as themes_query
from liant.queries.launch_credit import credit_of_launch
from liant.queries.themes_page import words_of_theme
from liant.store.models import BoardColumn, Note, Quote
from liant.web import launch_words
from liant.web.access import (
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_theme,
    access_worked_launch,
    get,
    get_post,
    one_or_404,
    post,
)
from liant.web.words import in_words

#: Quotes of a theme offered to the board, per language.
N_OFFERED = 8


def board(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show the board; marketing pins to it what a theme holds."""
    launch = access_worked_launch(request.user, public_id)
    view = launch_query.launch_view(request.user, launch, today=request.today)
    may_pin = view.is_open and request.user.role in MARKETING
    theme = access_theme(request.user, request.GET["theme"]) if may_pin and request.GET.get("theme") else None
    return render(
        request,
        "launch/board.html",
        {
            "launch": view,
            "columns": [
                (column, launch_words.COLUMNS[BoardColumn(column.name)])
                for column in query.board_view(request.user, launch)
            ],
            "column_names": [(column.value, words) for column, words in launch_words.COLUMNS.items()],
            "may_pin": may_pin,
            "themes": themes_query.other_themes(request.user, "") if may_pin else (),
            "theme": themes_query.theme_view(request.user, theme, request.now) if theme else None,
            "words": words_of_theme(request.user, theme, limit=N_OFFERED) if theme else (),
        },
    )


def pin(request: PersonRequest, public_id: str) -> HttpResponse:
    """Pin a theme, a quote or a figure."""
    launch = access_worked_launch(request.user, public_id)
    column = column_named(request.POST.get("column", ""))
    if request.POST.get("quote"):
        rows = Quote.objects.filter(note__in=Note.objects.visible_to(request.user)).select_related("note")
        quote = one_or_404(rows, request.POST["quote"])
        board_act.pin_quote(actor=request.user, launch=launch, quote=quote, column=column, now=request.now)
    elif request.POST.get("theme"):
        theme = access_theme(request.user, request.POST["theme"])
        board_act.pin_theme(actor=request.user, launch=launch, theme=theme, column=column, now=request.now)
    else:
        n = request.POST.get("n", "").strip()
        board_act.pin_figure(
            actor=request.user,
            launch=launch,
            figure=request.POST.get("figure", ""),
            n=int(n) if n.isdecimal() and len(n) < 9 else 0,
            on=request.today,
            column=column,
            now=request.now,
        )
    return back_to_board(request, public_id)


def change_pin(request: PersonRequest, public_id: str) -> HttpResponse:
    """Move a pin to another column, or take it off."""
    launch = access_worked_launch(request.user, public_id)
    found = one_or_404(launch.pins.select_related("launch"), request.POST.get("pin", ""))
    if "remove" in request.POST:
        board_act.unpin(actor=request.user, pin=found, now=request.now)
    else:
        column = column_named(request.POST.get("column", ""))
        board_act.move_pin(actor=request.user, pin=found, column=column, now=request.now)
    return back_to_board(request, public_id)


def column_named(name: str) -> BoardColumn:
    """Read a column, or refuse it (``launch.bad_column``)."""
    if name not in set(BoardColumn):
        raise Invalid("This column does not exist.", code="launch.bad_column", hint="Choose one of the four.")
    return BoardColumn(name)


def back_to_board(request: PersonRequest, public_id: str) -> HttpResponse:
    """Return to the board, with the same theme still open beside it."""
    theme = request.POST.get("from", "")
    query_string = f"?theme={theme}" if theme.isalnum() else ""
    return redirect(reverse("launch_board", args=[public_id]) + query_string)


def pitch(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show the pitch, or write a line of it."""
    if request.method == "POST":
        return write_line(request, public_id)
    return shown(request, public_id)


def shown(request: PersonRequest, public_id: str, *, error: str = "", text: str = "", of: str = "") -> HttpResponse:
    """Show the pitch, with a line that was refused when there is one."""
    launch = access_worked_launch(request.user, public_id)
    view = launch_query.launch_view(request.user, launch, today=request.today)
    return render(
        request,
        "launch/pitch.html",
        {
            "launch": view,
            "pitch": query.pitch_view(request.user, launch, works_on_it=True),
            "credit": credit_of_launch(request.user, launch, now=request.now),
            "is_marketer": request.user.role in MARKETING,
            "error": error,
            "text": text,
            "of": of,
        },
        status=422 if error else 200,
    )


def write_line(request: PersonRequest, public_id: str) -> HttpResponse:
    """Write a line, or another wording of one."""
    launch = access_worked_launch(request.user, public_id)
    of, text = request.POST.get("replaces", ""), request.POST.get("text", "")
    replaces = one_or_404(launch.lines.all(), of) if of else None
    try:
        line = act.write_line(actor=request.user, launch=launch, text=text, replaces=replaces, now=request.now)
    except Invalid as refusal:
        return shown(request, public_id, error=in_words(refusal).message, text=text, of=of)
    if line.status == "proposed":
        messages.success(request, gettext("Proposed. Marketing answers, and you are told."))
    return redirect(f"{reverse('launch_pitch', args=[public_id])}#line-{line.public_id}")


def decide(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take a proposed line in, leave it out with a reason, or move a line."""
    launch = access_worked_launch(request.user, public_id)
    line = one_or_404(launch.lines.select_related("launch"), request.POST.get("line", ""))
    act_named = request.POST.get("act", "")
    if act_named == "accept":
        act.accept_line(actor=request.user, line=line, now=request.now)
        messages.success(request, gettext("In the pitch, under its author’s name; they are told."))
    elif act_named == "decline":
        act.decline_line(actor=request.user, line=line, reason=request.POST.get("reason", ""), now=request.now)
        messages.success(request, gettext("Left out; its author reads why."))
    else:
        act.move_line(actor=request.user, line=line, is_up=act_named == "up", now=request.now)
    return redirect(f"{reverse('launch_pitch', args=[public_id])}#line-{line.public_id}")


INSIDE = "marketing; its pilots and their managers"

ROUTES = (
    Route(path="launches/<str:public_id>/board", view=board, name="launch_board", rights=get(WORKING), relation=INSIDE),
    Route(path="launches/<str:public_id>/board/pin", view=pin, name="pin_launch", rights=post(WRITING)),
    Route(
        path="launches/<str:public_id>/board/change", view=change_pin, name="change_launch_pin", rights=post(WRITING)
    ),
    Route(
        path="launches/<str:public_id>/pitch",
        view=pitch,
        name="launch_pitch",
        rights=get_post(WORKING),
        relation=INSIDE,
    ),
    Route(path="launches/<str:public_id>/pitch/decide", view=decide, name="decide_launch_line", rights=post(WRITING)),
)
