"""What Liant asks of the sign-in library."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited: nobody opens an account alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False
