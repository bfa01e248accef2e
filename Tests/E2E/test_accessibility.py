"""The pages as assistive technology finds them: axe-core, in light and dark, in three scripts, wide and narrow."""

from urllib.parse import quote

import pytest
import requests
from selenium.webdriver.common.by import By

from harness.axe import findings
from harness.calls import call
from harness.chromium import chromium, shown, waiting
from harness.hosted_page import ask_for_code, authorize_url
from harness.tenant import PUBLIC, new_number, wrong

LOOKS = {
    "English": {"language": "en-US"},
    "English, dark, on a phone": {"language": "en-US", "dark": True, "width": 390},
    "Japanese, dark": {"language": "ja-JP", "dark": True},
    "Japanese, on a phone": {"language": "ja-JP", "width": 390},
    "Arabic, on a phone": {"language": "ar-EG", "width": 390},
    "Arabic, dark": {"language": "ar-EG", "dark": True},
}
# Contrast of 7 instead of 4.5 is WCAG's level AAA (1.4.6); a brand's colours are held to AA.
WITHOUT = ("color-contrast-enhanced",)


@pytest.fixture(scope="module", params=LOOKS.values(), ids=LOOKS.keys())
def opened(request):
    """A browser for all tests of a look."""
    with chromium(**request.param) as browser:
        is_dark = browser.execute_script("return matchMedia('(prefers-color-scheme: dark)').matches")
        assert is_dark == request.param.get("dark", False)
        yield browser


@pytest.fixture
def browser(opened):
    """The same, as if it had never been here."""
    opened.execute_cdp_cmd("Network.clearBrowserCookies", {})
    return opened


@pytest.fixture(scope="module")
def client(tenant, application) -> dict:
    return tenant.new_client(
        "An application",
        app_type="spa",
        grant_types=["authorization_code"],
        callbacks=[application.origin + "/callback"],
        **PUBLIC,
    )


def problems(browser) -> list[str]:
    return findings(browser, WITHOUT)


class TestTheLoginPage:
    @pytest.fixture
    def code(self, browser, tenant, client) -> str:
        """The page that asks for this code is open."""
        browser.get(authorize_url(tenant, client))
        code = ask_for_code(browser, tenant, new_number())
        shown(browser, "[name=code]")
        return code

    @pytest.fixture
    def signed_in(self, browser, code, application):
        shown(browser, "[name=code]").send_keys(code)
        waiting(browser).until(lambda driver: driver.current_url.startswith(application.origin))

    def test_asks_for_the_number(self, browser, tenant, client):
        browser.get(authorize_url(tenant, client))
        assert shown(browser, "[name=phone]")
        assert problems(browser) == []

    def test_says_what_is_wrong_with_the_number(self, browser, tenant, client):
        browser.get(authorize_url(tenant, client))
        shown(browser, "[name=phone]").send_keys("no number")
        shown(browser, "button[type=submit]").click()
        assert shown(browser, "[role=alert]")
        assert problems(browser) == []

    def test_asks_for_the_code(self, browser, code):
        assert problems(browser) == []

    def test_says_that_the_code_is_wrong(self, browser, code):
        shown(browser, "[name=code]").send_keys(wrong(code))
        assert shown(browser, "[role=alert]")
        assert problems(browser) == []

    def test_asks_which_account(self, browser, tenant, client, signed_in):
        browser.get(authorize_url(tenant, client, prompt="select_account"))
        assert shown(browser, "button[value=other]")
        assert problems(browser) == []

    def test_asks_for_consent(self, browser, tenant, client, signed_in):
        browser.get(authorize_url(tenant, client, prompt="consent", scope="openid profile phone"))
        assert shown(browser, "button[value=deny]")
        assert problems(browser) == []

    def test_asks_before_signing_out_and_says_that_it_did(self, browser, tenant, signed_in):
        browser.get(tenant.server.base + "/oidc/logout")
        stay = shown(browser, "button[value=stay]")
        assert problems(browser) == []
        shown(browser, "button[value=logout]").click()
        waiting(browser).until(lambda driver: not driver.find_elements(By.TAG_NAME, "form"))
        assert problems(browser) == []

    def test_says_that_the_application_is_wrong(self, browser, tenant, client):
        browser.get(authorize_url(tenant, client, redirect_uri="https://elsewhere.example/"))
        shown(browser, "summary").click()
        assert shown(browser, "details dd")
        assert problems(browser) == []

    def test_says_that_the_login_was_begun_elsewhere_and_leads_back(self, browser, tenant, client):
        browser.get(authorize_url(tenant, client))
        address = browser.current_url
        browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
        browser.get(address)
        assert shown(browser, "a[href]")
        assert problems(browser) == []

    def test_says_that_there_is_no_such_page(self, browser, tenant):
        browser.get(tenant.server.base + "/u/login")
        assert shown(browser, "h1")
        assert problems(browser) == []


