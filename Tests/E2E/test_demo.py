"""The demo: what it prints works when it is pasted, and what it made is there the next time."""

import json
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pytest

from harness.calls import call
from harness.database import rows
from harness.demo import Demo
from harness.program import environment, run


def paste(commands: list[str]) -> list:
    """Runs commands in one shell, as a person would; the JSON that each one shows."""
    script = "\n".join(f"{command}\necho" for command in commands)
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script], env=environment(), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def pasted(demo):
    """A demo after all its commands were pasted, and what they showed."""
    return demo, paste(demo.commands)


class TestThePrintedCommands:
    def test_ask_for_a_code(self, pasted):
        _, shown = pasted
        assert shown[0]["phone_number"] == "+15555550100"

    def test_exchange_it_for_tokens(self, pasted):
        _, shown = pasted
        assert {"access_token", "id_token"} <= set(shown[1])

    def test_show_the_connection_that_points_at_the_inbox(self, pasted):
        demo, shown = pasted
        assert [connection["options"]["gateway_url"] for connection in shown[2]] == [
            f"http://127.0.0.1:{demo.inbox_port}/sms"
        ]

    def test_make_the_gateway_refuse_the_number(self, pasted):
        demo, shown = pasted
        assert shown[3]["status"] == 500
        assert paste(demo.commands[:1])[0]["error"] == "sms_provider_error"

    def test_lead_to_an_inbox_page(self, pasted):
        demo, _ = pasted
        page = call(f"http://127.0.0.1:{demo.inbox_port}", "GET", "/")
        assert (page.status, page.headers["content-type"].split(";")[0]) == (200, "text/html")


class TestTheServedPage:
    def test_is_the_example(self, pasted):
        demo, _ = pasted
        page = call(f"http://127.0.0.1:{demo.app_port}", "GET", "/")
        assert page.body == (Path(__file__).parents[2] / "examples/web/index.html").read_bytes()

    def test_is_told_the_server_and_a_client_that_may_log_in(self, pasted):
        demo, _ = pasted
        config = call(f"http://127.0.0.1:{demo.app_port}", "GET", "/config.json").json
        assert config["issuer"] == f"http://localhost:{demo.port}/"
        query = {"client_id": config["client_id"], "redirect_uri": f"http://localhost:{demo.app_port}/"}
        query |= {"response_type": "code", "code_challenge": "A" * 43, "code_challenge_method": "S256", "state": "s"}
        answer = call(config["issuer"], "GET", "/authorize?" + urlencode(query))
        assert "/u/login/identifier" in answer.headers["location"]


def test_a_demo_that_was_stopped_goes_on_where_it_was(tmp_path):
    first = Demo(tmp_path / "kept")
    client_id = first.client_id
    paste(first.commands)
    assert first.stop() == 0

    second = Demo(tmp_path / "kept")
    try:
        assert second.client_id == client_id
        assert len(paste(second.commands)) == 4
        users = rows(tmp_path / "kept/watchword.db", "SELECT logins_count FROM users")
        assert users == [(2,)]  # one user, who logged in once in each demo
    finally:
        second.stop()


def test_the_tour_holds_every_step():
    done = run("tour")
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr
    assert "Every step held." in done.stdout
