"""A person in Debian's Chromium: number, code, and back at the application."""

import secrets

import pytest
from selenium.webdriver.common.by import By

from harness.chromium import chromium, shown, waiting
from harness.hosted_page import ask_for_code, authorize_url
from harness.tenant import PUBLIC, wrong
from harness.visitor import query


@pytest.fixture(scope="module")
def page(tenant, application) -> dict:
    """A single-page application."""
    return tenant.new_client(
        "Browser",
        app_type="spa",
        grant_types=["authorization_code", "refresh_token"],
        callbacks=[application.origin + "/callback"],
        **PUBLIC,
    )


def log_in(browser, tenant, page, national: str, e164: str, auto: bool = True, **more) -> dict:
    """Types the number, reads the code at the gateway, types it, and exchanges the answer for tokens."""
    verifier = secrets.token_urlsafe(48)
    browser.get(authorize_url(tenant, page, verifier, **more))
    code = ask_for_code(browser, tenant, national, e164)
    field = shown(browser, "[name=code]")
    assert field.get_attribute("autocomplete") == "one-time-code"
    assert field.get_attribute("inputmode") == "numeric"
    field.send_keys(code)
    if not auto:
        shown(browser, "button[value=default]").click()
    waiting(browser).until(lambda driver: driver.current_url.startswith(page["callbacks"][0]))
    answer = query(browser.current_url)
    assert answer["state"] == "a state"
    tokens = tenant.server.call(
        "POST",
        "/oauth/token",
        {
            "grant_type": "authorization_code",
            "client_id": page["client_id"],
            "code": answer["code"],
            "redirect_uri": page["callbacks"][0],
            "code_verifier": verifier,
        },
    )
    assert tokens.status == 200, tokens
    return tokens.json


def complaints(browser) -> list:
    """What the browser wrote to its console, policy violations above all; a missing icon is nobody's."""
    return [entry for entry in browser.get_log("browser") if "favicon" not in entry["message"]]


def test_a_number_typed_with_blanks_in_the_browsers_country(tenant, page):
    with chromium("ja-JP") as browser:
        tokens = log_in(browser, tenant, page, "090 1234 5601", "+819012345601")
        assert tokens["id_token"]
        assert complaints(browser) == []


def test_without_scripts(tenant, page):
    with chromium("en-US", scripts=False) as browser:
        log_in(browser, tenant, page, "+81 90 1234 5602", "+819012345602", auto=False)


def test_on_a_phone_in_arabic_from_right_to_left(tenant, page):
    with chromium("ar-EG", width=360, height=780) as browser:
        browser.get(authorize_url(tenant, page))
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("dir") == "rtl"
        assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        log_in(browser, tenant, page, "+20 100 123 4567", "+201001234567")


def test_the_page_asks_in_the_language_that_the_application_names(tenant, page):
    with chromium("en-US") as browser:
        browser.get(authorize_url(tenant, page, ui_locales="ja"))
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "ja"


def test_a_wrong_code_says_how_many_tries_are_left(tenant, page):
    with chromium("en-US") as browser:
        browser.get(authorize_url(tenant, page))
        code = ask_for_code(browser, tenant, "+819012345603")
        shown(browser, "[name=code]").send_keys(wrong(code))
        assert "2" in shown(browser, "[role=alert]").text
