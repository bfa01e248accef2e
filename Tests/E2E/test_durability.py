"""A promise is on the disk before it is made: seen from the kernel, with strace."""

import time

import pytest

from harness import trace
from harness.gateway import Gateway
from harness.server import NO_LIMITS
from harness.tenant import Tenant, new_number


class Request:
    """The moments of one request: its arrival, what was flushed from then on, its answer."""

    def __init__(self, calls: list, callers_socket: str, line: str):
        arrival = next(call for call in calls if callers_socket in call.text and line in call.text)
        self.later = [call for call in calls if call.begin >= arrival.end]
        self.flushes = [call for call in self.later if call.name in ("fdatasync", "fsync") and "-wal>" in call.text]
        self.answer = next(call for call in self.later if callers_socket in call.text and "HTTP/1.1 200" in call.text)

    def is_flushed_before(self, moment: trace.SystemCall) -> bool:
        return any(flush.end < moment.begin for flush in self.flushes)


@pytest.fixture(scope="module")
def login(servers, tmp_path_factory):
    """The traced requests of one login, and the moment at which its message was sent."""
    folder = tmp_path_factory.mktemp("trace")
    if reason := trace.why_impossible(folder):
        pytest.skip(reason)
    gateway, output, number = Gateway(), folder / "server.strace", new_number()
    tenant = Tenant(servers(NO_LIMITS, prefix=trace.prefix(output)).start(patience=60), gateway)
    caller = tenant.server.caller(timeout=60).connect()
    socket = f"{tenant.server.port}->127.0.0.1:{caller.connection.sock.getsockname()[1]}]"
    time.sleep(0.5)  # whatever the setting up has left to write
    assert tenant.start(number, caller).status == 200
    time.sleep(0.5)  # and what the start has left to write
    assert tenant.exchange(number, gateway.newest(number).code, caller).status == 200
    caller.close()
    tenant.server.stop()
    gateway.close()
    calls = trace.read(output)
    start = Request(calls, socket, "POST /passwordless/start")
    message = next(
        call for call in start.later if f"->127.0.0.1:{gateway.port}]" in call.text and "POST /sms" in call.text
    )
    return start, message, Request(calls, socket, "POST /oauth/token")


def test_a_code_is_flushed_before_its_message_goes_to_the_gateway(login):
    start, message, _ = login
    assert start.is_flushed_before(message)


def test_a_code_is_flushed_before_its_start_is_answered(login):
    start, _, _ = login
    assert start.is_flushed_before(start.answer)


def test_a_message_goes_out_before_the_start_is_answered(login):
    start, message, _ = login
    assert message.begin < start.answer.begin


def test_the_use_of_a_code_is_flushed_before_its_tokens_are_handed_out(login):
    _, _, exchange = login
    assert exchange.is_flushed_before(exchange.answer)
