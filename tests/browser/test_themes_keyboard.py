"""Themes are held, and the inbox cleared, without a mouse."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_theme_is_renamed_split_merged_locked_and_taken_back_by_keyboard(browse) -> None:
    with browse("marketer", DESK) as page:
        page.goto("/themes")
        page.locator("#themes-list a").first.click()
        expect(page).to_have_url(re.compile(r"/themes/[0-9a-z]{14}$"))
        page.keyboard.press("n")
        expect(page.get_by_label("Name in French")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("Held by hand")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Held by hand")
        page.keyboard.press("l")
        expect(page.get_by_text("locked", exact=True)).to_be_visible()
        page.keyboard.press("l")
        expect(page.get_by_text("locked", exact=True)).not_to_be_visible()
        page.keyboard.press("m")
        expect(page.get_by_label("The theme it belongs to")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Merged")
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Held by hand")
        page.keyboard.press("u")
        expect(page.get_by_role("status")).to_contain_text("Taken back")
        page.goto("/themes?q=Held+by+hand")
        page.get_by_role("link", name="Held by hand").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Held by hand")
        page.keyboard.press("s")
        field = page.get_by_label("Words that its notes hold")
        expect(field).to_be_focused()
        # A letter typed in a field is a letter.
        page.keyboard.type("mlu")
        expect(field).to_have_value("mlu")


def test_a_marketer_clears_twenty_notes_a_minute(browse) -> None:
    with browse("seller", DESK) as page:
        for subject in ("price", "delivery", "training", "contract", "battery", "network", "security", "language"):
            page.goto("/capture")
            page.get_by_label("Your note").fill(f"Still waiting for an answer about the {subject}, third time they ask")
            page.get_by_role("button", name="Keep the note").click()
            expect(page.get_by_role("status")).to_contain_text("Your note is kept")
    with browse("marketer", DESK) as page:
        page.goto("/themes/tray")
        waiting = page.locator("[data-card]")
        n = min(20, waiting.count())
        assert n >= 8
        began = time.monotonic()
        for _ in range(n):
            expect(page.locator("[data-card]:focus")).to_have_count(1)
            last = page.locator("[data-card]:focus").get_attribute("data-note")
            page.keyboard.press("1" if page.locator('[data-card]:focus [data-key="1"]').count() else "0")
        expect(page.locator("[data-done]")).to_have_count(n)
        seconds = time.monotonic() - began
        # The machine's share of three seconds a note; the rest is for the person to read.
        assert seconds < 1.0 * n, f"{seconds:.1f} s for {n} notes"
        page.keyboard.press("u")
        expect(page.locator(f'[data-card][data-note="{last}"]')).to_be_visible()
