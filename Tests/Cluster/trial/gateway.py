"""The SMS gateway: hands each code to the ledger and always says 200."""

import asyncio
import json
import socket

from .ledger import Ledger
from .wire import split

_ACCEPTED = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"


class Gateway:
    """Its port is there from `__init__`; it answers between `open` and `close`."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/sms"
        self._server: asyncio.Server | None = None

    async def open(self, ledger: Ledger) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Conversation(ledger), sock=self._socket)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._socket.close()


class _Conversation(asyncio.Protocol):
    def __init__(self, ledger: Ledger):
        self._ledger = ledger
        self._buffer = b""

    def connection_made(self, transport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (message := split(self._buffer)) is not None:
            _, body, self._buffer = message
            text = json.loads(body)
            self._ledger.received(int(text["recipient"]), int(text["body"][-6:]))
            self._transport.write(_ACCEPTED)
