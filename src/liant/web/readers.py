"""What every published object shares on the web: say having read it, see who has, remind those who have not, a file of it.

An object is known by its kind and public id, as in ``actions/audience.py``; addresses bear the name of the kind.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from liant.actions import audience as act
from liant.queries import audience as query
from liant.web.access import PersonRequest
from liant.web.sheets import sheet


def acknowledge(request: PersonRequest, kind: str, public_id: str) -> HttpResponse:
    """Say in one tap that one has read it, and go back to where the tap was."""
    act.acknowledge(actor=request.user, kind=kind, public_id=public_id, now=request.now)
    messages.success(request, gettext("Noted: you have read it."))
    return redirect("today") if request.POST.get("from") == "today" else redirect(kind, public_id=public_id)


def show_readers(
    request: PersonRequest, kind: str, public_id: str, number: int, *, title: str, language: str
) -> HttpResponse:
    """Show how many have read a version; to a manager, who of the own teams has."""
    return render(
        request,
        "argue/readers.html",
        {
            "title": title,
            "language": language,
            "page": kind,
            "remind_url": f"remind_of_{kind}",
            "file_url": f"{kind}_readers_file",
            "public_id": public_id,
            "coverage": query.coverage_of(kind, public_id, number),
            "due_at": query.due_of(kind, public_id, number),
            "answers": query.answers_of_own_teams(request.user, kind, public_id, number, now=request.now),
        },
    )


def remind_readers(request: PersonRequest, kind: str, public_id: str) -> HttpResponse:
    """Put it again before those of one's own teams who have not said having read it."""
    n = act.remind(actor=request.user, kind=kind, public_id=public_id, now=request.now)
    said = ngettext("%(n)s person reads it in Today.", "%(n)s people read it in Today.", n) % {"n": n}
    messages.success(request, said if n else gettext("Nobody is missing in your teams."))
    return redirect(f"{kind}_readers", public_id=public_id)


def readers_sheet(request: PersonRequest, kind: str, public_id: str, number: int) -> HttpResponse:
    """Write the answers of a manager's own teams for a spreadsheet."""
    answers = query.answers_of_own_teams(request.user, kind, public_id, number, now=request.now)
    return sheet(
        f"liant-readers-{public_id}",
        [gettext("Name"), gettext("Team"), gettext("Asked by"), gettext("Read on")],
        [
            [a.name, a.team, a.due_at.date().isoformat(), a.done_at.date().isoformat() if a.done_at else ""]
            for a in answers
        ],
        language=request.user.language,
    )
