"""Authlib, as it comes from PyPI, is a client that knows OpenID Connect and nothing of this server."""

import pytest
import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from harness.tenant import new_number
from harness.visitor import Visitor, query

CALLBACK = "https://app.example/callback"
AFTER_LOGOUT = "https://app.example/bye"


@pytest.fixture
def client(tenant) -> dict:
    """A confidential client with web login."""
    return tenant.new_client(
        "Authlib",
        app_type="regular_web",
        token_endpoint_auth_method="client_secret_basic",
        grant_types=["authorization_code", "refresh_token"],
        callbacks=[CALLBACK],
        allowed_logout_urls=[AFTER_LOGOUT],
        refresh_token={"rotation_type": "rotating", "expiration_type": "expiring"},
    )


@pytest.fixture
def discovered(tenant) -> dict:
    return requests.get(tenant.server.base + "/.well-known/openid-configuration", timeout=10).json()


@pytest.fixture
def session(client, discovered) -> OAuth2Session:
    return OAuth2Session(
        client["client_id"],
        client["client_secret"],
        scope="openid profile phone offline_access",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        token_endpoint=discovered["token_endpoint"],
        revocation_endpoint=discovered["revocation_endpoint"],
    )


@pytest.fixture
def visitor(tenant) -> Visitor:
    return Visitor(tenant.server)


@pytest.fixture
def signed_in(tenant, session, discovered, visitor) -> dict:
    """Somebody who has just signed in: their number, the tokens, the nonce."""
    number, nonce, verifier = new_number(), generate_token(), generate_token(48)
    url, state = session.create_authorization_url(
        discovered["authorization_endpoint"], code_verifier=verifier, nonce=nonce
    )
    end = visitor.log_in(url, number, tenant.gateway)
    assert query(end)["iss"] == discovered["issuer"]
    token = session.fetch_token(authorization_response=end, state=state, code_verifier=verifier)
    return {"number": number, "token": dict(token), "nonce": nonce}


def test_it_validates_the_id_token(signed_in, client, discovered):
    keys = KeySet.import_key_set(requests.get(discovered["jwks_uri"], timeout=10).json())
    algorithms = JWSRegistry(algorithms=discovered["id_token_signing_alg_values_supported"])
    token = jwt.decode(signed_in["token"]["id_token"], keys, registry=algorithms)
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={"iss": {"value": discovered["issuer"]}, "aud": {"value": client["client_id"]}},
        params={
            "nonce": signed_in["nonce"],
            "client_id": client["client_id"],
            "access_token": signed_in["token"]["access_token"],
        },
    )
    claims.validate()
    assert claims["phone_number"] == signed_in["number"]
    assert claims["sid"]


def test_it_reads_the_user_info(signed_in, session, discovered):
    assert session.get(discovered["userinfo_endpoint"]).json()["phone_number"] == signed_in["number"]


def test_it_refreshes_and_rotation_voids_the_family_of_a_copy(signed_in, session, discovered):
    first = signed_in["token"]["refresh_token"]
    second = session.refresh_token(discovered["token_endpoint"], refresh_token=first)["refresh_token"]
    assert second != first
    for stale in (first, second):
        with pytest.raises(Exception, match="invalid_grant"):
            session.refresh_token(discovered["token_endpoint"], refresh_token=stale)


def test_it_revokes_a_refresh_token(signed_in, session, discovered):
    token = signed_in["token"]["refresh_token"]
    assert session.revoke_token(discovered["revocation_endpoint"], token=token).status_code == 200
    with pytest.raises(Exception, match="invalid_grant"):
        session.refresh_token(discovered["token_endpoint"], refresh_token=token)


def again(session, discovered, **more) -> str:
    url, _ = session.create_authorization_url(
        discovered["authorization_endpoint"], code_verifier=generate_token(48), **more
    )
    return url


def test_a_second_login_asks_nothing(signed_in, session, discovered, visitor):
    assert "code" in query(visitor.open(again(session, discovered)))


def test_logging_out_by_id_token_ends_the_session(signed_in, session, discovered, visitor):
    end = visitor.open(
        f"{discovered['end_session_endpoint']}?id_token_hint={signed_in['token']['id_token']}"
        f"&post_logout_redirect_uri={AFTER_LOGOUT}&state=a%20state"
    )
    assert end == f"{AFTER_LOGOUT}?state=a%20state"
    assert query(visitor.open(again(session, discovered, prompt="none")))["error"] == "login_required"


def test_logging_out_by_client_ends_the_session(signed_in, client, session, discovered, visitor):
    end = visitor.open(f"/v2/logout?client_id={client['client_id']}&returnTo={AFTER_LOGOUT}")
    assert end == AFTER_LOGOUT
    assert query(visitor.open(again(session, discovered, prompt="none")))["error"] == "login_required"


def test_logging_out_without_a_hint_asks_first(signed_in, session, discovered, visitor):
    assert visitor.open(discovered["end_session_endpoint"]) is None
    assert "code" in query(visitor.session.get(again(session, discovered), allow_redirects=False).headers["location"])
    assert visitor.submit(action="logout") is None
    assert query(visitor.open(again(session, discovered, prompt="none")))["error"] == "login_required"
