"""Ideas: those that wait, what became of each, refining one beside its first words, answering, closing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.actions import refine as act
from liant.loop.listen.notes import MAX_LENGTH
from liant.loop.refine.ideas import LANGUAGES, MAX_SENTENCE, MAX_TITLE, IdeaStatus, StillYours, Wording
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING
from liant.queries import ledger as ledger_query
from liant.queries import refine as query
from liant.queries.refine_plans import plans_of_idea
from liant.queries.themes import label_for
from liant.store.models import Note, Theme
from liant.web.access import (
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_idea,
    access_theme,
    get,
    get_post,
    post,
)
from liant.web.paging import page_number, pager
from liant.web.words import in_words

PAGE = 30
STATUSES = (
    (IdeaStatus.OPEN, _("To write")),
    (IdeaStatus.REFINED, _("Refined")),
    (IdeaStatus.PLANNED, _("Planned")),
    (IdeaStatus.DONE, _("Carried out")),
    (IdeaStatus.CLOSED, _("Closed with a reason")),
)


class RefineForm(forms.Form):
    """A title and a text in each language; one language is enough."""

    title_fr = forms.CharField(max_length=MAX_TITLE, required=False)
    text_fr = forms.CharField(max_length=MAX_LENGTH, required=False)
    title_en = forms.CharField(max_length=MAX_TITLE, required=False)
    text_en = forms.CharField(max_length=MAX_LENGTH, required=False)
    reason = forms.CharField(max_length=MAX_SENTENCE, required=False)
    next_step = forms.CharField(max_length=MAX_SENTENCE, required=False)

    def wordings(self) -> dict[str, Wording]:
        """Read the wordings sent, by language."""
        data = self.data
        return {
            language: Wording(
                title=str(data.get(f"title_{language}", ""))[:MAX_TITLE],
                text=str(data.get(f"text_{language}", "")),
            )
            for language in LANGUAGES
        }


def version_of(request: PersonRequest) -> int:
    """Read the version that the form was shown with; one that no object has when it is unreadable."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 9 else 0


def ideas(request: PersonRequest) -> HttpResponse:
    """List the ideas that one may see, and the proposals that wait."""
    page = page_number(request)
    status = request.GET.get("status", "")
    status = status if status in set(IdeaStatus) else ""
    mine = request.GET.get("show") == "mine"
    found = query.ideas_for(request.user, status=status, mine=mine, first=(page - 1) * PAGE, limit=PAGE + 1)
    counts = query.idea_counts(request.user)
    return render(
        request,
        "refine/ideas.html",
        {
            "ideas": found[:PAGE],
            "statuses": [
                {"value": s.value, "label": label, "n": counts.by_status.get(s.value, 0), "checked": s == status}
                for s, label in STATUSES
            ],
            "n_waiting": counts.n_waiting,
            "waiting": query.waiting_ideas(request.user) if page == 1 and not status and not mine else (),
            "refines": request.user.role in MARKETING,
            "status": status,
            "mine": mine,
            **pager(page, has_next=len(found) > PAGE),
        },
    )


def idea_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show an idea beside the words it comes from."""
    idea = access_idea(request.user, public_id)
    return show_idea(request, public_id=idea.public_id)


def show_idea(request: PersonRequest, *, public_id: str, status: int = 200, **more: object) -> HttpResponse:
    """Show the page of an idea, with what was refused and what was typed when something was."""
    idea = access_idea(request.user, public_id)
    context: dict[str, object] = {
        "idea": query.idea_view(request.user, idea),
        "plans": plans_of_idea(request.user, idea, today=request.today),
        "refines": request.user.role in MARKETING,
        "lines": ledger_query.history_of("idea", idea.public_id, reader=request.user),
        "sentence_length": MAX_SENTENCE,
        **more,
    }
    return render(request, "refine/idea.html", context, status=status)


def source_of(request: PersonRequest) -> tuple[list[Note], Theme | None]:
    """Find what an idea is made from: the notes named, or a theme whose notes are to be chosen."""
    source = request.POST if request.method == "POST" else request.GET
    theme = access_theme(request.user, source["theme"]) if source.get("theme") else None
    named = list(dict.fromkeys(source.getlist("note")))
    notes = query.notes_named(request.user, named)
    if len(notes) != len(named) or (not named and theme is None):
        raise Http404
    return notes, theme


def new_idea(request: PersonRequest) -> HttpResponse:
    """Refine a note, or the notes of a theme; or answer a note that will not be worked on."""
    notes, theme = source_of(request)
    form = RefineForm(request.POST or None)
    if request.method == "POST":
        try:
            if "close" in request.POST and notes:
                idea = act.close_note(
                    actor=request.user,
                    note=notes[0],
                    reason=request.POST.get("reason", ""),
                    next_step=request.POST.get("next_step", ""),
                    now=request.now,
                )
                messages.success(request, gettext("Closed. Whoever said it reads why, and what comes next."))
            else:
                idea = act.refine_notes(
                    actor=request.user, notes=notes, theme=theme, wordings=form.wordings(), now=request.now
                )
                messages.success(request, gettext("Kept beside the first words. Whoever spoke first is asked."))
        except Invalid as refusal:
            return write_page(request, form, notes, theme, status=422, refusal=in_words(refusal))
        return redirect("idea", public_id=idea.public_id)
    return write_page(request, form, notes, theme)


def write_page(
    request: PersonRequest,
    form: RefineForm,
    notes: list[Note],
    theme: Theme | None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Show the form of a new idea: the field's words on one side, the new ones on the other."""
    chosen = [note.public_id for note in notes]
    views = query.view_notes_of(request.user, notes)
    first = views[0] if len(views) == 1 else None
    language = first.language if first is not None and first.language in LANGUAGES else request.user.language
    values = dict(form.data.items()) if form.is_bound else {f"text_{language}": first.text if first else ""}
    context: dict[str, object] = {
        "originals": views if theme is None else query.proposed_notes(request.user, theme),
        "chosen": chosen,
        "theme": theme,
        "theme_label": label_for(request.user, theme) if theme is not None else "",
        "values": fields_of(values, language),
        "closing": values,
        "sentence_length": MAX_SENTENCE,
        "may_close": first is not None and theme is None,
        **more,
    }
    return render(request, "refine/write.html", context, status=status)


