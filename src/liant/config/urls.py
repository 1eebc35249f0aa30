"""Addresses: exactly the manifest, and the sign-in library's pages that it names."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import URLPattern, path

from liant.web import manifest

SIGN_IN_VIEWS = {
    "account_login": account.login,
    "account_logout": account.logout,
    "account_reset_password": account.password_reset,
    "account_reset_password_done": account.password_reset_done,
    "account_reset_password_from_key": account.password_reset_from_key,
    "account_reset_password_from_key_done": account.password_reset_from_key_done,
}

urlpatterns: list[URLPattern] = [
    path(route.path, route.view or SIGN_IN_VIEWS[route.name], name=route.name) for route in manifest.routes()
]
