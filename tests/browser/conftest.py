"""A real browser on a real server: the demonstration, as ``liant demo`` runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.functional.cli.command import environment
from tests.functional.cli.test_serve import free_port

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = (390, 844), (1280, 900)


@contextmanager
def demo_in(folder: Path, **settings: str) -> Iterator[str]:
    """Run ``liant demo``, with the settings given, and tell where it answers."""
    port = free_port()
    command = ["demo", "--size", "small", "--seed", "1", "--data-dir", str(folder), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", "from liant.cli import main; main()", *command],
        env=environment(folder, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Liant answers at "):
                break
        else:
            pytest.fail("The demonstration did not start:\n" + "".join(said))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.fixture(scope="session")
def company_folder(tmp_path_factory) -> Path:
    """The demonstration's company as it is at first; read it, copy it, never write in it."""
    folder = tmp_path_factory.mktemp("company") / "data"
    with demo_in(folder):
        pass
    return folder


@pytest.fixture(scope="module")
def address(company_folder, tmp_path_factory) -> Iterator[str]:
    """Where the demonstration answers; each module has a company of its own, which no other walk has changed."""
    with demo_in(Path(shutil.copytree(company_folder, tmp_path_factory.mktemp("demo") / "data"))) as found:
        yield found


@pytest.fixture(scope="package")
def chromium():
    """The browser of this machine, for the modules that follow one another here.

    No longer: while Playwright runs, this thread has an event loop, in which Django refuses to touch a database.
    """
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("No browser is installed. Run: scripts/install-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, address):
    """Open a page as a role: ``with browse("seller", PHONE) as page``; anything said on the console is an error."""

    @contextmanager
    def as_role(role: str | None, size: tuple[int, int] = DESK, *, language: str = "en", scheme: str = "light"):
        context = chromium.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale={"en": "en-GB", "fr": "fr-FR"}[language],
            reduced_motion="reduce",
            is_mobile=size == PHONE,
            has_touch=size == PHONE,
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(address) else None)
        try:
            if role is not None:
                sign_in(page, role, language)
            yield page
        finally:
            context.close()
        # A page that is meant to be refused says so on the console: that is no complaint of ours.
        assert [said for said in complaints if "the server responded with a status of 4" not in said] == []

    return as_role


def sign_in(page, role: str, language: str = "en") -> None:
    """Enter the demonstration through the door of a role, speaking a language."""
    page.goto("/demo")
    roles = ("seller", "sales_manager", "marketer", "marketing_director", "admin")
    page.locator("button.role-choice").nth(roles.index(role)).click()
    page.wait_for_url(re.compile(r"/(today|settings)"))
    page.goto("/me")
    switch = page.locator(f'main button[name="language"][value="{language}"]')
    if switch.count():
        switch.click()


@pytest.fixture
def screenshot(request):
    """Keep a picture of a page in the folder LIANT_SCREENSHOTS names, when it names one."""
    folder = os.environ.get("LIANT_SCREENSHOTS", "")

    def keep(page, name: str) -> None:
        if folder:
            path = Path(folder) / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            # The caret as it is: to hide it, Playwright writes a style into the page, which our policy refuses aloud.
            page.screenshot(path=path, full_page=True, caret="initial")

    return keep
