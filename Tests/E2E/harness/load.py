"""Logins by several threads until the server is gone, and what each caller knows afterwards."""

import http.client
import threading
from dataclasses import dataclass, field

from .tenant import Tenant, new_number, wrong

NO_ANSWER = (OSError, http.client.HTTPException)


@dataclass
class Known:
    """What callers were told before the server died, number by number."""

    open: dict = field(default_factory=dict)  # the start was answered 200: the code
    used: dict = field(default_factory=dict)  # the login was answered 200: the code
    locked: dict = field(default_factory=dict)  # three wrong tries were answered: the right code
    unknown: dict = field(default_factory=dict)  # no answer came back: the code, where the gateway received one
    surprises: list = field(default_factory=list)  # answers that should not have been

    def __len__(self) -> int:
        return len(self.open) + len(self.used) + len(self.locked) + len(self.unknown)


class Load:
    """Threads that start logins: one third are left open, one third carried out, one third guessed away."""

    def __init__(self, tenant: Tenant, threads: int = 8):
        self.tenant = tenant
        self.known = Known()
        self._threads = [threading.Thread(target=self._work, args=(index,)) for index in range(threads)]
        for thread in self._threads:
            thread.start()

    def end(self) -> Known:
        """What is known once every thread has found the server gone."""
        for thread in self._threads:
            thread.join(30)
        return self.known

    def _work(self, index: int) -> None:
        caller = self.tenant.server.caller()
        turn = index
        try:
            while self._one(caller, turn % 3):
                turn += 1
        finally:
            caller.close()

    def _one(self, caller, fate: int) -> bool:
        """One number; false when the server did not answer."""
        number = new_number()
        try:
            answer = self.tenant.start(number, caller)
        except NO_ANSWER:
            message = self.tenant.gateway.newest(number)
            self.known.unknown[number] = message.code if message else None
            return False
        if answer.status != 200:
            self.known.surprises.append((number, "start", answer))
            return True
        code = self.tenant.gateway.newest(number).code
        if fate == 0:
            self.known.open[number] = code
            return True
        return self._log_in(caller, number, code) if fate == 1 else self._guess(caller, number, code)

    def _log_in(self, caller, number: str, code: str) -> bool:
        try:
            answer = self.tenant.exchange(number, code, caller, "openid")
        except NO_ANSWER:
            self.known.unknown[number] = code
            return False
        if answer.status == 200:
            self.known.used[number] = code
        else:
            self.known.surprises.append((number, "exchange", answer))
        return True

    def _guess(self, caller, number: str, code: str) -> bool:
        for _ in range(3):
            try:
                answer = self.tenant.exchange(number, wrong(code), caller)
            except NO_ANSWER:
                self.known.unknown[number] = code
                return False
            if answer.status != 403:
                self.known.surprises.append((number, "wrong code", answer))
        self.known.locked[number] = code
        return True
