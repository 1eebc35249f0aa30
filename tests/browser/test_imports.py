"""A file on its way in, in the real browser: each state of its page is accessible, fits, and leads to the next."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import complaints

pytestmark = pytest.mark.browser

JOB_MS = 30_000
FILE = (
    "Deal ID;Deal Name;Account;Stage;Amount;Close Date\n"
    "B1;Vélos cargo « Élan »;Œuvre & Fils;Gagné;1 234,56 €;03/04/2026\n"
    "B2;=cmd;Œuvre & Fils;Chez le DG;12.3.4;13/04/2026\n"
    "B3;<script>alert(1)</script>;;Proposition;;\n"
)


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [
        pytest.param(PHONE, "dark", "fr", marks=pytest.mark.xdist_group("phone")),
        pytest.param(DESK, "light", "en", marks=pytest.mark.xdist_group("desk")),
    ],
)
def test_a_file_comes_in(size, scheme: str, language: str, browse, screenshot) -> None:
    look = f"{'phone' if size == PHONE else 'desk'}-{scheme}-{language}"
    wrong: list[str] = []

    def examine(page: Page, state: str) -> None:
        screenshot(page, f"{look}/import-{state}")
        wrong.extend(f"{state}: {complaint}" for complaint in complaints(page, language))

    with browse("admin", size, scheme=scheme, language=language) as page:
        page.goto("/settings/imports")
        examine(page, "0-list")
        page.locator('input[value="opportunities"]').check(force=True)
        page.set_input_files(
            "#id_file", {"name": "ventes.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")}
        )
        page.locator("main form").first.locator("button").click()
        page.wait_for_url(re.compile(r"/settings/imports/\w{14}$"))
        expect(page.locator("#encoding")).to_have_value("cp1252")
        expect(page.locator("#delimiter")).to_have_value(";")
        expect(page.locator("#date_order")).to_have_value("")
        examine(page, "1-read")
        page.locator('button[value="check"]').click()
        expect(page.get_by_role("alert").first).to_contain_text("03/04/2026")
        examine(page, "2-asked")
        page.select_option("#date_order", "dmy")
        page.select_option("#decimal", ",")
        page.select_option("#stage-0", "negotiation")
        page.locator('button[value="check"]').click()
        start = page.locator('form[action$="/start"] button')
        expect(start).to_be_visible(timeout=JOB_MS)
        examine(page, "3-tried")
        start.click()
        expect(page.locator('a[href$="/set-aside"]')).to_be_visible(timeout=JOB_MS)
        examine(page, "4-done")
        page.goto("/settings/imports")
        examine(page, "5-list")
    assert wrong == []
