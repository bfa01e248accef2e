"""A first start that is killed at its worst moments leaves nothing that the next one cannot finish."""

import pytest

from harness import trace
from harness.server import DidNotStart
from harness.tenant import management_token
from test_first_start import NO_ADMIN, admin_file, counts

# Seven while tables, tenant and first records are made; the eighth start comes through.
FLUSHES = range(1, 9)


@pytest.fixture(autouse=True)
def traceable(tmp_path):
    if reason := trace.why_impossible(tmp_path):
        pytest.skip(reason)


def killed(server, calls: str, occurrence: int = 1):
    """The server after a start that was killed there, ready to be started again; it may have come through."""
    server.prefix = trace.killing(calls, occurrence)
    server.launch()
    try:
        server.wait_until_ready()
        server.kill()
    except DidNotStart:
        assert server.wait() == -9, server.log
    server.prefix = []
    return server


@pytest.mark.parametrize("flush", FLUSHES)
def test_at_any_flush_to_the_disk_the_next_start_makes_the_tenant_whole(new_server, flush):
    server = killed(new_server(), "fdatasync,fsync", flush).start()
    assert counts(server) == {"connections": 1, "clients": 1, "client_grants": 1, "apis": 1, "signing_keys": 2}
    assert management_token(server).status == 200


def test_before_its_file_is_there_the_next_start_writes_it(new_server):
    server = killed(new_server(NO_ADMIN), "rename,renameat,renameat2").start()
    known = admin_file(server)
    client_id, secret = known["WATCHWORD_ADMIN_CLIENT_ID"], known["WATCHWORD_ADMIN_CLIENT_SECRET"]
    assert management_token(server, client_id, secret).status == 200
