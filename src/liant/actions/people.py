"""Set Liant up; invite people; change who may do what."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from liant.actions.ledger import record
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.store.models import Company, Person, Side, Team

LANGUAGES = ("fr", "en")


def checked_email(text: str) -> str:
    """Return an address in lower case, or refuse it (``people.bad_email``)."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(
            "“%(email)s” is not an e-mail address.",
            code="people.bad_email",
            hint="Write it as name@company.com.",
            params={"email": email[:80]},
        ) from error
    return email


def checked_name(text: str, *, what: str) -> str:
    """Return a name without surrounding spaces, or refuse an empty one (``people.no_name``)."""
    name = " ".join(text.split())
    if not name or len(name) > 120:
        raise Invalid(
            "The name of the %(what)s is empty or longer than 120 characters.",
            code="people.no_name",
            hint="Write the name that people use.",
            params={"what": gettext(what)},
        )
    return name


def set_up_company(
    *,
    company: str,
    language: str,
    currency: str,
    sales_teams: list[str],
    name: str,
    email: str,
    password: str,
    now: datetime,
) -> Person:
    """Create the company, its teams and its first administrator; once only.

    Raises
    ------
    Conflict : ``people.already_set_up`` when a company exists.
    Invalid : ``people.bad_email``, ``people.no_name``, ``people.weak_password``, ``people.team_twice``.
    """
    with transaction.atomic():
        if Company.objects.exists():
            raise Conflict("Liant is already set up.", code="people.already_set_up", hint="Sign in instead.")
        admin = Person(
            email=checked_email(email),
            name=checked_name(name, what="administrator"),
            role=Role.ADMIN.value,
            language=language if language in LANGUAGES else "fr",
            created_at=now,
        )
        try:
            validate_password(password, admin)
        except ValidationError as error:
            raise Invalid(
                "The password is refused: %(why)s",
                code="people.weak_password",
                hint="Three or four unrelated words make a good one.",
                params={"why": " ".join(error.messages)},
            ) from error
        admin.set_password(password)
        Company.objects.create(
            id=1,
            name=checked_name(company, what="company"),
            language=admin.language,
            currency=currency,
            created_at=now,
        )
        admin.save()
        record(admin, "company.set_up", "person", admin.public_id, now)
        for team_name in sales_teams:
            create_team(actor=admin, name=team_name, side=Side.SALES, now=now)
        with translation.override(admin.language):
            create_team(actor=admin, name=gettext("Marketing"), side=Side.MARKETING, now=now)
    return admin


def create_team(*, actor: Person, name: str, side: Side, now: datetime) -> Team:
    """Create a team; two teams never share a name (``people.team_twice``)."""
    name = checked_name(name, what="team")
    with transaction.atomic():
        if Team.objects.filter(name__iexact=name).exists():
            raise Invalid(
                "A team is already called “%(name)s”.",
                code="people.team_twice",
                hint="Choose another name.",
                params={"name": name},
            )
        team = Team.objects.create(name=name, side=side.value)
        record(actor, "team.created", "team", team.public_id, now)
    return team


def check_place(role: Role, team: Team | None) -> None:
    """Refuse a role in a team of the other side (``people.wrong_side``)."""
    side = Side.SALES if role in SALES else Side.MARKETING if role in MARKETING else None
    if side is not None and (team is None or team.side != side.value):
        raise Invalid(
            "This role belongs to a team of the other side, or to no team at all.",
            code="people.wrong_side",
            hint="Choose a sales team for a sales role, a marketing team for a marketing role.",
        )


