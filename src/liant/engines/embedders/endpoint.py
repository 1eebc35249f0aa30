"""An endpoint that speaks like OpenAI's: the only encoder for which texts leave this machine."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead
from time import sleep
from typing import Any
from urllib.error import URLError
from urllib.request import Request, build_opener

import numpy as np

from liant.engines.embedders.rows import bad_vectors, encode_written
from liant.engines.endpoints import AsAnswered, headers_with, is_sendable
from liant.loop.themes.embed import FloatArray
from liant.loop.values.errors import Invalid

#: Texts of one request, at most.
BATCH_TEXTS = 128
#: Size of one answer, at most: 128 vectors of 4,096 numbers written in full take about 12 MB.
MAX_BYTES = 64_000_000
#: Seconds without a byte after which a try is given up.
TIMEOUT_SECONDS = 60.0
#: Seconds before each new try; the last one says that there is none.
WAITS_SECONDS = (1.0, 2.0, 4.0, math.inf)
#: An endpoint that asks to wait for longer is not waited for.
MAX_WAIT_SECONDS = 60.0
#: Neither user, password nor query: what is secret has no place in the name of an encoder.
_ADDRESS = re.compile(
    r"https?://(?:(?:[\w-]{1,63}\.)*[\w-]{1,63}|\[[\da-f:.]+\])(?::\d{1,5})?(?:/[\w.~%:@/-]*)?",
    re.ASCII | re.IGNORECASE,
)


class EndpointEmbedder:
    """Ask an OpenAI-compatible endpoint: ``POST {base}/embeddings``.

    Parameters
    ----------
    base : http or https address, without user, password or query.
    model : name of the model there.
    key : bearer key; sent to this address only, since no redirection is followed.
    pause : waits for a number of seconds.

    Raises
    ------
    Invalid : ``encoder.bad_address``, ``encoder.bad_key``.
    """

    def __init__(self, base: str, model: str, *, key: str = "", pause: Callable[[float], None] = sleep) -> None:
        if not _ADDRESS.fullmatch(base):
            raise Invalid(
                "The address of an endpoint is an http or https one, without user, password or query.",
                code="encoder.bad_address",
                hint="Write it like https://host/v1, and give the key apart.",
            )
        if not is_sendable(key):
            raise Invalid(
                "The key of the endpoint holds a space, a line break or a letter with an accent.",
                code="encoder.bad_key",
                hint="Copy it again, without what surrounds it.",
            )
        base = base.rstrip("/")
        self.name = f"endpoint:{base}#{model}"
        self._url = f"{base}/embeddings"
        self._model = model
        self._headers = headers_with(key)
        self._opener = build_opener(AsAnswered())
        self._pause = pause

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Encode texts: see :class:`liant.loop.themes.embedder.Embedder`.

        Raises
        ------
        Invalid : ``encoder.no_answer``, ``encoder.key_refused``, ``encoder.not_found``, ``encoder.request_refused``,
            ``encoder.too_large``, ``encoder.bad_answer``, ``encoder.wrong_count``, ``encoder.bad_vectors``.

        Notes
        -----
        One request per ``BATCH_TEXTS`` texts, one after the other; a request without an answer is sent again, three
        times at most.
        """
        return encode_written(texts, self._encode)

    def _encode(self, texts: list[str]) -> FloatArray:
        batches = [texts[first : first + BATCH_TEXTS] for first in range(0, len(texts), BATCH_TEXTS)]
        vectors = [_read_vectors(self._post(batch), len(batch)) for batch in batches]
        if len({found.shape[1] for found in vectors}) > 1:
            raise bad_vectors()
        return np.concatenate(vectors)

    def _post(self, texts: list[str]) -> bytes:
        """Send a batch, again as long as there is hope.

        Errors of the network are told, not chained: they quote the answer, and some answers quote the key.
        """
        body = json.dumps({"model": self._model, "input": texts}).encode()
        request = Request(self._url, data=body, headers=self._headers, method="POST")  # noqa: S310 - http(s) checked
        for wait in WAITS_SECONDS:
            try:
                with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                    status, headers, content = answer.status, answer.headers, _read_whole(answer)
            except URLError as error:
                why = str(error.reason)
            except (OSError, HTTPException) as error:
                why = type(error).__name__
            else:
                if status != 429 and status < 500:
                    _check(status, len(content), self._model)
                    return content
                why, wait = f"HTTP {status}", max(wait, _told_wait(headers))
            if wait > MAX_WAIT_SECONDS:
                break
            self._pause(wait)
        raise Invalid(
            "The endpoint does not answer: %(why)s.",
            code="encoder.no_answer",
            hint="Check its address, or try again later.",
            params={"why": why},
        )


def _read_whole(answer: HTTPResponse) -> bytes:
    """Read an answer, and at most one byte more than the limit."""
    content = answer.read(MAX_BYTES + 1)
    # Read up to a limit, the library takes an answer cut in the middle for a whole one.
    if answer.length and len(content) <= MAX_BYTES:
        raise IncompleteRead(content, answer.length)
    return content


def _check(status: int, n_bytes: int, model: str) -> None:
    """Refuse an answer that says no; what it says is not quoted, since some repeat the key."""
    if status in (401, 403):
        raise Invalid(
            "The endpoint refuses the key.", code="encoder.key_refused", hint="Check the key and what it allows."
        )
    if status == 404:
        raise Invalid(
            "The endpoint knows no model “%(model)s”, or its address is another one.",
            code="encoder.not_found",
            hint="The address usually ends with /v1, before the # and the name of the model.",
            params={"model": model},
        )
    if not 200 <= status < 300:
        raise Invalid(
            "The endpoint does not take the request: HTTP %(status)s.",
            code="encoder.request_refused",
            hint="Check its address, which may not send elsewhere, and how long a text its model takes.",
            params={"status": status},
        )
    if n_bytes > MAX_BYTES:
        raise Invalid(
            "The endpoint answers with more than %(limit)s MB.",
            code="encoder.too_large",
            hint="Check its address, or choose a model with shorter vectors.",
            params={"limit": MAX_BYTES // 10**6},
        )


def _told_wait(headers: Message) -> float:
    """Read for how many seconds an endpoint asks to wait: a number, or a date, told by its own clock; else 0."""
    told = headers.get("Retry-After", "").strip()
    if told.isdecimal():
        return float(told)
    with suppress(TypeError, ValueError):
        return (parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    return 0.0


def _read_vectors(content: bytes, n_texts: int) -> FloatArray:
    """Read the vectors of an answer, put in the order of the texts: (n_texts, dim) float32."""
    rows: dict[Any, Any] | None = None
    with suppress(KeyError, TypeError, ValueError, RecursionError):
        rows = {item["index"]: item["embedding"] for item in json.loads(content)["data"]}
    if rows is None:
        raise Invalid(
            "The endpoint does not answer with embeddings in JSON.",
            code="encoder.bad_answer",
            hint="Check that its address is that of an OpenAI-compatible endpoint.",
        )
    if rows.keys() != set(range(n_texts)):
        raise Invalid(
            "The endpoint does not answer with one vector for each text: %(given)s for %(asked)s.",
            code="encoder.wrong_count",
            hint="Try again, or choose another model.",
            params={"given": len(rows), "asked": n_texts},
        )
    vectors = np.zeros((0, 0), dtype=np.float32)
    with suppress(TypeError, ValueError, OverflowError), np.errstate(over="ignore"):
        vectors = np.asarray([rows[row] for row in range(n_texts)], dtype=np.float32)
    if vectors.ndim != 2 or not vectors.size:
        raise bad_vectors()
    return vectors
