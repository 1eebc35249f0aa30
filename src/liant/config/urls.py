"""Addresses: exactly the manifest, and the sign-in library's pages that it names."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from liant.web import manifest


class Base36Converter(StringConverter):
    """A key written in base 36: it ends at the first hyphen, where the token begins."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36Converter, "base36")

SIGN_IN_VIEWS = {
    "account_login": account.login,
    "account_logout": account.logout,
    "account_reset_password": account.password_reset,
    "account_reset_password_done": account.password_reset_done,
    "account_reset_password_from_key": account.password_reset_from_key,
    "account_reset_password_from_key_done": account.password_reset_from_key_done,
    "account_reauthenticate": account.reauthenticate,
    "mfa_authenticate": second_factor.authenticate,
    "mfa_reauthenticate": second_factor.reauthenticate,
    "mfa_activate_totp": totp.activate_totp,
    "mfa_deactivate_totp": totp.deactivate_totp,
    "mfa_view_recovery_codes": recovery_codes.view_recovery_codes,
    "mfa_generate_recovery_codes": recovery_codes.generate_recovery_codes,
    "mfa_download_recovery_codes": recovery_codes.download_recovery_codes,
}

urlpatterns: list[URLPattern] = [
    path(route.path, route.view or SIGN_IN_VIEWS[route.name], name=route.name) for route in manifest.routes()
]
