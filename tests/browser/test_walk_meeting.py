"""A meeting in the real browser: prepared by keyboard, written down by two at once, closed, found again; and a mention."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import complaints

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

TITLE = "Point terrain et marketing"
DECISION = "On refait le calcul avec les chiffres de septembre."
BESIDE = "Je note ceci pendant que l'autre écrit"
HALF = "Ce que j'écrivais quand l'ordre a"
TASK = "Rappeler les trois clients qui attendent le calcul."
#: What others write shows within ten seconds.
POLL_MS = 12_000


def content(page: Page):
    return page.locator("#content")


def open_meeting(page: Page) -> None:
    page.goto("/meetings")
    content(page).get_by_role("link", name=TITLE, exact=True).first.click()
    expect(page.get_by_role("heading", name="Ordre du jour")).to_be_visible()


def test_a_meeting_is_prepared_held_and_found_again(browse, screenshot) -> None:
    with browse("marketer", DESK, language="fr") as desk, browse("sales_manager", PHONE, language="fr") as phone:
        prepare_by_keyboard(desk, screenshot)
        open_meeting(phone)
        screenshot(phone, "meeting/manager-phone")
        both_write(desk, phone, screenshot)
        close(desk, screenshot)
        do_what_was_promised(phone, screenshot)
    with browse("marketer", DESK, language="fr") as desk:
        desk.goto("/meetings")
        screenshot(desk, "meeting/meetings")
        assert complaints(desk, "fr") == []


def prepare_by_keyboard(page: Page, screenshot) -> None:
    """Take what is proposed, add an item, and put it first without leaving the keyboard."""
    open_meeting(page)
    screenshot(page, "meeting/proposed")
    assert complaints(page, "fr") == []
    page.get_by_role("button", name="Mettre à l’ordre du jour").focus()
    page.keyboard.press("Enter")
    items = page.locator(".agenda-item h3")
    expect(items.first).to_be_visible()
    n_items = items.count()
    page.get_by_text("Ajouter un point").click()
    page.get_by_label("De quoi parler").fill("Le salon de mai")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(items).to_have_count(n_items + 1)
    up = page.get_by_role("button", name="Monter « Le salon de mai »".replace("« ", "«\u202f").replace(" »", "\u202f»"))
    first = page.locator(".agenda-item").first
    first.locator("summary").click()
    first.locator("textarea").fill(HALF)
    up.focus()
    for place in range(n_items, 0, -1):
        page.keyboard.press("Enter")
        expect(items.nth(place - 1)).to_have_text("Le salon de mai")
        expect(up).to_be_focused()
    half = page.locator(".agenda-item textarea").filter(visible=True)
    expect(half).to_have_value(HALF)
    half.fill("")
    page.locator(".agenda-item details[open] summary").click()
    screenshot(page, "meeting/agenda")


def both_write(desk: Page, phone: Page, screenshot) -> None:
    """Two people write under the same item; neither loses a word, and each sees the other's."""
    for page in (desk, phone):
        page.locator(".agenda-item summary").first.click()
    typing = desk.locator(".agenda-item textarea").first
    typing.fill(BESIDE)
    form = phone.locator(".agenda-item form.write-outcome").first
    form.locator("textarea").fill(DECISION)
    form.get_by_role("button", name="Noter").tap()
    expect(phone.locator(".outcome").filter(has_text=DECISION)).to_be_visible()
    expect(form.locator("textarea")).to_have_value("")
    expect(desk.locator(".outcome").filter(has_text=DECISION)).to_be_visible(timeout=POLL_MS)
    expect(typing).to_have_value(BESIDE)
    write = desk.locator(".agenda-item form.write-outcome").first
    write.get_by_text("À faire", exact=True).click()
    write.locator("textarea").fill(TASK)
    write.locator("select[name=owner]").select_option(label="Nadège Besson")
    write.get_by_role("button", name="Noter").click()
    expect(desk.locator(".outcome").filter(has_text=TASK)).to_be_visible()
    expect(phone.locator(".outcome").filter(has_text=TASK)).to_be_visible(timeout=POLL_MS)
    screenshot(desk, "meeting/written-desk")
    screenshot(phone, "meeting/written-phone")
    assert complaints(desk, "fr") == []
    assert complaints(phone, "fr") == []
    desk.locator(".outcome").filter(has_text=TASK).get_by_role("link", name="Modifier").click()
    assert complaints(desk, "fr") == []
    desk.get_by_role("button", name="Enregistrer").click()


def close(page: Page, screenshot) -> None:
    """Close it: the minutes fit on one page, and the next time begins with what is open."""
    page.get_by_role("button", name="Clore et envoyer le compte rendu").click()
    expect(page.get_by_text(DECISION)).to_be_visible()
    screenshot(page, "meeting/minutes")
    assert complaints(page, "fr") == []
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.get_by_role("link", name="Préparer la prochaine").click()
    expect(page.locator(".follow-up").filter(has_text=TASK)).to_be_visible()
    screenshot(page, "meeting/next")


def do_what_was_promised(page: Page, screenshot) -> None:
    """Find on the phone what one was asked, and say it is done."""
    page.goto("/notices")
    asked = page.locator(".brief-line").filter(has_text=TITLE).filter(has_text="chose")
    expect(asked.first).to_be_visible()
    screenshot(page, "meeting/notices-phone")
    page.goto("/meetings")
    mine = page.locator(".follow-up").filter(has_text=TASK)
    mine.get_by_role("button", name="C’est fait").tap()
    expect(mine).to_have_count(0)


def test_somebody_is_named_by_keyboard_and_told(browse, screenshot) -> None:
    with browse("sales_manager", DESK, language="fr") as page:
        page.goto("/listen")
        page.locator(".note-line a.plain").first.click()
        thread = page.url
        field = page.get_by_label("Votre message")
        field.press_sequentially("Tu as vu cela, @Camille")
        expect(page.locator("[data-mention]").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(field).to_have_value("Tu as vu cela, @Camille Thomas ")
        screenshot(page, "threads/suggested")
        page.get_by_role("button", name="Envoyer").click()
        expect(page.locator(".mention").last).to_have_text("@Camille Thomas")
        screenshot(page, "threads/said")
        assert complaints(page, "fr") == []
    with browse("marketer", PHONE, language="fr") as page:
        page.goto("/notices")
        line = page.locator(".brief-line").filter(has_text="Un responsable commercial vous cite").first
        screenshot(page, "threads/notices-phone")
        assert complaints(page, "fr") == []
        line.get_by_role("link", name="Lire le fil").tap()
        expect(page.locator(".mention.me").first).to_be_visible()
        public_id = thread.rstrip("/").rpartition("/")[2].partition("?")[0]
        page.goto(f"/threads/note/{public_id}")
        expect(page.locator(".mention.me").last).to_be_visible()
        assert complaints(page, "fr") == []
