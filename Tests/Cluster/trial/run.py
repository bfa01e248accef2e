"""One run: the processes, the load, the faults, and the books at the end."""

import asyncio
import contextlib
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from harness.cluster import Cluster
from harness.ports import free_port
from harness.postgresql import USER, PostgreSQL
from harness.server import NO_LIMITS
from harness.tenant import Tenant

from .faults import Databases, Nodes
from .gateway import Gateway
from .haproxy import HAProxy
from .ledger import Ledger
from .load import Load

DATABASE = "login"

# For a database of gigabytes: fewer checkpoints, and log enough for a standby that is being copied meanwhile.
_SETTINGS = {"shared_buffers": "256MB", "max_wal_size": "4GB", "wal_keep_size": "1GB"}

# All of them share two cores or four with the database: connections beyond that only get in each other's way.
_NODE_SETTINGS = NO_LIMITS | {"TRUSTED_PROXIES": "127.0.0.1", "DATABASE_CONNECTIONS": 6, "STOP_DELAY": "4s"}

# Without a single success for so long the run is given up.
_HOPELESS = 60

# When the primary falls, as a share of the run: once killed, once stopped.
_KILLED_AT, _STOPPED_AT = 0.3, 0.65

_USERS = """
    SELECT substr(u.phone, 2), u.logins_count, coalesce(e.logins, 0), coalesce(e.signups, 0)
    FROM users u LEFT JOIN (
        SELECT user_id, count(*) FILTER (WHERE type = 's') AS logins, count(*) FILTER (WHERE type = 'ss') AS signups
        FROM events GROUP BY user_id
    ) e ON e.user_id = u.user_id"""


@dataclass(frozen=True)
class Extent:
    """How much is enough: so many codes, or so many seconds; and how often a node is killed."""

    codes: int | None
    seconds: float
    kill_every: float
    flushes: bool

    def share(self, codes: int, seconds: float) -> float:
        return codes / self.codes if self.codes else seconds / self.seconds


class Run:
    """The cluster is there from `prepared` on; `carry_out` does all the rest once."""

    def __init__(self, extent: Extent, tenant: Tenant, gateway: Gateway, haproxy: HAProxy, databases: Databases):
        self.extent = extent
        self.tenant = tenant
        self.haproxy = haproxy
        self.databases = databases
        self.nodes = Nodes(tenant.server.nodes, haproxy)
        self.ledger = Ledger()
        self.load = Load(haproxy.port, tenant.client_id, self.ledger)
        self.seconds = 0.0
        self.driver_seconds = 0.0
        self.totals: dict[str, int] = {}
        self.codes_left = 0
        self._gateway = gateway
        self._begin = 0.0

    def carry_out(self) -> "Run":
        asyncio.run(self._carry_out())
        primary = self.databases.primary
        users = (tuple(map(int, row)) for row in primary.rows(_USERS, DATABASE))
        self.totals = self.ledger.check(users)
        self.codes_left = int(primary.query("SELECT count(*) FROM login_codes", DATABASE)[0][0])
        return self

    @property
    def share(self) -> float:
        """How much of it is done."""
        return self.extent.share(self.ledger.handed_out, time.monotonic() - self._begin)

    async def _carry_out(self) -> None:
        await self._gateway.open(self.ledger)
        self._begin, processor = time.monotonic(), time.process_time()
        faults = asyncio.create_task(self._switch_over())
        beside = [
            asyncio.create_task(task)
            for task in (self.nodes.fall(self.extent.kill_every), self.nodes.keep_up(), self._tell())
        ]
        load = asyncio.create_task(self.load.run(lambda: self.share >= 1 and faults.done()))
        try:
            under_way = {faults, load, *beside}
            while not load.done():
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for task in (faults, load, *beside):
                task.cancel()
            self.seconds = time.monotonic() - self._begin
            self.driver_seconds = time.process_time() - processor
            self._gateway.close()

    async def _switch_over(self) -> None:
        await self._reach(_KILLED_AT)
        await self.databases.kill_primary()
        await self._reach(_STOPPED_AT)
        await self.databases.stop_primary()

    async def _reach(self, share: float) -> None:
        while self.share < share:
            await asyncio.sleep(0.05)

    async def _tell(self) -> None:
        """A line every ten seconds; raises when nothing has gone well for a minute."""
        before = 0
        while True:
            await asyncio.sleep(10)
            ledger = self.ledger
            line = f"{time.monotonic() - self._begin:6.0f} s  {ledger.handed_out:8} codes  "
            line += f"{(ledger.handed_out - before) / 10:5.0f}/s  {len(self.nodes.kills)} kills  "
            line += f"{len(self.databases.switches)} switch-overs  {len(self.load.troubles)} errors"
            print(line + (f"  {len(ledger.wrong)} WRONG" if ledger.wrong else ""), file=sys.stderr, flush=True)
            before = ledger.handed_out
            if time.monotonic() - max(self.load.times.last_success, self._begin) > _HOPELESS:
                raise TimeoutError("nothing was answered 200 for a minute")


@contextlib.contextmanager
def prepared(extent: Extent, new_server, folder: Path):
    """Starts everything; nothing is left when it ends."""
    gateway = Gateway()
    with PostgreSQL(extent.flushes, settings=_SETTINGS) as primary, primary.start().standby() as standby:
        primary.new_database(DATABASE)
        both = f"postgresql://{USER}@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/{DATABASE}"
        port = free_port()
        cluster = Cluster(new_server, both, settings=_NODE_SETTINGS, port=port)
        tenant = cluster.tenant(gateway)
        haproxy = HAProxy(folder / "haproxy", port, [node.port for node in cluster.nodes])
        try:
            yield Run(extent, tenant, gateway, haproxy, Databases(primary, standby))
        finally:
            haproxy.close()
            gateway.close()
