"""An SMS gateway: it keeps what it receives, checks who sends it, and misbehaves when it is told to."""

import json
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .bearer import problem_of

SECRET = "MySecretToSignTheToken"
AUDIENCE = "urn:MySmsGateway"
SUBJECT = "urn:Auth0"


@dataclass
class Behaviour:
    """How the gateway answers one number. The default is a good gateway."""

    status: int = 200
    delay: float = 0
    headers: dict = field(default_factory=dict)
    drips_head: bool = False
    endless_body: bool = False


@dataclass(frozen=True)
class Message:
    recipient: str
    body: str
    sender: str | None
    req: dict | None
    problem: str | None
    traceparent: str | None = None

    @property
    def code(self) -> str:
        return re.search(r"[0-9]{4,}", self.body).group()


class Gateway:
    """Listens on a port of the loopback from `__init__` to `close`."""

    def __init__(self, checks_tokens: bool = True):
        self.checks_tokens = checks_tokens
        self._messages: list[Message] = []
        self._newest: dict[str, Message] = {}
        self._behaviours: dict[str, Behaviour] = {}
        self._arrival = threading.Condition()
        self._is_closing = threading.Event()
        self._server = _Listener(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/sms"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._is_closing.set()
        self._server.shutdown()
        self._server.server_close()

    def behave(self, recipient: str, **how) -> None:
        self._behaviours[recipient] = Behaviour(**how)

    def behaviour(self, recipient: str) -> Behaviour:
        return self._behaviours.get(recipient, Behaviour())

    def record(self, message: Message) -> None:
        with self._arrival:
            self._messages.append(message)
            self._newest[message.recipient] = message
            self._arrival.notify_all()

    def messages(self, recipient: str) -> list[Message]:
        with self._arrival:
            return [message for message in self._messages if message.recipient == recipient]

    def newest(self, recipient: str) -> Message | None:
        with self._arrival:
            return self._newest.get(recipient)

    def wait_for(self, recipient: str, count: int = 1, patience: float = 10) -> list[Message]:
        """Waits until a number has received so many messages."""
        deadline = time.monotonic() + patience
        with self._arrival:
            while True:
                found = [message for message in self._messages if message.recipient == recipient]
                if len(found) >= count:
                    return found
                if not self._arrival.wait(max(0, deadline - time.monotonic())):
                    raise TimeoutError(f"{recipient} received {len(found)} of {count} messages")

    def pause(self, seconds: float) -> None:
        """Sleeps, but not beyond the gateway's own end."""
        self._is_closing.wait(seconds)

    @property
    def is_closing(self) -> bool:
        return self._is_closing.is_set()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def handle_error(self, request, client_address):
        """A caller that was killed in the middle is what these tests are about."""


def _handler(gateway: Gateway):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def do_POST(self):
            payload = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
            problem = None
            if gateway.checks_tokens:
                problem = problem_of(self.headers.get("authorization"), SECRET, AUDIENCE, SUBJECT)
            recipient = payload["recipient"]
            sender, req, trace = payload.get("sender"), payload.get("req"), self.headers.get("traceparent")
            gateway.record(Message(recipient, payload["body"], sender, req, problem, trace))
            self.answer(Behaviour(status=401) if problem else gateway.behaviour(recipient))

        def do_GET(self):
            """Where a followed redirect would arrive."""
            gateway.record(Message("GET " + self.path, "", None, None, None))
            self.answer(Behaviour())

        def answer(self, behaviour: Behaviour):
            if behaviour.delay:
                gateway.pause(behaviour.delay)
            if behaviour.drips_head:
                return self.drip(b"HTTP/1.1 200 OK\r\nx-slow: ")
            self.send_response(behaviour.status)
            for name, value in behaviour.headers.items():
                self.send_header(name, value)
            if not behaviour.endless_body:
                self.send_header("content-length", "0")
                return self.end_headers()
            self.send_header("content-length", "1000000")
            self.end_headers()
            self.drip(b"")

        def drip(self, beginning: bytes):
            """One byte every tenth of a second, without an end."""
            self.close_connection = True
            self.wfile.write(beginning)
            while not gateway.is_closing:
                self.wfile.write(b"x")
                gateway.pause(0.1)

        def log_message(self, *arguments):
            pass

    return Handler
