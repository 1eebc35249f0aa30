"""From what a seller said to a plan that answers it, on a phone, in French: ideas, a setback, a plan, a round."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

SAID = "Oui, mais seulement pour un premier rendez-vous, pas pour une relance."
STEP = "Écrire la page avec deux vendeurs"
ALONE = "Appeler un client déçu avec lui, haut-parleur allumé."


@dataclass
class Walk:
    """What one step tells the next."""

    idea: str = ""
    plan: str = ""


@pytest.fixture
def walk() -> Walk:
    return Walk()


def content(page: Page) -> Locator:
    return page.locator("#content")


def path_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+|\?.*$", "", page.url)


def test_what_a_seller_says_comes_back_as_a_plan(browse, screenshot, walk) -> None:
    with browse("seller", PHONE, language="fr") as page:
        seller_answers(page, screenshot, walk)
        seller_loses_and_sees_what_it_feeds(page, screenshot)
        seller_writes_alone(page, screenshot)
    with browse("marketer", DESK, language="fr") as page:
        marketer_rewrites_and_plans(page, screenshot, walk)
    with browse("seller", PHONE, language="fr") as page:
        seller_reads_the_plan(page, screenshot, walk)


def seller_answers(page: Page, screenshot, walk: Walk) -> None:
    page.goto("/notices")
    line = content(page).locator("li", has_text="est-ce toujours votre idée")
    line.get_by_role("link", name="Lire et répondre").tap()
    page.wait_for_url(re.compile("/ideas/"))
    walk.idea = path_of(page)
    expect(content(page).get_by_role("heading", name="Avec les mots du terrain")).to_be_visible()
    screenshot(page, "refine/01-seller-asked")
    page.get_by_label("Ce qui manque, ou n’est pas ce que vous vouliez dire").fill(SAID)
    page.get_by_role("button", name="Pas tout à fait").tap()
    expect(content(page)).to_contain_text("Vous avez répondu : pas tout à fait.".replace(" :", "\u202f:"))
    expect(page.locator("#thread")).to_contain_text(SAID)


def seller_loses_and_sees_what_it_feeds(page: Page, screenshot) -> None:
    page.goto("/deals")
    content(page).locator("tbody a").first.tap()
    began = time.perf_counter()
    page.get_by_role("link", name="Classer perdue").tap()
    page.get_by_text("Prix", exact=True).first.tap()
    page.get_by_role("button", name="Classer l’affaire").tap()
    expect(content(page).get_by_role("heading", name="Ce que nourrit cette affaire perdue")).to_be_visible()
    assert time.perf_counter() - began < 20
    expect(content(page)).to_contain_text("en dix-huit mois")
    screenshot(page, "refine/02-seller-lost")


def seller_writes_alone(page: Page, screenshot) -> None:
    page.goto("/rounds")
    content(page).locator("li", has_text="chacun écrit seul").get_by_role("link").first.tap()
    page.get_by_label("Votre idée").fill(ALONE)
    page.get_by_role("button", name="Ajouter", exact=True).tap()
    expect(content(page).locator("li", has_text=ALONE)).to_have_count(1)
    screenshot(page, "refine/03-seller-alone")


def marketer_rewrites_and_plans(page: Page, screenshot, walk: Walk) -> None:
    page.goto(walk.idea)
    expect(page.locator("#thread")).to_contain_text(SAID)
    page.get_by_role("link", name="La réécrire").click()
    text = page.locator('[name="text_fr"]')
    text.fill(text.input_value() + " Pour un premier rendez-vous seulement.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(content(page).locator("ins").last).to_contain_text("premier rendez-vous")
    screenshot(page, "refine/04-marketer-rewrote")
    page.get_by_role("link", name="En faire un plan").click()
    page.get_by_label("Étape 1").fill(STEP)
    page.locator('[name="step-0-who"]').select_option("first")
    page.locator('[name="step-0-cost"]').fill("2")
    page.get_by_role("button", name="Enregistrer le plan").click()
    page.wait_for_url(re.compile(r"/plans/(?!new)"))
    walk.plan = path_of(page)
    screenshot(page, "refine/05-marketer-planned")


def seller_reads_the_plan(page: Page, screenshot, walk: Walk) -> None:
    page.goto(walk.idea)
    expect(content(page).get_by_role("link", name="En faire un plan")).to_have_count(0)
    content(page).locator(f'a[href="{walk.plan}"]').tap()
    expect(content(page)).to_contain_text(STEP)
    page.get_by_role("button", name=re.compile("C’est fait")).tap()
    expect(content(page)).to_contain_text("Étapes\u202f: 1 sur 1")
    expect(content(page).locator(".credit")).to_be_visible()
    screenshot(page, "refine/06-seller-plan")


def test_a_plan_is_printed_on_one_page(browse) -> None:
    with browse("marketer", DESK, language="fr") as page:
        page.goto("/plans?status=done")
        content(page).locator("li a").first.click()
        expect(content(page).get_by_role("heading", name="Étapes")).to_be_visible()
        printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
