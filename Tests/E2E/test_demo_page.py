"""The demo's web page, as a newcomer uses it: sign in with a browser, read the code in the inbox, see the tokens."""

import json

import pytest

from harness.chromium import chromium, shown


@pytest.mark.parametrize(
    "language, width, typed, number",
    [
        ("en-US", 1200, "+1 202 456 1414", "+12024561414"),
        ("ja-JP", 390, "090 1234 5678", "+819012345678"),
        ("ar-EG", 390, "0100 123 4567", "+201001234567"),
    ],
)
def test_signs_a_person_in_shows_the_tokens_and_signs_them_out(demo, language, width, typed, number):
    with chromium(language, width=width) as browser:
        browser.get(f"http://localhost:{demo.app_port}/")
        shown(browser, "#sign-in").click()
        shown(browser, "[name=phone]").send_keys(typed)
        shown(browser, "button[type=submit]").click()
        shown(browser, "[name=code]").send_keys(demo.newest_code(number))
        sign_out = shown(browser, "#sign-out")
        claims = json.loads(shown(browser, "#id-claims").text)
        assert claims["iss"] == f"http://localhost:{demo.port}/"
        sign_out.click()
        assert shown(browser, "#sign-in")
