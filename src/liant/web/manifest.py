"""Every address of Liant with its rights, gathered from the views of each stage.

``liant permissions`` prints it; a test walks it with every role; an address that is not here answers nobody.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.conf import settings

from liant.web.access import ALL, Route, get, get_post

#: In the order of the loop.
STAGES = (
    "people",
    "crm",
    "ledger",
    "credit",
    "threads",
    "notices",
    "listen",
    "imports",
    "themes",
    "refine",
    "refine_plans",
    "refine_setbacks",
    "refine_rounds",
    "argue_messages",
    "argue_life",
    "argue_contest",
    "argue_studio",
    "argue_together",
    "argue_translate",
    "argue_drafted",
    "argue",
    "launch",
    "clocks",
    "leads",
    "arbitrate",
    "arbitrate_work",
    "arbitrate_room",
    "arbitrate_propose",
    "arbitrate_urgent",
    "plan",
    "plan_offers",
    "plan_possible",
    "plan_feed",
    "plan_time",
    "visits",
    "meet",
    "meet_live",
    "brief",
    "search",
    "pocket",
    "mine",
)

#: Addresses served by the sign-in library.
LIBRARY = tuple(
    Route(path=path, view=None, name=name, public=True, relation="own session")
    for path, name in (
        ("account/login/", "account_login"),
        ("account/logout/", "account_logout"),
        ("account/password/reset/", "account_reset_password"),
        ("account/password/reset/done/", "account_reset_password_done"),
        ("account/password/reset/key/<base36:uidb36>-<key>/", "account_reset_password_from_key"),
        ("account/password/reset/key/done/", "account_reset_password_from_key_done"),
        ("account/2fa/authenticate/", "mfa_authenticate"),
    )
) + tuple(
    Route(path=path, view=None, name=name, rights=rights, relation="own")
    for path, name, rights in (
        ("account/reauthenticate/", "account_reauthenticate", get_post(ALL)),
        ("account/2fa/reauthenticate/", "mfa_reauthenticate", get_post(ALL)),
        ("account/2fa/totp/activate/", "mfa_activate_totp", get_post(ALL)),
        ("account/2fa/totp/deactivate/", "mfa_deactivate_totp", get_post(ALL)),
        ("account/2fa/recovery-codes/", "mfa_view_recovery_codes", get(ALL)),
        ("account/2fa/recovery-codes/generate/", "mfa_generate_recovery_codes", get_post(ALL)),
        ("account/2fa/recovery-codes/download/", "mfa_download_recovery_codes", get(ALL)),
    )
)


@cache
def routes() -> tuple[Route, ...]:
    """List every declared address that exists in this start mode."""
    found = list(LIBRARY)
    for stage in STAGES:
        found.extend(import_module(f"liant.web.views.{stage}").ROUTES)
    return tuple(route for route in found if not route.modes or settings.LIANT_MODE in route.modes)


@cache
def _by_name() -> dict[str, Route]:
    return {route.name: route for route in routes()}


def route_named(name: str | None) -> Route | None:
    """Find a declared address by its name."""
    return _by_name().get(name or "")
