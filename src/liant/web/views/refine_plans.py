"""Action plans: the list, one plan and its steps, making and changing one, saying what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.actions import refine_plans as act
from liant.loop.refine.ideas import MAX_SENTENCE
from liant.loop.refine.plans import PlanStatus
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import SALES
from liant.queries import ledger as ledger_query
from liant.queries import refine as ideas_query
from liant.queries import refine_plans as query
from liant.queries.credit import credit_of
from liant.queries.refine_setbacks import deals_it_may_save
from liant.queries.themes import label_for
from liant.store.models import Note, RefinedIdea
from liant.web.access import (
    PLANNING,
    WORKING,
    PersonRequest,
    Route,
    access_idea,
    access_note,
    access_opportunity,
    access_plan,
    access_step,
    access_theme,
    get,
    get_post,
    post,
)
from liant.web.forms.refine import PlanForm, form_of, plan_text, read_plan, with_blank
from liant.web.paging import page_number, pager
from liant.web.views.refine import version_of
from liant.web.words import in_words

PAGE = 30
BLANK_STEPS = 3
STATUSES = (
    ("live", _("Going on")),
    (PlanStatus.DONE.value, _("Plans that are done")),
    (PlanStatus.DROPPED.value, _("Plans that were dropped")),
    ("all", _("All plans")),
)


def plans(request: PersonRequest) -> HttpResponse:
    """List the action plans; inside the page of a theme, those about it."""
    page = page_number(request)
    status = request.GET.get("status", "live")
    status = status if status in {value for value, _label in STATUSES} else "live"
    mine, late = request.GET.get("show") == "mine", "late" in request.GET
    theme = access_theme(request.user, request.GET["theme"]) if request.GET.get("theme") else None
    found = query.plans_for(
        request.user,
        today=request.today,
        status="" if status == "all" else status,
        mine=mine,
        late=late,
        theme=theme,
        first=(page - 1) * PAGE,
        limit=PAGE + 1,
    )
    context: dict[str, object] = {
        "plans": found[:PAGE],
        "statuses": [{"value": value, "label": label, "checked": value == status} for value, label in STATUSES],
        "theme": theme,
        "theme_label": label_for(request.user, theme) if theme is not None else "",
        "mine": mine,
        "late": late,
        "is_filtered": mine or late or theme is not None or status != "live",
        "may_plan": request.user.role in PLANNING,
        **pager(page, has_next=len(found) > PAGE),
    }
    inside = theme is not None and request.htmx  # type: ignore[attr-defined]
    return render(request, "refine/plans_of_theme.html" if inside else "refine/plans.html", context)


def plan_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a plan."""
    return show_plan(request, public_id)


def show_plan(request: PersonRequest, public_id: str, *, status: int = 200, **more: object) -> HttpResponse:
    """Show the page of a plan, with what was refused and what was typed when something was."""
    plan = access_plan(request.user, public_id)
    context: dict[str, object] = {
        "plan": query.plan_view(request.user, plan, today=request.today),
        "serves": query.plan_serves(request.user, plan),
        "at_risk": deals_it_may_save(request.user, plan, today=request.today) if request.user.role in SALES else (),
        "credit": credit_of(request.user, "plan", plan.public_id),
        "lines": ledger_query.history_of("plan", plan.public_id, reader=request.user),
        "sentence_length": MAX_SENTENCE,
        **more,
    }
    return render(request, "refine/plan.html", context, status=status)


def serves_from(request: PersonRequest) -> act.Serves:
    """Find what a plan is for; what this person may not open is a 404 like any other."""
    source = request.POST if request.method == "POST" else request.GET
    notes: tuple[Note, ...] = tuple(access_note(request.user, public_id) for public_id in source.getlist("note")[:12])
    return act.Serves(
        idea=access_idea(request.user, source["idea"]) if source.get("idea") else None,
        theme=access_theme(request.user, source["theme"]) if source.get("theme") else None,
        opportunity=access_opportunity(request.user, source["deal"]) if source.get("deal") else None,
        notes=notes,
    )


def new_plan(request: PersonRequest) -> HttpResponse:
    """Make a plan about an idea, a theme, a deal or notes."""
    serves = serves_from(request)
    idea = ideas_query.idea_view(request.user, serves.idea) if serves.idea is not None else None
    form = (
        read_plan(request.POST, {})
        if request.method == "POST"
        else PlanForm(title=idea.line.title if idea else "", purpose="", rows=())
    )
    context: dict[str, object] = {
        "serves": serves,
        "idea": idea,
        "theme_label": label_for(request.user, serves.theme) if serves.theme is not None else "",
    }
    if request.method == "POST" and "add" not in request.POST:
        try:
            text = plan_text(form, query.people_to_ask(request.user))
            plan = act.draft_plan(actor=request.user, text=text, serves=serves, now=request.now)
        except Invalid as refusal:
            return write_page(request, form, context | {"refusal": in_words(refusal)}, serves.idea, status=422)
        messages.success(request, gettext("Planned. Whoever said it first, and whoever has a step, is told."))
        return redirect("plan", public_id=plan.public_id)
    return write_page(request, form, context, serves.idea)


