"""Run the real server in a process of its own and talk to it over one kept-alive connection, as a browser does."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|_nonce)" value="([^"]+)"')


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, mode: str) -> dict[str, str]:
    """Give the server its folder and nothing else of this process's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIANT_", "DJANGO_"))}
    return {**kept, "LIANT_DATA_DIR": str(data_dir), "LIANT_MODE": mode}


@contextmanager
def served(data_dir: Path, *, mode: str = "demo") -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Launch ``liant serve`` on a folder; stop it when done."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", "from liant.cli import main; main()", "serve", "--port", str(port)],
        env=environment(data_dir, mode),
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process, port
    finally:
        process.terminate()
        process.wait(20)


class Browser:
    """One person's browser: cookies, and one connection that stays open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes, float]:
        """Ask for an address, or send a form to it; return the status, the body and the milliseconds it took."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        began = time.perf_counter()
        self.connection.request("GET" if form is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        took = (time.perf_counter() - began) * 1_000
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, content, took

    def wait(self, seconds: float = 60) -> None:
        """Ask until the server answers."""
        give_up = time.monotonic() + seconds
        while True:
            try:
                self.ask("/")
                return
            except OSError:
                self.connection.close()
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.02)

    def sign_in(self, person: str) -> None:
        """Enter the demonstration as a person."""
        hidden = dict(HIDDEN.findall(self.ask("/demo")[1].decode()))
        status, _body, _took = self.ask("/demo", {**hidden, "person": person})
        if status != 302:
            raise SystemExit(f"The door of the demonstration answered {status}.")
