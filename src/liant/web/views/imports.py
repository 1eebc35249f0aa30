"""Import a file from the browser: give it, see how it is read, try it, carry it out, follow it, get what was set aside."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, translation
from django.utils.translation import gettext

from liant.actions import import_files as files_act
from liant.actions import imports as act
from liant.jobs.imports import import_file
from liant.loop.listen.imports.headers import Kind
from liant.loop.values.errors import Conflict, Invalid
from liant.queries import imports as query
from liant.queries import ledger as ledger_query
from liant.queries.import_words import FIELDS, KINDS, say_reason, say_where
from liant.queries.imports import FileSettings
from liant.store.models import ImportRun, ImportStatus
from liant.web.access import ADMIN, PersonRequest, Route, access_import, get, get_post, post
from liant.web.forms.imports import STAGE_LABELS, FileForm, column_rows, read_settings, stage_rows, written_choices
from liant.web.templatetags.liant import money
from liant.web.words import in_words

N_LINES = 200


def imports_page(request: PersonRequest) -> HttpResponse:
    """List imports; take a new file."""
    form = FileForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "accounts")})
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kind = Kind(data["kind"])
        run = None
        try:
            given = query.saved_settings(kind, data["mapping"]) if data["mapping"] else FileSettings()
            run = files_act.keep_file(
                actor=request.user,
                kind=kind,
                file_name=data["file"].name,
                chunks=data["file"].chunks(),
                now=request.now,
            )
            act.look_at_run(run, given)
            return redirect("import", public_id=run.public_id)
        except Invalid as error:
            refusal = in_words(error)
            if run is not None:
                files_act.forget_file(run)
                run.delete()
    mappings = [(str(KINDS[kind]), query.saved_mappings(kind)) for kind in Kind]
    context = {
        "form": form,
        "refusal": refusal,
        "imports": query.imports_by_date(),
        "mappings": [(label, names) for label, names in mappings if names],
        "chosen": form["kind"].value(),
    }
    return render(request, "imports/imports.html", context, status=422 if refusal or form.errors else 200)


def import_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show an import where it stands."""
    run = access_import(request.user, public_id)
    return render(request, "imports/import.html", context_of(request, run))


def context_of(request: PersonRequest, run: ImportRun) -> dict[str, object]:
    """Gather what the page of an import shows."""
    context: dict[str, object] = {
        "run": run,
        "kind": KINDS[Kind(run.kind)],
        "settings": FileSettings.from_json(run.settings),
        "survey": run.survey,
        "counts": run.counts,
        "made": [(what, run.counts[f"made_{what}"]) for what in MADE if run.counts.get(f"made_{what}")],
    }
    if run.status == ImportStatus.DRAFT:
        context |= {"columns": column_rows(run), "stages": stage_rows(run), **written_choices(run)}
    elif query.is_active(run):
        context["progress"] = query.progress_of(run, request.now)
    elif run.status == ImportStatus.CHECKED:
        context |= preview_of(run)
    else:
        context |= {
            "lines": list(query.set_aside_lines(run, limit=N_LINES)),
            "history": ledger_query.history_of("import", run.public_id, reader=request.user),
            "error": error_of(run),
        }
    return context


MADE = ("accounts", "people", "teams", "products", "competitors")


def preview_of(run: ImportRun) -> dict[str, object]:
    """Put the rows of a dry run into words."""
    changed = [
        {
            "line": line,
            "name": name,
            "fields": [
                {"label": FIELDS[field], "before": shown(field, before), "after": shown(field, after)}
                for field, (before, after) in fields.items()
            ],
        }
        for line, name, fields in run.preview.get("changed", [])
    ]
    set_aside = [
        {"where": say_where(line, column), "reason": say_reason(code, params)}
        for line, column, code, params in run.preview.get("set_aside", [])
    ]
    return {"new": run.preview.get("new", []), "changed": changed, "set_aside": set_aside}


def shown(field: str, value: object) -> str:
    """Write a value as people read it."""
    if value in (None, ""):
        return "–"
    if field == "amount_cents":
        return money(int(str(value)), "")
    if field.endswith("_on"):
        return formats.date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    if field == "stage":
        return str(STAGE_LABELS[str(value)])
    return str(value)


def error_of(run: ImportRun) -> dict[str, str] | None:
    """Say why a run failed."""
    if not run.error:
        return None
    params = run.error.get("params") or {}
    message, hint = str(run.error.get("message") or ""), str(run.error.get("hint") or "")
    if not message:
        message = "The import stopped on an error that Liant did not expect (%(code)s)."
        gettext("The import stopped on an error that Liant did not expect (%(code)s).")
        params = {"code": run.error.get("code", "")}
    return {"message": gettext(message) % params, "hint": gettext(hint) % params if hint else ""}


