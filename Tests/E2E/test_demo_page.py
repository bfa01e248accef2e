"""The demo's web page, as a newcomer uses it: sign in with a browser, read the code in the inbox, see the tokens."""

import json

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from harness.calls import call
from harness.chromium import chromium
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
        wait = WebDriverWait(browser, 15)
        browser.get(f"http://localhost:{demo.app_port}/")
        wait.until(lambda driver: driver.find_element(By.ID, "sign-in").is_displayed())
        browser.find_element(By.ID, "sign-in").click()
        wait.until(lambda driver: driver.find_elements(By.NAME, "phone"))
        browser.find_element(By.NAME, "phone").send_keys(typed)
        browser.find_element(By.CSS_SELECTOR, "form [type=submit], form button").click()
        wait.until(lambda driver: driver.find_elements(By.NAME, "code"))
        browser.find_element(By.NAME, "code").send_keys(newest_code(demo, number))
        wait.until(lambda driver: driver.find_elements(By.ID, "sign-out"))
        wait.until(lambda driver: driver.find_element(By.ID, "sign-out").is_displayed())
        claims = json.loads(browser.find_element(By.ID, "id-claims").text)
        assert claims["iss"] == f"http://localhost:{demo.port}/"
        browser.find_element(By.ID, "sign-out").click()
        wait.until(lambda driver: driver.find_elements(By.ID, "sign-in"))
        wait.until(lambda driver: driver.find_element(By.ID, "sign-in").is_displayed())
