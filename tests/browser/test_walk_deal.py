"""A seller's phone, in French: find, say, use, print; note without a network; and the taps that everyday gestures take."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import gestures
from tests.browser.conftest import DESK, PHONE, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("phone")]

#: A quiet reader's words a minute.
WORDS_A_MINUTE = 200
SHEETS = re.compile(rb"/Type\s*/Page[^s]")


def content(page: Page):
    return page.locator("#content")


def said(page: Page):
    return page.locator("#offline-said")


def test_find_a_deal_and_know_what_to_say_in_a_minute(browse, screenshot) -> None:
    with browse("seller", PHONE, language="fr") as page:
        page.goto("/deals")
        name = content(page).locator("tbody a").first.inner_text()
        word = max(re.findall(r"\w+", name), key=len)
        page.locator(".phone-top").get_by_role("link", name="Rechercher").tap()
        expect(page.get_by_role("searchbox", name="Mots")).to_be_focused()
        screenshot(page, "deal/01-search-empty")
        # Without its accents, unfinished, in capitals.
        page.keyboard.type(word[:-1].upper())
        page.keyboard.press("Enter")
        expect(content(page).locator("mark").first).to_be_visible()
        screenshot(page, "deal/02-found")
        content(page).get_by_role("link", name=name).first.tap()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        now = page.get_by_role("region", name="À dire maintenant")
        cards = now.locator("article")
        assert 1 <= cards.count() <= 3
        for card in cards.all():
            # The client’s words, then what to reply, then what came of it; the rest is folded.
            places = card.locator(".quote, .objection, .reply, .verdicts").all()
            tops = [place.bounding_box()["y"] for place in places]
            assert tops == sorted(tops)
            expect(card.locator("details .credit")).to_be_hidden()
            expect(card.locator(".tag").first).to_be_visible()
        assert len(now.inner_text().split()) <= WORDS_A_MINUTE
        screenshot(page, "deal/03-what-to-say")
        cards.first.locator("summary").tap()
        expect(cards.first.locator("details .credit")).to_be_visible()
        screenshot(page, "deal/04-what-it-rests-on")
        # On paper: one sheet for the deal, one for the argument.
        assert len(SHEETS.findall(page.pdf(format="A4"))) == 1
        cards.first.locator("h3 a").tap()
        # A page on its way to another one cannot be printed.
        page.wait_for_url(re.compile("/arguments/"))
        page.wait_for_load_state()
        assert len(SHEETS.findall(page.pdf(format="A4"))) == 1


def test_everyday_gestures_take_few_taps(browse) -> None:
    with browse("marketer", DESK, language="fr") as page:
        asked = gestures.ask_to_read(page)
    with browse("seller", PHONE, language="fr") as page:
        counts = [gestures.capture(page), gestures.use(page), gestures.acknowledge(page, asked)]
    with browse("sales_manager", PHONE, language="fr") as page:
        counts.append(gestures.lose(page))
    assert {count.name for count in counts} == set(gestures.LIMITS)
    for count in counts:
        taps, seconds = gestures.LIMITS[count.name]
        assert count.taps <= taps, count
        assert count.seconds <= seconds, count


@pytest.fixture
def phone(chromium, address):
    """A phone that can lose its network; what it then says on its console is expected."""
    context: BrowserContext = chromium.new_context(
        base_url=address,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        locale="fr-FR",
        reduced_motion="reduce",
        is_mobile=True,
        has_touch=True,
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, "seller", "fr")
    yield page
    context.close()


def keep(page: Page) -> None:
    page.goto("/pocket")
    page.get_by_role("button", name="Garder mes affaires sur ce téléphone").tap()
    expect(page.get_by_role("button", name="Mettre les copies à jour")).to_be_focused()


def held_by(page: Page) -> dict[str, list[str]]:
    """What the browser still keeps of Liant."""
    return page.evaluate(
        """async () => ({
          caches: await caches.keys(),
          workers: (await navigator.serviceWorker.getRegistrations()).map((worker) => worker.scope),
          bases: (await indexedDB.databases()).map((base) => base.name),
        })"""
    )


def note(page: Page, text: str, *, kind: str = "Besoin") -> None:
    page.locator("#text").fill(text)
    page.locator(".chips label", has_text=kind).tap()
    page.locator(".capture-form button.wide").tap()


def test_nothing_is_kept_before_it_is_asked_for(phone) -> None:
    phone.goto("/deals")
    phone.goto("/capture")
    assert held_by(phone)["caches"] == held_by(phone)["workers"] == []


def test_read_and_note_without_a_network_and_send_once(phone, screenshot) -> None:
    keep(phone)
    screenshot(phone, "deal/05-kept")
    first = "Sous-sol : ils veulent une mesure d’autonomie avant de signer."
    second = "Sous-sol : le délégué syndical CGT bloque la pose des capteurs."
    phone.context.set_offline(True)
    phone.goto("/deals")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Affaires")
    expect(said(phone)).to_contain_text("Pas de réseau. Cette page date du")
    content(phone).locator("tbody a").first.tap()
    expect(phone.get_by_role("region", name="À dire maintenant")).to_be_visible()
    expect(phone.locator(".verdicts").first).to_be_hidden()
    name = phone.get_by_role("heading", level=1).inner_text()
    screenshot(phone, "deal/06-deal-offline")
    content(phone).get_by_role("link", name="Noter une remontée").first.tap()
    # The deal one comes from is chosen already.
    expect(phone.get_by_label("Compte ou affaire").locator("option:checked")).to_have_text(name)
    note(phone, first)
    expect(said(phone)).to_contain_text("1 remontée attend le réseau.")
    phone.goto("/capture")
    expect(phone.locator("#text")).to_have_value("")
    note(phone, second)
    expect(said(phone)).to_contain_text("2 remontées attendent le réseau.")
    expect(content(phone).locator("[data-queue] textarea").first).to_have_js_property("readOnly", True)
    screenshot(phone, "deal/07-waiting")
    # A page that was not kept says so, and shows what is.
    phone.goto("/themes")
    expect(said(phone)).to_contain_text("la page demandée n’est pas gardée")
    phone.context.set_offline(False)
    phone.goto("/today")
    # One is sent; the other mentions a union: its author decides, with the text in hand.
    expect(said(phone)).to_contain_text("La remontée en attente est partie.")
    expect(said(phone)).to_contain_text("1 remontée n’a pas été acceptée telle quelle.")
    said(phone).get_by_role("link", name="Voir").tap()
    held = content(phone).locator("[data-queue] li")
    expect(held).to_contain_text("appartenance syndicale")
    expect(held.locator("textarea")).to_have_value(second)
    screenshot(phone, "deal/08-refused")
    held.get_by_text("La garder telle quelle").tap()
    held.get_by_role("button", name="Renvoyer").tap()
    expect(said(phone)).to_contain_text("La remontée en attente est partie.")
    expect(content(phone).locator("[data-queue] li")).to_have_count(0)
    phone.goto("/listen?show=mine")
    for text in (first, second):
        expect(content(phone).locator("article", has_text=text[:30])).to_have_count(1)
    expect(content(phone).locator("article", has_text=first[:30])).to_contain_text(name)


def test_a_page_that_could_not_be_kept_is_asked_for_again_then_said(phone) -> None:
    busy = []
    phone.route("**/deals", lambda route: route.fulfill(status=503) if busy else route.continue_())
    keep(phone)
    busy.append(True)
    phone.get_by_role("button", name="Mettre les copies à jour").tap()
    expect(said(phone)).to_contain_text("Les copies n’ont pas pu être faites")


def test_an_answer_that_never_came_back_doubles_nothing(phone) -> None:
    keep(phone)
    text = "Une réponse perdue en route ne fait pas deux remontées."
    phone.goto("/capture")
    key = phone.locator('.capture-form [name="_nonce"]').input_value()
    # The server took the note, and the phone never heard of it.
    fields = {"text": text, "kind": "need", "_nonce": key}
    token = phone.locator('.capture-form [name="csrfmiddlewaretoken"]').input_value()
    assert phone.request.post("/capture", form=fields, headers={"X-CSRFToken": token}).ok
    phone.context.set_offline(True)
    note(phone, text)
    expect(said(phone)).to_contain_text("1 remontée attend le réseau.")
    phone.context.set_offline(False)
    phone.goto("/listen?show=mine")
    expect(said(phone)).to_contain_text("La remontée en attente est partie.")
    phone.reload()
    expect(content(phone).locator("article", has_text=text)).to_have_count(1)


def test_signing_out_warns_of_what_was_never_sent_then_leaves_nothing(phone, screenshot) -> None:
    keep(phone)
    phone.goto("/capture")
    phone.context.set_offline(True)
    note(phone, "Une remontée jamais partie.")
    expect(said(phone)).to_contain_text("1 remontée attend le réseau.")
    phone.context.set_offline(False)
    phone.route("**/capture", lambda route: route.abort())
    phone.goto("/me")
    out = content(phone).get_by_role("button", name="Se déconnecter")
    out.tap()
    expect(said(phone)).to_contain_text("1 remontée n’est jamais partie")
    screenshot(phone, "deal/09-leaving")
    out.tap()
    phone.wait_for_url(re.compile("/account/login/"))
    assert held_by(phone) == {"caches": [], "workers": [], "bases": []}


def test_copies_go_when_somebody_else_signs_in(phone) -> None:
    keep(phone)
    assert held_by(phone)["caches"]
    sign_in(phone, "sales_manager", "fr")
    phone.wait_for_function("async () => !(await caches.keys()).length")
    assert held_by(phone)["workers"] == []
