"""Capture, read and answer field notes; close a deal as lost."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.actions import listen as act
from liant.jobs.themes import assign_note
from liant.loop.listen.guard import Caution, Concern
from liant.loop.listen.notes import MAX_LENGTH
from liant.loop.values.errors import Invalid
from liant.loop.values.roles import MARKETING
from liant.loop.values.stages import NoteKind, Reason
from liant.queries import ledger as ledger_query
from liant.queries import listen as query
from liant.queries import refine as refine_query
from liant.queries import themes as themes_query
from liant.store.models import Account, Note, Opportunity
from liant.web.access import (
    SELLING,
    WORKING,
    PersonRequest,
    Route,
    access_account,
    access_note,
    access_opportunity,
    access_own_note,
    get,
    get_post,
    post,
)
from liant.web.paging import page_number, pager
from liant.web.threads import read_thread
from liant.web.words import in_words

PAGE = 30
#: A note may wait so long on a phone without a network and still tell its own day.
WAITS_AT_MOST = timedelta(days=31)
KINDS = (
    (NoteKind.OBJECTION, _("Objection"), "shield-question"),
    (NoteKind.NEED, _("Need"), "target"),
    (NoteKind.SETBACK, _("Setback"), "frown"),
    (NoteKind.IDEA, _("Idea"), "lightbulb"),
    (NoteKind.COMPETITOR, _("Competitor"), "swords"),
    (NoteKind.PRAISE, _("Praise"), "thumbs-up"),
    (NoteKind.VISIT, _("Visit"), "map-pin"),
)
REASONS = (
    (Reason.PRICE, _("Price")),
    (Reason.PRODUCT, _("Product")),
    (Reason.TIMING, _("Timing")),
    (Reason.COMPETITOR, _("Competitor")),
    (Reason.NO_DECISION, _("No decision")),
    (Reason.RELATION, _("Relationship")),
    (Reason.SERVICE, _("Service")),
    (Reason.OTHER, _("Other")),
)
CONCERNS = {
    Concern.HEALTH: _("health"),
    Concern.RELIGION: _("religion"),
    Concern.UNION: _("union membership"),
    Concern.ORIGIN: _("origin"),
    Concern.SEXUAL_LIFE: _("sexual life"),
    Concern.POLITICS: _("political opinions"),
    Concern.OFFENCE: _("offences"),
    Concern.INSULT: _("insult"),
    Concern.CARD_NUMBER: _("payment card number"),
    Concern.SOCIAL_SECURITY: _("social security number"),
}


class CaptureForm(forms.Form):
    """One box, a kind, and what it is about."""

    text = forms.CharField(max_length=MAX_LENGTH * 2, strip=False)
    client_words = forms.CharField(max_length=1_000, required=False)
    kind = forms.ChoiceField(choices=[(kind.value, label) for kind, label, _icon in KINDS])
    about = forms.CharField(max_length=40, required=False)
    seconds = forms.CharField(max_length=14, required=False)
    private = forms.BooleanField(required=False)
    guard_seen = forms.BooleanField(required=False)
    #: The day it was written, for a note that waited for a network.
    heard_on = forms.DateField(required=False)


class LostForm(forms.Form):
    """Why a deal was lost: nothing here is compulsory."""

    primary = forms.ChoiceField(choices=[(reason.value, label) for reason, label in REASONS], required=False)
    reasons = forms.MultipleChoiceField(choices=[(reason.value, label) for reason, label in REASONS], required=False)
    seller_view = forms.CharField(max_length=2_000, required=False)
    buyer_words = forms.CharField(max_length=2_000, required=False)
    closed_on = forms.DateField(required=False)
    guard_seen = forms.BooleanField(required=False)


def kinds(chosen: str) -> list[dict[str, object]]:
    """Give the kind chips to a template."""
    return [
        {"value": kind.value, "label": label, "icon": icon, "checked": kind.value == chosen}
        for kind, label, icon in KINDS
    ]


def in_cautions(text: str, cautions: tuple[Caution, ...]) -> list[dict[str, object]]:
    """Show each caution with its passage."""
    return [{"concern": CONCERNS[c.concern], "passage": text[c.start : c.end]} for c in cautions]


def day_heard(told: date | None, today: date) -> date:
    """Take the day that a phone tells, within the month in which a note may wait there; any other is today."""
    return told if told is not None and today - WAITS_AT_MOST <= told <= today else today


def about_from(request: PersonRequest, about: str) -> tuple[Account | None, Opportunity | None]:
    """Find what a note is about; what this person may not open is a 404 like any other."""
    what, _colon, public_id = about.partition(":")
    if what == "deal" and public_id:
        deal = access_opportunity(request.user, public_id)
        return deal.account, deal
    if what == "account" and public_id:
        return access_account(request.user, public_id), None
    return None, None


def capture(request: PersonRequest) -> HttpResponse:
    """Capture a field note in one box."""
    source = request.POST if request.method == "POST" else request.GET
    seconded: Note | None = None
    if source.get("seconds"):
        seconded = access_note(request.user, source["seconds"])
    account, deal = about_from(request, source.get("pick") or source.get("about", ""))
    search = source.get("search", "").strip()
    context: dict[str, object] = {
        "kinds": kinds(source.get("kind", NoteKind.OBJECTION.value)),
        "values": source,
        "account": account,
        "deal": deal,
        "seconded": query.note_view(request.user, seconded) if seconded else None,
        "choices": query.attachable(request.user, search) if search else query.likely_deals(request.user),
        "search": search,
        "limit": MAX_LENGTH,
    }
    # Finding or picking what the note is about sends the same form, without JavaScript too: nothing is kept yet.
    if request.method != "POST" or "find" in request.POST or "pick" in request.POST:
        return render(request, "listen/capture.html", context)
    form = CaptureForm(request.POST)
    if not form.is_valid():
        message = gettext("Write what you heard, even in five words.") if "text" in form.errors else ""
        return render(request, "listen/capture.html", {**context, "error": message or form.errors}, status=422)
    data = form.cleaned_data
    try:
        captured = act.capture_note(
            actor=request.user,
            text=data["text"],
            client_words=data["client_words"],
            kind=NoteKind(data["kind"]),
            account=account,
            opportunity=deal,
            seconds=seconded,
            is_shared=not data["private"],
            guard_seen=data["guard_seen"],
            heard_on=day_heard(data["heard_on"], request.today),
            now=request.now,
        )
    except Invalid as refusal:
        return render(request, "listen/capture.html", {**context, "error": in_words(refusal).message}, status=422)
    if captured.note is None:
        said = (
            act.with_client_words(data["text"], data["client_words"]) if data["client_words"].strip() else data["text"]
        )
        context["cautions"] = in_cautions(said.strip(), captured.cautions)
        return render(request, "listen/capture.html", context, status=422)
    assign_note.enqueue(captured.note.public_id)
    messages.success(request, gettext("Heard. Your note is kept under your name."))
    return redirect(f"{reverse('note', args=[captured.note.public_id])}?new=1")


def attach(request: PersonRequest) -> HttpResponse:
    """Suggest accounts and deals while their name is typed."""
    choices = query.attachable(request.user, request.GET.get("search", ""))
    return render(request, "listen/capture.html#choices", {"choices": choices, "search": request.GET.get("search", "")})


def similar(request: PersonRequest) -> HttpResponse:
    """Show what colleagues already said in the same words, so that one adds one's own voice."""
    found = query.similar_notes(request.user, request.GET.get("text", ""))
    return render(request, "listen/capture.html#similar", {"similar": found})


