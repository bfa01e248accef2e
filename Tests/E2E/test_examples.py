"""The examples, run as they stand: the server in Python and the command-line program in Swift."""

import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from selenium.webdriver.common.by import By

from harness.axe import findings
from harness.calls import call
from harness.chromium import chromium, shown
from harness.hosted_page import ask_for_code
from harness.ports import free_port
from harness.program import BINARY, environment
from harness.tenant import PUBLIC, new_number
from harness.visitor import Visitor, query

EXAMPLES = Path(__file__).parents[2] / "examples"
LOGIN_EXAMPLE = Path(BINARY).with_name("login-example")


@pytest.mark.parametrize("program", ["web/app.js", "python/server.py", "swift/Sources/login/main.swift"])
def test_an_example_can_be_read_in_one_go(program):
    assert len((EXAMPLES / program).read_text().splitlines()) < 100


@pytest.fixture(scope="module")
def site(tenant, tmp_path_factory):
    """The address of the example in Python."""
    port = free_port()
    site = f"http://localhost:{port}"
    client = tenant.new_client(
        "Example Server",
        app_type="regular_web",
        callbacks=[f"{site}/callback"],
        allowed_logout_urls=[f"{site}/"],
        grant_types=["authorization_code"],
    )
    settings = {name: client[name.lower()] for name in ("CLIENT_ID", "CLIENT_SECRET")}
    settings |= {"ISSUER": tenant.server.issuer, "PORT": str(port)}
    with open(tmp_path_factory.mktemp("python") / "server.log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, EXAMPLES / "python/server.py"], env=environment() | settings, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: answers(site), process)
        yield site
    finally:
        process.kill()
        process.wait(10)


def wait_until(holds, process: subprocess.Popen, patience: float = 20):
    """What `holds` gives, as soon as it is something."""
    deadline = time.monotonic() + patience
    while not (found := holds()):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    return found


def answers(site: str) -> bool:
    try:
        return call(site, "GET", "/").status == 200
    except OSError:
        return False


class TestTheServerInPython:
    def test_signs_a_person_in_and_out(self, site, tenant):
        number = new_number()
        with chromium() as browser:
            browser.get(site)
            shown(browser, "a[href='/login']").click()
            code = ask_for_code(browser, tenant, number)
            shown(browser, "[name=code]").send_keys(code)
            assert shown(browser, "form[action='/logout']")
            assert number in browser.find_element(By.TAG_NAME, "dl").text
            shown(browser, "form[action='/logout'] button").click()
            shown(browser, "a[href='/login']").click()
            assert shown(browser, "[name=phone]")

    @pytest.mark.parametrize("path", ["/", "/callback?error=access_denied"])
    def test_shows_pages_that_everybody_can_use(self, site, path):
        with chromium() as browser:
            browser.get(site + path)
            assert findings(browser, ("color-contrast-enhanced",)) == []

    @pytest.mark.parametrize("issuer", ["http://127.0.0.1:1/", None])
    def test_takes_no_answer_that_it_did_not_ask_for(self, site, tenant, issuer):
        parameters = {"code": "x", "state": "y", "iss": issuer or tenant.server.issuer}
        answer = requests.get(f"{site}/callback", params=parameters, timeout=10)
        assert (answer.status_code, "You are not signed in" in answer.text) == (400, True)


@pytest.fixture(scope="module")
def client_id(tenant) -> str:
    client = tenant.new_client(
        "Example Program",
        app_type="native",
        callbacks=["http://127.0.0.1/"],
        grant_types=["authorization_code"],
        **PUBLIC,
    )
    return client["client_id"]


class Program:
    """The example in Swift, waiting for the browser."""

    def __init__(self, issuer: str, client_id: str, output: Path):
        self.output = output
        assert LOGIN_EXAMPLE.exists(), "There is no example: run 'swift build --product login-example' first."
        with open(output, "wb") as stream:
            self.process = subprocess.Popen(
                [LOGIN_EXAMPLE, issuer, client_id], env=environment(), stdout=stream, stderr=stream
            )
        self.address = wait_until(self.printed_address, self.process)
        self.redirect = query(self.address)["redirect_uri"]

    def printed_address(self) -> str | None:
        found = re.search(r"^  (http\S+)\n", self.output.read_text(), re.MULTILINE)
        return found and found.group(1)

    def come_back(self, **parameters) -> int:
        """Knocks where the browser comes back to; the status of the answer."""
        return requests.get(self.redirect, params=parameters, timeout=10).status_code

    def end(self) -> tuple[int, str]:
        return self.process.wait(20), self.output.read_text()


@pytest.fixture
def program(tenant, client_id, tmp_path):
    program = Program(tenant.server.issuer, client_id, tmp_path / "output")
    yield program
    if program.process.poll() is None:
        program.process.kill()
        program.process.wait(10)


class TestTheProgramInSwift:
    def test_signs_a_person_in(self, program, tenant):
        number = new_number()
        end = Visitor(tenant.server).log_in(program.address, number, tenant.gateway)
        assert requests.get(end, timeout=10).status_code == 200
        code, output = program.end()
        assert (code, f"phone_number: {number}\n" in output) == (0, True)

    def test_answers_404_to_whoever_else_knocks_and_goes_on_waiting(self, program, tenant):
        assert program.come_back(state="another", code="x", iss=tenant.server.issuer) == 404
        assert program.come_back() == 404
        with socket.create_connection(("127.0.0.1", port_of(program.redirect)), timeout=10) as stranger:
            stranger.sendall(b"\x16\x03\x01 no HTTP at all\r\n\r\n")
            assert stranger.recv(100).startswith(b"HTTP/1.1 404")
        end = Visitor(tenant.server).log_in(program.address, new_number(), tenant.gateway)
        assert requests.get(end, timeout=10).status_code == 200
        assert program.end()[0] == 0

    def test_listens_on_one_address_alone(self, program):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port_of(program.redirect)), timeout=10)

    def test_takes_no_answer_of_another_server(self, program):
        program.come_back(state=query(program.address)["state"], code="x", iss="http://127.0.0.1:1/")
        code, output = program.end()
        assert (code, "This answer is another server's." in output) == (1, True)

    def test_says_why_there_was_no_login(self, program, tenant):
        state = query(program.address)["state"]
        program.come_back(state=state, iss=tenant.server.issuer, error="access_denied", error_description="No, thanks")
        code, output = program.end()
        assert (code, "No, thanks" in output) == (1, True)


def port_of(address: str) -> int:
    return int(address.rstrip("/").rsplit(":", 1)[1])
