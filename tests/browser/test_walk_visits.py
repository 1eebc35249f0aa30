"""A joint visit, in French, on the phone of a seller: asked, agreed, prepared, told; and marketing that reads it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

HEARD = "« Montrez-nous une panne, pas un tableau. »"


def test_a_visit_from_the_question_to_what_was_heard(browse, screenshot) -> None:
    with browse("seller", PHONE, language="fr") as page:
        page.goto("/rhythm/visits")
        screenshot(page, "visits/01-seller-visits")
        page.get_by_role("button", name="J’y vais").first.tap()
        expect(page.get_by_role("status").first).to_contain_text("C’est accepté")
        page.get_by_role("link", name="Fiche de préparation").tap()
        expect(page.get_by_role("heading", name="Trois choses à écouter")).to_be_visible()
        expect(page.locator(".questions li")).to_have_count(3)
        screenshot(page, "visits/02-sheet")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
        page.goto("/rhythm/visits")
        page.get_by_role("link", name="Raconter ce qui a été entendu").first.tap()
        page.get_by_label("De quoi ont-ils besoin").fill(HEARD)
        screenshot(page, "visits/03-debrief")
        page.get_by_role("button", name="Enregistrer").tap()
        expect(page.get_by_role("status").first).to_contain_text("à vos deux noms")
        expect(page.locator("#content")).to_contain_text("1 remontée en est sortie")
        screenshot(page, "visits/04-told")
    with browse("marketer", DESK, language="fr") as page:
        page.goto("/rhythm/visits")
        expect(page.get_by_role("heading", name="Proximité des équipes et du marketing")).to_be_visible()
        screenshot(page, "visits/05-marketing")
