"""Strategy messages: write one, publish it to an audience, read it and say so, ask about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import argue_messages as act
from liant.loop.values.errors import Conflict, Invalid
from liant.queries import argue_messages as query
from liant.queries import ledger as ledger_query
from liant.store.models import StrategyMessage
from liant.web.access import SELLING, WORKING, WRITING, PersonRequest, Route, access_message, get, get_post, post
from liant.web.forms import argue_messages as forms
from liant.web.forms.argue_life import AudienceForm
from liant.web.paging import page_number, pager
from liant.web.readers import acknowledge, readers_sheet, remind_readers, show_readers
from liant.web.threads import read_thread
from liant.web.views.argue_life import FOLLOWING, MANAGING, published
from liant.web.words import in_words, status_of

PAGE = 20
#: Working half-days proposed to say having read a message: a working week.
PROPOSED = "10"


def messages_page(request: PersonRequest) -> HttpResponse:
    """List messages."""
    page = page_number(request)
    found = query.messages_for(request.user, first=(page - 1) * PAGE, limit=PAGE + 1)
    return render(
        request,
        "argue/messages.html",
        {
            "lines": found[:PAGE],
            **pager(page, has_next=len(found) > PAGE),
        },
    )


def message_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a message with what carries it, and the questions asked about it."""
    message = access_message(request.user, public_id)
    return render(
        request,
        "argue/message.html",
        {
            "message": query.message_view(request.user, message, today=request.today),
            "thread": read_thread(request, "message", message.public_id),
            "lines": ledger_query.history_of("message", message.public_id, reader=request.user),
        },
    )


def write_message(
    request: PersonRequest, form: forms.MessageForm, message: StrategyMessage | None, version: int, status: int = 200
) -> HttpResponse:
    """Show the form of a message."""
    return render(
        request, "argue/write_message.html", {"form": form, "message": message, "version": version}, status=status
    )


def new_message(request: PersonRequest) -> HttpResponse:
    """Write a message."""
    if request.method != "POST":
        return write_message(request, forms.MessageForm(reader=request.user), None, 0)
    form = forms.MessageForm(request.POST, reader=request.user)
    if not form.is_valid():
        return write_message(request, form, None, 0, 422)
    try:
        message = act.draft_message(actor=request.user, draft=form.draft(), now=request.now)
    except Invalid as refusal:
        form.add_error(None, in_words(refusal).message)
        return write_message(request, form, None, 0, 422)
    messages.success(request, gettext("The draft is kept. Choose whom it is for, then publish it."))
    return redirect("message", public_id=message.public_id)


def edit_message(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change a draft."""
    message = access_message(request.user, public_id)
    if request.method != "POST":
        form = forms.MessageForm(initial=forms.initial_of(message), reader=request.user, message=message)
        return write_message(request, form, message, message.version)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 9 else 0
    form = forms.MessageForm(request.POST, reader=request.user, message=message)
    if not form.is_valid():
        return write_message(request, form, message, version, 422)
    try:
        act.edit_message(actor=request.user, message=message, draft=form.draft(), version=version, now=request.now)
    except (Invalid, Conflict) as refusal:
        form.add_error(None, in_words(refusal).message)
        return write_message(request, form, message, version, status_of(refusal))
    messages.success(request, gettext("Saved as a draft."))
    return redirect("message", public_id=public_id)


def publish_message(request: PersonRequest, public_id: str) -> HttpResponse:
    """Choose whom a message is for and by when they are to say having read it, then publish it."""
    message = access_message(request.user, public_id)
    form = AudienceForm(request.POST) if request.method == "POST" else AudienceForm(initial={"acknowledge": PROPOSED})
    if request.method == "POST" and form.is_valid():
        n_asked = act.publish_message(
            actor=request.user,
            message=message,
            audience=form.audience(),
            acknowledge_half_days=form.half_days(),
            now=request.now,
        )
        messages.success(request, published(n_asked) if n_asked else gettext("Published."))
        return redirect("message", public_id=public_id)
    return render(
        request,
        "argue/publish_message.html",
        {"form": form, "message": query.message_view(request.user, message, today=request.today)},
        status=422 if form.errors else 200,
    )


def close_message(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say that a message is over."""
    act.close_message(actor=request.user, message=access_message(request.user, public_id), now=request.now)
    messages.success(request, gettext("Closed. It stays readable; nobody is asked about it any more."))
    return redirect("message", public_id=public_id)


def acknowledge_message(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say in one tap that one has read a message."""
    return acknowledge(request, "message", access_message(request.user, public_id).public_id)


def message_readers(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show how many have read a message; to a manager, who of the own teams has."""
    message = access_message(request.user, public_id)
    line = query.message_view(request.user, message, today=request.today).line
    return show_readers(request, "message", message.public_id, 1, title=line.title, language=line.language)


def remind_of_message(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put a message again before those of one's own teams who have not said having read it."""
    return remind_readers(request, "message", access_message(request.user, public_id).public_id)


def message_readers_file(request: PersonRequest, public_id: str) -> HttpResponse:
    """Give a manager the answers of the own teams as a file."""
    return readers_sheet(request, "message", access_message(request.user, public_id).public_id, 1)


AUDIENCE = "published to one's team; all for marketing"
ROUTES = (
    Route(path="arguments/messages", view=messages_page, name="messages", rights=get(WORKING), relation=AUDIENCE),
    Route(path="arguments/messages/new", view=new_message, name="new_message", rights=get_post(WRITING)),
    Route(
        path="arguments/messages/<str:public_id>",
        view=message_page,
        name="message",
        rights=get(WORKING),
        relation=AUDIENCE,
    ),
    Route(
        path="arguments/messages/<str:public_id>/edit",
        view=edit_message,
        name="edit_strategy_message",
        rights=get_post(WRITING),
    ),
    Route(
        path="arguments/messages/<str:public_id>/publish",
        view=publish_message,
        name="publish_message",
        rights=get_post(WRITING),
    ),
    Route(
        path="arguments/messages/<str:public_id>/close", view=close_message, name="close_message", rights=post(WRITING)
    ),
    Route(
        path="arguments/messages/<str:public_id>/acknowledge",
        view=acknowledge_message,
        name="acknowledge_message",
        rights=post(SELLING),
        relation=AUDIENCE,
    ),
    Route(
        path="arguments/messages/<str:public_id>/readers",
        view=message_readers,
        name="message_readers",
        rights=get(FOLLOWING),
        relation="counts for marketing; own teams by name",
    ),
    Route(
        path="arguments/messages/<str:public_id>/readers/remind",
        view=remind_of_message,
        name="remind_of_message",
        rights=post(MANAGING),
        relation="own teams",
    ),
    Route(
        path="arguments/messages/<str:public_id>/readers.csv",
        view=message_readers_file,
        name="message_readers_file",
        rights=get(MANAGING),
        relation="own teams",
    ),
)
