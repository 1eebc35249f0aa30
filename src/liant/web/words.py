"""Put refusals into the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from liant.loop.values.errors import Conflict, LiantError


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A refusal, translated."""

    code: str
    message: str
    hint: str


def in_words(error: LiantError) -> Refusal:
    """Translate the sentence first, then fill it: user text is never a template."""

    def fill(text: str) -> str:
        return gettext(text) % error.params if text and error.params else gettext(text) if text else ""

    return Refusal(code=error.code, message=fill(error.message), hint=fill(error.hint))


def status_of(error: LiantError) -> int:
    """Return the status of the answer: 409 when things have changed meanwhile, else 422 for what cannot be done."""
    return 409 if isinstance(error, Conflict) else 422
