"""What falls while the load runs: a node every few seconds, and the primary of the database."""

import asyncio
import time
from dataclasses import dataclass

from harness.postgresql import PostgreSQL
from harness.server import DidNotStart, Server
from harness.waiting import until

from .haproxy import HAProxy


@dataclass
class Kill:
    """kill -9 of a node."""

    at: float  # time.monotonic()
    node: str
    in_flight: int  # calls that the balancer had handed on to it and that were not answered


@dataclass
class SwitchOver:
    """The standby took the primary's place."""

    how: str
    at: float
    promoted: float  # seconds until the standby was the primary
    protected: float = 0  # seconds until a standby followed again, and each commit waited for it


class Nodes:
    """Kills one node after the other and starts it again, as systemd would; and stops one in order between two kills."""

    def __init__(self, servers: list[Server], haproxy: HAProxy):
        self._servers = dict(zip(haproxy.names, servers))
        self._haproxy = haproxy
        self._in_order: Server | None = None
        self.kills: list[Kill] = []
        self.restarts = 0
        self.ended_by_themselves: list[float] = []  # time.monotonic()

    async def fall(self, every: float) -> None:
        """Until it is cancelled."""
        names = self._haproxy.names
        while True:
            for turn, name in enumerate(names):
                kill_at = time.monotonic() + every
                await asyncio.sleep(every / 2)
                await asyncio.to_thread(self._restart, names[turn - 2])
                await asyncio.sleep(max(0, kill_at - time.monotonic()))
                self._kill(name)

    def _restart(self, name: str) -> None:
        """What an upgrade does: the node is told to stop, and goes on until the balancer has seen it.

        Begins and returns when the balancer knows that all nodes are there, for a kill beside it would not leave enough.
        """
        self._until_all_are_up()
        server = self._in_order = self._servers[name]
        server.stop()
        while True:
            try:
                server.start()
                break
            except DidNotStart:
                self.ended_by_themselves.append(time.monotonic())
                time.sleep(0.5)
        self._until_all_are_up()
        self._in_order = None
        self.restarts += 1

    def _until_all_are_up(self) -> None:
        until(lambda: all(standing.is_up for standing in self._haproxy.standings().values()), 30)

    def _kill(self, name: str) -> None:
        """The driver stands still meanwhile and sends nothing. What the balancer hands on until the node is gone counts."""
        server = self._servers[name]
        before, moment = self._haproxy.standings()[name], time.monotonic()
        server.kill()
        handed_on = self._haproxy.standings()[name].handed_on - before.handed_on
        self.kills.append(Kill(moment, name, before.in_flight + handed_on))
        server.launch()

    async def keep_up(self) -> None:
        """Starts again what ended by itself, until it is cancelled."""
        while True:
            await asyncio.sleep(0.5)
            for server in self._servers.values():
                if server is not self._in_order and server.process.poll() is not None:
                    self.ended_by_themselves.append(time.monotonic())
                    server.launch()


class Databases:
    """A primary and a synchronous standby, which change places."""

    def __init__(self, primary: PostgreSQL, standby: PostgreSQL):
        self.primary = primary
        self.standby = standby
        self.switches: list[SwitchOver] = []

    async def kill_primary(self) -> None:
        await asyncio.to_thread(self._switch, "primary killed", self.primary.kill)

    async def stop_primary(self) -> None:
        await asyncio.to_thread(self._switch, "primary stopped", self.primary.stop)

    def _switch(self, how: str, end_primary) -> None:
        begin = time.monotonic()
        end_primary()
        self.standby.promote()
        switch = SwitchOver(how, begin, time.monotonic() - begin)
        self.switches.append(switch)
        self.primary, self.standby = self.standby, self.primary
        self.standby.follow(self.primary)
        switch.protected = time.monotonic() - begin
