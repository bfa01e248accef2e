"""Metrics on a listener of their own, and one trace from the start of a login to its end."""

import gzip
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.calls import call
from harness.ports import free_port
from harness.tenant import GRANT, new_number, wrong

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"


class Collector:
    """Takes OTLP over HTTP and keeps the spans."""

    def __init__(self, status: int = 200):
        self.status = status
        self.spans: list[dict] = []
        self.paths: set[str] = set()
        self._arrival = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, path: str, body: dict) -> None:
        with self._arrival:
            self.paths.add(path)
            for resource in body["resourceSpans"]:
                for scope in resource["scopeSpans"]:
                    self.spans += scope["spans"]
            self._arrival.notify_all()

    def wait_for(self, matches, patience: float = 15) -> dict:
        """The first span that matches, as soon as there is one."""
        deadline = time.monotonic() + patience
        with self._arrival:
            while True:
                for span in self.spans:
                    if matches(span):
                        return span
                if not self._arrival.wait(max(0, deadline - time.monotonic())):
                    raise TimeoutError(f"no such span among {[span['name'] for span in self.spans]}")

    def _handler(self):
        collector = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                if self.headers.get("content-encoding") == "gzip":
                    body = gzip.decompress(body)
                if collector.status == 200:
                    collector.take(self.path, json.loads(body))
                self.send_response(collector.status)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *arguments):
                pass

        return Handler


@pytest.fixture
def collector():
    collector = Collector()
    yield collector
    collector.close()


def scrape(port: int) -> str:
    answer = call(f"http://127.0.0.1:{port}", "GET", "/metrics")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return answer.body.decode()


def value(metrics: str, series: str) -> float:
    """The value of a series, written as the text writes it; 0 where it is not there."""
    found = re.search(rf"^{re.escape(series)} (\S+)$", metrics, re.MULTILINE)
    return float(found.group(1)) if found else 0


def log_in(tenant, number: str) -> None:
    code = tenant.code_for(number)
    assert tenant.exchange(number, wrong(code)).status == 403
    assert tenant.exchange(number, code, scope="openid").status == 200


class TestMetrics:
    @pytest.fixture
    def watched(self, new_tenant):
        port = free_port()
        tenant = new_tenant({"OPERATIONS_PORT": port})
        return tenant, port

    def test_count_what_logins_do(self, watched):
        tenant, port = watched
        before = scrape(port)
        log_in(tenant, new_number())
        after = scrape(port)

        def rise(series):
            return value(after, series) - value(before, series)

        assert rise('watchword_login_starts_total{result="sent"}') == 1
        assert rise('watchword_login_tries_total{result="wrong"}') == 1
        assert rise('watchword_login_tries_total{result="right"}') == 1
        assert rise('watchword_http_requests_total{method="POST",route="/oauth/token",status="200"}') == 1
        assert rise('watchword_http_requests_total{method="POST",route="/oauth/token",status="403"}') == 1
        assert rise('watchword_http_request_duration_seconds_count{method="POST",route="/passwordless/start"}') == 1
        assert rise('watchword_message_duration_seconds_count{provider="gateway",outcome="accepted"}') == 1
        assert rise('watchword_limit_decisions_total{limit="number",decision="allowed"}') == 1
        assert rise('watchword_limit_decisions_total{limit="guesses",decision="allowed"}') == 2
        assert rise("watchword_signature_duration_seconds_count") == 1
        assert rise('watchword_store_duration_seconds_count{operation="write"}') >= 3
        assert rise("watchword_store_commits_total") >= 3
        assert value(after, "watchword_messages_in_flight") == 0
        assert value(after, "watchword_http_requests_in_flight") == 0

    def test_count_a_gateway_that_refuses(self, watched):
        tenant, port = watched
        number = new_number()
        tenant.gateway.behave(number, status=500)
        assert tenant.start(number).status == 400
        metrics = scrape(port)
        assert value(metrics, 'watchword_message_duration_seconds_count{provider="gateway",outcome="refused"}') == 1
        assert value(metrics, 'watchword_login_starts_total{result="refused"}') == 1

    def test_hold_nothing_that_a_caller_sent(self, watched):
        tenant, port = watched
        number = new_number()
        log_in(tenant, number)
        tenant.server.call("GET", f"/{number}/secret-path")
        metrics = scrape(port)
        for told in (number, number[1:], "secret-path", tenant.client_id, tenant.gateway.newest(number).code + '"'):
            assert told not in metrics

    def test_are_well_formed(self, watched):
        tenant, port = watched
        log_in(tenant, new_number())
        sample = re.compile(r'^[a-z_]+(\{[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*\})? [-+0-9.eInfNa]+$')
        lines = scrape(port).splitlines()
        assert [line for line in lines if not line.startswith("# ") and not sample.match(line)] == []
        samples = [line.rpartition(" ")[0] for line in lines if not line.startswith("#")]
        assert len(samples) == len(set(samples))

    def test_are_the_only_thing_there(self, watched):
        _, port = watched
        assert call(f"http://127.0.0.1:{port}", "GET", "/").status == 404
        assert call(f"http://127.0.0.1:{port}", "POST", "/oauth/token", {}).status == 404

    def test_are_not_on_the_public_port(self, watched):
        tenant, _ = watched
        assert tenant.server.call("GET", "/metrics").status == 404

    def test_stop_the_start_where_their_port_is_taken(self, new_server, gateway):
        server = new_server({"OPERATIONS_PORT": gateway.port}).launch()
        assert server.wait() == 1
        assert f"127.0.0.1 port {gateway.port}" in server.log


