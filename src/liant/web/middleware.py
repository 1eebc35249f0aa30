"""What happens around every page: the clock, the language, the gate, idempotent writes, refusals in words."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from liant.engines.tables import MAX_BYTES
from liant.loop.values.errors import Forbidden, Invalid, LiantError
from liant.store.models import Person
from liant.web import manifest
from liant.web.sign_in import lacks_second_factor
from liant.web.words import in_words, status_of

#: What a form adds to the file that it carries.
FORM_BYTES = 100_000
Next = Callable[[HttpRequest], HttpResponseBase]


class ClockMiddleware:
    """Read the clock once per request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        return self.get_response(request)


class PersonLocaleMiddleware:
    """Speak the person's language, in the person's time zone; before sign-in, the browser's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if isinstance(person, Person):
            language, zone = person.language, zoneinfo.ZoneInfo(person.time_zone)
        else:
            chosen = request.COOKIES.get("liant_language", "")
            language = chosen if chosen in {"fr", "en"} else translation.get_language_from_request(request)
            zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
        request.today = request.now.astimezone(zone).date()  # type: ignore[attr-defined]
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if not request.path.startswith(settings.STATIC_URL):
                response.headers.setdefault("Cache-Control", "no-store")
            return response


class SignOutMiddleware:
    """Tell the browser of somebody who signs out to forget what it kept: copies, waiting notes, drafts."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and request.path == reverse("account_logout") and response.status_code < 400:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


class UploadLimitMiddleware:
    """Refuse a body above the limit by its announced length, before a byte of it is read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.headers.get("Content-Length", "")
        is_upload = request.path == reverse("imports")
        limit = (MAX_BYTES if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE) + FORM_BYTES
        if length.isdecimal() and int(length) > limit:
            refusal = Invalid(
                "What was sent has %(size)s MB; the most here is %(limit)s MB.",
                code="web.too_large",
                hint="Nothing was read. Send it in several parts.",
                params={"size": int(length) // 10**6, "limit": limit // 10**6},
            )
            return render(request, "refusal.html", {"refusal": in_words(refusal)}, status=413)
        return self.get_response(request)


class GateMiddleware:
    """Let through only what the manifest declares, to the roles it names.

    A role that may not reach an address gets the same 404 as for an address that does not exist.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return not_found(request)
        route = manifest.route_named(match.view_name)
        if route is None:
            return not_found(request)
        person = request.user
        if route.public:
            return self.get_response(request)
        if not isinstance(person, Person):
            if request.method == "GET" and not getattr(request, "htmx", False):
                return redirect_to_login(request.get_full_path())
            return HttpResponse(status=401)
        method = "GET" if request.method == "HEAD" else str(request.method)
        if person.role not in route.rights.get(method, frozenset()):
            return not_found(request)
        # The library's pages are those of one's own sign-in, where a second factor is set up.
        if route.view is not None and lacks_second_factor(person):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show every 404 with the same body."""
        return not_found(request) if isinstance(exception, (Http404, PermissionDenied)) else None


class RefusalMiddleware:
    """Turn a refusal into a page that says what happened, to what, and what to do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 to a conflict, 404 to a forbidden act, 422 to the rest."""
        if isinstance(exception, Forbidden):
            return not_found(request)
        if not isinstance(exception, LiantError):
            return None
        status = status_of(exception)
        return render(request, "refusal.html", {"refusal": in_words(exception)}, status=status)


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer what is absent and what is forbidden alike."""
    return render(request, "404.html", status=404)
