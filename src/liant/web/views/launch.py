"""Launches: list, start, brief, pilots, checklist, and the course from preparing to closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from liant.actions import launch as act
from liant.actions import launch_steps as steps_act
from liant.loop.launch.status import LaunchStatus
from liant.loop.launch.templates import Template
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING
from liant.queries import audience as audience_query
from liant.queries import launch as query
from liant.queries import launch_board as board_query
from liant.queries import launch_credit as credit_query
from liant.queries import launch_results as results_query
from liant.queries import ledger as ledger_query
from liant.store.models import Launch, Person
from liant.web import launch_words
from liant.web.access import (
    WORKING,
    WRITING,
    PersonRequest,
    Route,
    access_launch,
    access_worked_launch,
    get,
    get_post,
    one_or_404,
    post,
)
from liant.web.forms import launch as forms
from liant.web.views import launch_pitch, launch_told
from liant.web.words import in_words


def launches_page(request: PersonRequest) -> HttpResponse:
    """List the launches that one may open."""
    return render(
        request,
        "launch/launches.html",
        {
            "launches": query.launches_for(request.user, today=request.today),
            "may_start": request.user.role in MARKETING,
        },
    )


def new_launch(request: PersonRequest) -> HttpResponse:
    """Start a launch from a template."""
    form = forms.NewLaunchForm(request.POST or None, initial={"template": Template.NEW_PRODUCT.value})
    if request.method == "POST" and form.is_valid():
        launch = act.start_launch(
            actor=request.user,
            brief=form.brief(),
            template=Template(form.cleaned_data["template"]),
            titles={code: str(words) for code, words in launch_words.STEPS.items()},
            today=request.today,
            now=request.now,
        )
        messages.success(request, gettext("The launch is open. Next: pin what the field said, and invite pilots."))
        return redirect("launch", public_id=launch.public_id)
    return render(request, "launch/write.html", {"form": form}, status=422 if request.method == "POST" else 200)


def launch_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show a launch: the workspace to those who work on it, the pitch to those it was launched to."""
    launch = access_launch(request.user, public_id)
    view = query.launch_view(request.user, launch, today=request.today)
    if view.works_on_it:
        return shown(request, launch)
    return render(
        request,
        "launch/told.html",
        {
            "launch": view,
            "pitch": board_query.pitch_view(request.user, launch, works_on_it=False),
            "arguments": results_query.arguments_carrying(request.user, launch, today=request.today),
            "credit": credit_query.credit_of_launch(request.user, launch, now=request.now),
            "asked": asked_of(request, launch),
        },
    )


def asked_of(request: PersonRequest, launch: Launch) -> audience_query.Asked | None:
    """Find what the reader is asked to say having read."""
    return audience_query.asked_of(request.user, "launch", [launch.public_id]).get(launch.public_id)


