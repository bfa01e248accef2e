"""HTTP calls with nothing in between: no redirects, no retries, no cookies."""

import http.client
import json
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict  # names in lower case
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Caller:
    """One kept-alive connection; not for two threads at once."""

    def __init__(self, base: str, timeout: float = 20, cafile: str | None = None):
        parts = urlsplit(base)
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=cafile)
            self.connection = http.client.HTTPSConnection(parts.netloc, timeout=timeout, context=context)
        else:
            # The server listens on IPv4 loopback only; asking for ::1 first would cost every connection a refusal.
            host = parts.netloc.replace("localhost", "127.0.0.1")
            self.connection = http.client.HTTPConnection(host, timeout=timeout)

    def connect(self) -> "Caller":
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self

    def close(self) -> None:
        self.connection.close()

    def call(self, method: str, path: str, body=None, token: str | None = None, headers: dict | None = None) -> Answer:
        if self.connection.sock is None:
            self.connect()
        all_headers = dict(headers or {})
        if token is not None:
            all_headers["authorization"] = f"Bearer {token}"
        data = None
        if body is not None:
            all_headers["content-type"] = "application/json"
            data = json.dumps(body).encode()
        self.connection.request(method, path, body=data, headers=all_headers)
        response = self.connection.getresponse()
        content = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)


def call(base: str, method: str, path: str, body=None, token: str | None = None, **options) -> Answer:
    """One call on a connection of its own."""
    headers = options.pop("headers", None)
    caller = Caller(base, **options)
    try:
        return caller.call(method, path, body, token, headers)
    finally:
        caller.close()
