"""What every endpoint that speaks like OpenAI's is asked with: its headers, and no redirection followed."""

from __future__ import annotations

import re
from http.client import HTTPResponse
from urllib.request import HTTPErrorProcessor, Request


class AsAnswered(HTTPErrorProcessor):
    """Give every answer as it came: no redirection is followed, which could carry texts and key elsewhere."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        """Return the answer, whatever its status."""
        return response

    https_response = http_response


def is_sendable(key: str) -> bool:
    """Tell whether a header can hold a key: one that none can hold would be quoted by the error of the library."""
    return re.fullmatch(r"[!-~]*", key) is not None


def headers_with(key: str) -> dict[str, str]:
    """Write the headers of a question; an empty key is not sent."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "liant"}
    return {**headers, "Authorization": f"Bearer {key}"} if key else headers
