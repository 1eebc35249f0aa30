"""Set-up, sign-in of the demonstration, one's own page, people and teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.actions import people as act
from liant.loop.values.errors import Invalid
from liant.loop.values.roles import Role
from liant.queries import people as query
from liant.store.models import Person, Side, Team
from liant.web.access import (
    ADMIN,
    ALL,
    INVITING,
    WORKING,
    PersonRequest,
    Route,
    access_person,
    get,
    get_post,
    one_or_404,
    post,
)
from liant.web.paging import SIZE, page_number, pager
from liant.web.sign_in import has_second_factor
from liant.web.words import in_words

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

ROLE_CHOICES = [
    (Role.SELLER.value, _("Seller")),
    (Role.SALES_MANAGER.value, _("Sales manager")),
    (Role.MARKETER.value, _("Marketer")),
    (Role.MARKETING_DIRECTOR.value, _("Marketing director")),
    (Role.ADMIN.value, _("Administrator")),
]
LANGUAGE_CHOICES = [("fr", "Français"), ("en", "English")]


class SetUpForm(forms.Form):
    """What Liant must know before its first page."""

    company = forms.CharField(label=_("Company"), max_length=120)
    language = forms.ChoiceField(label=_("Main language"), choices=LANGUAGE_CHOICES)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in ("EUR", "CHF", "GBP", "USD")])
    sales_teams = forms.CharField(
        label=_("Sales teams"),
        help_text=_("One name per line; you can add more later."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 10 characters; three or four unrelated words do well."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class PersonForm(forms.Form):
    """Invite somebody, or change what somebody may do."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.order_by("name"), to_field_name="public_id", required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES)


class SellerForm(forms.Form):
    """Invite a seller into a team that one manages."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), to_field_name="public_id")
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES)

    def __init__(self, *given: Any, manager: Person) -> None:
        teams = Team.objects.filter(managers=manager).order_by("name")
        super().__init__(*given)
        self.initial = {"team": teams.first(), "language": manager.language}
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class RightsForm(forms.Form):
    """Change role, team and access of somebody."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.order_by("name"), to_field_name="public_id", required=False
    )
    is_active = forms.BooleanField(label=_("May sign in"), required=False)


class TeamForm(forms.Form):
    """Name a new team."""

    team_name = forms.CharField(label=_("Name of the team"), max_length=120)
    side = forms.ChoiceField(
        label=_("Side"), choices=[(Side.SALES.value, _("Sales")), (Side.MARKETING.value, _("Marketing"))]
    )


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first run, to sign-in, or to Today."""
    if not query.is_set_up():
        return redirect("set_up")
    if not isinstance(request.user, Person):
        return redirect("demo_sign_in" if settings.LIANT_MODE == "demo" else "account_login")
    return redirect("settings" if request.user.role == Role.ADMIN else "today")


def set_up(request: HttpRequest) -> HttpResponse:
    """Ask, on an empty folder, for the administrator, the company and its teams."""
    if query.is_set_up():
        return redirect("home")
    form = SetUpForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            admin = act.set_up_company(
                company=data["company"],
                language=data["language"],
                currency=data["currency"],
                sales_teams=[line for line in data["sales_teams"].splitlines() if line.strip()],
                name=data["name"],
                email=data["email"],
                password=data["password"],
                now=request.now,  # type: ignore[attr-defined]
            )
        except Invalid as refusal:
            form.add_error(None, in_words(refusal).message)
        else:
            login(request, admin, backend=BACKEND)
            return redirect("settings")
    return render(request, "people/set_up.html", {"form": form}, status=422 if form.errors else 200)


def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as any of the five roles, in the demonstration only."""
    if request.method == "POST":
        person = one_or_404(Person.objects.able(), request.POST.get("person", ""))
        login(request, person, backend=BACKEND)
        return redirect("home")
    return render(request, "people/demo_sign_in.html", {"people": query.one_of_each_role()})


def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language: on the person when signed in, in a cookie before."""
    language = request.POST.get("language", "")
    back = request.POST.get("back", "/")
    # Local addresses only, and never one that a browser reads as another host.
    if not back.startswith("/") or back.startswith(("//", "/\\")):
        back = "/"
    response = redirect(back)
    if language in act.LANGUAGES:
        if isinstance(request.user, Person):
            act.choose_language(actor=request.user, language=language)
        response.set_cookie(
            "liant_language", language, max_age=365 * 86400, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def me(request: PersonRequest) -> HttpResponse:
    """Show one's own name, role, team and language."""
    has_code = has_second_factor(request.user)
    return render(
        request,
        "people/me.html",
        {"languages": LANGUAGE_CHOICES, "has_second_factor": has_code, "may_work": request.user.role in WORKING},
    )


