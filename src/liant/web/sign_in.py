"""What Liant asks of the sign-in library."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from liant.loop.values.roles import SECOND_FACTOR
from liant.store.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited: nobody opens an account alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Start the link with the configured address: the one a request came to may be forged."""
        uid, _, token = key.partition("-")
        return settings.LIANT_BASE_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to people in their own language, not in that of the browser that asked."""
        with translation.override(context["user"].language):
            super().send_mail(template_prefix, email, context)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing here: axes counts failed passwords, by address and machine."""

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Check the password of somebody already signed in; a failure counts as one at the door."""
        found = self.authenticate(context.request, email=user.email, login=user.email, password=password)
        return isinstance(found, Person) and found.pk == user.pk


def has_second_factor(person: Person) -> bool:
    """Tell whether a person signs in with a code beside the password."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists())


def lacks_second_factor(person: Person) -> bool:
    """Tell whether a person must set up a second factor before anything else: in production only."""
    return settings.LIANT_MODE == "production" and person.role in SECOND_FACTOR and not has_second_factor(person)
