"""Many calls in the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from .calls import Answer
from .server import Server


def all_at_once(server: Server, count: int, call) -> list[Answer]:
    """Opens `count` connections, lets them wait for each other, and makes `call(caller, index)` on each."""
    start = threading.Barrier(count)

    def one(index: int) -> Answer:
        caller = server.caller(timeout=60).connect()
        try:
            # A first answer, so that the server has accepted the connection before the race begins.
            assert caller.call("GET", "/healthz").status == 200
            start.wait(30)
            return call(caller, index)
        finally:
            caller.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
