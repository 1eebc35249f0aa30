"""The gestures of every day on a phone: each counts its taps and the letters typed, and takes the machine's time.

What a person adds is estimated from published figures: 36.2 words of five letters a minute on a phone (Palin et al., 2019,
37,370 people), and, of the keystroke-level model (Card, Moran and Newell, 1980), 1.1 s to point at something and 1.35 s to
think before a gesture. Nobody's real time is claimed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

LETTER_SECONDS, POINT_SECONDS, THINK_SECONDS = 60 / (36.2 * 5), 1.1, 1.35
#: Eleven words: a quarter of the field notes of the demonstration are as short.
NOTE = "Ils veulent une mesure d'autonomie, la brochure ne suffit pas."


@dataclass
class Count:
    """What a gesture took."""

    name: str
    taps: int = 0
    letters: int = 0
    machine_seconds: float = 0.0
    steps: list[str] = field(default_factory=list)

    def tap(self, target: Locator) -> None:
        self.taps += 1
        self.steps.append(target.first.inner_text().strip().splitlines()[-1])
        target.first.tap()

    def type(self, target: Locator, text: str) -> None:
        """Type into a field that has the focus already, or is tapped first."""
        if not target.evaluate("field => field === document.activeElement"):
            self.taps += 1
            target.tap()
        self.letters += len(text)
        target.page.keyboard.insert_text(text)

    @property
    def person_seconds(self) -> float:
        return THINK_SECONDS + self.letters * LETTER_SECONDS + self.taps * POINT_SECONDS

    @property
    def seconds(self) -> float:
        return self.person_seconds + self.machine_seconds


def done(count: Count, act: Callable[[], None]) -> Count:
    began = time.perf_counter()
    act()
    count.machine_seconds = time.perf_counter() - began
    return count


def first_deal(page: Page) -> str:
    page.goto("/deals")
    return page.locator("#content tbody a").first.get_attribute("href") or ""


def capture(page: Page) -> Count:
    """From Today to a kept note, of another kind than the first offered, about one of the deals offered."""
    page.goto("/today")
    count = Count("capture")

    def act() -> None:
        count.tap(page.locator(".phone-bar .capture a"))
        count.type(page.locator("#text"), NOTE)
        count.tap(page.locator(".chips label", has_text="Besoin"))
        count.tap(page.locator("#choices button"))
        count.tap(page.locator(".capture-form button.wide"))
        expect(page.get_by_role("status").filter(has_text="gardée")).to_be_visible()

    return done(count, act)


def use(page: Page) -> Count:
    """In a deal that is open before one: this argument was used."""
    page.goto(first_deal(page))
    count = Count("used")

    def act() -> None:
        count.tap(page.locator(".verdicts button", has_text="Utilisé"))
        expect(page.get_by_role("status").filter(has_text="vous l’avez utilisé")).to_be_visible()

    return done(count, act)


def ask_to_read(page: Page) -> str:
    """Publish, as a marketer, an argument that waits for a review, asking everybody to say having read it."""
    page.goto("/arguments?status=review")
    page.locator("#content article h3 a").first.click()
    path = page.url
    page.locator('#content a[href$="/publish"]').click()
    page.locator('select[name="acknowledge"]').select_option(index=1)
    page.locator("#content form button", has_text="Publier").click()
    expect(page.get_by_role("status").filter(has_text="Publié")).to_be_visible()
    return path


def acknowledge(page: Page, path: str) -> Count:
    """On an argument that is open before one: I have read it."""
    page.goto(path)
    count = Count("acknowledge")

    def act() -> None:
        count.tap(page.locator("form.ask button"))
        expect(page.locator("form.ask button")).to_have_count(0)

    return done(count, act)


def lose(page: Page) -> Count:
    """From a deal to its closing as lost, with its main reason and what the buyer said."""
    page.goto(first_deal(page))
    count = Count("lost")

    def act() -> None:
        count.tap(page.get_by_role("link", name="Classer perdue"))
        count.tap(page.locator(".chips label", has_text="Prix"))
        count.type(page.locator("#buyer_words"), "Trop cher pour dix capteurs.")
        count.tap(page.get_by_role("button", name="Classer l’affaire"))
        expect(page.get_by_role("status").filter(has_text="perdue")).to_be_visible()

    return done(count, act)


#: Most taps and most seconds of each gesture.
LIMITS = {"capture": (6, 30.0), "used": (1, 10.0), "acknowledge": (1, 10.0), "lost": (5, 20.0)}
