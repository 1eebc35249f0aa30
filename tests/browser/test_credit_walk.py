"""A seller, on a phone, in French: what became of my notes, why this share, how I am named there, what I contest."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import complaints

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("phone")]


def test_a_seller_finds_what_became_of_a_note_and_chooses_a_name(browse, screenshot) -> None:
    with browse("seller", PHONE, language="fr") as page:
        page.goto("/more")
        page.locator("main").get_by_role("link", name="Mes apports").click()
        assert page.locator("h1").inner_text() == "Mes apports"
        assert page.locator("dl.figures dd").first.inner_text().split()[0].isdigit()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        screenshot(page, "credit-mine-phone-fr")
        part = page.locator(".my-share", has_text="l’a dit en premier").first
        title = part.locator("strong").first.inner_text()
        part.get_by_role("link", name="Pourquoi cette part").click()
        assert title in page.locator("main").inner_text()
        mine = page.locator(".credit-parts .mine")
        assert re.search(r"exactement \d+", mine.inner_text())
        before = mine.locator(".tag").inner_text()
        page.get_by_label("Sous un nom de plume").check()
        page.get_by_label("Nom de plume", exact=True).fill("Grand large")
        page.get_by_role("button", name="Enregistrer").click()
        assert page.get_by_role("status").inner_text().startswith("C’est ainsi que vous êtes nommé")
        assert page.locator(".credit-parts .mine .tag").inner_text() == before
        address = page.url
        screenshot(page, "credit-statement-phone-fr")
        assert complaints(page, "fr") == []
        page.get_by_text("Quelque chose est inexact").click()
        page.get_by_label("Ce qui doit changer").select_option(index=1)
        page.get_by_label("Pourquoi", exact=True).fill("Je l’ai essayé moi aussi, en mars.")
        page.get_by_role("button", name="Contester").click()
        expect(page.get_by_role("status")).to_contain_text("Vous aurez leur réponse")
        contest = page.url
        assert complaints(page, "fr") == []
        screenshot(page, "credit-contest-phone-fr")
    with browse("marketing_director", language="fr") as page:
        page.goto(address)
        assert page.get_by_text("Grand large").count()
        page.goto(contest)
        assert complaints(page, "fr") == []
        screenshot(page, "credit-contest-desk-fr")
