"""The calls that auth0.js documents, made as it makes them, from a page on another origin in a real browser."""

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from harness.application import Application
from harness.chromium import chromium, waiting
from harness.tenant import PUBLIC, new_number

OTP = "http://auth0.com/oauth/grant-type/passwordless/otp"
TELEMETRY = "eyJuYW1lIjoiYXV0aDAuanMiLCJ2ZXJzaW9uIjoiOS4yOC4wIn0="

CALL = """
const [base, path, method, body, headers, credentials, done] = arguments;
fetch(base + path, {method, headers, credentials, body: body ? JSON.stringify(body) : undefined})
  .then(async answer => done({status: answer.status, text: await answer.text()}))
  .catch(error => done({status: 0, text: String(error)}));
"""

CHECK_SESSION = """
const [url, origin, done] = arguments;
const frame = document.createElement('iframe');
frame.style.display = 'none';
addEventListener('message', event => {
  if (event.origin === origin && event.data.type === 'authorization_response') done(event.data.response);
});
frame.src = url;
document.body.append(frame);
"""


@pytest.fixture(scope="module")
def client_id(tenant, application) -> str:
    client = tenant.new_client(
        "auth0.js",
        app_type="spa",
        grant_types=["implicit", "authorization_code"],
        callbacks=[application.origin + "/callback"],
        web_origins=[application.origin],
        allowed_logout_urls=[application.origin + "/bye"],
        cross_origin_authentication=True,
        **PUBLIC,
    )
    return client["client_id"]


@pytest.fixture
def browser(application):
    with chromium() as browser:
        browser.set_script_timeout(15)
        browser.get(application.origin)
        yield browser


class Auth0JS:
    """What auth0.js does, in a browser's page."""

    def __init__(self, browser, tenant, application, client_id):
        self.browser = browser
        self.tenant = tenant
        self.application = application
        self.client_id = client_id
        self.common = {
            "client_id": client_id,
            "response_type": "token id_token",
            "redirect_uri": application.origin + "/callback",
            "scope": "openid phone",
            "state": "a state",
            "nonce": "a nonce",
        }

    def call(self, path: str, body=None, method: str = "POST", credentials: str = "omit", **headers):
        headers = {"content-type": "application/json", "auth0-client": TELEMETRY} | headers
        answer = self.browser.execute_async_script(
            CALL, self.tenant.server.base, path, method, body, headers, credentials
        )
        return answer["status"], json.loads(answer["text"]) if answer["text"].startswith("{") else answer["text"]

    def start(self, number: str) -> str:
        """`passwordlessStart`."""
        before = len(self.tenant.gateway.messages(number))
        status, body = self.call(
            "/passwordless/start",
            {
                "client_id": self.client_id,
                "connection": "sms",
                "send": "code",
                "phone_number": number,
                "authParams": {"scope": "openid phone", "response_type": "token id_token"},
            },
        )
        assert (status, body["phone_number"]) == (200, number)
        return self.tenant.gateway.wait_for(number, before + 1)[-1].code

    def authenticate(self, number: str, code: str):
        """The first half of `passwordlessLogin`."""
        body = {
            "client_id": self.client_id,
            "username": number,
            "otp": code,
            "realm": "sms",
            "credential_type": OTP,
        }
        return self.call("/co/authenticate", body, credentials="include")

    def authorize(self, **more) -> str:
        return f"{self.tenant.server.base}/authorize?" + urlencode(self.common | more)

    def arrive(self, url: str) -> dict:
        """Goes to an address of the server; what the application's callback gets in its fragment."""
        self.browser.get(url)
        waiting(self.browser).until(lambda d: d.current_url.startswith(self.application.origin))
        return {name: values[0] for name, values in parse_qs(urlsplit(self.browser.current_url).fragment).items()}

    def log_in(self, number: str) -> dict:
        """`passwordlessLogin`."""
        status, ticket = self.authenticate(number, self.start(number))
        assert status == 200, ticket
        assert set(ticket) == {"login_ticket", "co_id", "co_verifier"}
        return self.arrive(self.authorize(login_ticket=ticket["login_ticket"], realm="sms"))


@pytest.fixture
def auth0(browser, tenant, application, client_id) -> Auth0JS:
    return Auth0JS(browser, tenant, application, client_id)


def test_passwordless_login_gives_tokens_and_user_info(auth0):
    number = new_number()
    answer = auth0.log_in(number)
    assert answer["state"] == "a state"
    assert answer["id_token"]
    status, profile = auth0.call(
        "/userinfo", method="GET", authorization=f"Bearer {answer['access_token']}"
    )
    assert (status, profile["phone_number"]) == (200, number)


def test_a_ticket_works_once_and_for_its_browser_alone(auth0):
    number = new_number()
    _, ticket = auth0.authenticate(number, auth0.start(number))
    url = auth0.authorize(login_ticket=ticket["login_ticket"])
    assert "access_token" in auth0.arrive(url)
    assert auth0.arrive(url)["error_description"] == "Unknown login ticket."
    _, other = auth0.authenticate(number, auth0.start(number))
    auth0.browser.delete_all_cookies()
    auth0.browser.get(auth0.tenant.server.base + "/healthz")
    auth0.browser.delete_all_cookies()
    stolen = auth0.authorize(login_ticket=other["login_ticket"])
    assert auth0.arrive(stolen)["error_description"] == "Unknown login ticket."


def test_a_wrong_code_is_refused_in_words_that_the_page_can_read(auth0):
    number = new_number()
    code = auth0.start(number)
    status, body = auth0.authenticate(number, f"{(int(code) + 1) % 10**6:06d}")
    assert status == 403
    assert body == {"error": "access_denied", "error_description": "Wrong phone number or verification code."}


def test_passwordless_verify_leaves_the_code_for_verify_redirect(auth0):
    number = new_number()
    code = auth0.start(number)
    body = {"client_id": auth0.client_id, "connection": "sms", "phone_number": number, "verification_code": code}
    assert auth0.call("/passwordless/verify", body)[0] == 200
    url = f"{auth0.tenant.server.base}/passwordless/verify_redirect?" + urlencode(auth0.common | body)
    assert "id_token" in auth0.arrive(url)


def test_check_session_renews_tokens_in_silence_until_logout(auth0):
    auth0.log_in(new_number())
    silent = auth0.authorize(prompt="none", response_mode="web_message")
    base = auth0.tenant.server.base
    answer = auth0.browser.execute_async_script(CHECK_SESSION, silent, base)
    assert answer["access_token"] and answer["state"] == "a state"
    assert isinstance(answer["expires_in"], int)
    bye = auth0.application.origin + "/bye"
    auth0.arrive(f"{base}/v2/logout?" + urlencode({"client_id": auth0.client_id, "returnTo": bye}))
    assert auth0.browser.current_url == bye
    answer = auth0.browser.execute_async_script(CHECK_SESSION, silent, base)
    assert answer["error"] == "login_required"


def test_a_page_of_another_origin_reads_nothing(auth0, tenant):
    stranger = Application()
    try:
        auth0.browser.get(stranger.origin)
        assert auth0.authenticate(new_number(), "123456")[0] == 0
        assert auth0.call("/userinfo", method="GET", authorization="Bearer x")[0] == 0
    finally:
        stranger.close()
