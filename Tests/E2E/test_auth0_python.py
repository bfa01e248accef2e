"""auth0-python, as it comes from PyPI, talks to this server as it would to Auth0."""

import time

import pytest
from auth0.authentication import GetToken, Passwordless
from auth0.authentication.exceptions import Auth0Error, RateLimitError, TokenValidationError
from auth0.authentication.token_verifier import AsymmetricSignatureVerifier, TokenVerifier
from auth0.management import ManagementClient
from auth0.management.core.api_error import ApiError
from auth0.management.errors import ForbiddenError, NotFoundError

from harness.program import ADMIN_ID, ADMIN_SECRET
from harness.tenant import GRANT, Tenant, gateway_options, new_number, wrong


@pytest.fixture(autouse=True)
def trust(monkeypatch, secure_tenant):
    """What an operator with a certificate of their own sets: requests reads one variable, httpx the other."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", secure_tenant.server.cafile)
    monkeypatch.setenv("SSL_CERT_FILE", secure_tenant.server.cafile)


@pytest.fixture
def domain(secure_tenant) -> str:
    return f"localhost:{secure_tenant.server.port}"


@pytest.fixture
def management(domain) -> ManagementClient:
    return ManagementClient(domain=domain, client_id=ADMIN_ID, client_secret=ADMIN_SECRET)


@pytest.fixture
def log_in(secure_tenant, domain):
    """Requests a code for a number and exchanges it."""

    def log_in(number: str, scope: str = "openid profile phone", audience: str = "") -> dict:
        Passwordless(domain, secure_tenant.client_id).sms(number)
        code = secure_tenant.gateway.wait_for(number)[-1].code
        return GetToken(domain, secure_tenant.client_id).passwordless_login(number, code, "sms", scope, audience)

    return log_in


class TestItsManagementClient:
    def test_gets_a_token_with_its_own_credentials(self, domain):
        audience = f"https://{domain}/api/v2/"
        answer = GetToken(domain, ADMIN_ID, client_secret=ADMIN_SECRET).client_credentials(audience)
        assert answer["token_type"] == "Bearer"
        assert "update:connections" in answer["scope"].split()

    def test_finds_the_connection_among_all_of_them(self, management, secure_tenant):
        found = [connection for connection in management.connections.list() if connection.name == "sms"]
        assert [connection.id for connection in found] == [secure_tenant.connection_id]

    def test_points_the_connection_at_a_gateway(self, management, secure_tenant):
        options = gateway_options(secure_tenant.gateway.url, template="Patched by auth0-python: @@password@@")
        management.connections.update(secure_tenant.connection_id, options=options)
        stored = management.connections.get(secure_tenant.connection_id).options
        assert stored["template"] == "Patched by auth0-python: @@password@@"
        assert stored["gateway_authentication"]["secret"] == "MySecretToSignTheToken"

    def test_makes_a_client_and_enables_it_for_the_connection(self, management, secure_tenant):
        made = management.clients.create(name="Made by auth0-python", app_type="native", grant_types=[GRANT])
        management.connections.clients.update(
            secure_tenant.connection_id, request=[{"client_id": made.client_id, "status": True}]
        )
        enabled = [entry.client_id for entry in management.connections.clients.get(secure_tenant.connection_id)]
        assert made.client_id in enabled

    def test_finds_the_user_that_a_login_made(self, management, log_in):
        number = new_number()
        log_in(number)
        users = [user for user in management.users.list(q=f'phone_number:"{number}"', search_engine="v3")]
        assert [user.phone_number for user in users] == [number]


class TestItsPasswordlessClient:
    def test_learns_who_the_code_is_for(self, domain, secure_tenant):
        number = new_number()
        answer = Passwordless(domain, secure_tenant.client_id).sms(number)
        assert answer["phone_number"] == number

    def test_logs_in_with_the_code_that_the_gateway_received(self, log_in):
        answer = log_in(new_number())
        assert {"access_token", "id_token", "expires_in", "token_type"} <= set(answer)

    def test_verifies_the_id_token_against_the_published_keys(self, log_in, domain, secure_tenant):
        number = new_number()
        token = log_in(number)["id_token"]
        signatures = AsymmetricSignatureVerifier(f"https://{domain}/.well-known/jwks.json")
        verifier = TokenVerifier(signatures, issuer=f"https://{domain}/", audience=secure_tenant.client_id)
        claims = verifier.verify(token)
        assert claims["sub"].startswith("sms|")
        assert claims["phone_number"] == number

    def test_refuses_an_id_token_that_was_changed(self, log_in, domain, secure_tenant):
        head, payload, signature = log_in(new_number())["id_token"].split(".")
        changed = f"{head}.{payload}.{signature[:-8]}AAAAAAAA"
        signatures = AsymmetricSignatureVerifier(f"https://{domain}/.well-known/jwks.json")
        with pytest.raises(TokenValidationError):
            TokenVerifier(signatures, f"https://{domain}/", secure_tenant.client_id).verify(changed)

    def test_gets_an_access_token_for_an_api(self, log_in, management, domain):
        management.resource_servers.create(identifier="https://api.example.com/", name="An API")
        token = log_in(new_number(), audience="https://api.example.com/")["access_token"]
        claims = AsymmetricSignatureVerifier(f"https://{domain}/.well-known/jwks.json").verify_signature(token)
        assert "https://api.example.com/" in claims["aud"]


class TestItsErrors:
    def test_name_a_wrong_code_invalid_grant(self, domain, secure_tenant):
        number = new_number()
        code = secure_tenant.code_for(number)
        with pytest.raises(Auth0Error) as raised:
            GetToken(domain, secure_tenant.client_id).passwordless_login(number, wrong(code), "sms", "openid", "")
        assert (raised.value.status_code, raised.value.error_code) == (403, "invalid_grant")
        assert raised.value.message == "Wrong phone number or verification code."

    def test_name_a_wrong_secret_access_denied(self, domain):
        with pytest.raises(Auth0Error) as raised:
            GetToken(domain, ADMIN_ID, client_secret="x" * 40).client_credentials(f"https://{domain}/api/v2/")
        assert (raised.value.status_code, raised.value.error_code) == (401, "access_denied")

    def test_name_a_gateway_that_fails(self, domain, secure_tenant):
        number = new_number()
        secure_tenant.gateway.behave(number, status=500)
        with pytest.raises(Auth0Error) as raised:
            Passwordless(domain, secure_tenant.client_id).sms(number)
        assert (raised.value.status_code, raised.value.error_code) == (400, "sms_provider_error")

    def test_name_a_connection_that_does_not_exist(self, management):
        with pytest.raises(NotFoundError) as raised:
            management.connections.get("con_0000000000000000")
        body = raised.value.body
        assert (body["statusCode"], body["errorCode"]) == (404, "inexistent_connection")

    def test_name_a_scope_that_is_missing(self, management, domain):
        weak = management.clients.create(
            name="May only read users", app_type="non_interactive", grant_types=["client_credentials"]
        )
        management.client_grants.create(
            client_id=weak.client_id, audience=f"https://{domain}/api/v2/", scope=["read:users"]
        )
        client = ManagementClient(domain=domain, client_id=weak.client_id, client_secret=weak.client_secret)
        with pytest.raises(ForbiddenError) as raised:
            list(client.connections.list())
        body = raised.value.body
        assert (body["statusCode"], body["errorCode"]) == (403, "insufficient_scope")

    def test_name_a_token_that_is_none(self, domain):
        with pytest.raises(ApiError) as raised:
            list(ManagementClient(domain=domain, token="not.a.token").connections.list())
        assert raised.value.status_code == 401


def test_its_rate_limit_error_says_when_to_come_back(new_server, gateway, authority, tmp_path, monkeypatch):
    certificate, key = tmp_path / "limited.pem", tmp_path / "limited.key"
    authority.issue(certificate, key)
    server = new_server({"TLS_CERTIFICATE": certificate, "TLS_KEY": key, "STARTS_PER_ADDRESS_PER_HOUR": 1})
    server.cafile = str(authority.certificate)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", server.cafile)
    client = Passwordless(f"localhost:{server.port}", Tenant(server.start(), gateway).client_id)
    client.sms(new_number())
    with pytest.raises(RateLimitError) as raised:  # after its own three retries
        client.sms(new_number())
    assert raised.value.reset_at > time.time()
