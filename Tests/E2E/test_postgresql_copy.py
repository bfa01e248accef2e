"""`watchword store copy` moves a store from its file into PostgreSQL, and a server there goes on with it."""

import subprocess

import pytest

from harness.gateway import Gateway
from harness.program import BINARY, environment, run
from harness.server import NO_LIMITS, DidNotStart
from harness.tenant import GRANT, Tenant, new_number

PASSWORD = "a-password-that-nobody-sees"
OTHER_KEY = "YW5vdGhlciBrZXkgb2YgdGhpcnR5LXR3byBieXRlcy4="
MARK = "copy-is-not-finished"


class TestACopyFromTheFile:
    """A store that a server made in a file, which is stopped, and what goes on in a database."""

    @pytest.fixture(scope="class")
    @staticmethod
    def made(tmp_path_factory, servers):
        """What the server on the file gave away: a client, a code, tokens."""
        gateway = Gateway()
        tenant = Tenant(servers({**NO_LIMITS, "ISSUER": "http://localhost:4711/"}).start(), gateway)
        rotating = {"rotation_type": "rotating", "expiration_type": "expiring"}
        grants = [GRANT, "refresh_token"]
        tenant.client = tenant.new_client("Before", app_type="regular_web", grant_types=grants, refresh_token=rotating)
        tenant.number = new_number()
        body = {name: tenant.client[name] for name in ("client_id", "client_secret")}
        tenant.proof = body
        start = body | {"connection": "sms", "phone_number": tenant.number, "send": "code"}
        assert tenant.server.call("POST", "/passwordless/start", start).status == 200
        otp = gateway.newest(tenant.number).code
        login = body | {"grant_type": GRANT, "username": tenant.number, "otp": otp, "realm": "sms"}
        answer = tenant.server.call("POST", "/oauth/token", login | {"scope": "openid phone offline_access"})
        assert answer.status == 200, answer
        tenant.tokens = answer.json
        tenant.open = new_number()
        tenant.code = tenant.code_for(tenant.open)
        for _ in range(40):
            number = new_number()
            assert tenant.exchange(number, tenant.code_for(number)).status == 200
        assert tenant.server.stop() == 0
        yield tenant
        gateway.close()

    @pytest.fixture(scope="class")
    @staticmethod
    def moved(made, postgresql, servers):
        """The copy's report, and a server that goes on with it."""
        postgresql.new_database("moved")
        settings = made.server.settings | {"DATABASE_URL": postgresql.url("moved", PASSWORD)}
        done = run("store", "copy", settings=settings)
        assert done.returncode == 0, done.stderr
        return done, servers({name: settings[name] for name in (*NO_LIMITS, "ISSUER", "DATABASE_URL")}).start()

    def test_says_what_it_copied_and_where_to(self, moved):
        done, _ = moved
        assert "users: 41 rows" in done.stdout
        assert "PostgreSQL (127.0.0.1, database moved)" in done.stdout
        assert PASSWORD not in done.stdout + done.stderr

    def test_keeps_access_tokens(self, made, moved):
        _, server = moved
        assert server.call("GET", "/api/v2/clients", token=made.token).status == 200
        who = server.call("GET", "/userinfo", token=made.tokens["access_token"])
        assert who.json["phone_number"] == made.number

    def test_keeps_refresh_tokens_and_the_secrets_of_clients(self, made, moved):
        _, server = moved
        body = made.proof | {"grant_type": "refresh_token", "refresh_token": made.tokens["refresh_token"]}
        wrong = server.call("POST", "/oauth/token", body | {"client_secret": "x" * 64})
        assert (wrong.status, server.call("POST", "/oauth/token", body).status) == (401, 200)

    def test_keeps_a_code_that_is_on_its_way(self, made, moved):
        _, server = moved
        assert made.exchange(made.open, made.code, server).status == 200

    def test_keeps_the_keys_that_verify_tokens(self, made, moved):
        _, server = moved
        published = {key["kid"] for key in server.call("GET", "/.well-known/jwks.json").json["keys"]}
        assert {key["kid"] for key in server.call("GET", "/api/v2/keys/signing", token=made.token).json} == published

    def test_is_refused_into_a_database_that_holds_something(self, made, moved):
        _, server = moved
        done = run("store", "copy", settings=made.server.settings | {"DATABASE_URL": server.settings["DATABASE_URL"]})
        assert done.returncode == 1
        assert "not empty" in done.stderr
        assert PASSWORD not in done.stdout + done.stderr

    def test_leaves_the_file_as_it_was(self, made, moved, new_server):
        again = new_server({"DATA": made.server.data, "ISSUER": made.server.issuer}).start()
        assert again.call("GET", "/userinfo", token=made.tokens["access_token"]).status == 200

    @pytest.fixture
    def broken_off(self, made, postgresql, database):
        """Settings of a copy that was killed in the middle."""
        settings = made.server.settings | {"DATABASE_URL": postgresql.url(database)}
        copying = subprocess.Popen([BINARY, "store", "copy"], env=environment(settings), stdout=subprocess.PIPE)
        copying.stdout.readline()
        copying.kill()
        copying.communicate()
        assert copying.returncode == -9, "it was over before it could be killed"
        return settings

    def test_that_was_broken_off_is_nothing_to_serve_from(self, broken_off, new_server):
        with pytest.raises(DidNotStart) as raised:
            new_server({"DATABASE_URL": broken_off["DATABASE_URL"], "ISSUER": broken_off["ISSUER"]}).start()
        assert raised.value.code == 1
        assert "store copy" in raised.value.log

    def test_that_was_broken_off_begins_anew(self, broken_off, postgresql, database):
        done = run("store", "copy", settings=broken_off)
        assert done.returncode == 0, done.stderr
        assert "not finished" in done.stdout
        assert postgresql.query("SELECT count(*) FROM users", database) == [["41"]]
        assert postgresql.query(f"SELECT count(*) FROM notes WHERE name = '{MARK}'", database) == [["0"]]

    def test_with_another_master_key_is_refused(self, made, postgresql, database):
        settings = made.server.settings | {"DATABASE_URL": postgresql.url(database), "MASTER_KEY": OTHER_KEY}
        done = run("store", "copy", settings=settings)
        assert done.returncode == 1
        assert "master key" in done.stderr

    def test_without_a_file_is_refused(self, tmp_path, postgresql, database, made):
        settings = made.server.settings | {"DATABASE_URL": postgresql.url(database), "DATA": tmp_path / "empty"}
        done = run("store", "copy", settings=settings)
        assert done.returncode == 1
        assert str(tmp_path / "empty") in done.stderr
