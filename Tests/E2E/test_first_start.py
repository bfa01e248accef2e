"""The first start makes a tenant, once; later starts find it."""

import base64
import sqlite3
import stat

import pytest

from harness.database import rows
from harness.program import ADMIN_ID, ADMIN_SECRET, run
from harness.server import DidNotStart
from harness.tenant import management_token

NO_ADMIN = {"ADMIN_CLIENT_ID": None, "ADMIN_CLIENT_SECRET": None}
RECORDS = ("connections", "clients", "client_grants", "apis", "signing_keys")


def counts(server) -> dict:
    return {table: rows(server.database, f"SELECT count(*) FROM {table}")[0][0] for table in RECORDS}


def contents(server) -> dict:
    return {
        table: rows(server.database, f"SELECT * FROM {table} ORDER BY 1") for table in (*RECORDS, "notes", "settings")
    }


def admin_file(server) -> dict:
    lines = (server.data / "admin-client.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def refusal(server) -> DidNotStart:
    with pytest.raises(DidNotStart) as raised:
        server.start()
    return raised.value


def sentences(log: str) -> list[str]:
    """What is meant for the person at the terminal: everything but the log's own lines."""
    return [line for line in log.splitlines() if line and not line.startswith("{")]


class TestTheFirstStart:
    @pytest.fixture
    def server(self, new_server):
        return new_server(NO_ADMIN).start()

    def test_makes_one_of_each_record(self, server):
        assert counts(server) == {"connections": 1, "clients": 1, "client_grants": 1, "apis": 1, "signing_keys": 2}

    def test_writes_the_first_client_to_a_file_that_only_its_owner_reads(self, server):
        assert stat.S_IMODE((server.data / "admin-client.env").stat().st_mode) == 0o600

    def test_names_that_file_in_the_log(self, server):
        assert str(server.data / "admin-client.env") in [line.get("file") for line in server.log_lines]

    def test_never_writes_the_secret_to_the_log(self, server):
        assert admin_file(server)["WATCHWORD_ADMIN_CLIENT_SECRET"] not in server.log

    def test_makes_a_client_that_gets_a_management_token(self, server):
        known = admin_file(server)
        client_id, secret = known["WATCHWORD_ADMIN_CLIENT_ID"], known["WATCHWORD_ADMIN_CLIENT_SECRET"]
        assert management_token(server, client_id, secret).status == 200

    def test_keeps_folder_and_store_to_its_owner(self, server):
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.database.stat().st_mode) == 0o600

    def test_stores_no_secret_in_clear(self, server):
        secret = admin_file(server)["WATCHWORD_ADMIN_CLIENT_SECRET"]
        server.stop()
        assert secret.encode() not in server.database.read_bytes()


def test_a_second_start_changes_nothing(new_server):
    server = new_server(NO_ADMIN).start()
    server.stop()
    before = contents(server), admin_file(server)
    server.start()
    server.stop()
    assert (contents(server), admin_file(server)) == before


def test_a_start_with_given_credentials_writes_no_file(new_server):
    server = new_server().start()
    assert not (server.data / "admin-client.env").exists()
    assert management_token(server).status == 200


@pytest.mark.parametrize("attempt", range(3))
def test_two_servers_that_start_at_once_on_one_empty_folder_make_one_tenant(new_server, tmp_path, attempt):
    shared = {"DATA": tmp_path / "shared", "ISSUER": "http://localhost:1/", **NO_ADMIN}
    first, second = new_server(shared), new_server(shared)
    first.launch()
    second.launch()
    first.wait_until_ready()
    second.wait_until_ready()
    assert counts(first) == {"connections": 1, "clients": 1, "client_grants": 1, "apis": 1, "signing_keys": 2}
    known = admin_file(first)
    client_id, secret = known["WATCHWORD_ADMIN_CLIENT_ID"], known["WATCHWORD_ADMIN_CLIENT_SECRET"]
    for server in (first, second):
        assert management_token(server, client_id, secret).status == 200


class TestASecretThatDiffersFromTheStoredOne:
    other = {"ADMIN_CLIENT_SECRET": "another-secret-of-more-than-32-characters"}

    @pytest.fixture
    def server(self, new_server):
        server = new_server().start()
        server.stop()
        server.settings |= self.other
        return server

    def test_stops_the_start_and_names_the_command_that_mends_it(self, server):
        stopped = refusal(server)
        assert stopped.code == 78
        (sentence,) = sentences(stopped.log)
        assert ADMIN_ID in sentence and "watchword admin set-secret" in sentence

    def test_is_named_neither_in_the_log_nor_in_the_sentence(self, server):
        assert self.other["ADMIN_CLIENT_SECRET"] not in refusal(server).log

    def test_becomes_the_valid_one_by_that_command(self, server):
        done = run("admin", "set-secret", settings=server.settings)
        assert done.returncode == 0, done.stderr
        server.start()
        assert management_token(server, secret=self.other["ADMIN_CLIENT_SECRET"]).status == 200


def test_the_command_also_works_beside_a_running_server(new_server):
    server = new_server().start()
    secret = "a-secret-that-comes-while-the-server-runs"
    assert run("admin", "set-secret", settings=server.settings | {"ADMIN_CLIENT_SECRET": secret}).returncode == 0
    assert management_token(server, secret=secret).status == 200


def test_a_wrong_master_key_is_refused_in_one_sentence(new_server):
    server = new_server().start()
    server.stop()
    wrong_key = base64.b64encode(bytes(32)).decode()
    server.settings["MASTER_KEY"] = wrong_key
    stopped = refusal(server)
    (sentence,) = sentences(stopped.log)
    assert stopped.code != 0
    assert "master key" in sentence
    assert wrong_key not in stopped.log


def test_no_master_key_is_refused_with_the_command_that_makes_one(new_server):
    stopped = refusal(new_server({"MASTER_KEY": None}))
    assert stopped.code == 78
    assert "watchword keys master" in stopped.log


def test_secrets_are_read_from_files_too(new_server, tmp_path):
    (tmp_path / "master.key").write_text(run("keys", "master").stdout)
    (tmp_path / "admin.secret").write_text(ADMIN_SECRET + "\n")
    files = {"MASTER_KEY_FILE": tmp_path / "master.key", "ADMIN_CLIENT_SECRET_FILE": tmp_path / "admin.secret"}
    for path in files.values():
        path.chmod(0o600)
    server = new_server({"MASTER_KEY": None, "ADMIN_CLIENT_SECRET": None, **files}).start()
    assert management_token(server).status == 200


def test_a_store_of_a_newer_version_is_refused_and_left_alone(new_server):
    server = new_server().start()
    server.stop()
    connection = sqlite3.connect(server.database)
    with connection:
        connection.execute("INSERT INTO schema_migrations VALUES (9999, 'from-the-future', 0)")
    connection.close()
    before = contents(server)
    stopped = refusal(server)
    assert "newer Watchword" in " ".join(sentences(stopped.log))
    assert contents(server) == before


def test_a_port_that_is_taken_is_refused_in_one_sentence(new_server):
    first = new_server().start()
    second = new_server({"PORT": first.port})
    second.launch()
    assert second.wait() != 0
    (sentence,) = sentences(second.log)
    assert str(first.port) in sentence
