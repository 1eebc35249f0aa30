"""A language model on this machine that says what it is told to."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Said:
    """One answer: its words, else its content as it is."""

    words: str = '{"sentences": []}'
    status: int = 200
    content: bytes | None = None
    location: str = ""
    delay_seconds: float = 0.0


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append((self.path, dict(self.headers), body))
        said = self.server.said
        time.sleep(said.delay_seconds)
        content = said.content
        if content is None:
            content = json.dumps({"choices": [{"message": {"role": "assistant", "content": said.words}}]}).encode()
        self.send_response(said.status)
        if said.location:
            self.send_header("Location", said.location)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        # Whoever asked may have given up, or read enough.
        with suppress(OSError):
            self.wfile.write(content)

    def log_message(self, *_args) -> None:
        return None


class ChatEndpoint(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.said = Said()
        self.heard: list[tuple[str, dict[str, str], dict]] = []
        self.place = f"endpoint:http://127.0.0.1:{self.server_address[1]}/v1#model-1"


@contextmanager
def chat_endpoint():
    """Answer until the test is over."""
    server = ChatEndpoint()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
