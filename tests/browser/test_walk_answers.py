"""What each side owes the other, in French: a lead answered in one tap on a phone, a promise that waits for a word."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

WORD = "Surtout ceux qui tournent la nuit."


def test_each_side_answers_the_other(browse, screenshot) -> None:
    with browse("seller", PHONE, language="fr") as page:
        page.goto("/today")
        lead = page.locator("#content li", has_text="à vous de rappeler")
        lead.get_by_role("link", name="Répondre").tap()
        page.wait_for_url(re.compile("/leads/"))
        screenshot(page, "answers/01-lead")
        page.get_by_role("button", name="Je m’en occupe").tap()
        expect(page.locator("#content")).to_contain_text("pris en charge")
        page.goto("/today")
        page.locator("#content li", has_text="attend un mot de vous").get_by_role("link", name="Répondre").tap()
        page.get_by_label("Votre réponse").fill(WORD)
        page.get_by_role("button", name=re.compile("C’est dit")).tap()
        expect(page.locator("#thread")).to_contain_text(WORD)
        page.goto("/rhythm/clocks")
        expect(page.locator("#content .side").first).to_contain_text("votre côté")
        screenshot(page, "answers/02-both-sides-phone")
    with browse("marketer", DESK, language="fr") as page:
        page.goto("/rhythm/clocks")
        expect(page.get_by_role("heading", name="Ce que chaque côté doit à l’autre")).to_be_visible()
        expect(page.locator(".side.sales")).to_contain_text("en retard")
        screenshot(page, "answers/03-both-sides-desk")
