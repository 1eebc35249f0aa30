"""Themes ranked, and a theme with its quotes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import fields

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from liant.actions import themes as act
from liant.actions import themes_edit as edit
from liant.actions import themes_triage as triage_act
from liant.jobs import themes as jobs
from liant.loop.listen.imports.cells import protect_cell
from liant.loop.values.roles import MARKETING
from liant.queries import argue as argue_query
from liant.queries import ledger as ledger_query
from liant.queries import themes as query
from liant.queries import themes_list as list_query
from liant.queries import themes_map as map_query
from liant.queries import themes_page as page_query
from liant.queries import themes_tray as tray_query
from liant.store.models import Note
from liant.web.access import (
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_broad_theme,
    access_note,
    access_theme,
    get,
    one_or_404,
    post,
)
from liant.web.paging import SIZE, page_number, pager

#: Notes of the tray on one page.
TRAY_SIZE = 20


def themes_page(request: PersonRequest) -> HttpResponse:
    """List themes, heaviest first: fine or broad, or among the notes of a selection."""
    reader, page = request.user, page_number(request)
    search = request.GET.get("q", "").strip()[:100]
    chosen = list_query.ThemeFilter(
        **{one.name: request.GET.get(one.name, "")[:80] for one in fields(list_query.ThemeFilter)}
    )
    is_broad = request.GET.get("level") == "broad" and not chosen.is_set and "broad" not in request.GET
    within = access_broad_theme(reader, request.GET["broad"]) if request.GET.get("broad") else None
    first, limit = (page - 1) * SIZE, SIZE + 1
    found: Sequence[object]
    if chosen.is_set:
        found = list_query.themes_heard(
            reader, chosen, today=request.today, search=search, broad=within, first=first, limit=limit
        )
    elif is_broad:
        found = list_query.broad_by_weight(reader, now=request.now, search=search, first=first, limit=limit)
    else:
        found = query.themes_by_weight(reader, now=request.now, search=search, broad=within, first=first, limit=limit)
    return render(
        request,
        "themes/themes.html",
        {
            "themes": found[:SIZE],
            "state": query.themes_state(request.now),
            "n_inbox": tray_query.waiting_notes(reader).count() if reader.role in MARKETING else 0,
            "search": search,
            "chosen": chosen,
            "choices": list_query.choices_for(reader, chosen),
            "languages": list_query.LANGUAGES,
            "periods": [(str(days), days) for days in list_query.PERIODS],
            "is_broad": is_broad,
            "within": (within.public_id, query.label_for(reader, within)) if within else None,
            **pager(page, has_next=len(found) > SIZE),
        },
    )


def spreadsheet_cell(value: object, *, is_french: bool) -> object:
    """Write a value as the spreadsheets of a language read it, without anything they would run."""
    if isinstance(value, float):
        return str(value).replace(".", ",") if is_french else value
    return protect_cell(value) if isinstance(value, str) else value


def export(request: PersonRequest, extension: str) -> HttpResponse:
    """Give the themes as a file: CSV for a spreadsheet, JSON for a program."""
    rows = query.themes_table(request.user, now=request.now)
    if extension == "json":
        answer = HttpResponse(json.dumps(rows, ensure_ascii=False, indent=2), content_type="application/json")
    elif extension == "csv":
        stream = io.StringIO()
        is_french = request.user.language == "fr"
        writer = csv.writer(stream, delimiter=";" if is_french else ",")
        writer.writerow(rows[0] if rows else ["id"])
        writer.writerows([spreadsheet_cell(value, is_french=is_french) for value in row.values()] for row in rows)
        # With a byte-order mark, without which spreadsheets take UTF-8 for another encoding.
        answer = HttpResponse("\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="liant-themes.{extension}"'
    return answer


def theme_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a theme; the address of a merged one leads to where it went."""
    theme = access_theme(request.user, public_id)
    if theme.public_id != public_id:
        return redirect("theme", public_id=theme.public_id)
    reader = request.user
    return render(
        request,
        "themes/theme.html",
        {
            "theme": query.theme_view(reader, theme, request.now),
            "words": page_query.words_of_theme(reader, theme),
            "latest": page_query.latest_of_theme(reader, theme),
            "accounts": page_query.accounts_of_theme(reader, theme),
            "deals": page_query.deals_of_theme(reader, theme, today=request.today),
            "definition": page_query.definition_for(reader, theme),
            "own_definitions": theme,
            "month": page_query.month_of_theme(reader, theme, today=request.today),
            "arguments": argue_query.arguments_of_theme(reader, theme, today=request.today),
            "lines": ledger_query.history_of("theme", theme.public_id, reader=reader),
            "others": query.other_themes(reader, theme.public_id) if reader.role in MARKETING else (),
            "last_edit": query.edits_of(theme).last() if reader.role in MARKETING else None,
        },
    )