def invite_person(
    *, actor: Person, email: str, name: str, role: Role, team: Team | None, language: str, base_url: str, now: datetime
) -> Person:
    """Create somebody without a password and mail them the way to choose one.

    An administrator invites anybody, a sales manager sellers into a team of their own. The link starts with the configured
    base address, never with the one the request came to.

    Raises
    ------
    Forbidden : ``people.not_yours`` for anybody else, any other role or team.
    Invalid : ``people.bad_email``, ``people.no_name``, ``people.wrong_side``, ``people.email_taken``.
    """
    is_own = team is not None and Team.objects.filter(pk=team.pk, managers=actor).exists()
    if not (actor.role == Role.ADMIN or (actor.role == Role.SALES_MANAGER and role == Role.SELLER and is_own)):
        raise Forbidden("Only into a team of one’s own.", code="people.not_yours")
    check_place(role, team)
    with transaction.atomic():
        address = checked_email(email)
        if Person.objects.filter(email__iexact=address).exists():
            raise Invalid(
                "Somebody already has the address “%(email)s”.",
                code="people.email_taken",
                hint="Open that person in the list instead.",
                params={"email": address},
            )
        person = Person(
            email=address,
            name=checked_name(name, what="person"),
            role=role.value,
            team=team,
            language=language if language in LANGUAGES else "fr",
            created_at=now,
        )
        # A random password, so that "forgot my password" works; nobody knows it.
        person.set_password(secrets.token_urlsafe(32))
        person.save()
        if role == Role.SALES_MANAGER and team is not None:
            team.managers.add(person)
        record(actor, "person.invited", "person", person.public_id, now, {"role": role.value})
        transaction.on_commit(lambda: send_invitation(person, base_url))
    return person


def send_invitation(person: Person, base_url: str) -> None:
    """Mail an invitation in the person's own language; its link works once, for 72 hours, for this address alone."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)},
    )
    with translation.override(person.language):
        send_mail(
            gettext("You are invited to Liant"),
            gettext(
                "Hello %(name)s,\n\nyour company uses Liant, where sales and marketing work together. "
                "Choose your password here, within 72 hours:\n\n%(url)s\n\n"
                "Later, ask for another link with this e-mail address:\n\n%(again)s\n"
            )
            % {
                "name": person.name,
                "url": base_url + path,
                "again": base_url + reverse("account_reset_password"),
            },
            None,
            [person.email],
        )


def change_person(
    *, actor: Person, person: Person, role: Role, team: Team | None, is_active: bool, now: datetime
) -> None:
    """Change role, team or access; it holds from the person's very next request.

    Raises
    ------
    Invalid : ``people.wrong_side``; ``people.last_admin`` when nobody could administer any more.
    """
    check_place(role, team)
    with transaction.atomic():
        current = Person.objects.select_for_update().get(pk=person.pk)
        admins = Person.objects.filter(role=Role.ADMIN.value, is_active=True).exclude(pk=person.pk)
        if current.role == Role.ADMIN and (role != Role.ADMIN or not is_active) and not admins.exists():
            raise Invalid(
                "%(name)s is the last administrator.",
                code="people.last_admin",
                hint="Make somebody else an administrator first.",
                params={"name": current.name},
            )
        was_active = current.is_active
        current.role, current.team, current.is_active = role.value, team, is_active
        current.session_epoch += 1
        current.save(update_fields=["role", "team", "is_active", "session_epoch"])
        current.managed_teams.set([team] if role == Role.SALES_MANAGER and team is not None else [])
        verb = (
            "person.changed" if was_active == is_active else "person.reactivated" if is_active else "person.deactivated"
        )
        record(actor, verb, "person", current.public_id, now, {"role": role.value})


def remove_second_factor(*, actor: Person, person: Person, now: datetime) -> None:
    """Take away a person's second factor and recovery codes, and end the person's sessions.

    Raises
    ------
    Conflict : ``people.no_second_factor`` when there is none.
    """
    with transaction.atomic():
        current = Person.objects.select_for_update().get(pk=person.pk)
        removed, _kinds = Authenticator.objects.filter(user_id=current.pk).delete()
        if not removed:
            raise Conflict(
                "%(name)s has no second factor.", code="people.no_second_factor", params={"name": current.name}
            )
        current.session_epoch += 1
        current.save(update_fields=["session_epoch"])
        record(actor, "person.second_factor_removed", "person", current.public_id, now, {})


def choose_language(*, actor: Person, language: str) -> None:
    """Keep the language that a person reads."""
    if language in LANGUAGES:
        Person.objects.filter(pk=actor.pk).update(language=language)