class TestATrace:
    @pytest.fixture
    def traced(self, new_tenant, collector):
        return new_tenant({"OTLP_ENDPOINT": collector.url, "OPERATIONS_PORT": free_port(), "LOG_FORMAT": "json"})

    @staticmethod
    def request(name):
        return lambda span: span["name"] == name

    def start(self, tenant, number, **headers):
        body = {"client_id": tenant.client_id, "connection": "sms", "phone_number": number}
        return tenant.server.call("POST", "/passwordless/start", body, headers=headers)

    def exchange(self, tenant, number, **headers):
        code = tenant.gateway.newest(number).code
        body = {"grant_type": GRANT, "client_id": tenant.client_id, "username": number, "otp": code, "realm": "sms"}
        return tenant.server.call("POST", "/oauth/token", body, headers=headers)

    def test_goes_from_the_start_over_the_gateway_to_the_token_and_the_log(self, traced, collector):
        number = new_number()
        assert self.start(traced, number).status == 200
        answer = self.exchange(traced, number)
        assert answer.status == 200
        token = collector.wait_for(
            lambda span: span["name"] == "POST /oauth/token" and span.get("parentSpanId") is not None
        )
        start = collector.wait_for(self.request("POST /passwordless/start"))
        sent = collector.wait_for(self.request("send message"))
        version, trace, parent, flags = traced.gateway.newest(number).traceparent.split("-")
        assert (version, flags) == ("00", "01")
        assert start["traceId"] == sent["traceId"] == token["traceId"] == trace
        assert sent["spanId"] == parent
        assert sent["parentSpanId"] == start["spanId"] == token["parentSpanId"]
        (line,) = [line for line in traced.server.log_lines if line.get("request_id") == answer.headers["x-request-id"]]
        assert (line["trace_id"], line["span_id"]) == (trace, token["spanId"])
        assert collector.paths == {"/v1/traces"}

    def test_continues_the_caller_s(self, traced, collector):
        number = new_number()
        assert self.start(traced, number, traceparent=f"00-{TRACE}-{PARENT}-01").status == 200
        start = collector.wait_for(lambda span: span["traceId"] == TRACE and span["kind"] == 2)
        assert start["parentSpanId"] == PARENT
        assert traced.gateway.newest(number).traceparent.split("-")[1] == TRACE

    def test_is_linked_where_the_exchange_has_one_of_its_own(self, traced, collector):
        number = new_number()
        assert self.start(traced, number).status == 200
        assert self.exchange(traced, number, traceparent=f"00-{TRACE}-{PARENT}-01").status == 200
        token = collector.wait_for(lambda span: span["traceId"] == TRACE and span["kind"] == 2)
        assert [link["traceId"] for link in token["links"]] == [traced.gateway.newest(number).traceparent.split("-")[1]]

    @pytest.mark.parametrize("header", ["", "00-0-0-0", f"00-{TRACE}-{PARENT}", f"00-{'0' * 32}-{PARENT}-01", "x" * 4000])
    def test_begins_anew_where_the_caller_s_header_is_broken(self, traced, collector, header):
        number = new_number()
        assert self.start(traced, number, traceparent=header).status == 200
        assert "parentSpanId" not in collector.wait_for(self.request("POST /passwordless/start"))

    def test_holds_nothing_about_a_person(self, traced, collector):
        number = new_number()
        assert self.start(traced, number, **{"user-agent": "Somebody/1"}).status == 200
        assert self.exchange(traced, number).status == 200
        collector.wait_for(lambda span: span["name"] == "POST /oauth/token" and "parentSpanId" in span)
        text = json.dumps(collector.spans)
        for told in (number[1:], traced.client_id, "Somebody", "127.0.0.1"):
            assert told not in text

    def test_leaves_with_the_program(self, traced, collector):
        number = new_number()
        assert self.start(traced, number).status == 200
        traced.server.stop()
        assert any(span["name"] == "POST /passwordless/start" for span in collector.spans)


class TestWithoutACollector:
    def test_the_caller_s_trace_reaches_the_gateway_and_the_log(self, new_tenant):
        tenant, number = new_tenant({"LOG_FORMAT": "json"}), new_number()
        header = f"00-{TRACE}-{PARENT}-01"
        body = {"client_id": tenant.client_id, "connection": "sms", "phone_number": number}
        answer = tenant.server.call("POST", "/passwordless/start", body, headers={"traceparent": header})
        assert tenant.gateway.newest(number).traceparent == header
        (line,) = [line for line in tenant.server.log_lines if line.get("request_id") == answer.headers["x-request-id"]]
        assert line["trace_id"] == TRACE

    def test_nothing_is_added(self, new_tenant):
        tenant, number = new_tenant(), new_number()
        assert tenant.start(number).status == 200
        assert tenant.gateway.newest(number).traceparent is None


class TestACollectorThatFails:
    def test_costs_traces_and_no_login(self, new_tenant):
        collector, port = Collector(status=400), free_port()
        try:
            tenant = new_tenant({"OTLP_ENDPOINT": collector.url, "OPERATIONS_PORT": port})
            log_in(tenant, new_number())
            deadline = time.monotonic() + 15
            while not value(scrape(port), 'watchword_trace_spans_total{outcome="failed"}'):
                assert time.monotonic() < deadline
                time.sleep(0.1)
        finally:
            collector.close()
