"""Set a second factor up, confirm with it and take it away, on a phone."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import complaints

pytestmark = pytest.mark.browser


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize(("size", "scheme", "language"), [(PHONE, "dark", "fr"), (DESK, "light", "en")])
@pytest.mark.xdist_group("phone")
def test_a_second_factor_comes_and_goes(size, scheme, language, browse, screenshot) -> None:
    wrong = []

    def look(page, name: str) -> None:
        wrong.extend(f"{name}: {complaint}" for complaint in complaints(page, language))
        screenshot(page, f"second-factor/{language}-{name}")

    with browse("marketing_director", size, scheme=scheme, language=language) as page:
        page.goto("/me")
        look(page, "me")
        page.locator('main a[href="/account/2fa/totp/activate/"]').click()
        look(page, "activate")
        page.locator("summary").click()
        secret = page.locator(".key").inner_text()
        page.locator("input[name=code]").fill(code_for(secret))
        page.locator("main form button").first.click()
        # Nobody has a password in the demonstration: the codes are shown to whoever confirms with the new factor.
        page.wait_for_url(re.compile("reauthenticate"))
        look(page, "confirm")
        page.locator("input[name=code]").fill(code_for(secret))
        page.locator("main form button").first.click()
        page.wait_for_url(re.compile("recovery-codes/$"))
        assert page.locator(".codes li").count() == 10
        look(page, "codes")
        page.goto("/me")
        page.locator('main a[href="/account/2fa/totp/deactivate/"]').click()
        look(page, "remove")
        page.locator("main form button").first.click()
        page.wait_for_url(re.compile("/me$"))
        assert page.locator('main a[href="/account/2fa/totp/activate/"]').count() == 1
    assert not wrong, "\n".join(wrong)
