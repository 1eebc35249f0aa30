"""A language model behind an endpoint that speaks like OpenAI's: one question, one answer, no tools."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, build_opener

from liant.engines.endpoints import AsAnswered, headers_with, is_sendable
from liant.loop.values.errors import Invalid

#: Seconds without a byte after which the answer is given up.
TIMEOUT_SECONDS = 60.0
#: An answer of eight sentences takes a few kilobytes.
MAX_BYTES = 1_000_000
_PLACE = re.compile(r"endpoint:(https?://[\w.\[\]:-]+(?:/[\w.~%:@/-]*)?)#(\S{1,200})", re.ASCII)


class EndpointDrafter:
    """Ask ``POST {base}/chat/completions``.

    Parameters
    ----------
    place : ``endpoint:https://host/v1#model``: an http or https address without user, password or query.
    key : bearer key; sent to this address only.
    timeout : seconds without a byte.

    Raises
    ------
    Invalid : ``drafter.bad_address``.
    """

    def __init__(self, place: str, *, key: str = "", timeout: float = TIMEOUT_SECONDS) -> None:
        found = _PLACE.fullmatch(place)
        if found is None or "@" in urlsplit(found[1]).netloc or not is_sendable(key):
            raise Invalid(
                "The language model cannot be reached as it is named.",
                code="drafter.bad_address",
                hint="Write LIANT_DRAFTER like endpoint:https://host/v1#model, and the key in LIANT_DRAFTER_KEY.",
            )
        self.host = urlsplit(found[1]).netloc
        self.model = found[2]
        self._url = found[1].rstrip("/") + "/chat/completions"
        self._headers = headers_with(key)
        self._timeout = timeout

    def answer(self, messages: list[dict[str, str]]) -> str:
        """Ask once and return the words of the answer.

        What the endpoint says when it refuses is not quoted: some answers repeat the key, or the question.

        Raises
        ------
        Invalid : ``drafter.no_answer``, ``drafter.refused``, ``drafter.unreadable``.
        """
        body = json.dumps({"model": self.model, "messages": messages, "temperature": 0}).encode()
        request = Request(self._url, data=body, headers=self._headers, method="POST")  # noqa: S310 - http(s) checked
        try:
            with build_opener(AsAnswered()).open(request, timeout=self._timeout) as answered:
                status, content = answered.status, answered.read(MAX_BYTES + 1)
        except (URLError, OSError, HTTPException) as error:
            raise Invalid(
                "The language model does not answer: %(why)s.",
                code="drafter.no_answer",
                hint="Ask again later, or write from the suggestions beside the argument.",
                params={"why": type(getattr(error, "reason", error)).__name__},
            ) from None
        if not 200 <= status < 300:
            raise Invalid(
                "The language model refuses the question: HTTP %(status)s.",
                code="drafter.refused",
                hint="An administrator checks LIANT_DRAFTER and its key.",
                params={"status": status},
            )
        return read_content(content)


def read_content(content: bytes) -> str:
    """Find the words in an answer of the endpoint."""
    if len(content) <= MAX_BYTES:
        with suppress(ValueError, KeyError, IndexError, TypeError, RecursionError):
            words = json.loads(content)["choices"][0]["message"]["content"]
            if isinstance(words, str):
                return words
    raise Invalid(
        "The language model did not answer as it was asked.",
        code="drafter.unreadable",
        hint="Ask again, or write from the suggestions beside the argument.",
    )