def second_factor(request: PersonRequest) -> HttpResponse:
    """Lead back to one's own page, where the second factor is set up and taken away."""
    return redirect("me")


def more(request: PersonRequest) -> HttpResponse:
    """List every place, for the phone."""
    return render(request, "people/more.html")


def settings_page(request: PersonRequest) -> HttpResponse:
    """List people and teams; where an administrator begins."""
    search = request.GET.get("q", "").strip()
    page = page_number(request)
    people, n_people = query.all_people(search=search, first=(page - 1) * SIZE, limit=SIZE)
    return render(
        request,
        "people/settings.html",
        {
            "people": people,
            "n_people": n_people,
            "teams": query.all_teams(),
            "search": search,
            "team_form": TeamForm(),
            **pager(page, has_next=page * SIZE < n_people),
        },
    )


def create_team(request: PersonRequest) -> HttpResponse:
    """Add a team."""
    form = TeamForm(request.POST)
    if not form.is_valid():
        return render(request, "people/team_form.html", {"form": form}, status=422)
    act.create_team(
        actor=request.user,
        name=form.cleaned_data["team_name"],
        side=Side(form.cleaned_data["side"]),
        now=request.now,
    )
    messages.success(request, gettext("The team is created."))
    return redirect("settings")


def invite(request: PersonRequest) -> HttpResponse:
    """Invite somebody: an administrator anybody, a manager a seller into a team of their own."""
    actor = request.user
    is_admin = actor.role == Role.ADMIN
    form = PersonForm(request.POST or None) if is_admin else SellerForm(request.POST or None, manager=actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            act.invite_person(
                actor=actor,
                email=data["email"],
                name=data["name"],
                role=Role(data.get("role", Role.SELLER)),
                team=data["team"],
                language=data["language"],
                base_url=settings.LIANT_BASE_URL,
                now=request.now,
            )
        except Invalid as refusal:
            form.add_error(None, in_words(refusal).message)
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect("settings" if is_admin else "me")
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


def person_page(request: PersonRequest, public_id: str) -> HttpResponse:
    """Change what somebody may do."""
    person = access_person(request.user, public_id)
    initial = {"role": person.role, "team": person.team and person.team.public_id, "is_active": person.is_active}
    form = RightsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            act.change_person(
                actor=request.user,
                person=person,
                role=Role(data["role"]),
                team=data["team"],
                is_active=data["is_active"],
                now=request.now,
            )
        except Invalid as refusal:
            form.add_error(None, in_words(refusal).message)
        else:
            messages.success(request, gettext("Saved; it holds from this person’s next click."))
            return redirect("settings")
    return render(
        request,
        "people/person.html",
        {"form": form, "person": person, "has_second_factor": has_second_factor(person)},
        status=422 if form.errors else 200,
    )


def remove_second_factor(request: PersonRequest, public_id: str) -> HttpResponse:
    """Let somebody who lost phone and recovery codes sign in with the password alone, to set up a new one."""
    person = one_or_404(Person.objects.all(), public_id)
    act.remove_second_factor(actor=request.user, person=person, now=request.now)
    messages.success(request, gettext("The second factor is removed; the next sign-in asks for the password alone."))
    return redirect("person", public_id=public_id)


ROUTES = (
    Route(path="", view=home, name="home", public=True, relation="own session"),
    Route(path="set-up", view=set_up, name="set_up", public=True, relation="first run only"),
    Route(path="demo", view=demo_sign_in, name="demo_sign_in", public=True, relation="demo", modes=frozenset({"demo"})),
    Route(path="language", view=choose_language, name="language", public=True, rights=post(ALL), relation="own"),
    Route(path="me", view=me, name="me", rights=get(ALL), relation="own"),
    Route(path="account/2fa/", view=second_factor, name="mfa_index", rights=get(ALL), relation="own"),
    Route(path="more", view=more, name="more", rights=get(ALL), relation="own"),
    Route(path="settings", view=settings_page, name="settings", rights=get(ADMIN)),
    Route(path="settings/teams", view=create_team, name="create_team", rights=post(ADMIN)),
    Route(path="settings/people/invite", view=invite, name="invite", rights=get_post(INVITING), relation="own teams"),
    Route(path="settings/people/<str:public_id>", view=person_page, name="person", rights=get_post(ADMIN)),
    Route(
        path="settings/people/<str:public_id>/second-factor",
        view=remove_second_factor,
        name="remove_second_factor",
        rights=post(ADMIN),
    ),
)
