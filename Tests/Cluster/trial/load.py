"""Logins through the balancer, as many at once as there are workers, until enough codes were handed out."""

import asyncio
import random
import time
from collections import deque
from dataclasses import dataclass, field

from harness.tenant import GRANT

from .ledger import Ledger
from .wire import Answer, Pool, post

WORKERS = 96

# Every tenth code is brought twice in the same moment, every fiftieth once more when it was used.
TWICE_EVERY, AGAIN_EVERY = 10, 50
AGAIN_WITHIN = 20  # seconds

# What is said where nobody knows: haproxy's 502 and 504, and 503 of either.
_UNKNOWN = (502, 503, 504)

# A code lives five minutes; a call that is still without a clear answer by then is left open.
_PATIENCE = 120


@dataclass(frozen=True)
class Trouble:
    """A call that was answered with 502, 503 or 504, or not at all."""

    at: float  # time.monotonic()
    step: str
    status: int | None
    says_when: bool  # Retry-After

    @property
    def kind(self) -> str:
        return f"{self.step}: {self.status or 'no answer'}"


@dataclass
class Times:
    """Latencies in milliseconds, counted; and when something last went well."""

    counts: list[int] = field(default_factory=lambda: [0] * 60_001)
    worst: float = 0
    last_success: float = 0
    longest_silence: float = 0

    def add(self, begin: float, end: float) -> None:
        took = end - begin
        self.counts[min(60_000, int(took * 1_000))] += 1
        self.worst = max(self.worst, took)

    def success(self, now: float) -> None:
        if now - self.last_success > self.longest_silence and self.last_success:
            self.longest_silence = now - self.last_success
        self.last_success = now

    def quantile(self, share: float) -> int:
        """In milliseconds."""
        wanted, seen = share * sum(self.counts), 0
        for milliseconds, count in enumerate(self.counts):
            seen += count
            if seen >= wanted:
                return milliseconds
        return 60_000


class Load:
    """The load on one tenant; `run` until `is_over()` says that it is enough."""

    def __init__(self, port: int, client_id: str, ledger: Ledger):
        self.ledger = ledger
        self.pool = Pool(port)
        self.troubles: list[Trouble] = []
        self.times = Times()
        self.tried_again = 0
        self.brought_twice = 0
        self._again: deque[tuple[float, int]] = deque()
        self._chance = random.Random(1)
        start = '{"client_id":"%s","connection":"sms","phone_number":"+%%d","send":"code"}' % client_id
        exchange = '{"grant_type":"%s","client_id":"%s","username":"+%%d","otp":"%%06d","realm":"sms"}'
        # Without a scope the access token is opaque, and nothing has to be signed.
        self._start = _template("/passwordless/start", port, start, (10**13,))
        self._exchange = _template("/oauth/token", port, exchange % (GRANT, client_id), (10**13, 0))

    async def run(self, is_over) -> None:
        """Ends when all codes that were handed out have come to their end."""
        await asyncio.gather(*(self._work(is_over) for _ in range(WORKERS)))
        while self._again:
            await self._once_more(self._again.popleft()[1])
        self.pool.close()

    async def _work(self, is_over) -> None:
        while not is_over():
            await self._log_in(self.ledger.open())
            if self._again and self._again[0][0] < time.monotonic():
                await self._once_more(self._again.popleft()[1])

    async def _log_in(self, entry: int) -> None:
        ledger = self.ledger
        while not ledger.may_begin(entry):
            await asyncio.sleep(0.02)
        number = ledger.number(entry)
        answer = await self._call("start", self._start % number)
        if answer is not None and answer.status == 200:
            ledger.promised(entry)
        elif not self._is_unknown(answer):
            ledger.accuse(f"a start was answered {answer.status}", entry)
        if ledger.codes[entry] < 0:
            ledger.close(entry)
            await asyncio.sleep(0.05)
            return
        if entry % TWICE_EVERY == 0:
            await self._use(entry, times=2)
        deadline = time.monotonic() + _PATIENCE
        while not ledger.is_closed(entry) and time.monotonic() < deadline:
            await self._use(entry)
        if entry % AGAIN_EVERY == 7:
            self._again.append((time.monotonic() + self._chance.uniform(0, AGAIN_WITHIN), entry))

    async def _use(self, entry: int, times: int = 1) -> None:
        """Brings the code, so many times at once on as many connections."""
        ledger = self.ledger
        request = self._exchange % (ledger.number(entry), ledger.codes[entry])
        if times == 1:
            answers = [await self._call("exchange", request)]
        else:
            self.brought_twice += 1
            answers = await asyncio.gather(*(self._call("exchange", request) for _ in range(times)))
        unknown = [answer for answer in answers if self._is_unknown(answer)]
        for _ in unknown:
            ledger.missed(entry)
        statuses = [answer.status for answer in answers if answer not in unknown]
        # The one that was accepted may have been answered after the one that was refused.
        for status in sorted(statuses):
            if status == 200:
                ledger.used(entry)
            elif status == 403:
                ledger.refused(entry)
            else:
                ledger.accuse(f"an exchange was answered {status}", entry)
        if statuses:
            ledger.close(entry)
        else:
            await asyncio.sleep(0.05)

    async def _once_more(self, entry: int) -> None:
        """A code that came to its end stays there."""
        self.tried_again += 1
        await self._use(entry)

    async def _call(self, step: str, request: bytes) -> Answer | None:
        begin = time.monotonic()
        answer = await self.pool.call(request)
        now = time.monotonic()
        self.times.add(begin, now)
        if self._is_unknown(answer):
            status, head = (answer.status, answer.head) if answer else (None, b"")
            self.troubles.append(Trouble(now, step, status, b"\r\nretry-after:" in head))
        elif answer.status == 200:
            self.times.success(now)
        return answer

    @staticmethod
    def _is_unknown(answer: Answer | None) -> bool:
        return answer is None or answer.status in _UNKNOWN


def _template(path: str, port: int, body: str, example: tuple) -> bytes:
    """A request whose places have a fixed width, so that its length is known."""
    whole = post(path, port, body % example)
    head, _, _ = whole.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + body.encode()