def listen_page(request: PersonRequest) -> HttpResponse:
    """List field notes: one's own, or all that one may read."""
    page = page_number(request)
    mine = request.GET.get("show", "all") == "mine"
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(NoteKind) else ""
    search = request.GET.get("q", "").strip()[:100]
    notes = query.notes_for(request.user, mine=mine, kind=kind, search=search, first=(page - 1) * PAGE, limit=PAGE + 1)
    return render(
        request,
        "listen/listen.html",
        {
            "notes": notes[:PAGE],
            "mine": mine,
            "kind": kind,
            "search": search,
            "kinds": kinds(kind),
            **pager(page, has_next=len(notes) > PAGE),
        },
    )


def note_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a note with its quotes, its thread and its history."""
    note = access_note(request.user, public_id)
    shown = query.note_view(request.user, note)
    others = themes_query.other_themes(request.user, shown.theme_id) if request.user.role in MARKETING else ()
    return render(
        request,
        "listen/note.html",
        {
            "note": shown,
            "thread": read_thread(request, "note", note.public_id),
            "lines": ledger_query.history_of("note", note.public_id, reader=request.user),
            "kinds": kinds(note.kind),
            "others": others,
            "ideas": refine_query.ideas_of_note(request.user, note),
            "is_new": "new" in request.GET,
        },
    )


def edit_note(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change the kind of one's note, or who reads it."""
    note = access_own_note(request.user, public_id)
    kind = request.POST.get("kind", note.kind)
    version = request.POST.get("version", "")
    act.reclassify_note(
        actor=request.user,
        note=note,
        kind=NoteKind(kind) if kind in set(NoteKind) else NoteKind(note.kind),
        is_shared="private" not in request.POST,
        version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        now=request.now,
    )
    messages.success(request, gettext("Saved."))
    return redirect("note", public_id=note.public_id)


