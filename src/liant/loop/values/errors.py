"""The one exception family of Liant: a refusal that a person can act on.

::

    LiantError
    ├── Forbidden      the person may not do this (shown as a 404 when the object itself is hidden)
    ├── Conflict       somebody else changed it first; both texts are kept
    └── Invalid        the input cannot be taken as it is
"""

from __future__ import annotations

from collections.abc import Mapping


class LiantError(Exception):
    """Refuse an operation with a stable code, a sentence and a way out.

    Parameters
    ----------
    message : English source string, with ``%(name)s`` placeholders; entry points translate it before filling it.
    code : stable dotted identifier, such as ``import.too_large``.
    hint : what the person can do about it; same placeholders.
    params : values of the placeholders.
    """

    def __init__(self, message: str, *, code: str, hint: str = "", params: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint
        self.params: dict[str, object] = dict(params or {})

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class Forbidden(LiantError):
    """Refuse an act that this person's role or relation does not allow."""


class Conflict(LiantError):
    """Refuse an edit made on a version that is no longer the current one."""


class Invalid(LiantError):
    """Refuse input that breaks a stated rule."""
