"""auth0-python, as it comes from PyPI, after a login through the hosted page."""

import secrets
from urllib.parse import urlencode

import pytest
from auth0.authentication import GetToken, RevokeToken, Users
from auth0.authentication.exceptions import Auth0Error
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from harness.tenant import PUBLIC, new_number
from harness.visitor import Visitor, query

CALLBACK = "https://app.example/callback"


@pytest.fixture(autouse=True)
def trust(monkeypatch, secure_tenant):
    """What an operator with a certificate of their own sets."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", secure_tenant.server.cafile)


@pytest.fixture
def domain(secure_tenant) -> str:
    return f"localhost:{secure_tenant.server.port}"


@pytest.fixture
def client(secure_tenant) -> dict:
    return secure_tenant.new_client(
        "auth0-python",
        app_type="native",
        grant_types=["authorization_code", "refresh_token"],
        callbacks=[CALLBACK],
        **PUBLIC,
    )


@pytest.fixture
def tokens(secure_tenant, domain, client) -> dict:
    """What the code of a web login is worth."""
    verifier = secrets.token_urlsafe(48)
    url = f"https://{domain}/authorize?" + urlencode(
        {
            "client_id": client["client_id"],
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": "openid phone offline_access",
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
    )
    number = new_number()
    end = Visitor(secure_tenant.server).log_in(url, number, secure_tenant.gateway)
    caller = GetToken(domain, client["client_id"])
    answer = caller.authorization_code_pkce(verifier, query(end)["code"], CALLBACK)
    return {"number": number, "caller": caller, **answer}


def test_it_reads_who_signed_in(tokens, domain):
    assert Users(domain).userinfo(tokens["access_token"])["phone_number"] == tokens["number"]


def test_it_refreshes_and_revokes(tokens, domain, client):
    assert tokens["caller"].refresh_token(tokens["refresh_token"])["access_token"]
    revoke = RevokeToken(domain, client["client_id"])
    revoke.revoke_refresh_token(tokens["refresh_token"])
    with pytest.raises(Auth0Error, match="Unknown or invalid refresh token."):
        tokens["caller"].refresh_token(tokens["refresh_token"])
