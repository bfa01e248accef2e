"""TCP ports that nobody listens on."""

import socket

_given: set[int] = set()


def free_port() -> int:
    """A free port of the loopback, never the same one twice in a run."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port
