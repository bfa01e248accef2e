"""The demo's web page, as a newcomer uses it: sign in with a browser, read the code in the inbox, see the tokens."""

import json

import pytest

from harness.calls import call
from harness.chromium import chromium, shown
from test_demo import Demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("page") / "demo")
    try:
        assert demo.guide
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.stop()


def newest_code(demo: Demo, number: str) -> str:
    """The code of the newest message that the inbox shows for a number."""
    messages = call(f"http://127.0.0.1:{demo.inbox_port}", "GET", "/api/messages").json
    return next(message["code"] for message in messages if message["recipient"] == number)


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
        shown(browser, "[name=code]").send_keys(newest_code(demo, number))
        sign_out = shown(browser, "#sign-out")
        claims = json.loads(shown(browser, "#id-claims").text)
        assert claims["iss"] == f"http://localhost:{demo.port}/"
        sign_out.click()
        assert shown(browser, "#sign-in")
