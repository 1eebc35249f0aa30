"""An argument written with a seller, in French: invited at a desk, worded on a phone, taken, read under one's own name."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("phone")]

WORDS = "« La veille de signer, on me sort toujours 180 questions. »"


def test_a_seller_words_a_draft_and_reads_that_the_words_are_taken(browse, screenshot) -> None:
    with browse("seller", PHONE, language="fr") as page:
        page.goto("/arguments")
        page.get_by_role("region", name="En cours d’écriture avec vous").get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        title = page.get_by_role("heading", level=1).inner_text()
        claim = page.locator(".co-part", has_text="Affirmation").first
        claim.get_by_text("Le dire autrement").tap()
        claim.get_by_label("Avec vos mots").fill(WORDS)
        screenshot(page, "together/1-worded-on-a-phone")
        claim.get_by_role("button", name="Proposer ces mots").tap()
        expect(page.get_by_role("status")).to_contain_text("Proposé")
        expect(page.locator(".co-part", has_text="Affirmation").first).to_contain_text(WORDS)
        screenshot(page, "together/2-waits")
        assert Axe().run(page).response["violations"] == []
        draft = page.url
    with browse("marketer", DESK, language="fr") as page:
        page.goto("/arguments?status=draft")
        page.get_by_role("link", name=title).click()
        page.get_by_role("link", name="Co-auteurs").click()
        words = page.locator(".proposal", has_text="180 questions")
        screenshot(page, "together/3-answered-at-a-desk")
        assert Axe().run(page).response["violations"] == []
        words.get_by_role("button", name="Reprendre ces mots").click()
        expect(page.get_by_role("status")).to_contain_text("brouillon")
        expect(page.locator("ins", has_text="180")).to_have_count(0)
    with browse("seller", PHONE, language="fr") as page:
        page.goto(draft)
        expect(page.get_by_role("heading", name="Ce que vos mots sont devenus")).to_be_visible()
        expect(page.get_by_text("repris, sous votre nom")).to_be_visible()
        screenshot(page, "together/4-taken")