class TestABrandedPage:
    @pytest.fixture(autouse=True)
    def branded(self, tenant):
        """A yellow brand on a brown page, with everything that may stand on one."""
        drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='96' height='48'><rect width='96' height='48'/></svg>"
        logo = "data:image/svg+xml," + quote(drawing)
        colors = {"primary": "#ffe066", "page_background": "#4a2f1b"}
        self.brand(tenant, {"colors": colors, "logo_url": logo}, "A tenant", "https://help.example/", "help@help.example")
        yield
        self.brand(tenant, {"colors": None, "logo_url": None}, None, None, None)

    @staticmethod
    def brand(tenant, branding: dict, name: str | None, url: str | None, email: str | None) -> None:
        assert tenant.manage("PATCH", "branding", branding).status == 200
        settings = {"friendly_name": name, "support_url": url, "support_email": email}
        assert tenant.manage("PATCH", "tenants/settings", settings).status == 200

    def test_asks_for_the_number(self, browser, tenant, client):
        browser.get(authorize_url(tenant, client))
        assert shown(browser, "footer a") and shown(browser, "img.logo")
        assert problems(browser) == []


class TestTheDemo:
    def test_page_offers_to_sign_in(self, browser, demo):
        browser.get(f"http://localhost:{demo.app_port}/")
        assert shown(browser, "#sign-in")
        assert problems(browser) == []

    def test_page_says_what_went_wrong(self, browser, demo):
        browser.get(f"http://localhost:{demo.app_port}/?state=x")
        assert shown(browser, "#error")
        assert problems(browser) == []

    def test_page_shows_the_tokens(self, browser, demo):
        browser.get(f"http://localhost:{demo.app_port}/")
        shown(browser, "#sign-in").click()
        number = new_number()
        shown(browser, "[name=phone]").send_keys(number)
        shown(browser, "button[type=submit]").click()
        shown(browser, "[name=code]").send_keys(demo.newest_code(number))
        assert shown(browser, "#sign-out")
        assert problems(browser) == []


class TestTheInbox:
    @pytest.fixture
    def inbox(self, browser, demo) -> str:
        """The address of an empty one."""
        inbox = f"http://127.0.0.1:{demo.inbox_port}"
        browser.get(inbox)
        shown(browser, "#state:not(.lost)")
        headers = {"content-type": "application/json"}
        assert requests.delete(f"{inbox}/api/messages", headers=headers, timeout=10).ok
        assert shown(browser, "#empty")
        return inbox

    def test_is_empty(self, browser, inbox):
        assert problems(browser) == []

    def test_shows_messages_taken_and_refused_and_numbers_that_misbehave(self, browser, demo, inbox):
        number = new_number()
        body = {"client_id": demo.client_id, "connection": "sms", "phone_number": number, "send": "code"}
        misbehaviour = {"status": 500, "delay_ms": 1}
        assert requests.put(f"{inbox}/api/numbers/{number}", json=misbehaviour, timeout=10).ok
        assert call(f"http://localhost:{demo.port}", "POST", "/passwordless/start", body).status == 400
        refused = requests.post(f"{inbox}/sms", json={"recipient": number, "body": "Your code is 123456"}, timeout=10)
        assert refused.status_code == 401
        assert shown(browser, ".message.refused")
        shown(browser, ".message summary").click()
        assert shown(browser, "#numbers li")
        browser.execute_script("document.getAnimations().forEach(animation => animation.finish())")
        assert problems(browser) == []
