"""A server whose store is in PostgreSQL."""

import stat
import time

import pytest

from harness.cluster import Cluster
from harness.gateway import Gateway
from harness.ledger import Ledger
from harness.postgresql import PostgreSQL
from harness.program import run
from harness.server import NO_LIMITS, DidNotStart
from harness.tenant import Tenant, management_token, new_number

PASSWORD = "a-password-that-nobody-sees"
OTHER_KEY = "YW5vdGhlciBrZXkgb2YgdGhpcnR5LXR3byBieXRlcy4="


@pytest.fixture(scope="module")
def tenant(postgresql, servers):
    """A tenant in PostgreSQL, for all tests that leave it as it is."""
    postgresql.new_database("kept")
    gateway = Gateway()
    yield Tenant(servers({**NO_LIMITS, "DATABASE_URL": postgresql.url("kept", PASSWORD)}).start(), gateway)
    gateway.close()


class TestAServerOnPostgreSQL:
    def test_makes_one_tenant_on_its_first_start_and_finds_it_on_the_next(self, new_server, postgresql, database):
        server = new_server({"DATABASE_URL": postgresql.url(database)}).start()
        once = {"connections": 1, "clients": 1, "client_grants": 1, "apis": 1, "signing_keys": 2}
        assert postgresql.records(database) == once
        server.restart()
        assert postgresql.records(database) == once
        assert management_token(server).status == 200

    def test_needs_no_more_than_the_url_and_a_master_key(self, new_server, postgresql, database):
        settings = {"ADMIN_CLIENT_ID": None, "ADMIN_CLIENT_SECRET": None, "DATABASE_URL": postgresql.url(database)}
        server = new_server(settings).start()
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
        lines = (server.data / "admin-client.env").read_text().splitlines()
        given = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        form = {
            "grant_type": "client_credentials",
            "client_id": given["WATCHWORD_ADMIN_CLIENT_ID"],
            "client_secret": given["WATCHWORD_ADMIN_CLIENT_SECRET"],
            "audience": f"{server.issuer}api/v2/",
        }
        assert server.call("POST", "/oauth/token", form).status == 200

    def test_writes_no_file_for_its_store(self, tenant):
        assert not tenant.server.database.exists()

    def test_logs_somebody_in(self, tenant):
        number = new_number()
        answer = tenant.exchange(number, tenant.code_for(number), scope="openid phone")
        assert answer.status == 200
        who = tenant.server.call("GET", "/userinfo", token=answer.json["access_token"])
        assert who.json["phone_number"] == number

    def test_finds_users_by_their_number(self, tenant):
        number = new_number()
        tenant.exchange(number, tenant.code_for(number))
        users = tenant.manage("GET", f"users?q=phone_number%3A%22%2B{number[1:]}%22&search_engine=v3").json
        assert [user["phone_number"] for user in users] == [number]

    def test_never_writes_the_password_to_the_log(self, tenant):
        assert "listening" in tenant.server.log
        assert PASSWORD not in tenant.server.log

    def test_stops_in_order(self, new_server, postgresql, database):
        server = new_server({"DATABASE_URL": postgresql.url(database)}).start()
        assert server.stop() == 0


class TestTheDoctor:
    @pytest.fixture(scope="class")
    @staticmethod
    def report(tenant):
        return run("doctor", settings=tenant.server.settings)

    def test_finds_nothing_that_does_not_work(self, report):
        assert report.returncode == 0, report.stdout
        assert "it opens with this master key" in report.stdout

    def test_names_the_database(self, report):
        assert "PostgreSQL (127.0.0.1, database kept)" in report.stdout

    def test_never_shows_the_password(self, report):
        assert PASSWORD not in report.stdout + report.stderr

    def test_says_when_the_database_cannot_be_reached(self, postgresql, tenant):
        nowhere = postgresql.url("no_such_database", PASSWORD)
        done = run("doctor", settings=tenant.server.settings | {"DATABASE_URL": nowhere})
        assert done.returncode == 1
        assert "no_such_database" in done.stdout
        assert PASSWORD not in done.stdout + done.stderr


def test_a_backup_is_left_to_the_tools_of_postgresql(tenant, tmp_path):
    done = run("backup", "--to", str(tmp_path / "copy.db"), settings=tenant.server.settings)
    assert done.returncode == 1
    assert "pg_dump" in done.stderr
    assert not (tmp_path / "copy.db").exists()


class TestAStart:
    """What the operator is told when there is nothing to start on."""

    @staticmethod
    def refusal(server) -> DidNotStart:
        with pytest.raises(DidNotStart) as raised:
            server.start()
        assert PASSWORD not in raised.value.log
        return raised.value

    def test_with_another_master_key_is_refused(self, tenant, new_server):
        settings = {"DATABASE_URL": tenant.server.settings["DATABASE_URL"], "MASTER_KEY": OTHER_KEY}
        refusal = self.refusal(new_server(settings))
        assert refusal.code == 1
        assert "The master key does not open the store in PostgreSQL (127.0.0.1, database kept)" in refusal.log

    def test_on_a_server_that_does_not_answer_is_refused(self, new_server):
        absent = f"postgresql://watchword:{PASSWORD}@127.0.0.1:1/kept"
        refusal = self.refusal(new_server({"DATABASE_URL": absent}))
        assert refusal.code == 1
        assert "PostgreSQL cannot be reached" in refusal.log

    def test_on_a_database_that_is_not_there_is_refused(self, new_server, postgresql):
        refusal = self.refusal(new_server({"DATABASE_URL": postgresql.url("no_such_database", PASSWORD)}))
        assert refusal.code == 1
        assert '"no_such_database" does not exist' in refusal.log

    def test_with_something_else_than_a_url_is_refused_without_showing_it(self, new_server):
        refusal = self.refusal(new_server({"DATABASE_URL": f"mysql://watchword:{PASSWORD}@127.0.0.1/kept"}))
        assert refusal.code == 78
        assert "WATCHWORD_DATABASE_URL" in refusal.log


@pytest.fixture(scope="module", params=["restarted", "killed"])
def interrupted(request, servers):
    """A load on one server while its PostgreSQL goes away and comes back: the book, and the users' logins."""
    gateway, postgresql = Gateway(), PostgreSQL()
    try:
        cluster = Cluster(servers, postgresql.start().new_database("kept"), count=1, settings=NO_LIMITS)
        ledger = Ledger(Tenant(cluster.nodes[0].start(), gateway), cluster.nodes)
        time.sleep(0.7)
        postgresql.restart() if request.param == "restarted" else (postgresql.kill(), postgresql.start())
        time.sleep(1)
        back = time.monotonic()
        time.sleep(1)
        ledger.finish()
        yield ledger, back, postgresql.logins("kept")
    finally:
        gateway.close()
        postgresql.close()


class TestAPostgreSQLThatGoesAwayAndComesBack:
    def test_is_found_again(self, interrupted):
        ledger, back, _ = interrupted
        assert [at for at in ledger.successes if at > back]
        assert [trouble for trouble in ledger.troubles if trouble.at > back] == []

    def test_costs_no_more_than_answers_of_503_that_say_when_to_come_back(self, interrupted):
        ledger, _, _ = interrupted
        assert [trouble for trouble in ledger.troubles if trouble.status != 503 or not trouble.retry_after] == []

    def test_loses_and_doubles_no_code(self, interrupted):
        ledger, _, logins = interrupted
        assert ledger.doubled == []
        assert ledger.lost(logins) == []
