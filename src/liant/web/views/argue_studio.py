"""The studio: where an argument is written, with what it rests on beside it and the card as sellers will see it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from liant.actions import argue as act
from liant.loop.values.errors import Conflict, Invalid
from liant.queries import argue as query
from liant.queries import argue_figures as figures_query
from liant.queries import argue_studio as studio_query
from liant.queries import listen as listen_query
from liant.queries import themes as themes_query
from liant.store.models import Argument, Theme
from liant.web.access import WRITING, PersonRequest, Route, access_argument, access_theme, get_post, post
from liant.web.forms import argue as forms
from liant.web.words import in_words

#: Buttons that change the form and keep nothing yet.
BUTTONS = frozenset({"add", "move", "insert", "say"})


def write_page(
    request: PersonRequest,
    form: forms.CardForm,
    rows: list[forms.ClaimRow],
    *,
    theme: Theme | None,
    argument: Argument | None = None,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """Show the studio."""
    quotes = query.quotes_to_cite(request.user, theme, request.GET.getlist("note"))
    missing = {public_id for row in rows for public_id in row.quotes} - {quote.public_id for quote in quotes}
    if missing:
        found = query.quotes_named(request.user, missing).values()
        quotes += [listen_query.view_quote(quote, quote.note, request.user) for quote in found]
    desk = studio_query.desk_for(request.user, theme, str(form["competitor"].value() or "")[:14], today=request.today)
    texts = {figure.key: figure.text for figure in desk.figures}
    others = {row.counted for row in rows if row.counted} - texts.keys()
    texts |= figures_query.figures_in_words(request.user, sorted(others), today=request.today)
    preview = context.get("preview")
    changed = figures_changed(preview) if isinstance(preview, query.ArgumentView) else {}
    shown = forms.with_blank(rows)
    return render(
        request,
        "argue/write.html",
        {
            "form": form,
            "claims": [
                {
                    "row": row,
                    "quotes": [(quote, quote.public_id in row.quotes) for quote in quotes],
                    "counted": texts.get(row.counted, ""),
                    "was": changed.get(row.counted, ""),
                    "is_blank": row.number >= len(rows),
                    "is_last": row.number >= len(rows) - 1,
                }
                for row in shown
            ],
            "quotes": quotes,
            "desk": desk,
            "theme": theme,
            "theme_label": themes_query.label_for(request.user, theme) if theme else "",
            "argument": argument,
            "has_model": argument is None and theme is not None and bool(settings.LIANT_DRAFTER),
            **context,
        },
        status=status,
    )


def figures_changed(shown: query.ArgumentView) -> dict[str, str]:
    """Give the counted figures of an argument that say something else today, as they were written, by key."""
    return {figure.key: figure.text for claim in shown.claims for figure in claim.figures if figure.changed}


def pressed(request: PersonRequest) -> tuple[QueryDict, list[forms.ClaimRow]]:
    """Do what a button of the studio asks: the form's data and claims as they then stand."""
    data, rows = request.POST.copy(), forms.read_claims(request.POST)
    what, _, key = data.get("insert", "").partition(":")
    found = query.quotes_named(request.user, [key]) if what in ("quote", "situation") else {}
    words = {public_id: quote.note.text[quote.start : quote.end] for public_id, quote in found.items()}
    if what == "situation" and key in words:
        data["situation"] = words[key]
    if what == "figure":
        words = figures_query.figures_in_words(request.user, [key], today=request.today)
    if "say" in data:
        counted = [row.counted for row in rows if row.counted and str(row.number) == data["say"]]
        words = figures_query.figures_in_words(request.user, counted, today=request.today)
    return data, forms.changed_rows(data, rows, words)


def new_argument(request: PersonRequest) -> HttpResponse:
    """Write an argument from a theme's or a note's quotes."""
    theme = theme_named(request, request.GET.get("theme", ""))
    if request.method != "POST":
        initial = {"language": request.user.language, "review_on": request.today + forms.REVIEW_AFTER}
        return write_page(request, forms.CardForm(initial=initial), [], theme=theme)
    if BUTTONS & request.POST.keys():
        data, rows = pressed(request)
        return write_page(request, unchecked(data), rows, theme=theme)
    form, rows = forms.CardForm(request.POST), forms.read_claims(request.POST)
    if not form.is_valid():
        return write_page(request, form, rows, theme=theme, status=422)
    try:
        argument = act.draft_argument(
            actor=request.user, card=card_of(request, form, rows), theme=theme, now=request.now
        )
    except Invalid as refusal:
        form.add_error(None, in_words(refusal).message)
        return write_page(request, form, rows, theme=theme, status=422)
    messages.success(request, gettext("The draft is kept. Publish it when its claims hold."))
    return redirect("argument", public_id=argument.public_id)


