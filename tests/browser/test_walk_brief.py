"""The brief in the real browser, in French: a minute on a phone, then less of it, and what of it is mailed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import complaints

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]


def lines(page: Page) -> Locator:
    return page.locator("#content .brief-line")


def test_the_few_lines_of_a_day(browse, screenshot) -> None:
    with browse("seller", PHONE, language="fr") as page:
        seller_reads_a_minute(page, screenshot)
        seller_sets_a_line_aside(page)
        seller_gives_it_less(page, screenshot)
        seller_chooses_what_is_mailed(page, screenshot)
    with browse("sales_manager", DESK, language="fr") as page:
        manager_reads_what_waits_first(page, screenshot)


def seller_reads_a_minute(page: Page, screenshot) -> None:
    """At most five lines, under headings that say why; the first action alone is filled."""
    page.goto("/today")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Vous attend")
    expect(page.locator("#content .page-head")).to_contain_text(re.compile(r"\d+ secondes de lecture"))
    assert 1 <= lines(page).count() <= 5
    expect(lines(page).locator("a.button:not(.quiet)")).to_have_count(1)
    page.goto("/today")
    again = lines(page).all_inner_texts()
    page.reload()
    assert lines(page).all_inner_texts() == again, "looking twice shows the same"
    screenshot(page, "brief/seller-today")
    assert complaints(page, "fr") == []


def seller_sets_a_line_aside(page: Page) -> None:
    last = lines(page).last
    said = last.locator("strong").inner_text()
    last.get_by_role("button", name="Mettre de côté").tap()
    expect(lines(page).filter(has_text=said)).to_have_count(0)


def seller_gives_it_less(page: Page, screenshot) -> None:
    """Less time leaves out what may help, never what waits."""
    waits = page.locator("#content ol").first.locator(".brief-line").count()
    page.get_by_text("Comment ces lignes sont choisies").tap()
    expect(page.get_by_label("60")).to_be_checked()
    screenshot(page, "brief/seller-rule")
    page.get_by_label("20").check()
    page.get_by_role("button", name="Enregistrer").tap()
    page.get_by_text("Comment ces lignes sont choisies").tap()
    expect(page.get_by_label("20")).to_be_checked()
    assert page.locator("#content ol").first.locator(".brief-line").count() == waits
    page.get_by_label("60").check()
    page.get_by_role("button", name="Enregistrer").tap()
    expect(page.locator("#content .page-head")).to_contain_text("secondes de lecture")


def seller_chooses_what_is_mailed(page: Page, screenshot) -> None:
    page.get_by_text("Comment ces lignes sont choisies").tap()
    page.get_by_role("link", name="Choisir ce qui arrive par courriel").tap()
    day = page.get_by_role("row", name=re.compile("Votre journée"))
    expect(day.get_by_role("radio", name="Tout de suite")).to_have_count(0)
    day.get_by_label("Jamais par courriel").check()
    page.get_by_label("Heure du courriel du jour").select_option("7")
    page.get_by_role("button", name="Enregistrer").tap()
    expect(page.get_by_role("status")).to_contain_text("Enregistré")
    expect(
        page.get_by_role("row", name=re.compile("Votre journée")).get_by_label("Jamais par courriel")
    ).to_be_checked()
    screenshot(page, "brief/seller-mail")


def manager_reads_what_waits_first(page: Page, screenshot) -> None:
    page.goto("/today")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Vous attend")
    assert 1 <= lines(page).count() <= 5
    screenshot(page, "brief/manager-today")
    assert complaints(page, "fr") == []
