"""A draft by a language model: what leaves is said before, what was dropped is said after; off unless one is named."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import argue_drafted as act
from liant.engines.drafter import EndpointDrafter
from liant.jobs.argue import write_with_model
from liant.queries import argue_drafted as query
from liant.web.access import WRITING, PersonRequest, Route, access_model_draft, access_theme, get, get_post, post


def drafter_or_404() -> EndpointDrafter:
    """Return the language model, or answer as for an address that is not there."""
    drafter = act.chosen_drafter()
    if drafter is None:
        raise Http404
    return drafter


def ask_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show to the letter what would be sent about a theme and to whom; send it."""
    drafter = drafter_or_404()
    theme = access_theme(request.user, public_id)
    if request.method == "POST":
        draft = act.ask_draft(actor=request.user, theme=theme, shown=request.POST.getlist("quote"), now=request.now)
        write_with_model.enqueue(draft.public_id)
        return redirect("model_draft", public_id=draft.public_id)
    leaving = query.leaving_for(request.user, theme)
    context = {
        "theme_id": theme.public_id,
        "leaving": leaving,
        "quotes": list(zip(leaving.quotes, leaving.ids, strict=True)),
        "host": drafter.host,
        "model": drafter.model,
    }
    return render(request, "argue/ask_model.html", context)


def draft_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show how far a draft is, then what is kept of it."""
    draft = access_model_draft(request.user, public_id)
    return render(request, "argue/model_draft.html", {"draft": query.model_draft_view(request.user, draft)})


def cancel_draft(request: PersonRequest, public_id: str) -> HttpResponse:
    """Wait no more for a draft."""
    draft = access_model_draft(request.user, public_id)
    act.cancel_draft(actor=request.user, draft=draft, now=request.now)
    return redirect("model_draft", public_id=public_id)


def take_draft(request: PersonRequest, public_id: str) -> HttpResponse:
    """Start an argument from what is kept."""
    draft = access_model_draft(request.user, public_id)
    argument = act.take_draft(actor=request.user, draft=draft, now=request.now)
    messages.success(request, gettext("A draft is begun. Say each sentence in your words before you publish."))
    return redirect("edit_argument", public_id=argument.public_id)


ROUTES = (
    Route(path="themes/<str:public_id>/model-draft", view=ask_page, name="ask_model", rights=get_post(WRITING)),
    Route(
        path="model-drafts/<str:public_id>",
        view=draft_page,
        name="model_draft",
        rights=get(WRITING),
        relation="own",
    ),
    Route(
        path="model-drafts/<str:public_id>/cancel",
        view=cancel_draft,
        name="cancel_model_draft",
        rights=post(WRITING),
        relation="own",
    ),
    Route(
        path="model-drafts/<str:public_id>/take",
        view=take_draft,
        name="take_model_draft",
        rights=post(WRITING),
        relation="own",
    ),
)
