"""`watchword backup` copies the store of a running server, and the copy serves."""

import stat

import pytest

from harness.program import run
from harness.tenant import management_token


@pytest.fixture
def server(new_server):
    return new_server().start()


@pytest.fixture
def copied(server, tmp_path):
    folder = tmp_path / "restored" / "data"
    folder.mkdir(parents=True, mode=0o700)
    done = run("backup", "--to", str(folder / "watchword.db"), settings=server.settings)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_copy_belongs_to_its_owner_alone(copied):
    assert stat.S_IMODE((copied / "watchword.db").stat().st_mode) == 0o600


def test_a_copy_serves_the_same_tenant(copied, server, new_server):
    restored = new_server({"DATA": copied, "ISSUER": server.issuer}).start()
    assert management_token(restored).status == 200


def test_a_file_that_is_there_is_not_replaced(copied, server):
    done = run("backup", "--to", str(copied / "watchword.db"), settings=server.settings)
    assert done.returncode == 1
    assert "exists" in done.stderr