def fields_of(values: dict[str, str], first_language: str) -> list[dict[str, str]]:
    """Give the form its fields by language, the one written in first."""
    ordered = sorted(LANGUAGES, key=lambda language: language != first_language)
    return [
        {
            "language": language,
            "title": values.get(f"title_{language}", ""),
            "text": values.get(f"text_{language}", ""),
        }
        for language in ordered
    ]


def rewrite(request: PersonRequest, public_id: str) -> HttpResponse:
    """Write another wording of an idea."""
    idea = access_idea(request.user, public_id)
    shown = query.idea_view(request.user, idea)
    form = RefineForm(request.POST or None)
    latest = {f"title_{w.language}": w.title for w in shown.wordings}
    latest |= {f"text_{w.language}": w.text for w in shown.wordings}
    if not latest and len(shown.originals) == 1:
        latest = {f"text_{shown.originals[0].language}": shown.originals[0].text}
    first = shown.wordings[0].language if shown.wordings else request.user.language
    context: dict[str, object] = {
        "idea": shown,
        "originals": shown.originals,
        "values": fields_of(dict(form.data.items()) if form.is_bound else latest, first),
        "version": shown.version,
    }
    if request.method == "POST":
        try:
            act.rewrite_idea(
                actor=request.user, idea=idea, wordings=form.wordings(), version=version_of(request), now=request.now
            )
        except Conflict as refusal:
            context |= {"refusal": in_words(refusal), "theirs": shown.wordings}
            return render(request, "refine/write.html", context, status=409)
        except Invalid as refusal:
            context |= {"refusal": in_words(refusal), "version": version_of(request)}
            return render(request, "refine/write.html", context, status=422)
        messages.success(request, gettext("Kept beside the first words. Whoever spoke first is asked."))
        return redirect("idea", public_id=idea.public_id)
    return render(request, "refine/write.html", context)


def answer(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say whether the new words are still one's idea."""
    idea = access_idea(request.user, public_id)
    said = request.POST.get("answer", "")
    if said not in set(StillYours):
        return redirect("idea", public_id=idea.public_id)
    words = request.POST.get("words", "")
    try:
        act.answer_idea(actor=request.user, idea=idea, answer=StillYours(said), words=words, now=request.now)
    except Invalid as refusal:
        return show_idea(request, public_id=public_id, status=422, answer_error=in_words(refusal), words=words)
    messages.success(request, gettext("Your answer is kept; whoever rewrote it reads it today."))
    return redirect("idea", public_id=idea.public_id)


def close(request: PersonRequest, public_id: str) -> HttpResponse:
    """Close an idea, with why and what comes next."""
    idea = access_idea(request.user, public_id)
    try:
        act.close_idea(
            actor=request.user,
            idea=idea,
            reason=request.POST.get("reason", ""),
            next_step=request.POST.get("next_step", ""),
            version=version_of(request),
            now=request.now,
        )
    except Invalid as refusal:
        return show_idea(request, public_id=public_id, status=422, close_error=in_words(refusal), values=request.POST)
    messages.success(request, gettext("Closed. Whoever said it reads why, and what comes next."))
    return redirect("idea", public_id=idea.public_id)


def reopen(request: PersonRequest, public_id: str) -> HttpResponse:
    """Open a closed idea again."""
    idea = access_idea(request.user, public_id)
    act.reopen_idea(actor=request.user, idea=idea, version=version_of(request), now=request.now)
    messages.success(request, gettext("Open again."))
    return redirect("idea", public_id=idea.public_id)


ROUTES = (
    Route(path="ideas", view=ideas, name="ideas", rights=get(WORKING), relation="own, team, masked"),
    Route(path="ideas/new", view=new_idea, name="new_idea", rights=get_post(WRITING), relation="masked"),
    Route(path="ideas/<str:public_id>", view=idea_page, name="idea", rights=get(WORKING), relation="own, team, masked"),
    Route(path="ideas/<str:public_id>/refine", view=rewrite, name="rewrite_idea", rights=get_post(WRITING)),
    Route(path="ideas/<str:public_id>/answer", view=answer, name="answer_idea", rights=post(WORKING), relation="own"),
    Route(path="ideas/<str:public_id>/close", view=close, name="close_idea", rights=post(WRITING)),
    Route(path="ideas/<str:public_id>/reopen", view=reopen, name="reopen_idea", rights=post(WRITING)),
)
