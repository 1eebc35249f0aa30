"""From what a seller asks to an answer with its reason, in French: two managers with opposed requests, one director."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import complaints

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

ASKED = "Un exemple chiffré pour un site en trois-huit"
PROPOSED = "Notre client a déjà un exemple de ce secteur."
REASON = "Promis au comité de direction : c'est le site vitrine de l'année."
OPPOSED = ("Étude de cas : deux usines équipées en un an", "Stand au salon de la logistique")


def content(page: Page) -> Locator:
    return page.locator("#content")


def managers(page: Page) -> list[str]:
    """Who the two managers are: their ids, as the administrator reads them."""
    page.goto("/settings?q=")
    rows = page.locator("#content tbody tr", has_text="Responsable commercial")
    links = [row.locator("a").first.get_attribute("href") or "" for row in rows.all()]
    return [link.rpartition("/")[2] for link in links]


def become(page: Page, person: str) -> None:
    """Enter the demonstration as somebody whom its door does not offer."""
    page.goto("/demo")
    door = page.locator("button.role-choice").first
    door.evaluate("(button, id) => { button.value = id }", person)
    door.click()
    page.wait_for_url(re.compile("/today"))


def test_what_is_asked_is_answered_with_its_reason(browse, screenshot) -> None:
    with browse("seller", PHONE, language="fr") as page:
        address = seller_asks(page, screenshot)
    with browse("admin", DESK, language="fr") as page:
        people = managers(page)
    read = []
    for person in people:
        with browse(None, PHONE, language="fr") as page:
            become(page, person)
            read += manager_reads_why(page, screenshot)
            if person == people[0]:
                manager_proposes(page, screenshot)
    assert sorted(read) == sorted(OPPOSED)
    with browse("marketing_director", DESK, language="fr") as page:
        director_decides(page, screenshot)
    with browse("seller", PHONE, language="fr") as page:
        seller_reads_the_answer(page, screenshot, address)


def seller_asks(page: Page, screenshot) -> str:
    page.goto("/deals")
    content(page).locator("tbody a").first.tap()
    page.get_by_role("link", name="Demander au marketing").first.tap()
    choices = page.locator('select[name="deliverable"] option', has_text="Étude de cas client")
    page.locator('select[name="deliverable"]').select_option(value=choices.first.get_attribute("value"))
    expect(page.locator("#usual")).to_contain_text("D’habitude 5 semaines")
    page.locator('input[name="title"]').fill("Étude de cas agroalimentaire")
    expect(page.locator("#similar")).to_contain_text("Quelqu’un le demande déjà")
    screenshot(page, "arbitrate/01-seller-asks")
    page.locator('input[name="title"]').fill(ASKED)
    page.locator(".chips label", has_text="Important").tap()
    page.get_by_role("button", name="Demander", exact=True).tap()
    expect(content(page)).to_contain_text("en attente de décision")
    return re.sub(r"^https?://[^/]+", "", page.url)


def manager_reads_why(page: Page, screenshot) -> list[str]:
    """Read why in one screen, without scrolling; return the titles of the opposed requests read."""
    page.goto("/requests?show=mine&status=all")
    found = []
    for title in OPPOSED:
        link = content(page).get_by_role("link", name=title)
        if link.count():
            link.first.tap()
            why = page.locator("#why")
            expect(why).to_be_visible()
            box, bar = why.bounding_box(), page.locator(".phone-bar").bounding_box()
            assert box is not None
            assert bar is not None
            assert box["y"] + box["height"] <= bar["y"], (
                f"why ends at {box['y'] + box['height']}, the bar at {bar['y']}"
            )
            said = why.inner_text()
            assert re.search(r"\d+ demi-journées", said)
            assert re.search("paient|payées par|n’a que|n’ont ensemble|pouvaient payer", said)
            assert "priorité" not in said
            screenshot(page, f"arbitrate/02-why-{len(title)}")
            found.append(title)
            page.goto("/requests?show=mine&status=all")
    return found


def manager_proposes(page: Page, screenshot) -> None:
    """Read what gives way before proposing what another team asks for not to pass this week."""
    page.goto("/referee")
    line = page.locator(".room-line", has_text="Étude de cas dans l'agroalimentaire")
    line.get_by_role("link", name="Proposer de l’écarter").tap()
    expect(page.locator("#effect-title")).to_have_text("Ce que cela change")
    assert complaints(page, "fr") == []
    screenshot(page, "arbitrate/07-manager-proposes")
    page.get_by_label("Votre raison").fill(PROPOSED)
    page.get_by_role("button", name="Proposer de l’écarter").tap()
    expect(page.locator(".message", has_text=PROPOSED)).to_be_visible()


def director_answers(page: Page, screenshot) -> None:
    """Take up what one manager proposes, refuse the rest with a reason; nothing is published before."""
    expect(page.get_by_role("button", name="Publier les réponses")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Faire entrer « .*Ondalis »")).click()
    expect(page.locator("#effect-title")).to_be_visible()
    screenshot(page, "arbitrate/08-proposal")
    page.get_by_role("button", name="Retenir et faire entrer").click()
    for title in ("Stand au salon", "agroalimentaire"):
        page.locator("#content .message").get_by_role("link", name=title).click()
        page.get_by_label("Votre raison").fill("Les deux études passent avant.")
        page.get_by_role("button", name="Ne pas retenir").click()
        page.wait_for_url(re.compile("/referee$"))


def director_decides(page: Page, screenshot) -> None:
    page.goto("/referee")
    expect(content(page).get_by_role("heading", name=re.compile("Arbitrage de la S"))).to_be_visible()
    screenshot(page, "arbitrate/03-room")
    page.get_by_text("Essayer d’autres parts").click()
    page.locator('input[name="clients"]').fill("90")
    expect(page.locator("#result")).to_contain_text("Vous essayez d’autres parts")
    screenshot(page, "arbitrate/04-other-shares")
    page.goto("/referee")
    director_answers(page, screenshot)
    line = page.locator(".room-line", has_text=ASKED)
    line.locator("summary").click()
    line.get_by_label("Votre raison").fill(REASON)
    line.get_by_role("button", name="Je la veux").click()
    expect(page.locator(".room-line", has_text=ASKED)).to_contain_text("voulue, signé")
    page.get_by_role("button", name="Publier les réponses").click()
    page.wait_for_url(re.compile("/referee/decisions/"))
    expect(content(page)).to_contain_text("personne n’a été lésé")
    screenshot(page, "arbitrate/05-decision")


def seller_reads_the_answer(page: Page, screenshot, address: str) -> None:
    page.goto(address)
    why = page.locator("#why")
    expect(why).to_contain_text("Retenue en S")
    expect(why).to_contain_text("c'est le site vitrine")
    screenshot(page, "arbitrate/06-seller-answer")
