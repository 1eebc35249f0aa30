"""The loop in the real browser, from what a seller heard to her credit on the argument; and the keyboard alone."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

NOTE = "Trois sondes muettes à l'atelier : piles à plat au bout de huit mois, il veut une mesure d'autonomie."
SAID = "Je ne remonte plus changer les piles de vos capteurs, dites-moi d'abord combien de temps elles tiennent."
TITLE = "Une pile tient cinq ans, mesure à l'appui"
CLAIM = "Les clients demandent une durée mesurée, pas une brochure."
#: The background job looks for work every second and groups nine hundred notes.
JOB_MS = 60_000


@dataclass
class Walk:
    """What one step tells the next."""

    shots: list[str] = field(default_factory=list)
    deal: str = ""
    note_url: str = ""
    argument_url: str = ""
    theme: str = ""


@pytest.fixture
def walk() -> Walk:
    return Walk()


@pytest.fixture
def step(screenshot, walk):
    """Keep a picture of the step that was just taken."""

    def keep(page: Page, name: str) -> None:
        walk.shots.append(name)
        screenshot(page, f"walk/{len(walk.shots):02}-{name}")

    return keep


def path_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+|\?.*$", "", page.url)


def content(page: Page) -> Locator:
    return page.locator("#content")


def test_the_loop_turns(browse, step, walk) -> None:
    with browse("seller", PHONE) as page:
        seller_captures(page, step, walk)
    with browse("marketer", DESK) as page:
        marketer_refreshes_themes(page, step, walk)
        marketer_writes(page, step, walk)
    with browse("seller", PHONE) as page:
        seller_finds_it_and_uses_it(page, step, walk)


def seller_captures(page: Page, step, walk: Walk) -> None:
    page.goto("/deals")
    walk.deal = content(page).locator("tbody a").first.inner_text()
    page.goto("/today")
    step(page, "seller-today-before")
    page.locator(".phone-bar").get_by_role("link", name="Capture").tap()
    page.get_by_label("Your note").fill(NOTE)
    page.get_by_text("Setback", exact=True).tap()
    page.get_by_text("The client’s own words, kept apart from yours").tap()
    page.get_by_label("The client’s own words", exact=True).fill(SAID)
    page.get_by_role("searchbox", name="Account or deal").press_sequentially(walk.deal[:12])
    page.get_by_role("button", name=walk.deal).tap()
    # Picking the deal kept what was typed.
    expect(page.get_by_label("Your note")).to_have_value(NOTE)
    expect(page.get_by_label("The client’s own words", exact=True)).to_have_value(SAID)
    expect(page.get_by_role("radio", name="Setback")).to_be_checked()
    expect(content(page)).to_contain_text(walk.deal)
    step(page, "seller-captures")
    page.get_by_role("button", name="Keep the note").tap()
    expect(page.get_by_role("status")).to_contain_text("Your note is kept under your name")
    expect(content(page).locator("q")).to_have_text(SAID)
    walk.note_url = path_of(page)
    # Behind the page, the note joins the theme of what others said alike.
    theme = content(page).locator('a[href^="/themes/"]')
    give_up = time.monotonic() + 30
    while not theme.count() and time.monotonic() < give_up:
        page.wait_for_timeout(200)
        page.goto(walk.note_url)
    expect(theme).to_have_count(1)
    step(page, "seller-note-in-its-theme")


def marketer_refreshes_themes(page: Page, step, walk: Walk) -> None:
    page.goto("/themes")
    page.get_by_role("button", name="Find them again").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    step(page, "marketer-asks-for-themes")
    # The page shows them by itself once the job is over.
    expect(page.get_by_role("button", name="Find them again")).to_be_enabled(timeout=JOB_MS)
    expect(page.locator("#themes-state")).to_contain_text("Found in")
    expect(page.locator("#themes-state")).not_to_contain_text("in none")
    step(page, "marketer-themes-found")


def marketer_writes(page: Page, step, walk: Walk) -> None:
    page.get_by_role("link", name="Listen").click()
    page.get_by_role("link", name=NOTE[:40]).first.click()
    expect(page).to_have_url(re.compile(re.escape(walk.note_url) + "$"))
    # The client's name stays with the team that sells to it; the seller is a role.
    expect(content(page)).to_contain_text("A seller")
    link = content(page).locator(".tag.marketing")
    walk.theme = link.inner_text().strip()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(walk.theme)
    expect(content(page)).to_contain_text(SAID)
    step(page, "marketer-opens-the-theme")
    page.get_by_role("link", name=NOTE[:40]).first.click()
    page.get_by_role("link", name="Write an argument from it").click()
    expect(content(page)).to_contain_text(walk.theme)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Situation or objection").fill(SAID)
    page.get_by_label("What to reply").fill(
        "Montrer la mesure faite chez deux clients, puis proposer l'alerte de charge."
    )
    page.get_by_label("Language", exact=True).select_option("fr")
    first = page.get_by_role("group", name="Claim 1")
    first.get_by_label("Sentence").fill(CLAIM)
    first.get_by_role("checkbox", name=SAID[:40]).check()
    step(page, "marketer-writes")
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_role("status")).to_contain_text("The draft is kept")
    walk.argument_url = path_of(page)
    page.get_by_role("button", name="Ask for a review").click()
    expect(content(page)).to_contain_text("in review")
    step(page, "marketer-asks-for-a-review")
    page.get_by_role("link", name="Publish the argument").click()
    page.get_by_role("button", name="Publish the argument").click()
    expect(page.get_by_role("status")).to_contain_text("Published")
    expect(content(page).locator("blockquote")).to_have_text(SAID)
    step(page, "marketer-publishes")


def seller_finds_it_and_uses_it(page: Page, step, walk: Walk) -> None:
    page.goto("/today")
    line = content(page).locator(".brief-line").filter(has_text=TITLE)
    expect(line).to_contain_text("is published, and your words are in it")
    step(page, "seller-today-after")
    line.get_by_role("link", name="Read it").tap()
    expect(page).to_have_url(re.compile(re.escape(walk.argument_url) + "$"))
    step(page, "seller-reads-the-argument")
    page.get_by_role("region", name="Your open deals where it serves").get_by_role("link", name=walk.deal).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(walk.deal)
    card = content(page).locator(".argument-card").filter(has_text=TITLE)
    expect(card).to_contain_text("heard in this deal")
    step(page, "seller-opens-the-deal")
    card.get_by_role("button", name="Used", exact=True).tap()
    expect(page.get_by_role("status")).to_contain_text("you used it here")
    card = content(page).locator(".argument-card").filter(has_text=TITLE)
    expect(card.get_by_role("button", name="Used again")).to_be_visible()
    expect(card).to_contain_text("Used 1 time")
    expect(card.locator(".credit li").filter(has_text="You")).to_contain_text("said it first")
    step(page, "seller-used-it-and-is-credited")


def test_a_first_tab_leads_past_the_navigation(browse) -> None:
    with browse("seller", DESK) as page:
        page.goto("/deals")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(content(page)).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.getElementById('content').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["/deals", "/accounts", "/themes", "/arguments", "/listen"])
def test_slash_reaches_the_search_of_everything_and_twice_that_of_the_list(path: str, browse) -> None:
    with browse("seller", DESK) as page:
        page.goto(path)
        everything, own = page.locator("#search-all"), content(page).get_by_role("searchbox")
        page.keyboard.press("/")
        expect(everything).to_be_focused()
        page.keyboard.press("/")
        expect(own).to_be_focused()
        # Typed in a field, it is a character like any other.
        page.keyboard.type("a/b")
        expect(own).to_have_value("a/b")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"q=a%2Fb"))


def test_a_note_is_captured_with_the_keyboard_alone(browse) -> None:
    with browse("seller", DESK) as page:
        page.goto("/capture")
        expect(page.get_by_label("Your note")).to_be_focused()
        page.keyboard.type("Ils veulent une remise avant la fin du mois")
        tab_to(page, page.get_by_role("radio", name="Objection"))
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name="Need")).to_be_checked()
        tab_to(page, page.locator("summary", has_text="The client’s own words"))
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_label("The client’s own words", exact=True))
        page.keyboard.type("Sans remise je signe ailleurs")
        tab_to(page, page.get_by_role("button", name="Keep the note"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Your note is kept under your name")
        expect(content(page).locator("q")).to_have_text("Sans remise je signe ailleurs")
        expect(content(page).locator(".tag.sales")).to_contain_text("Need")


def tab_to(page: Page, target: Locator, most: int = 12) -> None:
    """Press Tab until the target is reached, as somebody without a mouse does."""
    for _ in range(most):
        if target.evaluate("part => part === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
