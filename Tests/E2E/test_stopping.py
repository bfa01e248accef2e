"""A stop lets calls in flight end; a second signal does not."""

import signal
import threading
import time

import pytest

from harness.tenant import new_number
from harness.waiting import until


@pytest.fixture
def in_flight(new_tenant):
    """A tenant with a start that waits for its gateway, and where the answer will be."""
    tenant = new_tenant()
    number = new_number()
    tenant.gateway.behave(number, delay=2)
    answers: list = []

    def ask():
        try:
            answers.append(tenant.start(number))
        except OSError as error:  # the second signal cuts it off
            answers.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    tenant.gateway.wait_for(number)
    yield tenant, thread, answers
    thread.join(30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_turns_new_calls_away_and_lets_the_call_in_flight_end(in_flight, number):
    tenant, thread, answers = in_flight
    tenant.server.signal(number)
    deadline = time.monotonic() + 1.5
    while tenant.server.readiness() == 200 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert tenant.server.readiness() in (503, None)  # None: nobody listens any more
    thread.join(30)
    assert [answer.status for answer in answers] == [200]
    assert tenant.server.wait() == 0


def test_a_second_signal_ends_the_program_at_once(in_flight):
    tenant, thread, answers = in_flight
    tenant.server.signal(signal.SIGTERM)
    while "a second signal exits at once" not in tenant.server.log:
        time.sleep(0.01)
    time.sleep(0.05)
    begin = time.monotonic()
    tenant.server.signal(signal.SIGTERM)
    assert tenant.server.wait() != 0
    assert time.monotonic() - begin < 1


def test_a_code_that_was_asked_for_before_a_stop_works_after_the_next_start(new_tenant):
    tenant = new_tenant()
    number = new_number()
    code = tenant.code_for(number)
    tenant.server.restart()
    assert tenant.exchange(number, code).status == 200


def test_a_stopped_server_leaves_one_file_and_no_log_to_replay(new_tenant):
    tenant = new_tenant()
    tenant.code_for(new_number())
    assert tenant.server.stop() == 0
    assert [path.name for path in tenant.server.data.iterdir()] == ["watchword.db"]


def test_connections_that_ask_for_nothing_do_not_hold_up_a_stop(new_tenant):
    tenant = new_tenant()
    caller = tenant.server.caller()
    assert caller.call("GET", "/healthz").status == 200
    begin = time.monotonic()
    assert tenant.server.stop() == 0
    assert time.monotonic() - begin < 3
    caller.close()


class TestAStopWithADelay:
    @pytest.fixture
    def tenant(self, new_tenant):
        return new_tenant({"STOP_DELAY": "3s"})

    def test_takes_calls_while_a_balancer_is_told_to_send_no_more(self, tenant):
        tenant.server.signal(signal.SIGTERM)
        until(lambda: tenant.server.readiness() == 503, 2)
        number = new_number()
        assert tenant.exchange(number, tenant.code_for(number)).status == 200
        assert tenant.server.wait() == 0

    def test_ends_at_once_at_a_second_signal(self, tenant):
        tenant.server.signal(signal.SIGTERM)
        until(lambda: tenant.server.readiness() == 503, 2)
        begin = time.monotonic()
        tenant.server.signal(signal.SIGTERM)
        assert tenant.server.wait() != 0
        assert time.monotonic() - begin < 1
