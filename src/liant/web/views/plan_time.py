"""When people work, and when the company is closed."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from liant.actions import plan_time as act
from liant.engines.calendar_file import MAX_BYTES
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import MARKETING
from liant.queries import plan_time as query
from liant.web.access import (
    CLOSING,
    WORKING,
    PersonRequest,
    Route,
    access_absence,
    access_closure,
    access_worker,
    get,
    get_post,
    post,
)
from liant.web.forms.plan import AbsenceForm, ClosureForm, PatternForm
from liant.web.request_words import SKILLS
from liant.web.views.refine import version_of
from liant.web.words import Refusal, in_words, status_of

DAYS = tuple(WEEKDAYS[day] for day in range(5))
HALVES = (_("Morning"), _("Afternoon"))


def working_time(request: PersonRequest, public_id: str) -> HttpResponse:
    """Show the working time of somebody, or take their usual week."""
    person = access_worker(request.user, public_id)
    if request.method != "POST":
        return show(request, public_id)
    view = query.working_time_view(request.user, person, today=request.today)
    form = PatternForm(request.POST)
    if not form.is_valid():
        return show(request, public_id, status=422, pattern_form=form)
    try:
        act.say_pattern(
            actor=request.user,
            person=person,
            pattern=form.pattern(view),
            version=version_of(request),
            now=request.now,
        )
    except (Invalid, Conflict) as refusal:
        status = status_of(refusal)
        return show(request, public_id, status=status, refusal=in_words(refusal), pattern_form=form)
    messages.success(request, gettext("Saved. The next plan counts on it."))
    return redirect("working_time", public_id=public_id)


def show(
    request: PersonRequest,
    public_id: str,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    pattern_form: PatternForm | None = None,
    absence_form: AbsenceForm | None = None,
) -> HttpResponse:
    """Show the page of somebody's working time, with what was typed when it was refused."""
    view = query.working_time_view(request.user, access_worker(request.user, public_id), today=request.today)
    typed = pattern_form.data if pattern_form else None
    ticked = {str(n) for n in view.half_days} if typed is None else set(typed.getlist("half_days"))  # type: ignore[attr-defined]
    skills = set(view.skills) if typed is None else set(typed.getlist("skills"))  # type: ignore[attr-defined]
    context = {
        "worker": view,
        "days": DAYS,
        "halves": [
            {
                "name": name,
                "days": [
                    {"value": 2 * day + half, "day": DAYS[day], "checked": str(2 * day + half) in ticked}
                    for day in range(5)
                ],
            }
            for half, name in enumerate(HALVES)
        ],
        "skills": [
            {"value": skill.value, "label": label, "checked": skill in skills} for skill, label in SKILLS.items()
        ],
        "percent": view.percent if typed is None else typed.get("percent", ""),
        "pattern_errors": pattern_form.errors if pattern_form else None,
        "absence_form": absence_form or AbsenceForm(initial={"first_on": request.today, "last_on": request.today}),
        "refusal": refusal,
        "said_now": [label for skill, label in SKILLS.items() if skill in view.skills],
        "is_marketing": request.user.role in MARKETING,
    }
    return render(request, "plan/working_time.html", context, status=status)


def add_absence(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take an absence that was typed."""
    person = access_worker(request.user, public_id)
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return show(request, public_id, status=422, absence_form=form)
    try:
        act.add_absence(actor=request.user, person=person, span=form.span(), now=request.now)
    except Invalid as refusal:
        return show(request, public_id, status=422, refusal=in_words(refusal), absence_form=form)
    messages.success(request, gettext("Saved. Nothing new is planned on those days."))
    return redirect("working_time", public_id=public_id)


def read_absences(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take the absences of a calendar file."""
    person = access_worker(request.user, public_id)
    file = request.FILES.get("calendar")
    try:
        if file is None:
            raise Invalid("No file was chosen.", code="plan.no_file", hint="Choose the .ics file of your absences.")
        n_found, n_short = act.take_absences(
            actor=request.user,
            person=person,
            # One byte above the limit is enough to refuse it.
            content=file.read(MAX_BYTES + 1),
            today=request.today,
            now=request.now,
        )
    except Invalid as refusal:
        return show(request, public_id, status=422, refusal=in_words(refusal))
    said = ngettext("%(n)s absence read.", "%(n)s absences read.", n_found) % {"n": n_found}
    if n_short:
        short = ngettext(
            "%(n)s event takes less than a half-day or leaves the time free: it is not one.",
            "%(n)s events take less than a half-day or leave the time free: they are none.",
            n_short,
        )
        said = f"{said} {short % {'n': n_short}}"
    messages.success(request, said)
    return redirect("working_time", public_id=public_id)


def remove_absence(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take an absence back."""
    absence = access_absence(request.user, public_id)
    act.remove_absence(actor=request.user, absence=absence, now=request.now)
    messages.success(request, gettext("The absence is taken back."))
    return redirect("working_time", public_id=absence.person.public_id)


def workers(request: PersonRequest) -> HttpResponse:
    """List the people whose working time one may see."""
    lines = query.workers_told(request.user, today=request.today)
    people = [{"line": line, "skills": [SKILLS[skill] for skill in SKILLS if skill in line.skills]} for line in lines]
    return render(request, "plan/workers.html", {"people": people, "is_marketing": request.user.role in MARKETING})


def closures(request: PersonRequest) -> HttpResponse:
    """Show when the company is closed, or close it."""
    form = ClosureForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        first_on: date = form.cleaned_data["first_on"]
        try:
            act.close_company(
                actor=request.user, first_on=first_on, last_on=form.cleaned_data["last_on"], now=request.now
            )
        except Invalid as said:
            refusal = in_words(said)
        else:
            messages.success(request, gettext("Saved. No promise counts those days, and nothing is planned on them."))
            return redirect("closures")
    context = {"closures": query.closures_to_come(today=request.today), "form": form, "refusal": refusal}
    return render(request, "plan/closures.html", context, status=422 if form.errors or refusal else 200)


def open_company(request: PersonRequest, public_id: str) -> HttpResponse:
    """Take a closing back."""
    act.open_company(actor=request.user, closure=access_closure(request.user, public_id), now=request.now)
    return redirect("closures")


ROUTES = (
    Route(path="calendar/people", view=workers, name="workers", rights=get(WORKING), relation="own, managed"),
    Route(
        path="calendar/people/<str:public_id>",
        view=working_time,
        name="working_time",
        rights=get_post(WORKING),
        relation="own, managed",
    ),
    Route(
        path="calendar/people/<str:public_id>/absences",
        view=add_absence,
        name="add_absence",
        rights=post(WORKING),
        relation="own, managed",
    ),
    Route(
        path="calendar/people/<str:public_id>/absences/file",
        view=read_absences,
        name="read_absences",
        rights=post(WORKING),
        relation="own, managed",
    ),
    Route(
        path="calendar/absences/<str:public_id>/remove",
        view=remove_absence,
        name="remove_absence",
        rights=post(WORKING),
        relation="own, managed",
    ),
    Route(path="calendar/closures", view=closures, name="closures", rights=get_post(CLOSING)),
    Route(path="calendar/closures/<str:public_id>/open", view=open_company, name="open_company", rights=post(CLOSING)),
)
