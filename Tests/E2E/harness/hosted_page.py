"""The login page in a browser: how an application sends somebody there, and what that person does."""

import base64
import hashlib
from urllib.parse import urlencode

from .chromium import shown
from .tenant import Tenant


def authorize_url(tenant: Tenant, client: dict, verifier: str = "A" * 43, **more) -> str:
    """Where an application sends the browser."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return f"{tenant.server.base}/authorize?" + urlencode(
        {
            "client_id": client["client_id"],
            "redirect_uri": client["callbacks"][0],
            "response_type": "code",
            "scope": "openid phone",
            "state": "a state",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **more,
        }
    )


def ask_for_code(browser, tenant: Tenant, typed: str, number: str | None = None) -> str:
    """Types a number on the page that is open and sends it; the code that reaches it."""
    number = number or typed
    before = len(tenant.gateway.messages(number))
    shown(browser, "[name=phone]").send_keys(typed)
    shown(browser, "button[type=submit]").click()
    return tenant.gateway.wait_for(number, before + 1)[-1].code
