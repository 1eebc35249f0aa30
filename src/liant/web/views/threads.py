"""Threads: write, change and withdraw a message, and find whom to name, on any kind of object."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from liant.actions import threads as act
from liant.loop.threads.mentions import being_typed
from liant.loop.values.errors import Invalid
from liant.queries import threads as query
from liant.queries.objects import titles_of, url_of
from liant.store.models import ThreadMessage
from liant.web.access import WORKING, PersonRequest, Route, access_object, access_own_message, get, get_post, post
from liant.web.threads import read_thread
from liant.web.words import in_words


def thread(request: PersonRequest, kind: str, public_id: str) -> HttpResponse:
    """Show a thread, or write in it."""
    found = access_object(request.user, kind, public_id).public_id  # type: ignore[attr-defined]
    if request.method != "POST":
        return shown(request, kind, found)
    text = request.POST.get("text", "")
    try:
        written = act.write_message(actor=request.user, kind=kind, public_id=found, text=text, now=request.now)
    except Invalid as refusal:
        return shown(request, kind, found, error=in_words(refusal).message, text=text)
    return done(request, kind, found, caution(written.unknown))


def edit(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change one's own message."""
    message = access_own_message(request.user, public_id)
    kind, found = message.kind, thread_with(request, message)
    version = request.POST.get("version", "")
    try:
        written = act.edit_message(
            actor=request.user,
            message=message,
            text=request.POST.get("text", ""),
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            now=request.now,
        )
    except Invalid as refusal:
        return shown(request, kind, found, error=in_words(refusal).message)
    return done(request, kind, found, caution(written.unknown))


def withdraw(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take one's own message back."""
    message = access_own_message(request.user, public_id)
    kind, found = message.kind, thread_with(request, message)
    try:
        act.withdraw_message(actor=request.user, message=message, now=request.now)
    except Invalid as refusal:
        return shown(request, kind, found, error=in_words(refusal).message)
    return done(request, kind, found)


def thread_with(request: PersonRequest, message: ThreadMessage) -> str:
    """Find the object whose thread shows a message: a theme may have been merged since."""
    return str(access_object(request.user, message.kind, message.object_id).public_id)  # type: ignore[attr-defined]


def people(request: PersonRequest, kind: str, public_id: str) -> HttpResponse:
    """Suggest whom to name, from the letters typed after an @ where the writer stands in the text."""
    found = access_object(request.user, kind, public_id).public_id  # type: ignore[attr-defined]
    letters = being_typed(request.GET.get("before", request.GET.get("text", "")))
    suggested = query.suggested(kind, found, reader=request.user, letters=letters) if letters is not None else ()
    return render(request, "threads/people.html", {"people": suggested, "letters": letters})


def done(request: PersonRequest, kind: str, public_id: str, caution: str = "") -> HttpResponse:
    """Show the thread after a write; without scripts, lead back to the page of its object."""
    if request.htmx:  # type: ignore[attr-defined]
        return shown(request, kind, public_id, caution=caution)
    if caution:
        messages.warning(request, caution)
    return redirect(f"{url_of(kind, public_id)}#thread")


def shown(
    request: PersonRequest, kind: str, public_id: str, *, error: str = "", caution: str = "", text: str = ""
) -> HttpResponse:
    """Show the thread, inside the page that asks for it or on a page of its own."""
    context = {
        "thread": read_thread(request, kind, public_id),
        "error": error,
        "caution": caution,
        "thread_text": text,
    }
    status = 422 if error else 200
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "pieces/thread.html", context, status=status)
    title = titles_of(request.user, [(kind, public_id)])[kind, public_id]
    context |= {"title": title, "back": url_of(kind, public_id)}
    return render(request, "threads/thread.html", context, status=status)


def caution(unknown: tuple[str, ...]) -> str:
    """Tell the writer which names reach nobody; the same words for who may not read this and for who does not exist."""
    if not unknown:
        return ""
    return ngettext(
        "Your message is kept. “%(names)s” names nobody whom you may tell of this page: nobody was told.",
        "Your message is kept. “%(names)s” name nobody whom you may tell of this page: nobody was told.",
        len(unknown),
    ) % {"names": gettext("”, “").join(f"@{name}" for name in unknown)}


ROUTES = (
    Route(
        path="threads/<str:kind>/<str:public_id>",
        view=thread,
        name="thread",
        rights=get_post(WORKING),
        relation="as the object's page",
    ),
    Route(
        path="threads/<str:kind>/<str:public_id>/people",
        view=people,
        name="thread_people",
        rights=get(WORKING),
        relation="as the object's page",
    ),
    Route(path="messages/<str:public_id>/edit", view=edit, name="edit_message", rights=post(WORKING), relation="own"),
    Route(
        path="messages/<str:public_id>/withdraw",
        view=withdraw,
        name="withdraw_message",
        rights=post(WORKING),
        relation="own",
    ),
)