def lose(request: PersonRequest, public_id: str) -> HttpResponse:
    """Close a deal as lost, in 20 seconds."""
    deal = access_opportunity(request.user, public_id)
    form = LostForm(request.POST or None)
    chosen, primary = request.POST.getlist("reasons"), request.POST.get("primary", "")
    context: dict[str, object] = {
        "deal": deal,
        "reasons": [
            {"value": r.value, "label": label, "checked": r.value in chosen, "is_primary": r.value == primary}
            for r, label in REASONS
        ],
        "values": request.POST,
        "today": request.today,
    }
    if request.method != "POST":
        return render(request, "listen/lost.html", context)
    if not form.is_valid():
        return render(request, "listen/lost.html", {**context, "errors": form.errors}, status=422)
    data = form.cleaned_data
    closed_on: date = data["closed_on"] or request.today
    try:
        captured = act.lose_opportunity(
            actor=request.user,
            opportunity=deal,
            reasons=[Reason(value) for value in (data["primary"], *data["reasons"]) if value],
            seller_view=data["seller_view"],
            buyer_words=data["buyer_words"],
            closed_on=closed_on,
            guard_seen=data["guard_seen"],
            now=request.now,
        )
    except Invalid as refusal:
        return render(request, "listen/lost.html", {**context, "error": in_words(refusal).message}, status=422)
    if captured.note is None and captured.cautions:
        said = "\n".join(
            part
            for part in (
                data["seller_view"].strip(),
                f"« {data['buyer_words'].strip()} »" if data["buyer_words"].strip() else "",
            )
            if part
        )
        return render(
            request, "listen/lost.html", {**context, "cautions": in_cautions(said, captured.cautions)}, status=422
        )
    if captured.note is not None:
        assign_note.enqueue(captured.note.public_id)
    messages.success(request, gettext("The deal is closed as lost. What you said now counts in the themes."))
    return redirect("alike", public_id=deal.public_id)


ROUTES = (
    Route(path="listen", view=listen_page, name="listen", rights=get(WORKING), relation="own, team, masked"),
    Route(path="capture", view=capture, name="capture", rights=get_post(WORKING), relation="own"),
    Route(path="capture/attach", view=attach, name="attach", rights=get(WORKING), relation="own, own teams"),
    Route(path="capture/similar", view=similar, name="similar", rights=get(WORKING), relation="own, team, masked"),
    Route(
        path="listen/<str:public_id>",
        view=note_page,
        name="note",
        rights=get(WORKING),
        relation="own, team, masked",
    ),
    Route(path="listen/<str:public_id>/edit", view=edit_note, name="edit_note", rights=post(WORKING), relation="own"),
    Route(
        path="deals/<str:public_id>/lost", view=lose, name="lose", rights=get_post(SELLING), relation="own, own teams"
    ),
)
