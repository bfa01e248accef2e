"""Keys that are not RSA: there when something is set to use them, and gone for everybody when nothing is."""

import jwt
import pytest
import requests
from auth0.authentication.token_verifier import JwksFetcher

from harness.program import ADMIN_ID
from harness.tenant import management_token, new_number

OTHERS = ["ES256", "EdDSA"]


@pytest.fixture
def key_set(tenant):
    """A function that reads the published keys."""
    return lambda: requests.get(tenant.server.base + "/.well-known/jwks.json", timeout=10).json()


@pytest.fixture(params=OTHERS)
def algorithm(request) -> str:
    return request.param


@pytest.fixture
def client_id(tenant, algorithm):
    """The tenant's client, set to the algorithm for the length of a test."""

    def set_to(name: str) -> None:
        answer = tenant.manage("PATCH", f"clients/{tenant.client_id}", {"jwt_configuration": {"alg": name}})
        assert answer.status == 200, answer

    set_to(algorithm)
    yield tenant.client_id
    set_to("RS256")


def test_an_id_token_is_verified_by_a_stranger(tenant, key_set, client_id, algorithm):
    number = new_number()
    answer = tenant.exchange(number, tenant.code_for(number), scope="openid phone").json
    key = jwt.PyJWKSet.from_dict(key_set())[jwt.get_unverified_header(answer["id_token"])["kid"]]
    claims = jwt.decode(
        answer["id_token"], key.key, algorithms=[algorithm], audience=client_id, issuer=tenant.server.issuer
    )
    assert claims["phone_number"] == number


def test_auth0_python_reads_the_key_set_again_once_nothing_uses_them(tenant, key_set, algorithm):
    api = tenant.manage("POST", "resource-servers", {"identifier": f"urn:{algorithm}", "signing_alg": algorithm}).json
    with pytest.raises(jwt.InvalidKeyError):
        JwksFetcher._parse_jwks(key_set())
    assert tenant.manage("PATCH", f"resource-servers/{api['id']}", {"signing_alg": "RS256"}).status == 200
    assert len(JwksFetcher._parse_jwks(key_set())) == 2


def test_an_api_token_is_verified_by_a_stranger(tenant, key_set, algorithm):
    api = {"identifier": f"urn:api:{algorithm}", "signing_alg": algorithm}
    grant = {"client_id": ADMIN_ID, "audience": api["identifier"], "scope": []}
    made = tenant.manage("POST", "resource-servers", api).json
    assert tenant.manage("POST", "client-grants", grant).status == 201
    token = management_token(tenant.server, audience=api["identifier"]).json["access_token"]
    key = jwt.PyJWKSet.from_dict(key_set())[jwt.get_unverified_header(token)["kid"]]
    assert jwt.decode(token, key.key, algorithms=[algorithm], audience=api["identifier"])["azp"] == ADMIN_ID
    assert tenant.manage("DELETE", f"resource-servers/{made['id']}").status == 204
