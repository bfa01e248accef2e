"""The demo: what it prints works when it is pasted, and what it made is there the next time."""

import json
import re
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from harness.calls import call
from harness.database import rows
from harness.ports import free_port
from harness.program import BINARY, environment, run


class Demo:
    """A demo in a folder; it prints its guide once it is ready."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port, self.inbox_port, self.app_port = free_port(), free_port(), free_port()
        self.output = folder.with_suffix(".out")
        command = [BINARY, "demo", "--folder", folder, "--port", self.port]
        command += ["--inbox-port", self.inbox_port, "--app-port", self.app_port]
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(list(map(str, command)), env=environment(), stdout=output, stderr=output)

    @property
    def guide(self) -> str:
        deadline = time.monotonic() + 40
        while "Ctrl-C stops the demo" not in (text := self.output.read_text()):
            assert self.process.poll() is None and time.monotonic() < deadline, text
            time.sleep(0.05)
        return text

    @property
    def client_id(self) -> str:
        return re.search(r"Client +(\S+)", self.guide).group(1)

    @property
    def commands(self) -> list[str]:
        """The printed commands in their order: indented blocks that follow the first instruction."""
        guide = self.guide.split("Log in with two commands", 1)[1]
        blocks = re.findall(r"(?:^  .*\n)+", guide, re.MULTILINE)
        return [block for block in blocks if re.match(r"  (curl|\w+=\$\()", block)]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


def paste(commands: list[str]) -> list:
    """Runs commands in one shell, as a person would; the JSON that each one shows."""
    script = "\n".join(f"{command}\necho" for command in commands)
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script], env=environment(), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def pasted(tmp_path_factory):
    """A demo after all its commands were pasted, and what they showed."""
    demo = Demo(tmp_path_factory.mktemp("demo") / "kept")
    try:
        yield demo, paste(demo.commands)
    finally:
        if demo.process.poll() is None:
            demo.stop()


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
