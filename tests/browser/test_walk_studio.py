"""The studio in the real browser, in French: a marketer writes at a desk by keyboard, a seller reads on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

TITLE = "Dix capteurs d'abord"


def test_an_argument_is_written_from_what_clients_said(browse, screenshot) -> None:
    with browse("marketer", DESK, language="fr") as page:
        page.goto("/arguments?status=published")
        page.locator(".argument-card h3 a").first.click()
        theme = page.locator(".page-head a.tag.marketing").get_attribute("href").rsplit("/", 1)[-1]
        page.goto(f"/arguments/new?theme={theme}")
        screenshot(page, "studio/1-empty")
        desk = page.get_by_role("complementary", name="Sur quoi s’appuyer")
        desk.get_by_role("button", name="Prendre comme objection").first.click()
        expect(page.get_by_label("Situation ou objection")).not_to_have_value("")
        desk.get_by_role("button", name="Insérer comme affirmation").first.click()
        first = page.get_by_role("group", name="Affirmation 1")
        expect(first.get_by_role("checkbox", checked=True)).to_have_count(1)
        # Kept as typed: the address becomes that of the draft, the card is drawn.
        page.get_by_label("Titre").fill(TITLE)
        page.get_by_label("Que répondre").fill("Choisir avec lui les dix machines qui arrêtent tout.")
        expect(page.locator("#studio-kept")).to_contain_text("Brouillon gardé")
        expect(page).to_have_url(re.compile("/arguments/[^/]+/edit$"))
        expect(page.locator("#studio-preview")).to_contain_text(TITLE)
        # By keyboard: a quote in focus and the number of the claim that it carries.
        page.get_by_role("group", name="Affirmation 2").get_by_label("Phrase").fill("Ils comparent avant de choisir.")
        desk.locator(".desk-all [data-quote]").nth(1).focus()
        page.keyboard.press("2")
        second = page.get_by_role("group", name="Affirmation 2")
        expect(second.get_by_role("checkbox", checked=True)).to_have_count(1)
        expect(page.locator("#studio-preview")).to_contain_text("Ils comparent")
        expect(page.locator("#studio-preview")).not_to_contain_text("ne repose encore sur rien")
        screenshot(page, "studio/2-written")
        page.reload()
        expect(page.get_by_label("Titre")).to_have_value(TITLE)
        page.get_by_role("group", name="Affirmation 2").get_by_label("Phrase").focus()
        page.keyboard.press("Alt+ArrowUp")
        moved = page.get_by_role("group", name="Affirmation 1").get_by_label("Phrase")
        expect(moved).to_have_value("Ils comparent avant de choisir.")
        page.get_by_role("button", name="Garder le brouillon").click()
        expect(page.get_by_role("status")).to_contain_text("brouillon")
        page.emulate_media(media="print")
        screenshot(page, "studio/3-printed")
        address = page.url
    with browse("seller", PHONE, language="fr") as page:
        assert page.goto(address).status == 404
