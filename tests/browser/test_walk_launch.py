"""The story of the tutorial in the real browser, in French: from twelve remarks about expense reports to a pitch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

CARD = "Carte cobrandée Brisane et Banque Lanvaux"
EARLIER = "Brisane Terrain sans engagement"
THEME = "Notes de frais des techniciens"
PINNED = "Trois signatures pour une note de frais"
PROPOSED = "Votre comptable recopie des tickets deux jours par mois : la carte les lui apporte."
COLUMNS = ("Ce qui les retient", "Ce qui le prouve")
OTHER = "Une ligne arrêtée quatre heures"


def content(page: Page) -> Locator:
    return page.locator("#content")


def tab(page: Page, name: str) -> None:
    page.get_by_label("Parties du lancement").get_by_role("link", name=name).click()


def open_card(page: Page) -> None:
    page.goto("/launches")
    content(page).get_by_role("link", name=CARD).click()


def test_from_twelve_remarks_to_a_pitch(browse, screenshot) -> None:
    with browse("marketer", DESK, language="fr") as page:
        twelve_remarks_make_a_theme(page)
        a_launch_is_being_prepared(page, screenshot)
        evidence_is_pinned(page, screenshot)
    with browse("seller", PHONE, language="fr") as page:
        a_pilot_proposes_a_line_from_a_phone(page, screenshot)
    with browse("marketer", DESK, language="fr") as page:
        marketing_answers_line_by_line(page, screenshot)
        it_is_ready_and_launched(page, screenshot)
    with browse("seller", PHONE, language="fr") as page:
        it_is_read_in_one_tap(page, screenshot)
    with browse("sales_manager", PHONE, language="fr") as page:
        the_manager_sees_who_has_read_it(page, screenshot)
    with browse("marketer", DESK, language="fr") as page:
        nothing_is_concluded_too_soon(page, screenshot)


def twelve_remarks_make_a_theme(page: Page) -> None:
    page.goto("/themes?q=frais")
    content(page).get_by_role("link", name=THEME).first.click()
    expect(content(page).locator("dl.figures")).to_contain_text("12")
    for language in ("français", "anglais"):
        expect(content(page).get_by_role("heading", name=re.compile(language))).to_be_visible()


def a_launch_is_being_prepared(page: Page, screenshot) -> None:
    page.get_by_role("navigation", name="Lieux").get_by_role("link", name="Lancements").click()
    content(page).get_by_role("link", name=CARD).click()
    expect(content(page).locator("svg.timeline.wide-frame")).to_be_visible()
    expect(content(page).locator("svg.timeline.wide-frame")).to_contain_text(re.compile(r"S\d+"))
    expect(content(page).locator("table.steps tbody tr")).to_have_count(10)
    expect(content(page).locator("table.steps")).to_contain_text("En retard")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) == 1
    screenshot(page, "walk-launch/1-brief")


def evidence_is_pinned(page: Page, screenshot) -> None:
    tab(page, "Preuves")
    content(page).get_by_label("Depuis un thème").select_option(label=THEME)
    source = content(page).locator("form.source[data-source]", has_text=PINNED)
    source.get_by_role("button", name="Ce qui les retient").click()
    doubts, proves = (content(page).get_by_role("region", name=re.compile(f"^{name}")) for name in COLUMNS)
    pin = doubts.locator("article.pin", has_text=PINNED)
    pin.locator("blockquote").drag_to(proves.get_by_role("heading"))
    expect(proves).to_contain_text(PINNED)
    # By keyboard: the same piece, one column back.
    proves.locator("article.pin", has_text=PINNED).get_by_role("button", name="Vers la colonne précédente").press(
        "Enter"
    )
    expect(doubts).to_contain_text(PINNED)
    screenshot(page, "walk-launch/2-board")


def a_pilot_proposes_a_line_from_a_phone(page: Page, screenshot) -> None:
    page.locator(".phone-bar").get_by_role("link", name="Plus").tap()
    content(page).get_by_role("link", name="Lancements").tap()
    content(page).get_by_role("link", name=CARD).tap()
    page.get_by_role("link", name="Proposer une phrase").tap()
    first = content(page).locator("ol.pitch > li").first
    expect(first).to_contain_text("Vous")
    expect(first).to_contain_text("l’a dit en premier")
    content(page).get_by_label("Une phrase que l’on peut dire à un client").fill(PROPOSED)
    content(page).get_by_role("button", name="Proposer", exact=True).last.tap()
    expect(page.get_by_role("status")).to_contain_text("Phrase proposée")
    screenshot(page, "walk-launch/3-pilot")


def marketing_answers_line_by_line(page: Page, screenshot) -> None:
    page.goto("/today")
    expect(content(page)).to_contain_text("2 phrases proposées")
    open_card(page)
    tab(page, "Argumentaire")
    mine = content(page).locator(".proposal", has_text=PROPOSED)
    mine.get_by_role("button", name="La prendre").click()
    expect(content(page).locator("ol.pitch")).to_contain_text(PROPOSED)
    other = content(page).locator(".proposal", has_text=OTHER)
    other.get_by_text("L’écarter, en disant pourquoi").click()
    other.get_by_label("Pourquoi elle reste dehors").fill("Elle effraie avant d’aider.")
    other.get_by_role("button", name="L’écarter", exact=True).click()
    expect(content(page).locator(".proposal")).to_have_count(0)
    screenshot(page, "walk-launch/4-answers")
    # Printed, the pitch is one sheet.
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) == 1


def it_is_ready_and_launched(page: Page, screenshot) -> None:
    tab(page, "Brief")
    expect(content(page).get_by_role("button", name="Déclarer prêt")).to_have_count(0)
    # The last item follows the launch: it blocks nothing.
    to_do = content(page).get_by_role("button", name="Fait :").and_(page.locator('[aria-pressed="false"]'))
    for left in range(to_do.count() - 1, 0, -1):
        to_do.first.click()
        expect(to_do).to_have_count(left)
    expect(content(page)).to_contain_text("Il ne manque rien.")
    content(page).get_by_role("button", name="Déclarer prêt").click()
    content(page).get_by_role("link", name="Lancer", exact=True).click()
    screenshot(page, "walk-launch/5-tell")
    content(page).get_by_role("button", name="Lancer", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Lancé.")


def it_is_read_in_one_tap(page: Page, screenshot) -> None:
    page.goto("/today")
    line = content(page).locator(".brief-line", has_text=CARD)
    expect(line).to_contain_text("vous est destiné")
    line.get_by_role("link", name="Le lire").first.tap()
    screenshot(page, "walk-launch/6-launched")
    content(page).get_by_role("button", name="J’en ai pris connaissance").first.tap()
    expect(page.get_by_role("status")).to_contain_text("vous en avez pris connaissance")
    expect(content(page).get_by_role("button", name="J’en ai pris connaissance")).to_have_count(0)
    # What is left to read of it: the line proposed is in the pitch.
    page.goto("/notices")
    expect(content(page)).to_contain_text("Votre phrase est dans l’argumentaire")


def the_manager_sees_who_has_read_it(page: Page, screenshot) -> None:
    open_card(page)
    tab(page, "Premiers résultats")
    content(page).get_by_role("link", name="Qui en a pris connaissance").tap()
    expect(content(page)).to_contain_text(re.compile(r"1 sur \d+"))
    screenshot(page, "walk-launch/7-readers")


def nothing_is_concluded_too_soon(page: Page, screenshot) -> None:
    open_card(page)
    tab(page, "Premiers résultats")
    expect(content(page)).to_contain_text("Rien à conclure encore.")
    expect(content(page)).to_contain_text(re.compile(r"1 sur \d+"))
    screenshot(page, "walk-launch/8-results")
    page.goto("/launches")
    content(page).get_by_role("link", name=EARLIER).click()
    tab(page, "Premiers résultats")
    expect(content(page)).to_contain_text(re.compile(r"\d+ gagnées sur \d+ affaires conclues"))
