"""What the program says before it serves: its version, its settings, and everything that is wrong with them at once."""

import pytest

from harness.program import MASTER_KEY, run

WRONG = {"PORT": "abc", "GATEWAY_TIMEOUT": "3m", "TRUSTED_PROXIES": "10.0.0.1/8", "ADMIN_CLIENT_SECRET": "too-short"}


def test_its_version_is_three_numbers():
    done = run("--version")
    assert done.returncode == 0
    assert [part.isdigit() for part in done.stdout.strip().split(".")] == [True, True, True]


@pytest.mark.parametrize("command", ["serve", "demo", "tour", "inbox", "doctor", "backup", "store", "config", "keys", "admin"])
def test_every_command_has_help(command):
    done = run(command, "--help")
    assert done.returncode == 0
    assert "OVERVIEW" in done.stdout


@pytest.fixture(scope="module")
def refused():
    return run("serve", "--no-such-flag", "1", settings={**WRONG, "MASTER_KEY": MASTER_KEY, "NO_SUCH_THING": "1"})


class TestMalformedSettings:
    def test_stop_the_start_with_the_exit_code_for_configuration(self, refused):
        assert refused.returncode == 78

    def test_are_all_named_in_one_list(self, refused):
        for name in [*WRONG, "NO_SUCH_THING"]:
            assert f"WATCHWORD_{name}" in refused.stderr
        assert "--no-such-flag" in refused.stderr

    def test_are_quoted_where_they_are_no_secret(self, refused):
        assert "abc" in refused.stderr
        assert WRONG["ADMIN_CLIENT_SECRET"] not in refused.stderr


class TestConfigCheck:
    def test_accepts_what_serve_would_accept(self):
        done = run("config", "check", settings={"MASTER_KEY": MASTER_KEY, "PORT": 4000})
        assert (done.returncode, done.stderr) == (0, "")

    def test_refuses_what_serve_would_refuse(self):
        done = run("config", "check", settings={"MASTER_KEY": MASTER_KEY, **WRONG})
        assert done.returncode == 78
        assert "WATCHWORD_GATEWAY_TIMEOUT" in done.stderr

    def test_reads_a_file_and_flags(self, tmp_path):
        (tmp_path / "watchword.yaml").write_text("port: 4001\ngateway_timeout: 5s\n")
        done = run("config", "check", "--config", str(tmp_path / "watchword.yaml"), settings={"MASTER_KEY": MASTER_KEY})
        assert done.returncode == 0, done.stderr

    def test_writes_nothing_to_the_data_folder(self, tmp_path):
        run("config", "check", settings={"MASTER_KEY": MASTER_KEY, "DATA": tmp_path / "data"})
        assert not (tmp_path / "data").exists()


def test_a_master_key_that_it_made_is_one_that_it_accepts():
    key = run("keys", "master").stdout.strip()
    assert run("config", "check", settings={"MASTER_KEY": key}).returncode == 0
