"""Launch to an audience, read it and say so, and read what it brought first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from liant.actions import launch_told as act
from liant.loop.launch.results import LEAST
from liant.loop.values.errors import Invalid
from liant.queries import audience as audience_query
from liant.queries import launch as launch_query
from liant.queries import launch_results as query
from liant.web.access import (
    SELLING,
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_launch,
    access_worked_launch,
    get,
    get_post,
    post,
)
from liant.web.forms.argue_life import AudienceForm
from liant.web.readers import acknowledge, readers_sheet, remind_readers, show_readers
from liant.web.views.argue_life import FOLLOWING, MANAGING
from liant.web.words import in_words


def tell(request: PersonRequest, public_id: str) -> HttpResponse:
    """Choose whom a launch is for and whether they are to say having read it; then launch it."""
    launch = access_worked_launch(request.user, public_id)
    refusal = None
    form = AudienceForm(request.POST or None, initial={"segments": [launch.segment], "acknowledge": "10"})
    if request.method == "POST" and form.is_valid():
        try:
            n_asked = act.launch_to(
                actor=request.user,
                launch=launch,
                audience=form.audience(),
                acknowledge_half_days=form.half_days(),
                today=request.today,
                now=request.now,
            )
        except Invalid as error:
            refusal = in_words(error)
        else:
            messages.success(request, launched(n_asked))
            return redirect("launch", public_id=public_id)
    return render(
        request,
        "launch/tell.html",
        {
            "form": form,
            "launch": launch_query.launch_view(request.user, launch, today=request.today),
            "refusal": refusal,
        },
        status=422 if form.errors or refusal else 200,
    )


def launched(n_asked: int) -> str:
    """Say what launching did."""
    if not n_asked:
        return gettext("Launched: its sellers read it from now on.")
    return ngettext(
        "Launched. %(n)s person is asked to say having read it.",
        "Launched. %(n)s people are asked to say having read it.",
        n_asked,
    ) % {"n": n_asked}


def acknowledge_launch(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say in one tap that one has read a launch."""
    return acknowledge(request, "launch", access_launch(request.user, public_id).public_id)


def readers(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show how many have read a launch; to a manager, who of the own teams has."""
    launch = access_launch(request.user, public_id)
    return show_readers(
        request, "launch", launch.public_id, act.NUMBER, title=launch.name, language=request.user.language
    )


def remind(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put a launch again before those of one's own teams who have not said having read it."""
    return remind_readers(request, "launch", access_launch(request.user, public_id).public_id)


def readers_file(request: PersonRequest, public_id: str) -> HttpResponse:
    """Give a manager the answers of the own teams as a file."""
    launch = access_launch(request.user, public_id)
    return readers_sheet(request, "launch", launch.public_id, act.NUMBER)


def results(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show the first results to those who work on a launch."""
    launch = access_worked_launch(request.user, public_id)
    return render(
        request,
        "launch/results.html",
        {
            "launch": launch_query.launch_view(request.user, launch, today=request.today),
            "results": query.results_view(request.user, launch),
            "least": LEAST,
            "arguments": query.arguments_carrying(request.user, launch, today=request.today),
            "audience": audience_query.audiences_of("launch", [launch.public_id]).get(launch.public_id),
            "coverage": audience_query.coverage_of("launch", launch.public_id, act.NUMBER),
            "due_at": audience_query.due_of("launch", launch.public_id, act.NUMBER),
        },
    )


ROUTES = (
    Route(path="launches/<str:public_id>/tell", view=tell, name="tell_launch", rights=get_post(WRITING)),
    Route(
        path="launches/<str:public_id>/acknowledge",
        view=acknowledge_launch,
        name="acknowledge_launch",
        rights=post(SELLING),
        relation="launched to one's team",
    ),
    Route(
        path="launches/<str:public_id>/readers",
        view=readers,
        name="launch_readers",
        rights=get(FOLLOWING),
        relation="counts for marketing; own teams by name",
    ),
    Route(
        path="launches/<str:public_id>/readers/remind",
        view=remind,
        name="remind_of_launch",
        rights=post(MANAGING),
        relation="own teams",
    ),
    Route(
        path="launches/<str:public_id>/readers.csv",
        view=readers_file,
        name="launch_readers_file",
        rights=get(MANAGING),
        relation="own teams",
    ),
    Route(
        path="launches/<str:public_id>/results",
        view=results,
        name="launch_results",
        rights=get(WORKING),
        relation="marketing; its pilots and their managers",
    ),
)