def change_settings(request: PersonRequest, public_id: str) -> HttpResponse:
    """Read the file again with other settings; keep them under a name; try the import."""
    run = access_import(request.user, public_id)
    if run.status not in (ImportStatus.DRAFT, ImportStatus.CHECKED, ImportStatus.CANCELLED, ImportStatus.FAILED):
        raise Conflict(
            "This import is already under way.", code="import.under_way", hint="Wait for its end, or stop it."
        )
    if request.POST.get("do") == "edit":
        ImportRun.objects.filter(pk=run.pk).update(status=ImportStatus.DRAFT.value, n_done=0, counts={}, preview={})
        return redirect("import", public_id=run.public_id)
    try:
        look = act.look_at_run(run, read_settings(request.POST, run))
        if request.POST.get("mapping_name", "").strip():
            files_act.save_mapping(
                kind=Kind(run.kind), name=request.POST["mapping_name"], settings=look.settings, now=request.now
            )
        if request.POST.get("do") == "check":
            query.refuse_questions(look)
            act.queue_run(run, status=ImportStatus.CHECKING, now=request.now)
            import_file.enqueue(run.public_id)
    except Invalid as error:
        run.refresh_from_db()
        context = {**context_of(request, run), "refusal": in_words(error)}
        return render(request, "imports/import.html", context, status=422)
    return redirect("import", public_id=run.public_id)


def start(request: PersonRequest, public_id: str) -> HttpResponse:
    """Carry an import out, or go on with one that was stopped."""
    run = access_import(request.user, public_id)
    act.queue_run(run, status=ImportStatus.QUEUED, now=request.now)
    import_file.enqueue(run.public_id)
    return redirect("import", public_id=run.public_id)


def cancel(request: PersonRequest, public_id: str) -> HttpResponse:
    """Stop an import after the rows being written."""
    run = access_import(request.user, public_id)
    act.request_cancel(run)
    messages.success(request, gettext("The import stops after the rows it is writing; those stay."))
    return redirect("import", public_id=run.public_id)


def discard(request: PersonRequest, public_id: str) -> HttpResponse:
    """Forget a file that was not imported."""
    run = access_import(request.user, public_id)
    files_act.discard_run(run)
    messages.success(request, gettext("The file is forgotten; nothing of it was imported."))
    return redirect("imports")


def progress(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show how far an import is; once it is over, the page reloads."""
    run = access_import(request.user, public_id)
    if not query.is_active(run):
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    context = {"run": run, "progress": query.progress_of(run, request.now)}
    return render(request, "imports/import.html#progress", context)


class Echo:
    """Hand each written line on."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def set_aside(request: PersonRequest, public_id: str) -> StreamingHttpResponse:
    """Give the rows set aside as a file to correct and import again."""
    run = access_import(request.user, public_id)
    delimiter = str(FileSettings.from_json(run.settings).delimiter or ",")
    writer = csv.writer(Echo(), delimiter=delimiter)

    language = request.user.language

    def lines() -> Iterator[str]:
        # The answer is written after the page's own language has been put away.
        with translation.override(language):
            yield "\ufeff"
            for row in query.set_aside_table(run):
                yield str(writer.writerow(row))

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="liant-{run.public_id}.csv"'
    return answer


ROUTES: tuple[Route, ...] = (
    Route(path="settings/imports", view=imports_page, name="imports", rights=get_post(ADMIN)),
    Route(path="settings/imports/<str:public_id>", view=import_page, name="import", rights=get(ADMIN)),
    Route(
        path="settings/imports/<str:public_id>/settings",
        view=change_settings,
        name="import_settings",
        rights=post(ADMIN),
    ),
    Route(path="settings/imports/<str:public_id>/start", view=start, name="start_import", rights=post(ADMIN)),
    Route(path="settings/imports/<str:public_id>/cancel", view=cancel, name="cancel_import", rights=post(ADMIN)),
    Route(path="settings/imports/<str:public_id>/discard", view=discard, name="discard_import", rights=post(ADMIN)),
    Route(path="settings/imports/<str:public_id>/progress", view=progress, name="import_progress", rights=get(ADMIN)),
    Route(path="settings/imports/<str:public_id>/set-aside", view=set_aside, name="set_aside", rights=get(ADMIN)),
)