def shown(
    request: PersonRequest, launch: Launch, *, step_form: forms.StepForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the workspace, with a form that was refused when there is one."""
    reader, view = request.user, query.launch_view(request.user, launch, today=request.today)
    is_marketer = reader.role in MARKETING
    people = query.people_inside(launch) if is_marketer else ()
    work = query.work_view(reader, launch, today=request.today)
    return render(
        request,
        "launch/launch.html",
        {
            "launch": view,
            "work": work,
            "gaps": [(gap.value, launch_words.GAPS[gap]) for gap in work.readiness.gaps],
            "people": people,
            "step_form": step_form or forms.StepForm(people=people, initial={"due_on": request.today}),
            "to_invite": query.sellers_to_invite(launch) if is_marketer and view.is_open else (),
            "is_marketer": is_marketer,
            "asked": asked_of(request, launch),
            "lines": ledger_query.history_of("launch", launch.public_id, reader=reader, limit=12),
        },
        status=status,
    )


def edit_launch(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change the brief."""
    launch = access_worked_launch(request.user, public_id)
    current = query.launch_view(request.user, launch, today=request.today)
    if request.method != "POST":
        form = forms.BriefForm(initial=forms.initial_of(current, launch))
        return render(request, "launch/write.html", {"form": form, "launch": current, "version": current.version})
    form = forms.BriefForm(request.POST)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 9 else 0
    context: dict[str, object] = {"form": form, "launch": current, "version": version}
    if not form.is_valid():
        return render(request, "launch/write.html", context, status=422)
    try:
        act.edit_brief(actor=request.user, launch=launch, brief=form.brief(), version=version, now=request.now)
    except Conflict as refusal:
        context |= {"conflict": in_words(refusal), "version": current.version}
        return render(request, "launch/write.html", context, status=409)
    messages.success(request, gettext("The brief is saved."))
    return redirect("launch", public_id=public_id)


def pilots(request: PersonRequest, public_id: str) -> HttpResponse:
    """Invite a pilot seller, or let one go."""
    launch = access_worked_launch(request.user, public_id)
    person = one_or_404(Person.objects.able(), request.POST.get("person", ""))
    if "release" in request.POST:
        act.release_pilot(actor=request.user, launch=launch, person=person, now=request.now)
        messages.success(request, gettext("The workspace is closed to them; their lines keep their name."))
    else:
        act.invite_pilot(actor=request.user, launch=launch, person=person, now=request.now)
        messages.success(request, gettext("%(name)s is invited, and told today.") % {"name": person.name})
    return redirect(f"{reverse('launch', args=[public_id])}#pilots")


def move(request: PersonRequest, public_id: str, status: str) -> HttpResponse:
    """Move a launch on its course."""
    launch = access_worked_launch(request.user, public_id)
    if status not in set(LaunchStatus) - {LaunchStatus.LAUNCHED}:
        raise Http404
    act.move_launch(
        actor=request.user,
        launch=launch,
        target=LaunchStatus(status),
        learnt=request.POST.get("learnt", ""),
        today=request.today,
        now=request.now,
    )
    messages.success(request, moved(LaunchStatus(status)))
    return redirect("launch", public_id=public_id)


def moved(status: LaunchStatus) -> str:
    """Say where a launch stands now."""
    return {
        LaunchStatus.PREPARING: gettext("Back to work: nobody else reads it meanwhile."),
        LaunchStatus.READY: gettext("Ready. It is launched when you say so."),
        LaunchStatus.CLOSED: gettext("Closed. What was learnt stands on its page."),
    }[status]


def add_step(request: PersonRequest, public_id: str) -> HttpResponse:
    """Add an item to the checklist."""
    launch = access_worked_launch(request.user, public_id)
    form = forms.StepForm(request.POST, people=query.people_inside(launch))
    if not form.is_valid():
        return shown(request, launch, step_form=form, status=422)
    try:
        steps_act.add_step(actor=request.user, launch=launch, step=step_text(form), now=request.now)
    except Invalid as refusal:
        form.add_error(None, in_words(refusal).message)
        return shown(request, launch, step_form=form, status=422)
    return redirect(f"{reverse('launch', args=[public_id])}#steps")


def step_text(form: forms.StepForm) -> steps_act.StepText:
    """Give the action an item as written."""
    owner = form.cleaned_data["owner"]
    return steps_act.StepText(
        title=form.cleaned_data["title"],
        owner=Person.objects.get(public_id=owner) if owner else None,
        due_on=form.cleaned_data["due_on"],
    )


def change_step(request: PersonRequest, public_id: str) -> HttpResponse:
    """Finish an item, put it back, change it or take it off the list."""
    launch = access_worked_launch(request.user, public_id)
    step = one_or_404(launch.steps.select_related("launch", "owner"), request.POST.get("step", ""))
    if "remove" in request.POST:
        steps_act.remove_step(actor=request.user, step=step, now=request.now)
    elif "title" in request.POST:
        form = forms.StepForm(request.POST, people=query.people_inside(launch))
        if not form.is_valid():
            return shown(request, launch, step_form=form, status=422)
        version = request.POST.get("version", "")
        steps_act.edit_step(
            actor=request.user,
            step=step,
            text=step_text(form),
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            now=request.now,
        )
    else:
        is_done = request.POST.get("done") == "1"
        steps_act.finish_step(actor=request.user, step=step, is_done=is_done, now=request.now)
    return redirect(f"{reverse('launch', args=[public_id])}#steps")


#: Whose page a launch is, in the permission table.
OPEN_TO = "marketing; its pilots and their managers; the teams it is launched to"

ROUTES = (
    Route(path="launches", view=launches_page, name="launches", rights=get(WORKING), relation=OPEN_TO),
    Route(path="launches/new", view=new_launch, name="new_launch", rights=get_post(WRITING)),
    Route(path="launches/<str:public_id>", view=launch_page, name="launch", rights=get(WORKING), relation=OPEN_TO),
    Route(path="launches/<str:public_id>/edit", view=edit_launch, name="edit_launch", rights=get_post(WRITING)),
    Route(path="launches/<str:public_id>/pilots", view=pilots, name="launch_pilots", rights=post(WRITING)),
    Route(path="launches/<str:public_id>/status/<str:status>", view=move, name="move_launch", rights=post(WRITING)),
    Route(path="launches/<str:public_id>/steps", view=add_step, name="add_launch_step", rights=post(WRITING)),
    Route(
        path="launches/<str:public_id>/steps/change",
        view=change_step,
        name="change_launch_step",
        rights=post(WORKING),
        relation="its owner; any for marketing",
    ),
    *launch_pitch.ROUTES,
    *launch_told.ROUTES,
)
