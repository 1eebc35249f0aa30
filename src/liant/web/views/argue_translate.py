"""An argument in its two languages: begin the other one, read both side by side, say that they say the same."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import argue_translate as act
from liant.queries import argue_translate as query
from liant.queries import argue_versions as versions_query
from liant.web.access import WRITING, PersonRequest, Route, access_argument, get_post, post


def languages_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show both language versions side by side, or offer to begin the other one."""
    argument = access_argument(request.user, public_id)
    if request.method == "POST":
        translation = act.translate_argument(actor=request.user, argument=argument, now=request.now)
        messages.success(request, gettext("Begun, with the same evidence. Put its words into the other language."))
        return redirect("edit_argument", public_id=translation.public_id)
    return render(
        request,
        "argue/languages.html",
        {
            "argument": versions_query.latest_line(argument),
            "both": query.both_languages(request.user, argument),
        },
    )


def align_versions(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say that both language versions say the same as they were shown."""
    argument = access_argument(request.user, public_id)
    if query.link_of(argument) is None:
        raise Http404
    shown = (number_in(request, "original"), number_in(request, "translation"))
    act.align_versions(actor=request.user, argument=argument, shown=shown, now=request.now)
    messages.success(request, gettext("Noted: both say the same today. Liant tells you when one of them moves."))
    return redirect("argument_languages", public_id=public_id)


def number_in(request: PersonRequest, name: str) -> int:
    """Read the version of one side that was shown; 0, which is never one, when the form says none."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


ROUTES = (
    Route(
        path="arguments/<str:public_id>/languages",
        view=languages_page,
        name="argument_languages",
        rights=get_post(WRITING),
    ),
    Route(path="arguments/<str:public_id>/align", view=align_versions, name="align_argument", rights=post(WRITING)),
)