def write_page(
    request: PersonRequest, form: PlanForm, context: dict[str, object], idea: RefinedIdea | None, *, status: int = 200
) -> HttpResponse:
    """Show the form of a plan."""
    more = {
        "form": form,
        "steps": with_blank(form, 1 if form.rows else BLANK_STEPS),
        "people": query.people_to_ask(request.user),
        "may_ask_first": idea is not None,
    }
    return render(request, "refine/write_plan.html", {**context, **more}, status=status)


def edit_plan(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change a plan."""
    plan = access_plan(request.user, public_id)
    shown = query.plan_view(request.user, plan, today=request.today)
    if request.method != "POST" and not shown.may_change:
        raise Http404
    whose = {step.public_id: step.who for step in shown.steps}
    form = read_plan(request.POST, whose) if request.method == "POST" else form_of(shown)
    version = version_of(request) if request.method == "POST" else shown.version
    context: dict[str, object] = {"plan": shown, "version": version}
    if request.method == "POST" and "add" not in request.POST:
        try:
            text = plan_text(form, query.people_to_ask(request.user))
            act.change_plan(actor=request.user, plan=plan, text=text, version=version, now=request.now)
        except Invalid as refusal:
            return write_page(request, form, context | {"refusal": in_words(refusal)}, plan.idea, status=422)
        except Conflict as refusal:
            context |= {"refusal": in_words(refusal), "theirs": shown, "version": shown.version}
            return write_page(request, form, context, plan.idea, status=409)
        messages.success(request, gettext("Saved."))
        return redirect("plan", public_id=plan.public_id)
    return write_page(request, form, context, plan.idea)


def do_step(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say that a step is done, or not after all."""
    step = access_step(request.user, public_id)
    act.do_step(actor=request.user, step=step, is_done=request.POST.get("done") == "1", now=request.now)
    return redirect("plan", public_id=step.plan.public_id)


def finish(request: PersonRequest, public_id: str) -> HttpResponse:
    """Say that a plan is done, and what came of it."""
    plan = access_plan(request.user, public_id)
    outcome, version = request.POST.get("outcome", ""), version_of(request)
    try:
        act.finish_plan(actor=request.user, plan=plan, outcome=outcome, version=version, now=request.now)
    except Invalid as refusal:
        return show_plan(request, public_id, status=422, finish_error=in_words(refusal))
    messages.success(request, gettext("Done. Everybody who contributed reads what came of it."))
    return redirect("plan", public_id=plan.public_id)


def drop(request: PersonRequest, public_id: str) -> HttpResponse:
    """Give a plan up, with why and what comes next."""
    plan = access_plan(request.user, public_id)
    reason, next_step = request.POST.get("reason", ""), request.POST.get("next_step", "")
    try:
        act.drop_plan(
            actor=request.user,
            plan=plan,
            reason=reason,
            next_step=next_step,
            version=version_of(request),
            now=request.now,
        )
    except Invalid as refusal:
        more = {"drop_error": in_words(refusal), "values": request.POST}
        return show_plan(request, public_id, status=422, **more)
    messages.success(request, gettext("Dropped. Everybody who contributed reads why, and what comes next."))
    return redirect("plan", public_id=plan.public_id)


ROUTES = (
    Route(path="plans", view=plans, name="plans", rights=get(WORKING)),
    Route(path="plans/new", view=new_plan, name="new_plan", rights=get_post(PLANNING), relation="own teams, masked"),
    Route(path="plans/<str:public_id>", view=plan_page, name="plan", rights=get(WORKING)),
    Route(
        path="plans/<str:public_id>/edit",
        view=edit_plan,
        name="edit_plan",
        rights=get_post(WORKING),
        relation="own; any for marketing",
    ),
    Route(
        path="plans/<str:public_id>/done",
        view=finish,
        name="finish_plan",
        rights=post(WORKING),
        relation="own; any for marketing",
    ),
    Route(
        path="plans/<str:public_id>/drop",
        view=drop,
        name="drop_plan",
        rights=post(WORKING),
        relation="own; any for marketing",
    ),
    Route(path="steps/<str:public_id>", view=do_step, name="do_step", rights=post(WORKING), relation="own"),
)
