"""The life of an argument: publish it to an audience, read it and say so, see who has, keep it valid."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from liant.actions import argue_life as act
from liant.jobs.argue import read_against_claims
from liant.loop.values.errors import Invalid
from liant.loop.values.roles import MARKETING, Role
from liant.queries import argue as argue_query
from liant.queries import argue_versions as versions_query
from liant.web.access import SELLING, WORKING, WRITING, PersonRequest, Route, access_argument, get, get_post, post
from liant.web.forms import argue_life as forms
from liant.web.readers import acknowledge, readers_sheet, remind_readers, show_readers
from liant.web.words import in_words

MANAGING = frozenset({Role.SALES_MANAGER})
FOLLOWING = MARKETING | MANAGING


def publish_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Choose whom an argument is for, until when, and whether they are to say having read it; then publish it."""
    argument = access_argument(request.user, public_id)
    current = argue_query.argument_view(request.user, argument, today=request.today)
    refusal = ""
    if request.method == "POST":
        form = forms.PublishForm(request.POST)
        if form.is_valid():
            try:
                n_asked = act.publish_to(
                    actor=request.user,
                    argument=argument,
                    audience=form.audience(),
                    expires_on=form.cleaned_data["expires_on"],
                    acknowledge_half_days=form.half_days(),
                    now=request.now,
                )
            except Invalid as error:
                form.add_error(None, in_words(error).message)
                refusal = in_words(error).hint
            else:
                if argument.theme is not None:
                    read_against_claims.enqueue(theme_id=argument.theme.public_id)
                messages.success(request, published(n_asked))
                return redirect("argument", public_id=public_id)
    else:
        form = forms.PublishForm(
            initial=forms.proposed(
                current.life.audience,
                stage=current.stage,
                segment=current.segment,
                expires_on=current.review_on,
                today=request.today,
            )
        )
    return render(
        request,
        "argue/publish.html",
        {"form": form, "argument": current, "refusal": refusal},
        status=422 if form.errors else 200,
    )


def published(n_asked: int) -> str:
    """Say what a publication did."""
    if not n_asked:
        return gettext("Published. Sellers find it in their deals, and those it cites are told.")
    return ngettext(
        "Published. %(n)s person is asked to say having read it.",
        "Published. %(n)s people are asked to say having read it.",
        n_asked,
    ) % {"n": n_asked}


def send_back(request: PersonRequest, public_id: str) -> HttpResponse:
    """Send a version in review back with a word."""
    argument = access_argument(request.user, public_id)
    act.send_back(actor=request.user, argument=argument, word=request.POST.get("word", "")[:2_000], now=request.now)
    messages.success(request, gettext("Sent back. Your word stands in the thread, and its writer is told."))
    return redirect("argument", public_id=public_id)


def extend_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say that an argument still holds, until a later day."""
    argument = access_argument(request.user, public_id)
    form = forms.ExtendForm(request.POST)
    if not form.is_valid():
        raise Invalid("The day could not be read.", code="argue.bad_day", hint="Write it as day, month and year.")
    act.extend_argument(
        actor=request.user, argument=argument, expires_on=form.cleaned_data["expires_on"], now=request.now
    )
    messages.success(request, gettext("Kept. Sellers read until when it holds."))
    return redirect("argument", public_id=public_id)


def argument_versions(request: PersonRequest, public_id: str) -> HttpResponse:
    """Compare two versions of an argument, word by word."""
    argument = access_argument(request.user, public_id)
    comparison = versions_query.compare_versions(
        request.user, argument, before=chosen(request, "from"), after=chosen(request, "to")
    )
    title = argue_query.argument_view(request.user, argument, today=request.today).title
    return render(request, "argue/versions.html", {"argument": argument, "title": title, "comparison": comparison})


def chosen(request: PersonRequest, name: str) -> int | None:
    """Read the number of a version from the address."""
    sent = request.GET.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 6 else None


def acknowledge_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say in one tap that one has read an argument."""
    return acknowledge(request, "argument", access_argument(request.user, public_id).public_id)


def argument_readers(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show how many have read an argument; to a manager, who of the own teams has."""
    argument = access_argument(request.user, public_id)
    current = argue_query.argument_view(request.user, argument, today=request.today)
    return show_readers(
        request,
        "argument",
        argument.public_id,
        current.life.published_number,
        title=current.title,
        language=current.language,
    )


def remind_of_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put an argument again before those of one's own teams who have not said having read it."""
    return remind_readers(request, "argument", access_argument(request.user, public_id).public_id)


def argument_readers_file(request: PersonRequest, public_id: str) -> HttpResponse:
    """Give a manager the answers of the own teams as a file."""
    argument = access_argument(request.user, public_id)
    number = argue_query.argument_view(request.user, argument, today=request.today).life.published_number
    return readers_sheet(request, "argument", argument.public_id, number)


ROUTES = (
    Route(
        path="arguments/<str:public_id>/publish",
        view=publish_argument,
        name="publish_argument",
        rights=get_post(WRITING),
    ),
    Route(path="arguments/<str:public_id>/send-back", view=send_back, name="send_back_argument", rights=post(WRITING)),
    Route(
        path="arguments/<str:public_id>/versions",
        view=argument_versions,
        name="argument_versions",
        rights=get(WORKING),
        relation="published; all for marketing",
    ),
    Route(path="arguments/<str:public_id>/extend", view=extend_argument, name="extend_argument", rights=post(WRITING)),
    Route(
        path="arguments/<str:public_id>/acknowledge",
        view=acknowledge_argument,
        name="acknowledge_argument",
        rights=post(SELLING),
        relation="published to one's team",
    ),
    Route(
        path="arguments/<str:public_id>/readers",
        view=argument_readers,
        name="argument_readers",
        rights=get(FOLLOWING),
        relation="counts for marketing; own teams by name",
    ),
    Route(
        path="arguments/<str:public_id>/readers/remind",
        view=remind_of_argument,
        name="remind_of_argument",
        rights=post(MANAGING),
        relation="own teams",
    ),
    Route(
        path="arguments/<str:public_id>/readers.csv",
        view=argument_readers_file,
        name="argument_readers_file",
        rights=get(MANAGING),
        relation="own teams",
    ),
)
