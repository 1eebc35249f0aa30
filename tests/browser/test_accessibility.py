"""Every page, on a phone in light and French, on a desk in dark and English: axe-core finds nothing, nothing overflows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from liant.loop.values.roles import Role
from liant.web import manifest
from tests.browser.conftest import DESK, PHONE, demo_in
from tests.chat_endpoint import Said, chat_endpoint

pytestmark = pytest.mark.browser

#: Each size, each scheme and each language is looked at once: colours do not depend on the size, nor size on the colours.
LOOKS = {
    "phone-light-fr": (PHONE, "light", "fr"),
    "desk-dark-en": (DESK, "dark", "en"),
}
#: Every rule runs; of what passes, nothing is handed over: on most pages it is the longer part.
VIOLATIONS = "axe.run({resultTypes: ['violations']}).then((results) => results.violations)"
#: What the bar at the foot of a phone holds beyond the edge, where nobody can scroll to.
BEYOND_THE_BAR = """() => [...document.querySelectorAll('.phone-bar *')]
  .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map((part) => part.tagName)"""


#: Pages that no list leads to. Axe looks at each in the walk that reaches it: a thread and the words of a meeting in
#: ``test_walk_meeting.py``, a contested argument in ``test_walk_life.py``, a statement of credit and its contest in
#: ``test_credit_walk.py``, a draft written with a seller in ``test_walk_together.py``, why something is late in
#: ``test_walk_calendar.py``. People to name are a part of a page, on screen in the first of these. What a language model
#: drafts is looked at below, with one that is asked.
UNLISTED = (
    "thread",
    "thread_people",
    "edit_outcome",
    "credit_contest",
    "credit",
    "contest",
    "co_writing",
    "ask_model",
    "model_draft",
    "why_late",
)


#: What the model answers: one sentence that cites the first quote sent, one that cites nothing.
DRAFTED = '{"sentences": [{"text": "Dire la date.", "quotes": ["q1"]}, {"text": "Rien.", "quotes": []}]}'


@pytest.fixture(scope="module")
def model():
    """A language model on this machine."""
    with chat_endpoint() as endpoint:
        endpoint.said = Said(words=DRAFTED)
        yield endpoint


@pytest.fixture(scope="module")
def address(company_folder, tmp_path_factory, model):
    """The demonstration, with a language model to ask."""
    folder = Path(shutil.copytree(company_folder, tmp_path_factory.mktemp("demo") / "data"))
    with demo_in(folder, LIANT_DRAFTER=model.place) as found:
        yield found


def looks() -> list[object]:
    """Phones on one worker and desks on the other: each has its own browser and its own company."""
    return [pytest.param(look, marks=pytest.mark.xdist_group(look.partition("-")[0])) for look in LOOKS]


def pages_of(role: Role) -> list[str]:
    """The readable addresses whose first role, in the order of the roles, is this one."""
    found = []
    for route in manifest.routes():
        readers = [reader for reader in Role if reader in route.rights.get("GET", frozenset())]
        # An import is looked at in each of its states, in its own test.
        if route.path.startswith("settings/imports/"):
            continue
        if route.name in UNLISTED:
            continue
        # A file is no page.
        if "<str:extension>" in route.path or route.path.endswith((".pdf", ".csv")):
            continue
        if readers and (role == readers[0] or route.name == "today") and role in readers:
            found.append(route.path)
    return found


def is_fragment(html: str) -> bool:
    return "<html" not in html


#: What was found so far; one server answers all the looks of a worker.
FOUND: dict[tuple[Role, str], str] = {}


def concrete(page, role: Role, path: str) -> str | None:
    """Turn an address with a parameter into the first such link on the page that lists them."""
    if "<" not in path:
        return "/" + path
    parent, _, rest = path.partition("/<str:public_id>")
    pattern = re.compile(rf"^/{parent}/[\w-]{{14}}$")
    if (role, parent) in FOUND:
        return FOUND[role, parent] + rest
    # A list lives at the parent address or, as people in the settings, one step above.
    for listed_at in (parent, parent.rpartition("/")[0]):
        page.goto("/" + listed_at)
        links = [link.get_attribute("href") or "" for link in page.locator("main a").all()]
        first = next((link for link in links if pattern.match(link)), None)
        if first is not None:
            FOUND[role, parent] = first
            return first + rest
    return None


@pytest.mark.parametrize("look", looks())
@pytest.mark.parametrize("role", [role for role in Role if pages_of(role)])
def test_pages_are_accessible_and_fit(role: Role, look: str, browse, screenshot) -> None:
    size, scheme, language = LOOKS[look]
    wrong = []
    with browse(role.value, size, scheme=scheme, language=language) as page:
        for path in pages_of(role):
            url = concrete(page, role, path)
            if url is None:
                wrong.append(f"/{path}: no link leads there")
                continue
            answer = page.goto(url)
            if answer.status != 200 or is_fragment(answer.text()):
                assert answer.status in (200, 404), f"{url}: {answer.status}"
                continue
            wrong += [f"{url}: {complaint}" for complaint in complaints(page, language)]
            screenshot(page, f"{look}/{role.value}-{path.replace('/', '-').replace('<str:public_id>', 'one')}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("look", looks())
def test_what_a_language_model_drafts_is_accessible_and_fits(look: str, browse, screenshot) -> None:
    size, scheme, language = LOOKS[look]
    with browse("marketer", size, scheme=scheme, language=language) as page:
        theme = concrete(page, Role.MARKETER, "themes/<str:public_id>")
        page.goto(f"{theme}/model-draft")
        wrong = complaints(page, language)
        screenshot(page, f"{look}/marketer-model-asked")
        page.locator("#content form button").first.click()
        page.wait_for_url(re.compile("/model-drafts/"))
        expect(page.locator("#model-draft .claim")).to_contain_text("Dire la date.", timeout=15_000)
        wrong += complaints(page, language)
        screenshot(page, f"{look}/marketer-model-draft")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("look", looks())
def test_pages_before_sign_in_are_accessible_and_fit(look: str, browse, screenshot) -> None:
    size, scheme, language = LOOKS[look]
    wrong = []
    with browse(None, size, scheme=scheme, language=language) as page:
        for path in ("/demo", "/account/login/", "/account/password/reset/", "/nowhere"):
            page.goto(path)
            wrong += [f"{path}: {complaint}" for complaint in complaints(page, language)]
            screenshot(page, f"{look}/anybody{path.replace('/', '-')}")
    assert not wrong, "\n".join(wrong)


def complaints(page, language: str) -> list[str]:
    """What axe-core finds, a page wider than its window, a wrong language."""
    page.evaluate(AXE_SCRIPT)
    found = [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for violation in page.evaluate(VIOLATIONS)
        for node in violation["nodes"][:3]
    ]
    width, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if width > window:
        found.append(f"{width} px wide in a window of {window} px")
    if beyond := page.evaluate(BEYOND_THE_BAR):
        found.append(f"beyond the window: {beyond}")
    if page.locator("html").get_attribute("lang") != language:
        found.append(f"not in {language}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    return found
