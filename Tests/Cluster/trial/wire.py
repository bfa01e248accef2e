"""HTTP/1.1 by hand, for a driver that shares two cores with everything that it drives."""

import asyncio
from typing import NamedTuple


class Answer(NamedTuple):
    status: int
    head: bytes  # in lower case
    body: bytes


class _Connection(asyncio.Protocol):
    """A kept-alive connection; one call at a time."""

    def __init__(self, loop: asyncio.AbstractEventLoop):
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._waiting: asyncio.Future | None = None
        self.is_open = False

    def connection_made(self, transport) -> None:
        self._transport = transport
        self.is_open = True

    def connection_lost(self, error) -> None:
        self.is_open = False
        self._settle(None)

    def call(self, request: bytes) -> asyncio.Future:
        """The answer, or None where the connection ended before it."""
        self._waiting = waiting = self._loop.create_future()
        self._transport.write(request)
        return waiting

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        message = split(buffer)
        if message is None:
            self._buffer = buffer
            return
        head, body, _ = message
        self._buffer = b""
        if b"\r\nconnection: close" in head:
            self.is_open = False
            self._transport.close()
        self._settle(Answer(int(head[9:12]), head, body))

    def _settle(self, answer: Answer | None) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)


class Pool:
    """As many connections to one address as there are calls at once."""

    def __init__(self, port: int):
        self._port = port
        self._idle: list[_Connection] = []
        self._all: list[_Connection] = []

    async def call(self, request: bytes) -> Answer | None:
        """None where no answer came: nobody knows whether the call was carried out."""
        connection = None
        while self._idle and connection is None:
            connection = self._idle.pop()
            if not connection.is_open:
                self._all.remove(connection)
                connection = None
        if connection is None:
            loop = asyncio.get_running_loop()
            _, connection = await loop.create_connection(lambda: _Connection(loop), "127.0.0.1", self._port)
            self._all.append(connection)
        answer = await connection.call(request)
        self._idle.append(connection)
        return answer

    def close(self) -> None:
        for connection in self._all:
            connection.close()


def split(buffer: bytes) -> tuple[bytes, bytes, bytes] | None:
    """The first message's head in lower case, its body, and what follows; None while some of it is missing."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = buffer[:end].lower()
    at = head.find(b"\r\ncontent-length:")
    length = 0
    if at >= 0:
        stop = head.find(b"\r\n", at + 2)
        length = int(head[at + 17 : stop if stop >= 0 else end])
    whole = end + 4 + length
    if len(buffer) < whole:
        return None
    return head, buffer[end + 4 : whole], buffer[whole:]


def post(path: str, port: int, body: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nhost: localhost:{port}\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\n\r\n{body}".encode()
