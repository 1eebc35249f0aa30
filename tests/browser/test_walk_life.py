"""The life of an argument and of a message, in French: a seller's phone, the owner's desk, the manager's list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import complaints

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

WRONG = "Le prix de la pièce a changé en octobre."
ANSWER = "Vérifié hier avec l'atelier : le prix de la fiche est celui de novembre."
TITLE = "Cap sur les sites qui tournent la nuit"


def content(page: Page) -> Locator:
    return page.locator("#content")


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def test_published_read_contested_and_answered(browse, screenshot) -> None:
    with browse("marketing_director", DESK, language="fr") as page:
        director_tells_where_the_company_goes(page, screenshot)
    with browse("seller", PHONE, language="fr") as page:
        seller_reads_in_one_tap(page, screenshot)
        argument = seller_says_wrong_in_one_tap(page, screenshot)
    with browse("sales_manager", DESK, language="fr") as page:
        manager_sees_who_is_missing(page, screenshot)
    with browse("marketing_director", DESK, language="fr") as page:
        director_answers(page, argument, screenshot)
    with browse("seller", PHONE, language="fr") as page:
        seller_reads_the_answer(page, screenshot)


def director_tells_where_the_company_goes(page: Page, screenshot) -> None:
    page.goto("/arguments/messages")
    page.get_by_role("link", name="Écrire un message").click()
    french = page.get_by_role("group", name="En français")
    french.get_by_label("Titre").fill(TITLE)
    french.get_by_label("Texte").fill("Ils perdent le plus à chaque arrêt.")
    page.get_by_role("group", name="Arguments qui le portent").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Garder le brouillon").click()
    page.get_by_role("link", name="Publier le message").click()
    page.get_by_role("button", name="Publier le message").click()
    expect(status(page)).to_contain_text("personnes sont invitées à en prendre connaissance")
    screenshot(page, "life/director-publishes")


def seller_reads_in_one_tap(page: Page, screenshot) -> None:
    page.goto("/today")
    screenshot(page, "life/seller-today")
    line = content(page).locator(".brief-line").filter(has_text=TITLE)
    line.get_by_role("button", name="C’est lu").tap()
    expect(status(page)).to_contain_text("vous en avez pris connaissance")
    expect(content(page).locator(".brief-line").filter(has_text=TITLE)).to_have_count(0)
    page.goto("/arguments/messages")
    expect(content(page).locator("article").filter(has_text=TITLE)).to_contain_text("Vous en avez pris connaissance")
    screenshot(page, "life/seller-messages")


def seller_says_wrong_in_one_tap(page: Page, screenshot) -> str:
    page.goto("/deals")
    for path in [link.get_attribute("href") for link in content(page).locator("td:first-child a").all()]:
        page.goto(path)
        if content(page).locator(".argument-card").count():
            break
    card = content(page).locator(".argument-card").first
    title = card.locator("h3").inner_text()
    card.get_by_role("button", name="Erreur").tap()
    expect(status(page)).to_contain_text("Son responsable est prévenu")
    card = content(page).locator(".argument-card").filter(has_text=title)
    screenshot(page, "life/seller-says-wrong")
    card.get_by_role("button", name="Annuler ce geste").tap()
    expect(status(page)).to_contain_text("rien n’est compté")
    card.get_by_role("button", name="Erreur").tap()
    card.get_by_placeholder("Qu’est-ce qui est faux").fill(WRONG)
    card.get_by_role("button", name="Enregistrer").tap()
    expect(status(page)).to_contain_text("Son responsable le lira")
    card.get_by_role("link", name="contesté").tap()
    expect(content(page)).to_contain_text("J+2")
    expect(content(page)).to_contain_text(WRONG)
    screenshot(page, "life/seller-contest")
    assert complaints(page, "fr") == []
    return re.sub(r"^https?://[^/]+", "", page.url)


def manager_sees_who_is_missing(page: Page, screenshot) -> None:
    page.goto("/arguments/messages")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Qui en a pris connaissance").click()
    expect(content(page)).to_contain_text("1 sur ")
    page.get_by_role("button", name="Relancer les absents").click()
    expect(status(page)).to_contain_text("Aujourd’hui")
    screenshot(page, "life/manager-readers")


def director_answers(page: Page, contest: str, screenshot) -> None:
    page.goto(contest)
    page.get_by_text("Il tient", exact=True).click()
    page.get_by_label("En une phrase, ce qu’un vendeur pourra répéter").fill(ANSWER)
    page.get_by_role("button", name="Répondre").click()
    expect(content(page)).to_contain_text("Confirmé")
    expect(content(page)).to_contain_text("réponse dans le délai")
    screenshot(page, "life/director-answers")
    assert complaints(page, "fr") == []


def seller_reads_the_answer(page: Page, screenshot) -> None:
    page.goto("/notices")
    page.get_by_role("link", name=re.compile("tient, et voici pourquoi")).or_(
        page.get_by_role("link", name="Lire la réponse")
    ).first.tap()
    expect(content(page)).to_contain_text(ANSWER)
    screenshot(page, "life/seller-reads-the-answer")