def map_page(request: PersonRequest) -> HttpResponse:
    """Show which themes are alike."""
    return render(request, "themes/map.html", {"map": map_query.map_for(request.user)})


def rename(request: PersonRequest, public_id: str) -> HttpResponse:
    """Name a theme."""
    theme = access_theme(request.user, public_id)
    version = request.POST.get("version", "")
    act.rename_theme(
        actor=request.user,
        theme=theme,
        label_fr=request.POST.get("label_fr", ""),
        label_en=request.POST.get("label_en", ""),
        version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        now=request.now,
    )
    messages.success(request, gettext("Renamed. The next refreshes keep this name."))
    return redirect("theme", public_id=theme.public_id)


def tray(request: PersonRequest) -> HttpResponse:
    """Show the notes that nobody looked at yet, or those left aside, with where they could go."""
    page, reader = page_number(request), request.user
    waiting, left = tray_query.waiting_notes(reader), tray_query.left_notes(reader)
    is_left = request.GET.get("show") == "left"
    n_waiting, n_left = waiting.count(), left.count()
    lines = tray_query.tray_for(reader, left if is_left else waiting, first=(page - 1) * TRAY_SIZE, limit=TRAY_SIZE)
    return render(
        request,
        "themes/tray.html",
        {
            "tray": lines,
            "is_left": is_left,
            "n_waiting": n_waiting,
            "n_left": n_left,
            "others": query.other_themes(reader, "") if lines else (),
            **pager(page, has_next=page * TRAY_SIZE < (n_left if is_left else n_waiting)),
        },
    )