def edit_argument(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change an argument; a published one gets a next version, the sellers keep reading the current one."""
    argument = access_argument(request.user, public_id)
    current = query.argument_view(request.user, argument, today=request.today)
    if request.method != "POST":
        form = forms.CardForm(initial=forms.initial_of(current, current.competitor_id))
        rows = forms.rows_of(current)
        return write_page(
            request, form, rows, theme=argument.theme, argument=argument, version=current.version, preview=current
        )
    shown = version_shown(request)
    if BUTTONS & request.POST.keys():
        data, rows = pressed(request)
        return write_page(
            request,
            unchecked(data),
            rows,
            theme=argument.theme,
            argument=argument,
            version=shown,
            preview=current,
            touched=True,
        )
    form, rows = forms.CardForm(request.POST), forms.read_claims(request.POST)
    if not form.is_valid():
        return write_page(request, form, rows, theme=argument.theme, argument=argument, version=shown, status=422)
    try:
        act.edit_argument(
            actor=request.user,
            argument=argument,
            card=card_of(request, form, rows),
            version=shown,
            now=request.now,
        )
    except Conflict as refusal:
        return write_page(
            request,
            form,
            rows,
            theme=argument.theme,
            argument=argument,
            version=current.version,
            theirs=current,
            conflict=in_words(refusal),
            status=409,
        )
    except Invalid as refusal:
        form.add_error(None, in_words(refusal).message)
        return write_page(request, form, rows, theme=argument.theme, argument=argument, version=shown, status=422)
    messages.success(request, gettext("Saved as a draft."))
    return redirect("argument", public_id=argument.public_id)


def keep_typed(request: PersonRequest) -> HttpResponse:
    """Keep a draft as it is typed, and answer with the card as sellers will see it."""
    named = request.POST.get("argument", "")
    argument = access_argument(request.user, named) if named else None
    form, rows = forms.TypedCardForm(request.POST), forms.read_claims(request.POST)
    if not form.is_valid():
        return render(request, "argue/kept.html", {"is_waiting": True}, status=422)
    try:
        card = card_of(request, form, rows)
        if argument is None:
            theme = theme_named(request, request.POST.get("theme", ""))
            argument = act.draft_argument(actor=request.user, card=card, theme=theme, now=request.now)
        else:
            act.edit_argument(
                actor=request.user, argument=argument, card=card, version=version_shown(request), now=request.now
            )
    except Conflict as refusal:
        theirs = query.argument_view(request.user, argument, today=request.today) if argument else None
        return render(request, "argue/kept.html", {"refusal": in_words(refusal), "theirs": theirs}, status=422)
    except Invalid as refusal:
        return render(request, "argue/kept.html", {"refusal": in_words(refusal)}, status=422)
    preview = query.argument_view(request.user, argument, today=request.today)
    response = render(request, "argue/kept.html", {"preview": preview})
    response["HX-Replace-Url"] = reverse("edit_argument", args=[argument.public_id])
    return response


def theme_named(request: PersonRequest, public_id: str) -> Theme | None:
    """Find the theme that an argument is to answer, if any."""
    return access_theme(request.user, public_id) if public_id else None


def version_shown(request: PersonRequest) -> int:
    """Read the version that the form was filled from; 0, which is never one, when it says none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def unchecked(data: QueryDict) -> forms.CardForm:
    """Fill a form with what was typed, without complaint about what is not typed yet."""
    return forms.CardForm(initial={name: data.get(name, "") for name in forms.CardForm.base_fields})


def card_of(request: PersonRequest, form: forms.CardForm, rows: list[forms.ClaimRow]) -> act.CardText:
    """Assemble the card from a valid form; quotes that the writer may not read are simply not there."""
    cited = query.quotes_named(request.user, {public_id for row in rows for public_id in row.quotes})
    return forms.card_text(form, rows, cited, request.today)


ROUTES = (
    Route(path="arguments/new", view=new_argument, name="new_argument", rights=get_post(WRITING)),
    Route(path="arguments/keep", view=keep_typed, name="keep_typed_argument", rights=post(WRITING)),
    Route(path="arguments/<str:public_id>/edit", view=edit_argument, name="edit_argument", rights=get_post(WRITING)),
)
