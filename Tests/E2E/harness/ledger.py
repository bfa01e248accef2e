"""Logins over random nodes while nodes and databases fall, and a book of what became of each code."""

import http.client
import random
import threading
import time
from dataclasses import dataclass

from .server import Server
from .tenant import Tenant, new_number


@dataclass
class Entry:
    """One code whose start was answered 200."""

    number: str
    code: str
    accepted: int = 0
    refused: int = 0
    # Calls without an answer, and answers of 503: nobody knows whether they were carried out.
    unknown: int = 0


@dataclass(frozen=True)
class Trouble:
    """A call that was not answered with 200 or 403."""

    at: float
    step: str
    node: Server
    status: int | None  # None: no answer came
    retry_after: str | None = None


class Ledger:
    """Threads that log numbers in until `finish` is called."""

    def __init__(self, tenant: Tenant, nodes: list[Server], threads: int = 6):
        self.tenant = tenant
        self.nodes = nodes
        self.entries: list[Entry] = []
        self.troubles: list[Trouble] = []
        self.successes: list[float] = []  # when an exchange was answered 200
        self.is_over = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(index,), daemon=True) for index in range(threads)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> "Ledger":
        """Ends the load and waits for what is in flight."""
        self.is_over.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "a login did not come to an end"
        return self

    @property
    def doubled(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.accepted > 1]

    def lost(self, logins: dict[str, int]) -> list[Entry]:
        """Codes that were promised and did not log in exactly once, by the counts of the users' logins."""
        return [
            entry
            for entry in self.entries
            if logins.get(entry.number, 0) != 1 or (entry.accepted == 0 and entry.unknown == 0)
        ]

    def _work(self, index: int) -> None:
        worker = _Worker(self, random.Random(index))
        try:
            while not self.is_over.is_set():
                worker.log_in()
        finally:
            worker.close()


class _Worker:
    """One thread's connections and choices."""

    def __init__(self, ledger: Ledger, chance: random.Random):
        self.ledger = ledger
        self.chance = chance
        self.callers: dict = {}

    def close(self) -> None:
        for caller in self.callers.values():
            caller.close()

    def log_in(self) -> None:
        """Starts on one node, exchanges on another until there is an answer, and then tries the code once more."""
        number = new_number()
        if self._call("start", lambda caller: self.ledger.tenant.start(number, caller)) != 200:
            self.ledger.is_over.wait(0.02)
            return
        entry = Entry(number, self.ledger.tenant.gateway.newest(number).code)
        self.ledger.entries.append(entry)
        deadline = time.monotonic() + 40
        while not entry.accepted and not entry.refused and time.monotonic() < deadline:
            self._exchange(entry)
        self._exchange(entry)

    def _exchange(self, entry: Entry) -> None:
        status = self._call("exchange", lambda caller: self.ledger.tenant.exchange(entry.number, entry.code, caller))
        if status == 200:
            entry.accepted += 1
            self.ledger.successes.append(time.monotonic())
        elif status == 403:
            entry.refused += 1
        else:
            entry.unknown += 1
            self.ledger.is_over.wait(0.02)

    def _call(self, step: str, call) -> int | None:
        node = self.chance.choice(self.ledger.nodes)
        caller = self.callers.setdefault(node, node.caller(timeout=30))
        try:
            answer = call(caller)
        except (OSError, http.client.HTTPException):
            caller.close()
            self.ledger.troubles.append(Trouble(time.monotonic(), step, node, None))
            return None
        if answer.status not in (200, 403) or (answer.status == 403 and step == "start"):
            retry = answer.headers.get("retry-after")
            self.ledger.troubles.append(Trouble(time.monotonic(), step, node, answer.status, retry))
        return answer.status