def triage(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put a note that waits into a theme, or leave it."""
    note = access_note(request.user, public_id)
    into = access_theme(request.user, request.POST["into"]) if request.POST.get("into") else None
    triage_act.triage_note(actor=request.user, note=note, into=into, now=request.now)
    if "HX-Request" not in request.headers:
        return redirect("tray")
    label = query.label_for(request.user, into) if into else ""
    return render(request, "themes/triage_done.html", {"note_id": note.public_id, "text": note.text, "label": label})


def take_back_triage(request: PersonRequest, public_id: str) -> HttpResponse:
    """Let a note wait again."""
    note = access_note(request.user, public_id)
    triage_act.take_back_triage(actor=request.user, note=note, now=request.now)
    if "HX-Request" not in request.headers:
        return redirect("tray")
    (line,) = tray_query.tray_for(request.user, Note.objects.filter(pk=note.pk))
    return render(request, "themes/triage_card.html", {"line": line})


def merge(request: PersonRequest, public_id: str) -> HttpResponse:
    """Put a theme into another one."""
    theme = access_theme(request.user, public_id)
    into = access_theme(request.user, request.POST.get("into", ""))
    edit.merge_themes(actor=request.user, theme=theme, into=into, now=request.now)
    messages.success(request, gettext("Merged. The old address leads here; no refresh will part them."))
    return redirect("theme", public_id=into.public_id)


def split(request: PersonRequest, public_id: str) -> HttpResponse:
    """Make a theme of its own of the notes that hold some words."""
    theme = access_theme(request.user, public_id)
    done = edit.split_theme(
        actor=request.user,
        theme=theme,
        words=request.POST.get("words", ""),
        label=request.POST.get("label", ""),
        now=request.now,
    )
    messages.success(request, gettext("Here is the new theme; no refresh will put it back."))
    return redirect("theme", public_id=done.theme.public_id)


def lock(request: PersonRequest, public_id: str) -> HttpResponse:
    """Lock a theme, or let it go again."""
    theme = access_theme(request.user, public_id)
    edit.lock_theme(actor=request.user, theme=theme, is_locked=request.POST.get("locked") == "1", now=request.now)
    return redirect("theme", public_id=theme.public_id)


def undo(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take the last change of a theme back."""
    theme = access_theme(request.user, public_id)
    last = one_or_404(query.edits_of(theme), request.POST.get("edit", ""))
    shown = edit.undo_edit(actor=request.user, edit=last, now=request.now)
    messages.success(request, gettext("Taken back."))
    return redirect("theme", public_id=shown.public_id)


def move(request: PersonRequest, public_id: str) -> HttpResponse:
    """Move a note to another theme."""
    note = access_note(request.user, public_id)
    into = access_theme(request.user, request.POST.get("into", ""))
    edit.move_note(actor=request.user, note=note, into=into, now=request.now)
    messages.success(request, gettext("Moved. No refresh will take it back; the theme’s page can."))
    return redirect("note", public_id=note.public_id)


def refresh(request: PersonRequest) -> HttpResponse:
    """Ask for the themes to be found again, in the background."""
    act.queue_refresh(now=request.now)
    jobs.refresh_themes.enqueue(request.user.public_id, 0)
    return redirect("themes")


def cancel(request: PersonRequest) -> HttpResponse:
    """Stop the search for themes; nothing changes."""
    act.cancel_refresh(now=request.now)
    messages.success(request, gettext("Stopped: the themes are those of before."))
    return redirect("themes")


def define(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say what a theme is about."""
    theme = access_theme(request.user, public_id)
    act.define_theme(
        actor=request.user,
        theme=theme,
        definition_fr=request.POST.get("definition_fr", ""),
        definition_en=request.POST.get("definition_en", ""),
        now=request.now,
    )
    return redirect("theme", public_id=theme.public_id)


ROUTES = (
    Route(
        path="themes",
        view=themes_page,
        name="themes",
        rights=get(WORKING),
        relation="published; own evidence for sales",
    ),
    Route(
        path="themes/export.<str:extension>", view=export, name="export_themes", rights=get(WORKING), relation="as read"
    ),
    Route(path="themes/map", view=map_page, name="themes_map", rights=get(WORKING), relation="names and numbers"),
    Route(path="themes/tray", view=tray, name="tray", rights=get(WRITING), relation="masked"),
    Route(path="themes/refresh", view=refresh, name="refresh_themes", rights=post(WRITING)),
    Route(path="themes/refresh/cancel", view=cancel, name="cancel_refresh", rights=post(WRITING)),
    Route(
        path="themes/<str:public_id>",
        view=theme_page,
        name="theme",
        rights=get(WORKING),
        relation="published; own evidence for sales",
    ),
    Route(path="themes/<str:public_id>/rename", view=rename, name="rename_theme", rights=post(WRITING)),
    Route(path="themes/<str:public_id>/definition", view=define, name="define_theme", rights=post(WRITING)),
    Route(path="themes/<str:public_id>/merge", view=merge, name="merge_theme", rights=post(WRITING)),
    Route(path="themes/<str:public_id>/split", view=split, name="split_theme", rights=post(WRITING)),
    Route(path="themes/<str:public_id>/lock", view=lock, name="lock_theme", rights=post(WRITING)),
    Route(path="themes/<str:public_id>/undo", view=undo, name="undo_theme", rights=post(WRITING)),
    Route(path="listen/<str:public_id>/theme", view=move, name="move_note", rights=post(WRITING)),
    Route(path="listen/<str:public_id>/triage", view=triage, name="triage_note", rights=post(WRITING)),
    Route(path="listen/<str:public_id>/triage/undo", view=take_back_triage, name="untriage_note", rights=post(WRITING)),
)
