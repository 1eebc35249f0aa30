from __future__ import annotations

import socket
import traceback

import pytest

from liant.engines.drafter import MAX_BYTES, EndpointDrafter
from liant.loop.values.errors import Invalid
from tests.chat_endpoint import Said, chat_endpoint

KEY = "sk-never-told-42"


@pytest.fixture
def endpoint():
    with chat_endpoint() as server:
        yield server


def refused(server, **values) -> Invalid:
    with pytest.raises(Invalid) as refusal:
        EndpointDrafter(server.place, key=KEY, **values).answer([])
    said = "".join(traceback.format_exception(refusal.value))
    assert KEY not in said
    return refusal.value


def test_it_asks_once_with_its_key_and_gives_the_words(endpoint) -> None:
    endpoint.said = Said(words="Bonjour.")
    asked = [{"role": "user", "content": "q"}]
    assert EndpointDrafter(endpoint.place, key=KEY).answer(asked) == "Bonjour."
    ((path, headers, body),) = endpoint.heard
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body == {"model": "model-1", "messages": asked, "temperature": 0}


@pytest.mark.parametrize(
    "content", [b"", b"not json", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": 3}}]}', b"\xff\xfe"]
)
def test_an_answer_that_is_none_is_refused(endpoint, content: bytes) -> None:
    endpoint.said = Said(content=content)
    assert refused(endpoint).code == "drafter.unreadable"


def test_an_answer_without_end_is_refused(endpoint) -> None:
    endpoint.said = Said(content=b"x" * (MAX_BYTES + 1))
    assert refused(endpoint).code == "drafter.unreadable"


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_a_refusal_is_told_and_what_it_says_is_not_quoted(endpoint, status: int) -> None:
    endpoint.said = Said(status=status, content=KEY.encode())
    refusal = refused(endpoint)
    assert (refusal.code, refusal.params["status"]) == ("drafter.refused", status)


def test_no_redirection_is_followed(endpoint) -> None:
    with chat_endpoint() as elsewhere:
        host = elsewhere.place.removeprefix("endpoint:").partition("#")[0]
        endpoint.said = Said(status=302, location=f"{host}/chat/completions", content=b"")
        assert refused(endpoint).code == "drafter.refused"
        assert elsewhere.heard == []


def test_a_model_that_is_silent_is_given_up(endpoint) -> None:
    endpoint.said = Said(delay_seconds=0.5)
    assert refused(endpoint, timeout=0.1).code == "drafter.no_answer"


def test_nobody_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Invalid) as refusal:
        EndpointDrafter(f"endpoint:http://127.0.0.1:{port}/v1#m").answer([])
    assert refusal.value.code == "drafter.no_answer"


@pytest.mark.parametrize(
    "place",
    [
        "",
        "https://host/v1",
        "endpoint:ftp://host#m",
        "endpoint:https://me:secret@host/v1#m",
        "endpoint:https://host/v1",
    ],
)
def test_an_address_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(Invalid) as refusal:
        EndpointDrafter(place)
    assert refusal.value.code == "drafter.bad_address"
    assert "secret" not in str(refusal.value)


def test_a_key_that_no_header_holds_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        EndpointDrafter("endpoint:https://host/v1#m", key="a\nb")
    assert refusal.value.code == "drafter.bad_address"
