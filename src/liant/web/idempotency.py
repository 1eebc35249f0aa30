"""Writes that may be sent twice: the same key gives the same answer.

A form carries a nonce drawn when it was shown; a script may send ``Idempotency-Key``. The key is reserved before the view
runs, so that a second tap while the first is being answered waits for nothing and changes nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from liant.store.models import AnsweredRequest, Person

FIELD = "_nonce"
#: Bodies beyond this are not kept: a retry then gets a redirect or an empty answer with the same status.
BODY_LIMIT = 200_000


def new_nonce() -> str:
    """Draw the key of one form."""
    return secrets.token_urlsafe(16)


class IdempotencyMiddleware:
    """Answer a repeated write with its first answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not isinstance(request.user, Person):
            return self.get_response(request)
        key = request.headers.get("Idempotency-Key") or request.POST.get(FIELD, "")
        if not key or len(key) > 80:
            return render(request, "refusal_nonce.html", status=400)
        now: datetime = request.now  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                answer = AnsweredRequest.objects.create(key=key, person=request.user, path=request.path[:300], at=now)
        except IntegrityError:
            return repeated(request, AnsweredRequest.objects.get(key=key, person=request.user, path=request.path[:300]))
        try:
            response = self.get_response(request)
        except Exception:
            answer.delete()
            raise
        if response.status_code >= 400:
            # Refused: nothing was written, and the same form may be sent again once corrected.
            answer.delete()
            return response
        answer.status = response.status_code
        answer.location = response.headers.get("Location", "")[:500]
        answer.content_type = response.headers.get("Content-Type", "")[:100]
        if isinstance(response, HttpResponse) and len(response.content) <= BODY_LIMIT:
            answer.body = response.content.decode("utf-8", errors="replace")
        answer.save(update_fields=["status", "location", "content_type", "body"])
        return response


def repeated(request: HttpRequest, answer: AnsweredRequest) -> HttpResponse:
    """Give the first answer again; while it is still being written, say so."""
    if answer.status is None:
        return render(request, "refusal_repeated.html", status=409)
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type or None)
    if answer.location:
        response["Location"] = answer.location
    return response
